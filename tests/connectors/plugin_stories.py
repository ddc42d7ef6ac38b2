"""What becomes of an article's two values where an SEO plugin keeps them, and what must be true."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from connectors.cms import CMS
from connectors.errors import ConnectorError, Unsupported
from schemas.article import Article, Field, Fields, SkipReason
from schemas.finding import Finding
from schemas.receipt import Receipt, Verdict
from tests.connectors.conformance import DAY, prepared
from tests.connectors.seo_plugins import Box, Plugin, PluginDesk

TEXT = 'Ham & "eggs", l\'œuf – <3 and 3 < 5: 100 % #1 🦀; 5 € | “so”…'
OURS = Fields(description=TEXT, keywords=("R&D", 'a "b"', "naïve", "🦀 crab", "five"))
RAW = Fields(description="Bread &amp; butter, by hand", keywords=("By hand", "slowly"))
THEIRS = Fields(description="Bread & butter, by hand", keywords=("By hand", "slowly"))
TEMPLATES = ("%%title%%", "By %sitename%", "{{ post.title }}", "#post_title today")


@dataclass(frozen=True)
class Chapter:
    """An article that is written and put back; each box as it then stood."""

    before: Article
    box_before: Box
    receipt: Receipt
    box: Box
    descriptions: list[str]
    after: Article
    undone: Receipt
    box_after: Box


@dataclass(frozen=True)
class Story:
    """What a site said to all of it."""

    plugin: Plugin
    cms: CMS
    findings: list[Finding]
    fields: frozenset[Field]
    untouched: Chapter
    edited: Chapter


def tell(desk: PluginDesk) -> Story:
    """The story of an article that nobody has touched, and of one that a person has."""
    untouched, edited = desk.publish("Untouched"), desk.publish("Edited")
    desk.fill(edited, desk.plugin.filled(RAW, others=True))
    cms = desk.connector()
    findings, fields = cms.probe(), cms.fields()
    chapters = (chapter(desk, cms, cms.article(one)) for one in (untouched, edited))
    return Story(desk.plugin, cms, findings, fields, *chapters)


def chapter(desk: PluginDesk, cms: CMS, before: Article) -> Chapter:
    """What is said of one article, from one box to the other."""
    box_before = desk.box(before.id)
    receipt = cms.write(prepared(cms, before, OURS))
    box = desk.box(before.id)
    after = cms.article(before.id)
    return Chapter(
        before=before,
        box_before=box_before,
        receipt=receipt,
        box=box,
        descriptions=desk.descriptions(before.url),
        after=after,
        undone=cms.restore(receipt.undoing(after)),
        box_after=desk.box(before.id),
    )


class Stories:
    """The sentences of every plugin; `story` is what was told of one."""

    def test_it_has_the_fields_of_the_plugin(self, story: Story) -> None:
        """Keywords only where there is a place for them, which else is told."""
        alone = story.plugin.most == 0
        assert frozenset(Field) - ({Field.KEYWORDS} if alone else set()) == story.fields
        assert ["wordpress.keywords"] * alone == [finding.rule for finding in story.findings]

    def test_what_nobody_has_filled_is_empty(self, story: Story) -> None:
        """Whatever text the plugin makes up for the page meanwhile."""
        article = story.untouched.before
        assert (None, "", ()) == (article.obstacle, article.description, article.keywords)

    def test_what_a_person_has_written_is_read(self, story: Story) -> None:
        """As the person reads it, not as the plugin escapes it."""
        assert story.plugin.room(THEIRS).stand_in(story.edited.before.fields)

    def test_a_write_is_read_back(self, story: Story) -> None:
        """Signs, quotes and all, as much as there is room for."""
        for told in (story.untouched, story.edited):
            assert Verdict.WRITTEN is told.receipt.verdict
            assert story.plugin.room(OURS).stand_in(told.after.fields)

    def test_the_next_read_has_the_receipts_revision(self, story: Story) -> None:
        """So that tomorrow's run does not take our own write for a change."""
        for told in (story.untouched, story.edited):
            assert told.receipt.revision_after == told.after.revision != told.before.revision

    def test_a_page_has_one_description_which_is_ours(self, story: Story) -> None:
        """As a visitor's browser reads it."""
        expected = [story.plugin.printed(TEXT)]
        assert expected == story.untouched.descriptions == story.edited.descriptions

    def test_a_persons_other_settings_stay(self, story: Story) -> None:
        """The title and the noindex beside our description."""
        plugin = story.plugin
        assert plugin.others_in(story.edited.box_before) == plugin.others_in(story.edited.box)

    def test_undoing_is_exact(self, story: Story) -> None:
        """Each box is as it was, also what a person had in there."""
        for told in (story.untouched, story.edited):
            assert Verdict.WRITTEN is told.undone.verdict
            assert told.before.revision == told.undone.revision_after
            assert told.box_before == told.box_after

    @pytest.mark.parametrize("text", TEMPLATES)
    def test_a_template_is_refused_before_anything_is_sent(self, story: Story, text: str) -> None:
        """Where nobody is there any more to be asked."""
        for changes in (Fields(description=text), Fields(keywords=(text,))):
            if changes.meant <= story.fields:
                with pytest.raises(Unsupported, match="SEO plugins replace"):
                    story.cms.prepare(story.untouched.before, changes)


@dataclass(frozen=True)
class Hidden:
    """A site whose descriptions nobody is shown."""

    findings: list[Finding]
    errors: Sequence[ConnectorError]
    articles: list[Article]


def tell_hidden(desk: PluginDesk) -> Hidden:
    """What is said of an article that a person has described."""
    article_id = desk.publish("Edited")
    desk.fill(article_id, desk.plugin.filled(RAW))
    cms = desk.connector()
    listed = [cms.article(article_id), *cms.articles(DAY)]
    errors = []
    for act in (cms.fields, lambda: cms.prepare(listed[0], OURS)):
        with pytest.raises(Unsupported) as refusal:
            act()
        errors.append(refusal.value)
    return Hidden(cms.probe(), errors, listed)


class HiddenStories:
    """The sentences of every site that needs the companion and has it not."""

    def test_the_companion_is_asked_for(self, hidden: Hidden) -> None:
        """By the probe, and by whatever needs a place for descriptions."""
        (finding,) = hidden.findings
        assert "wordpress.companion" == finding.rule
        for said in (finding.message, *map(str, hidden.errors)):
            assert "install the companion: rubricator companion > rubricator.php" in said

    def test_what_is_not_shown_is_not_nothing(self, hidden: Hidden) -> None:
        """An article is never taken for one without a description."""
        assert [SkipReason.UNREADABLE] * 2 == [article.obstacle for article in hidden.articles]
