"""The page on which editors review a run."""

import re

import pytest

from flows.reports import html
from flows.reports.results import search_result
from schemas.article import ArticleId, Field, Fields, Skipped, SkipReason
from schemas.finding import Finding, Severity
from schemas.pixels import pixel_width
from schemas.proposal import Status
from schemas.run import Mode, PublishingCounts, Report
from tests.pages import a_card, read
from tests.reports import RUN_ID, a_live_report, a_proposed, a_report, an_apply_report


def test_the_page_says_what_run_it_is_of() -> None:
    """Site, mode, status, window, prompt, and the numbers."""
    header = read(a_report()).one("header")
    assert header.one("h1").text == "journal"
    assert header.one("p", class_="rubric").text == "¶ dry run"
    assert "The dry run is complete, with failures." in header.text
    assert "from 14 November 2026, 12:00 until 21 November 2026, 12:00 UTC" in header.text
    assert "metadata-1" in header.text
    numbers = {div.one("dt").text: div.one("dd").text for div in header.all("div") if div.all("dt")}
    expected = {"selected": "4", "generated": "2", "reused": "1", "failed": "1", "skipped": "2"}
    assert expected == numbers


def test_the_command_to_apply_is_there_to_copy() -> None:
    """Exactly as it is to be typed."""
    commands = [code.text for code in read(a_report()).all("code")]
    assert f"rubricator apply {RUN_ID}" == commands[0]


def test_a_result_looks_as_in_a_search() -> None:
    """Address, title and description."""
    result = a_card().one("div", class_="result")
    assert result.one("p", class_="address").text == "https://journal.example › post-1"
    assert result.one("a").attributes["href"] == "https://journal.example/post-1/"
    assert result.one("h3").text == "Night ferries return to the Skagerrak"
    assert result.one("p", class_="found").text.startswith("From 3 November two ships again sail")


def test_a_long_description_is_cut_where_a_desktop_cuts_it() -> None:
    """At the end of a word, and what is left out is shown apart."""
    sentence = "Two ships sail overnight between Hirtshals and Larvik again."
    card = a_card(meta_description=f"{sentence} {sentence} {sentence}")
    shown = card.one("p", class_="found").text
    hidden = card.one("mark").text
    assert shown == f"{sentence} {sentence} Two ships sail…"
    assert hidden == "overnight between Hirtshals and Larvik again."
    assert pixel_width(shown) <= 920 < pixel_width(f"{shown} overnight")


def test_a_language_without_spaces_is_cut_between_characters() -> None:
    """There is no word to go back to."""
    result = search_result("", "a", "夜" * 80)
    assert (result.description, result.rest) == ("夜" * 64 + "…", "夜" * 16)


def test_a_short_description_is_left_whole() -> None:
    """Nothing is marked as left out."""
    result = search_result("", "a", "Short.")
    assert (result.description, result.rest) == ("Short.", "")


CHANGES: dict[str, tuple[Fields, str, str, list[str]]] = {
    "empty before": (Fields(description="", keywords=()), "new", "new", []),
    "ours before": (
        Fields(description="Old.", keywords=("old",)),
        "replaced",
        "replaced",
        ["Old."],
    ),
}


@pytest.mark.parametrize(
    ("before", "description", "keywords", "deleted"), CHANGES.values(), ids=CHANGES.keys()
)
def test_each_field_says_what_happens_to_it(
    before: Fields, description: str, keywords: str, deleted: list[str]
) -> None:
    """What is replaced is shown beside what replaces it."""
    changes = a_card(before=before).one("dl", class_="changes")
    assert [description, keywords] == [mark.text for mark in changes.all("b")]
    assert deleted == [gone.text for gone in changes.all("del")]
    assert "Hirtshals" in [word.text for word in changes.all("li")]


def test_a_persons_words_are_what_is_shown() -> None:
    """Ours would not be written, so the result has theirs."""
    card = a_card(
        targets=frozenset({Field.KEYWORDS}),
        before=Fields(description="An editor wrote this.", keywords=()),
    )
    assert card.one("p", class_="found").text == "An editor wrote this."
    assert card.one("dl").all("b")[0].text == "kept: a person’s words"


def test_a_field_that_the_site_does_not_have_is_not_written() -> None:
    """A site may have no place for keywords."""
    card = a_card(targets=frozenset({Field.DESCRIPTION}))
    assert card.one("dl").all("b")[1].text == "not written on this site"
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
    assert [mark.text for mark in card.one("dl").all("b")] == ["put back", "emptied again"]
    assert card.one("del").text == "Ours."


def test_findings_are_sentences() -> None:
    """Warnings quietly, what must be mended strongly."""
    warning = Finding(rule="M08b", severity=Severity.WARNING, message="It is wide.")
    reject = Finding(rule="M07", severity=Severity.REJECT, message="It is too long.")
    card = a_card(findings=(warning, reject))
    quiet, strong = card.one("ul", class_="remarks").all("li")
    assert quiet.text == "Worth a look. It is wide. M08b"
    assert strong.text == "Must be mended. It is too long. M07"
    assert (strong.attributes["class"], quiet.attributes.get("class")) == ("rejects", None)


STANDINGS: dict[str, tuple[Report, list[str]]] = {
    "dry run": (a_report(), ["proposed"] * 3),
    "live": (a_live_report(), ["published", "held for an editor"]),
    "apply": (
        an_apply_report(),
        ["published", "stale, not written: the article has changed"],
    ),
    "gone": (
        a_report(proposals=(a_proposed(status=Status.STALE, reason="gone"),)),
        ["stale, not written: the article is gone"],
    ),
    "unwritten": (
        a_live_report(proposals=(a_proposed(reason="The site is busy."),)),
        ["failed: The site is busy."],
    ),
}


@pytest.mark.parametrize(("report", "expected"), STANDINGS.values(), ids=STANDINGS.keys())
def test_each_proposal_says_how_it_stands(report: Report, expected: list[str]) -> None:
    """With the reason, where it was not written."""
    standings = [span.text for span in read(report).all("span", class_="standing")]
    assert expected == standings


def test_failures_are_listed_with_their_reasons() -> None:
    """In words, and in which step."""
    row = read(a_report()).all("tbody")[0].one("tr")
    expected = "post-4.md asking for a repair Use only numbers that stand in the article: 1988."
    assert expected == row.text


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


def test_the_stand_in_has_a_band_across_the_page() -> None:
    """Nobody is to take its words for Claude's."""
    expected = "No model was called and no money was spent: the stand-in answered."
    assert expected == read(a_report(simulated=True)).one("p", class_="band").text
    assert read(a_report()).all("p", class_="band") == []


def test_spending_is_told_by_tokens_model_and_budget() -> None:
    """In numbers to read off."""
    spend = read(a_report()).one("section", class_="spend").text
    for expected in (
        "Spent $0.0009.",
        "$0.0123 of $2.00 for the day",
        "Tokens in 6,400",
        "Answers of claude-haiku-5-5 4",
    ):
        assert expected in spend


def test_an_article_keeps_its_language_and_direction() -> None:
    """Right-to-left text among left-to-right, each its own way."""
    card = a_card(title="مقهى النساخين", language="ar", keywords=("مقهى",))
    for element in (card.one("h3"), card.one("p", class_="found"), card.one("ul", class_="words")):
        assert (element.attributes["lang"], element.attributes["dir"]) == ("ar", "auto")
    assert "Arabic" in card.one("p", class_="meta").text


def test_several_sites_share_a_page() -> None:
    """With links to each, and no anchor twice."""
    page = read(a_report(site="journal"), a_live_report(site="magazine"))
    links = {link.text: link.attributes["href"] for link in page.one("nav").all("a")}
    assert links == {"journal": "#r1", "magazine": "#r2"}
    anchors = re.findall(r'\sid="([^"]*)"', html.page([a_report(), a_report()]))
    assert len(set(anchors)) == len(anchors)


def test_what_needs_the_script_is_hidden_without_it() -> None:
    """Reading needs none."""
    assert "hidden" in read(a_report()).one("form").attributes


def test_a_run_without_proposals_is_a_page_too() -> None:
    """Without an empty list of them."""
    page = read(a_live_report(proposals=()))
    assert page.all("article") == []
    assert "Proposals" not in page.text
