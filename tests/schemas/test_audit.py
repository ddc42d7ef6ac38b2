"""What a site's metadata is worth, by what the rules say of each article."""

from datetime import timedelta
from typing import Any

import pytest

from schemas.article import Article, ArticleId, Skipped, SkipReason
from schemas.audit import MOST_ALIKE, SENTENCES, Draft, Judged, audit, drafted, judge
from schemas.known import Known
from schemas.policy import Policy
from tests.audits import (
    DESCRIPTIONS_ALONE,
    REJECT,
    WARNING,
    a_finding,
    a_judged,
    a_policy,
    an_audit,
    undescribed,
)
from tests.builders import METADATA, NOON, SITE, an_article


def described(number: int = 1, **changes: Any) -> Article:
    """An article with metadata that nothing is wrong with."""
    values = {"description": METADATA.meta_description, "keywords": METADATA.keywords}
    return an_article(number, **{**values, **changes})


def judged(article: Article, policy: Policy | None = None, known: Known | None = None) -> Judged:
    """What is said of an article that can be judged."""
    found = judge(article, known or Known(), policy or a_policy())
    assert isinstance(found, Judged)
    return found


def rules_of(one: Judged) -> set[str]:
    """The rules that it breaks."""
    return {finding.rule for finding in one.findings}


def test_good_metadata_has_no_findings() -> None:
    """The lenient profile has nothing against what a run would publish."""
    assert set() == rules_of(judged(described()))


def test_peoples_words_are_judged_as_they_stand() -> None:
    """What a run would put right in code is said, not done."""
    one = judged(described(description=METADATA.meta_description.replace("and", "&amp;")))
    assert "M03b" in rules_of(one)
    assert "&amp;" in one.description


def test_nothing_more_is_said_of_a_missing_description() -> None:
    """Not that it holds no keyword, too."""
    assert {"M01"} == rules_of(judged(described(description="")))


def test_keywords_are_judged_only_where_there_are_any() -> None:
    """Neither where an article has none, nor where the site has no field for them."""
    bad = described(keywords=("cats", "cats"))
    assert any(rule.startswith("K") for rule in rules_of(judged(bad)))
    assert set() == rules_of(judged(bad, DESCRIPTIONS_ALONE))
    assert set() == rules_of(judged(described(keywords=())))
    assert () == judged(bad, DESCRIPTIONS_ALONE).keywords


def test_it_keeps_the_latest_date() -> None:
    """A run that looks from there on finds the article."""
    later = NOON + timedelta(days=9)
    assert later == judged(described(published=NOON, modified=later)).dated
    assert NOON == judged(described(published=NOON)).dated
    assert judged(described()).dated is None


@pytest.mark.parametrize(
    ("article", "reason"),
    [
        (described(obstacle=SkipReason.DRAFT), SkipReason.DRAFT),
        (described(tags=("press",)), SkipReason.EXCLUDED),
        (described(2), SkipReason.PROTECTED),
    ],
)
def test_what_is_kept_back_is_not_judged(article: Article, reason: SkipReason) -> None:
    """By its author, or by the configuration."""
    policy = a_policy(exclude=("press",), protected=("post-2.md",))
    found = judge(article, Known(), policy)
    assert isinstance(found, Skipped)
    assert reason == found.reason


def test_each_article_is_in_one_part() -> None:
    """Without a description, to be mended, worth a look, or right."""
    outcomes = [
        undescribed(1),
        a_judged(2, a_finding("G1", REJECT), a_finding("M07")),
        a_judged(3, a_finding("M07")),
        a_judged(4, a_finding("M08")),
        a_judged(5),
        Skipped(article_id=ArticleId("post-6.md"), reason=SkipReason.DRAFT),
    ]
    found = an_audit(*outcomes)
    assert (6, 5, 4) == (found.articles, found.judged, found.described)
    assert (1, 1, 2) == (found.undescribed, found.wrong, found.doubtful)
    assert {SkipReason.DRAFT: 1} == found.reasons


def test_the_worst_is_first() -> None:
    """What must be mended, then the number of warnings, then the id; the rest is not kept."""
    found = an_audit(
        a_judged(1, a_finding("M07")),
        a_judged(2, a_finding("M07"), a_finding("M08")),
        a_judged(3),
        a_judged(4, a_finding("G1", REJECT)),
        a_judged(5, a_finding("G1", REJECT), a_finding("M07")),
        a_judged(6, a_finding("M08")),
    )
    assert [5, 4, 2, 1, 6] == [int(one.article_id[5:-3]) for one in found.found]
    assert found.found == found.worst


def test_an_article_without_a_description_is_found_but_not_the_worst() -> None:
    """That it lacks one is all there is to see of it."""
    found = an_audit(undescribed(1), a_judged(2, a_finding("M07")))
    assert ["post-1.md", "post-2.md"] == [one.article_id for one in found.found]
    assert ["post-2.md"] == [one.article_id for one in found.worst]


def test_a_rule_is_counted_among_those_it_speaks_of() -> None:
    """Descriptions, keywords, or all articles; what rejects first, then the most frequent."""
    found = an_audit(
        undescribed(1, keywords=()),
        a_judged(2, a_finding("M07"), a_finding("K01")),
        a_judged(3, a_finding("M07"), a_finding("G1", REJECT), keywords=()),
        a_judged(4),
    )
    table = [(one.rule, one.severity, one.articles, one.share) for one in found.rules]
    assert [
        ("G1", REJECT, 1, 1 / 3),
        ("M01", REJECT, 1, 1 / 4),
        ("M07", WARNING, 2, 2 / 3),
        ("K01", WARNING, 1, 1 / 2),
    ] == table
    assert all(one.sentence == SENTENCES[one.rule] for one in found.rules)


def test_missing_keywords_are_counted_where_the_site_has_them() -> None:
    """Elsewhere they are not missing."""
    outcomes = [a_judged(1, keywords=()), a_judged(2)]
    with_keywords = audit(SITE, outcomes, a_policy())
    without = audit(SITE, outcomes, DESCRIPTIONS_ALONE)
    assert (1, True) == (with_keywords.without_keywords, with_keywords.lacking)
    assert (None, False) == (without.without_keywords, without.lacking)


def test_the_oldest_article_that_lacks_something_is_dated() -> None:
    """A complete one may be older, and one without a date is found in any case."""
    ages = {days: NOON - timedelta(days=days) for days in (1, 2, 3)}
    found = an_audit(
        a_judged(1, dated=ages[3]),
        undescribed(2, dated=ages[1]),
        a_judged(3, keywords=(), dated=ages[2]),
        undescribed(4),
    )
    assert ages[2] == found.since
    assert an_audit(undescribed(1)).since is None


def test_topic_tags_are_judged_by_their_form() -> None:
    """Where most articles with keywords have not four to six, they are no keywords like ours."""
    findings = [a_finding(rule) for rule in ("K01", "K05", "K09", "K12", "M09", "M07")]
    few = [a_judged(number, *findings, keywords=("a", "b")) for number in (1, 2)]
    five = a_judged(3, *findings)
    tags = an_audit(*few, five)
    assert tags.tagged
    assert all(["K05", "M07"] == [f.rule for f in one.findings] for one in tags.found)
    assert {"K05", "M07"} == {one.rule for one in tags.rules}
    keywords = an_audit(few[0], five)
    assert not keywords.tagged
    assert all(len(findings) == len(one.findings) for one in keywords.found)


def test_nothing_is_left_of_an_article_with_odd_tags_alone() -> None:
    """It is not among the worst."""
    assert () == an_audit(a_judged(1, a_finding("K09"), keywords=("a",))).found
    assert not an_audit(undescribed(1, keywords=())).tagged


def test_a_text_is_kept_only_where_a_name_in_it_may_be_known_elsewhere() -> None:
    """A draft of each article of an archive has to fit the memory."""
    policy = a_policy()
    plain = drafted(described(), (), policy)
    named = drafted(described(description="The ferries of Rubrofax sail."), (), policy)
    assert isinstance(plain, Draft)
    assert isinstance(named, Draft)
    assert ("", "") == (plain.article.text, plain.article.evidence)
    assert named.article.evidence


def test_pages_that_say_the_same_are_a_group() -> None:
    """Directly or through a third one; the largest group first."""

    def like(number: int, *others: int) -> Judged:
        return a_judged(number, alike=tuple(ArticleId(f"post-{n}.md") for n in others))

    found = an_audit(like(1, 2), like(2, 1), like(3, 4), like(4, 3, 5), like(5, 4), a_judged(6))
    assert (
        ("post-3.md", "post-4.md", "post-5.md"),
        ("post-1.md", "post-2.md"),
    ) == found.duplicates


def test_a_group_may_join_two_that_were_apart() -> None:
    """Whatever the order in which they are met."""

    def like(number: int, *others: int) -> Judged:
        return a_judged(number, alike=tuple(ArticleId(f"post-{n}.md") for n in others))

    found = an_audit(like(1, 2), like(3, 4), like(2, 3))
    assert (tuple(f"post-{n}.md" for n in (1, 2, 3, 4)),) == found.duplicates


def test_the_same_words_on_two_pages_are_noticed() -> None:
    """The second article is known before the first is judged."""
    known = Known()
    for number in (1, 2):
        known.neighbours.add(ArticleId(f"post-{number}.md"), METADATA.meta_description)
    one = judged(described(1), known=known)
    assert ("post-2.md",) == one.alike
    assert "M22" in rules_of(one)


def test_hundreds_of_pages_with_one_description_are_one_group() -> None:
    """Each is linked to a few of the others only: all with all would be too many."""
    known, numbers = Known(), range(1, 301)
    for number in numbers:
        known.neighbours.add(ArticleId(f"post-{number}.md"), METADATA.meta_description)
    outcomes = [judge(described(number), known, a_policy()) for number in numbers]
    (group,) = an_audit(*outcomes).duplicates
    assert 300 == len(group)
    assert {MOST_ALIKE} == {len(one.alike) for one in outcomes if isinstance(one, Judged)}
