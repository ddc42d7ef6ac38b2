"""The preview as a whole: its head, its bar, and what it weighs."""

import re
from decimal import Decimal
from itertools import pairwise

from flows.reports import html
from schemas.article import Fields
from schemas.finding import Finding, Severity
from schemas.proposal import Status
from schemas.run import BudgetLine, Counts, Mode
from tests.pages import Element, read
from tests.reports import RUN_ID, a_live_report, a_proposed, a_report, an_apply_report

ARTICLE_BYTES = 3_000
FIXED_BYTES = 28_000
OPERATED = ("input", "button", "a", "meter", "progress")


def test_the_page_says_what_run_it_is_of() -> None:
    """Site, mode, status, window, prompt, and the numbers."""
    header = read(a_report()).one("header")
    assert header.one("h1").text == "journal"
    assert header.one("p", class_="rubric").text == "¶ dry run"
    assert "The dry run is complete, with failures." in header.text
    assert "from 14 November 2026, 12:00 until 21 November 2026, 12:00 UTC" in header.text
    assert "metadata-1" in header.text
    numbers = header.one("dl", class_="numbers").all("div")
    told = {number.one("dt").text: number.one("dd").text for number in numbers}
    expected = {"selected": "4", "generated": "2", "reused": "1", "failed": "1", "skipped": "2"}
    assert expected == told


def test_the_commands_to_apply_and_to_revert_are_there_to_copy() -> None:
    """Exactly as they are to be typed; the page outlives its run."""
    commands = [code.text for code in read(a_report()).all("code")]
    assert f"rubricator apply {RUN_ID}" == commands[0]
    assert f"rubricator revert {RUN_ID}" == commands[-1]
    live = [code.text for code in read(a_live_report()).all("code")]
    assert [f"rubricator apply {RUN_ID}", f"rubricator revert {RUN_ID}"] == live


def test_the_stand_in_has_a_band_across_the_page() -> None:
    """Nobody is to take its words for Claude's."""
    expected = "No model was called and no money was spent: the stand-in answered."
    assert expected == read(a_report(simulated=True)).one("p", class_="band").text
    assert read(a_report()).all("p", class_="band") == []


def test_the_band_says_where_the_stand_in_answered_before() -> None:
    """A run that only reused asked nobody; one that did nothing shows nobody's words."""
    nothing = {"simulated": True, "requests": 0, "cost_usd": Decimal(0)}
    reused = a_report(**nothing, counts=Counts(listed=3, selected=3, reused=3))
    expected = "These words are the stand-in's, of an earlier run: no model wrote them."
    assert expected == read(reused).one("p", class_="band").text
    assert read(a_report(**nothing, counts=Counts())).all("p", class_="band") == []


def test_spending_is_told_by_tokens_and_model() -> None:
    """In numbers to read off."""
    spend = read(a_report()).one("section", class_="spend").text
    for expected in ("Spent $0.0009.", "Tokens in 6,400", "Answers of claude-haiku-5-5 4"):
        assert expected in spend


def test_the_budget_used_stands_at_the_top() -> None:
    """A bar for each cap; the stand-in's make-believe has none."""
    day = BudgetLine(cap_usd=Decimal(2), used_usd=Decimal("0.5"))
    report = a_report(budget={"per_day_usd": day}, unknown_usd=Decimal("0.01"))
    facts = read(report).one("dl", class_="facts")
    assert "Spent at least $0.0009 Budget $0.50 of $2.00 for the day" in facts.text
    assert facts.one("progress").attributes["value"] == "25"
    pretended = read(report.model_copy(update={"simulated": True}))
    assert pretended.all("progress") == []
    assert "Spent" not in pretended.one("dl", class_="facts").text


def test_several_sites_share_a_page() -> None:
    """With links to each, and no anchor twice."""
    page = read(a_report(site="journal"), a_live_report(site="magazine"))
    links = {link.text: link.attributes["href"] for link in page.one("nav").all("a")}
    assert links == {"journal": "#r1", "magazine": "#r2"}
    anchors = re.findall(r'\sid="([^"]*)"', html.page([a_report(), a_report()]))
    assert len(set(anchors)) == len(anchors)


def test_a_run_without_proposals_is_a_page_too() -> None:
    """Without an empty list of them."""
    page = read(a_live_report(proposals=()))
    assert page.all("article") == []
    assert "Proposals" not in page.text


def test_the_bar_counts_what_it_narrows_the_page_to() -> None:
    """Only to what there is; each number is that of the articles which stay."""
    doubt = Finding(rule="M08b", severity=Severity.WARNING, message="It is wide.")
    stale = a_proposed(3, status=Status.STALE, reason="gone")
    proposals = (a_proposed(1, findings=(doubt,)), a_proposed(2), stale)
    dry = a_report(proposals=proposals, out_of_budget_articles=("post-9.md",))
    page = read(dry, a_live_report())
    bar = page.one("fieldset", class_="filters")
    assert [label.text for label in bar.all("label")] == [
        "All 9",
        "Worth a look 3",
        "Failed 1",
        "Held 1",
        "Stale 1",
        "Out of budget 1",
        "Skipped 2",
    ]
    assert len(page.all("article", class_="look")) == 3
    assert len(page.all("article", class_="failed")) == 1
    assert len(page.all("article", class_="held")) == 1
    (first, *_) = page.all("section", class_="item")
    assert first.attributes["class"] == "item look stale"


def test_what_narrows_the_page_works_without_the_script() -> None:
    """By styles alone; finding, copying and the list of keys are not shown then."""
    source = html.page([a_report()])
    unscripted = source.rpartition("@media (scripting: none) {")[2]
    for group in ("look", "failed", "held", "stale", "unpaid", "skipped"):
        assert f":root:has(#show-{group}:checked) .item:not(.{group})" in unscripted
    assert "@media (scripting: none) { .script { display: none !important; } }" in source
    page = read(a_report())
    helped = [one for one in page.below() if one.has({"class_": "script"})]
    assert [one.tag for one in helped] == ["form", "button", "button", "button", "button", "dialog"]


def test_the_device_is_chosen_for_the_whole_page() -> None:
    """A desktop first."""
    devices = read(a_report()).one("fieldset", class_="devices")
    chosen = {one.attributes["id"]: "checked" in one.attributes for one in devices.all("input")}
    assert chosen == {"desktop": True, "phone": False}


def test_everything_that_is_operated_or_measured_has_a_name() -> None:
    """For those who hear the page."""
    page = read(a_report(), an_apply_report(mode=Mode.REVERT))
    labels = {label.attributes["for"]: label.text for label in page.all("label")}

    def named(one: Element) -> bool:
        return bool(
            one.text or one.attributes.get("aria-label") or labels.get(one.attributes.get("id"))
        )

    assert [one.tag for one in page.below() if one.tag in OPERATED and not named(one)] == []


def test_headings_descend_without_a_gap() -> None:
    """One level at a time, from the site to a field of a proposal."""
    page = read(a_report(), a_live_report())
    levels = [int(one.tag[1]) for one in page.below() if re.fullmatch(r"h[1-6]", one.tag)]
    assert levels[0] == 1
    assert max(after - before for before, after in pairwise(levels)) == 1


def test_the_first_link_leads_past_the_bar() -> None:
    """Those who use a keyboard meet it first."""
    page = read(a_report())
    assert page.all("a")[0].attributes["href"] == "#articles"
    assert page.one("main").attributes["id"] == "articles"


def test_an_article_takes_at_most_3_kb() -> None:
    """So that a page of 2,000 opens at once; the longest kind, with a warning and a before."""
    wide = Finding(rule="M08b", severity=Severity.WARNING, message="It is 958 px wide, of 920.")
    before = Fields(description="Ships sail again overnight to Larvik. " * 4, keywords=("a",) * 5)
    number = 50
    proposals = tuple(a_proposed(n, findings=(wide,), before=before) for n in range(number))
    small, large = (len(html.page([a_report(proposals=some)]).encode()) for some in ((), proposals))
    assert small <= FIXED_BYTES
    assert (large - small) / number <= ARTICLE_BYTES
