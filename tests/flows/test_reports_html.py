"""The page on which editors review a run."""

import pytest

from schemas.article import ArticleId, Field, Fields, Skipped, SkipReason
from schemas.finding import Finding, Severity
from schemas.proposal import Status
from schemas.run import Failed, Mode, PublishingCounts, Report
from tests.builders import METADATA
from tests.pages import a_card, read
from tests.reports import a_live_report, a_proposed, a_report, an_apply_report

CHANGES: dict[str, tuple[Fields, str, str, list[str]]] = {
    "empty before": (
        Fields(description="", keywords=()),
        "New: there was none before.",
        "New: there were none before.",
        [],
    ),
    "ours before": (
        Fields(description="Old.", keywords=("old", "Larvik")),
        "Rewritten: little of the one before is left.",
        "",
        ["old"],
    ),
    "the same before": (
        Fields(description=METADATA.meta_description, keywords=METADATA.keywords),
        "As it is already.",
        "As they are already.",
        [],
    ),
}


@pytest.mark.parametrize(
    ("before", "description", "keywords", "deleted"), CHANGES.values(), ids=CHANGES.keys()
)
def test_each_field_says_what_happens_to_it(
    before: Fields, description: str, keywords: str, deleted: list[str]
) -> None:
    """In words; what goes is marked."""
    card = a_card(before=before)
    told = [heading.text for heading in card.all("h4")]
    assert [f"Keywords {keywords}".strip(), f"Description {description}"] == told
    assert deleted == [gone.text for gone in card.all("del")]


def test_keywords_are_marked_against_those_before() -> None:
    """Added, kept, and removed ones last."""
    card = a_card(
        keywords=("ferry", "Larvik"), before=Fields(description="", keywords=("Larvik", "boats"))
    )
    chips = card.one("ul", class_="words").all("li")
    told = [(chip.text, chip.attributes.get("class")) for chip in chips]
    assert told == [("ferry", "added"), ("Larvik", None), ("boats", "removed")]
    assert (card.one("ins").text, card.one("del").text) == ("ferry", "boats")


def test_a_persons_words_are_what_is_shown() -> None:
    """Ours would not be written, so the result has theirs."""
    card = a_card(
        targets=frozenset({Field.KEYWORDS}),
        before=Fields(description="An editor wrote this.", keywords=()),
    )
    assert card.one("p", class_="found").text == "An editor wrote this."
    assert card.all("h4")[1].text == "Description Kept: a person wrote it."


def test_a_field_that_the_site_does_not_have_is_not_written() -> None:
    """A site may have no place for keywords."""
    card = a_card(targets=frozenset({Field.DESCRIPTION}))
    assert card.all("h4")[0].text == "Keywords Not written on this site."
    assert card.all("li") == []


def test_a_revert_shows_what_was_put_back() -> None:
    """Before and after change places."""
    reverted = a_proposed(
        status=Status.REVERTED,
        meta_description="Ours.",
        before=Fields(description="Theirs.", keywords=()),
    )
    counts = PublishingCounts(listed=1, reverted=1)
    page = read(an_apply_report(mode=Mode.REVERT, counts=counts, proposals=(reverted,)))
    card = page.one("article")
    assert card.one("p", class_="found").text == "Theirs."
    told = [heading.text for heading in card.all("h4")]
    assert told == ["Keywords Emptied again: there were none before.", "Description Put back."]
    change = card.one("div", class_="change")
    assert [one.text for one in change.all("dt")] == ["Taken away", "Put back"]
    assert [one.text for one in change.all("dd")] == ["Ours.", "Theirs."]


def test_findings_are_sentences() -> None:
    """Warnings quietly, what must be mended strongly."""
    warning = Finding(rule="M08b", severity=Severity.WARNING, message="It is wide.")
    reject = Finding(rule="M07", severity=Severity.REJECT, message="It is too long.")
    card = a_card(findings=(warning, reject))
    quiet, strong = card.one("ul", class_="remarks").all("li")
    assert quiet.text == "Worth a look. It is wide. M08b"
    assert strong.text == "Must be mended. It is too long. M07"
    assert (strong.attributes["class"], quiet.attributes.get("class")) == ("rejects", None)


def test_what_is_found_about_all_of_them_stands_before_them() -> None:
    """A pattern is nobody's single fault, and seen on none of the cards."""
    alike = Finding(rule="S1", severity=Severity.WARNING, message="42 % open with “Learn”.")
    whole = read(a_report(findings=(alike,))).one("section", class_="whole")
    assert whole.one("li").text == "Worth a look. 42 % open with “Learn”. S1"
    assert read(a_report()).all("section", class_="whole") == []


DOUBT = Finding(rule="G2b", severity=Severity.WARNING, message="Who is Ottilie Brandt?")
STANDINGS: dict[str, tuple[Report, list[str]]] = {
    "dry run": (a_report(), ["proposed"] * 3),
    "live": (
        a_live_report(),
        ["published", "held for an editor On this site an editor releases each one."],
    ),
    "doubted": (
        a_live_report(proposals=(a_proposed(findings=(DOUBT,)),)),
        ["held for an editor Only a person can tell whether it is true."],
    ),
    "kept back": (
        a_live_report(proposals=(a_proposed(reason="everything is paused"),)),
        ["held for an editor everything is paused"],
    ),
    "apply": (
        an_apply_report(),
        ["published", "stale, not written the article has changed"],
    ),
    "gone": (
        a_report(proposals=(a_proposed(status=Status.STALE, reason="gone"),)),
        ["stale, not written the article is gone"],
    ),
    "unwritten": (
        a_live_report(
            proposals=(a_proposed(reason="The site is busy."),),
            failures=(Failed(article_id=ArticleId("post-1.md"), stage="publish", reason="Busy."),),
        ),
        ["failed The site is busy."],
    ),
}


@pytest.mark.parametrize(("report", "expected"), STANDINGS.values(), ids=STANDINGS.keys())
def test_each_proposal_says_how_it_stands(report: Report, expected: list[str]) -> None:
    """With the reason, where it was not written."""
    standings = [line.text for line in read(report).all("p", class_="standing")]
    assert expected == standings


def test_failures_are_listed_with_their_reasons() -> None:
    """In words, and in which step."""
    failed = read(a_report()).one("article", class_="trouble")
    assert failed.one("h3").text == "post-4.md"
    expected = "failed while asking for a repair: Use only numbers that stand in the article: 1988."
    assert expected == failed.all("p")[-1].text


def test_an_article_that_was_not_written_is_told_of_once() -> None:
    """Its card says it."""
    failure = Failed(article_id=ArticleId("post-1.md"), stage="publish", reason="Busy.")
    page = read(a_live_report(failures=(failure,)))
    assert page.all("article", class_="trouble") == []
    assert len(page.all("article", class_="failed")) == 1


def test_articles_that_the_budget_left_out_are_named() -> None:
    """They are to be asked for again."""
    section = read(a_report(out_of_budget_articles=("post-9.md",))).one("section", class_="unpaid")
    assert section.one("summary").text == "1 left out for want of budget"
    assert section.one("li").text == "post-9.md"


def test_skipped_articles_are_grouped_and_long_lists_folded() -> None:
    """The most frequent reason first."""
    unchanged = tuple(
        Skipped(article_id=ArticleId(f"old-{n}.md"), reason=SkipReason.UNCHANGED) for n in range(20)
    )
    draft = Skipped(article_id=ArticleId("draft.md"), reason=SkipReason.DRAFT)
    long, short = read(a_report(skipped_articles=(draft, *unchanged))).all("details")
    assert long.one("summary").text == "20 unchanged since Rubricator last wrote to it"
    assert short.one("summary").text == "1 still a draft"
    assert ("open" in long.attributes, "open" in short.attributes) == (False, True)
    assert len(long.all("li")) == 20


def test_an_article_keeps_its_language_and_direction() -> None:
    """Right-to-left text among left-to-right, each its own way."""
    card = a_card(title="مقهى النساخين", language="ar", keywords=("مقهى",))
    for element in (card.one("h3"), card.one("p", class_="found")):
        assert (element.attributes["lang"], element.attributes["dir"]) == ("ar", "auto")
    words = card.one("ul", class_="words")
    assert (words.attributes["lang"], words.one("li").attributes["dir"]) == ("ar", "auto")
    assert "Arabic" in card.one("p", class_="meta").text
