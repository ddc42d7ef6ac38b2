"""What every content system must satisfy, said through Reader and Writer alone.

A connector's test file subclasses `Conformance` and gives it a `desk`: the editors' side of the
system, where articles are made, changed and thrown away without the connector.
"""

from datetime import UTC, datetime, timedelta
from typing import Protocol

import pytest

from connectors.cms import CMS
from connectors.errors import NotFound, Stale
from schemas.article import Article, ArticleId, Fields, SkipReason
from schemas.receipt import Receipt, Unfinished, Verdict, unfinished
from schemas.window import Window

NOON = datetime(2026, 11, 19, 12, tzinfo=UTC)
DAY = Window(since=NOON, until=NOON + timedelta(days=1))
NOTHING = Fields()
OURS = Fields(description="Ours.", keywords=("one", "two", "three", "four", "five"))
THEIRS = Fields(description="An editor's words.", keywords=("hand made", "by people"))
BODY = "The ferry crosses the sound in eleven minutes, and nobody on board has ever been late.\n"


class Desk(Protocol):
    """What editors can do in a content system."""

    def connector(self) -> CMS:
        """The connector under test, new."""

    def publish(
        self, title: str, *, on: datetime = NOON, fields: Fields = NOTHING, draft: bool = False
    ) -> ArticleId:
        """Make an article with `BODY`; the two fields are absent where `fields` is empty."""

    def rewrite(self, article_id: ArticleId, *, body: str = "", description: str = "") -> None:
        """Change an article's body or description by hand."""

    def delete(self, article_id: ArticleId) -> None:
        """Throw an article away."""

    def stored(self, article_id: ArticleId) -> object:
        """Everything that the system keeps of an article, as exactly as it shows it."""

    def rest(self, article_id: ArticleId) -> object:
        """The same without the two fields."""


def prepared(cms: CMS, article: Article, changes: Fields = OURS) -> Receipt:
    """The only receipt that a change needs."""
    (receipt,) = cms.prepare(article, changes)
    return receipt


def written(cms: CMS, article_id: ArticleId, changes: Fields = OURS) -> Receipt:
    """The receipt of a change that was written."""
    return cms.write(prepared(cms, cms.article(article_id), changes))


class Conformance:
    """The sentences; each system's tests inherit them."""

    def test_a_system_that_works_has_no_findings(self, desk: Desk) -> None:
        """`probe` is silent where nothing is wrong."""
        desk.publish("One")
        assert desk.connector().probe() == []

    def test_each_article_of_the_window_is_listed_once(self, desk: Desk) -> None:
        """In a stable order, and no other."""
        ids = {desk.publish(f"Article {number}") for number in range(5)}
        desk.publish("Last week", on=NOON - timedelta(days=7))
        listed = [article.id for article in desk.connector().articles(DAY)]
        assert sorted(ids) == sorted(listed)
        assert listed == [article.id for article in desk.connector().articles(DAY)]

    def test_the_window_is_half_open(self, desk: Desk) -> None:
        """Its first moment belongs to it, the last to the next one."""
        desk.publish("Just before", on=DAY.since - timedelta(seconds=1))
        first = desk.publish("First", on=DAY.since)
        last = desk.publish("Last", on=DAY.until - timedelta(seconds=1))
        desk.publish("Just after", on=DAY.until)
        assert {first, last} == {article.id for article in desk.connector().articles(DAY)}

    def test_the_101st_article_is_found(self, desk: Desk) -> None:
        """Whatever a page of the system holds."""
        ids = {desk.publish(f"Article {number}") for number in range(101)}
        assert ids == {article.id for article in desk.connector().articles(DAY)}

    def test_an_article_says_what_it_is(self, desk: Desk) -> None:
        """Title, text, evidence, date and fields are those that were published."""
        article = desk.connector().article(desk.publish("Eleven minutes", fields=THEIRS))
        assert article.title == "Eleven minutes"
        assert article.text == BODY.strip()
        assert BODY.strip() in article.evidence
        assert "Eleven minutes" in article.evidence
        assert article.published == NOON
        assert article.fields == THEIRS
        assert article.obstacle is None

    def test_the_two_fields_are_no_evidence(self, desk: Desk) -> None:
        """What a description may lean on does not hold the old description."""
        article = desk.connector().article(desk.publish("One", fields=THEIRS))
        assert "An editor's words." not in article.evidence
        assert "hand made" not in article.evidence

    def test_a_draft_is_never_workable(self, desk: Desk) -> None:
        """Where it is listed at all, its obstacle says what it is."""
        desk.publish("Not yet", draft=True)
        listed = list(desk.connector().articles(DAY))
        assert {SkipReason.DRAFT} >= {article.obstacle for article in listed}

    def test_nothing_is_an_empty_value(self, desk: Desk) -> None:
        """Fields that nobody filled are "" and ()."""
        assert Fields(description="", keywords=()) == (
            desk.connector().article(desk.publish("One")).fields
        )

    def test_preparing_has_no_effect(self, desk: Desk) -> None:
        """It only says what was there, and what would be."""
        article_id = desk.publish("One", fields=THEIRS)
        before = desk.stored(article_id)
        cms = desk.connector()
        receipt = prepared(cms, cms.article(article_id))
        assert (receipt.before, receipt.after, receipt.verdict) == (THEIRS, OURS, None)
        assert before == desk.stored(article_id)

    def test_what_was_written_is_read_back(self, desk: Desk) -> None:
        """The verdict says so, and so does the next read."""
        article_id = desk.publish("One")
        cms = desk.connector()
        receipt = written(cms, article_id)
        assert receipt.verdict is Verdict.WRITTEN
        assert cms.article(article_id).fields == OURS

    def test_the_revision_of_a_write_is_the_next_read_s(self, desk: Desk) -> None:
        """So that tomorrow's run does not take our own write for a change."""
        article_id = desk.publish("One")
        before = desk.connector().article(article_id)
        receipt = written(desk.connector(), article_id)
        after = desk.connector().article(article_id)
        assert receipt.revision_before == before.revision != after.revision
        assert receipt.revision_after == after.revision
        assert before.content_hash == after.content_hash

    def test_everything_else_stays_as_it_was(self, desk: Desk) -> None:
        """A write changes the two fields and nothing besides."""
        article_id = desk.publish("One", fields=THEIRS)
        before = desk.rest(article_id)
        written(desk.connector(), article_id)
        assert before == desk.rest(article_id)

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            (Fields(description="Ours."), Fields(description="Ours.", keywords=THEIRS.keywords)),
            (Fields(keywords=("a", "b")), THEIRS.model_copy(update={"keywords": ("a", "b")})),
        ],
    )
    def test_one_field_can_be_written_alone(
        self, desk: Desk, changes: Fields, expected: Fields
    ) -> None:
        """The other one, which is a person's, is left alone."""
        article_id = desk.publish("One", fields=THEIRS)
        receipt = written(desk.connector(), article_id, changes)
        assert receipt.before.meant == changes.meant
        assert desk.connector().article(article_id).fields == expected

    @pytest.mark.parametrize(
        "text",
        [
            "\"Quoted\", 'quoted' and `quoted`",
            "Ham & eggs < 5 > 3; 100 % #1: yes - no",
            "Ein Wort — “zwei” … drei\u00a0€ \\ end",
            "Family 👩‍👩‍👧‍👦, flag 🇫🇷, heart ❤️",
            "שלום עולם, مرحبا بالعالم",
            "漢字かな交じり文、テスト。",
            "Ångström naïve crème brûlée",
            "No",
            "2026-11-20",
            "12:30:45",
        ],
    )
    def test_texts_come_back_as_they_were_written(self, desk: Desk, text: str) -> None:
        """Quotes, ampersands, emoji, right-to-left, NFC, and what looks like something else."""
        article_id = desk.publish("One")
        changes = Fields(description=text, keywords=(text.replace(",", ""), "two"))
        receipt = written(desk.connector(), article_id, changes)
        assert receipt.verdict is Verdict.WRITTEN
        assert desk.connector().article(article_id).fields == changes

    def test_an_old_revision_is_refused_before_anything_is_on_record(self, desk: Desk) -> None:
        """`prepare` raises `Stale` for an article that has changed since it was read."""
        article_id = desk.publish("One")
        cms = desk.connector()
        article = cms.article(article_id)
        desk.rewrite(article_id, body="Another text, about another ferry altogether.\n")
        with pytest.raises(Stale):
            cms.prepare(article, OURS)

    def test_an_old_revision_is_refused_and_nothing_is_changed(self, desk: Desk) -> None:
        """`write` raises `Stale` where a person was there after `prepare`."""
        article_id = desk.publish("One")
        cms = desk.connector()
        receipt = prepared(cms, cms.article(article_id))
        desk.rewrite(article_id, description="Mine.")
        before = desk.stored(article_id)
        with pytest.raises(Stale):
            cms.write(receipt)
        assert before == desk.stored(article_id)

    def test_a_receipt_is_written_once(self, desk: Desk) -> None:
        """A second time, the article is not at the receipt's revision any more."""
        article_id = desk.publish("One")
        cms = desk.connector()
        receipt = prepared(cms, cms.article(article_id))
        cms.write(receipt)
        with pytest.raises(Stale):
            cms.write(receipt)

    def test_a_killed_write_can_be_settled(self, desk: Desk) -> None:
        """From the receipt and the article as it is now follows what became of it."""
        article_id = desk.publish("One", fields=THEIRS)
        cms = desk.connector()
        receipt = prepared(cms, cms.article(article_id))
        assert unfinished(receipt, cms.article(article_id)) is Unfinished.AGAIN
        cms.write(receipt)
        assert unfinished(receipt, cms.article(article_id)) is Unfinished.WRITTEN
        desk.rewrite(article_id, description="Mine.")
        assert unfinished(receipt, cms.article(article_id)) is Unfinished.STALE

    @pytest.mark.parametrize(
        "fields",
        [NOTHING, THEIRS, Fields(description="Only this: it"), Fields(keywords=("only", "these"))],
    )
    def test_undoing_is_exact(self, desk: Desk, fields: Fields) -> None:
        """What was there is there again, and what was not, is not."""
        article_id = desk.publish("One", fields=fields)
        before = desk.stored(article_id)
        receipt = written(desk.connector(), article_id)
        cms = desk.connector()
        undone = cms.restore(receipt.undoing(cms.article(article_id)))
        assert undone.verdict is Verdict.WRITTEN
        assert undone.revision_after == cms.article(article_id).revision
        assert before == desk.stored(article_id)

    def test_undoing_leaves_a_body_that_was_changed_meanwhile(self, desk: Desk) -> None:
        """Only the two values decide whether the old ones return."""
        article_id = desk.publish("One", fields=THEIRS)
        cms = desk.connector()
        receipt = written(cms, article_id)
        desk.rewrite(article_id, body="Another text, about another ferry altogether.\n")
        cms.restore(receipt.undoing(cms.article(article_id)))
        article = cms.article(article_id)
        assert article.fields == THEIRS
        assert article.text == "Another text, about another ferry altogether."

    def test_undoing_is_refused_where_a_person_has_changed_the_value(self, desk: Desk) -> None:
        """A person's words outlive ours, and those before ours."""
        article_id = desk.publish("One", fields=THEIRS)
        cms = desk.connector()
        receipt = written(cms, article_id)
        desk.rewrite(article_id, description="Mine.")
        before = desk.stored(article_id)
        with pytest.raises(Stale):
            cms.restore(receipt.undoing(cms.article(article_id)))
        assert before == desk.stored(article_id)

    def test_undoing_twice_is_refused(self, desk: Desk) -> None:
        """The second time our values are not there any more."""
        article_id = desk.publish("One", fields=THEIRS)
        cms = desk.connector()
        undoing = written(cms, article_id).undoing(cms.article(article_id))
        cms.restore(undoing)
        with pytest.raises(Stale):
            cms.restore(undoing)

    def test_an_article_that_is_gone_is_not_found(self, desk: Desk) -> None:
        """By none of the four verbs."""
        article_id = desk.publish("One")
        cms = desk.connector()
        article = cms.article(article_id)
        receipt = prepared(cms, article)
        desk.delete(article_id)
        with pytest.raises(NotFound):
            cms.article(article_id)
        with pytest.raises(NotFound):
            cms.prepare(article, OURS)
        with pytest.raises(NotFound):
            cms.write(receipt)
        with pytest.raises(NotFound):
            cms.restore(receipt.undoing(article))
