"""What a terminal shows."""

from decimal import Decimal
from typing import Any

import pytest

from flows.reports import text
from flows.reports.sentences import advice
from flows.reports.words import REASONS, dollars, seconds, series
from schemas.article import ArticleId, Skipped, SkipReason
from schemas.overall import recovered
from schemas.proposal import Status
from schemas.publication import IN_PART
from schemas.run import (
    BudgetLine,
    Counts,
    Failed,
    Mode,
    PublishingCounts,
    Report,
    RunStatus,
    Trigger,
)
from schemas.spend import Spend, SpendBy, SpendReport
from schemas.usage import Usage
from tests.reports import RUN_ID, a_live_report, a_report, an_apply_report

DRY_RUN = """\
journal: the dry run is complete, with failures.
Run 20261121-120000-ab12, 12 s, from 14 November 2026, 12:00 until 21 November 2026, 12:00 UTC.
6 articles listed: 4 selected, 2 skipped.
Selected: 2 generated, 1 reused at no cost and 1 failed.
On the way: 1 repaired.
Nothing was written to the site.

Skipped:
  1  described by a person, whose words are kept
  1  still a draft

Failed:
  post-4.md, asking for a repair: Use only numbers that stand in the article: 1988.

Spent $0.0009.
Used of the budget: $0.0009 of $1.00 for the run and $0.0123 of $2.00 for the day.
4 answers: 6,400 tokens in; 440 out.

To publish these 3 proposals exactly as previewed, at no cost:
  rubricator apply 20261121-120000-ab12
To try again exactly what failed; a plain run skips what was rejected or refused:
  rubricator run --failed-of 20261121-120000-ab12 --dry-run"""


def test_a_dry_run_says_what_it_did_and_what_comes_next() -> None:
    """The whole of it, as an editor sees it."""
    assert text.summary(a_report()) == DRY_RUN


def test_every_skip_reason_has_words() -> None:
    """A reason without them would stop the report."""
    assert set(SkipReason) == REASONS.keys()


def test_an_article_that_is_not_found_is_named() -> None:
    """Somebody has named it, perhaps by a wrong name."""
    missing = Skipped(article_id=ArticleId("nope.md"), reason=SkipReason.NOT_FOUND)
    said = text.summary(a_report(skipped={missing.reason: 1}, skipped_articles=(missing,)))
    assert "  1  not found on the site\nNot found:\n  nope.md\n" in said


@pytest.mark.parametrize("counts", [Counts(), PublishingCounts()])
@pytest.mark.parametrize("mode", Mode)
def test_a_run_that_was_ended_before_it_looked_counts_nothing(
    mode: Mode, counts: Counts | PublishingCounts
) -> None:
    """Nor is it known of one that was interrupted whether it had written anything."""
    ended = an_apply_report(mode=mode, status=RunStatus.CANCELLED, counts=counts, proposals=())
    said = text.summary(ended)
    assert not [word for word in ("There was no", "listed", "written") if word in said]


def test_at_most_ten_failures_are_listed() -> None:
    """The page has them all."""
    failures = tuple(
        Failed(article_id=ArticleId(f"post-{number}.md"), stage="ask", reason="No answer.")
        for number in range(13)
    )
    said = text.summary(a_report(failures=failures))
    assert said.count("No answer.") == text.MOST_LISTED
    assert "\n  and 3 more\n" in said


def test_a_terminal_is_not_at_the_mercy_of_an_article() -> None:
    """An id can hold what moves the cursor or turns the line around."""
    hostile = Failed(article_id=ArticleId("a\x1b[2J\u202eb\n"), stage="publish", reason="x\x07\ny")
    said = text.summary(a_report(failures=(hostile,)))
    assert "a [2J b, writing to the site: x y" in said
    assert not {"\x1b", "\u202e", "\x07"} & set(said)


def test_unknown_amounts_are_said() -> None:
    """What was spent is then a lower bound."""
    said = text.summary(a_report(cost_usd=Decimal("0.0213"), unknown_usd=Decimal("0.0041")))
    assert "Spent at least $0.0213." in said
    assert "Up to $0.0041 more may be billed for requests that got no answer." in said


def test_the_stand_in_is_not_taken_for_claude() -> None:
    """Its dollars are called what they are."""
    said = text.summary(a_report(simulated=True))
    assert "No model was called and no money was spent: the stand-in answered." in said
    assert "Its tokens would have cost $0.0009." in said
    assert "Used of the make-believe budget" in said


def test_what_asked_nothing_spent_nothing() -> None:
    """An apply is free, and a run that only reused is too."""
    for simulated in (False, True):
        said = text.summary(an_apply_report(simulated=simulated))
        assert "Claude was not asked, and nothing was spent." in said
        assert "$" not in said
        assert "stand-in" not in said


def test_an_apply_names_what_was_stale() -> None:
    """With the reason; it is no failure."""
    said = text.summary(an_apply_report())
    assert "2 proposals to apply: 1 published and 1 stale and left as it is." in said
    assert "Stale:\n  post-2.md: the article has changed" in said
    assert "Failed" not in said


def test_thinking_and_the_cache_are_parts_of_the_tokens() -> None:
    """Neither is added on top."""
    usage = Usage(
        input_tokens=100, cache_read_input_tokens=900, output_tokens=50, thinking_tokens=20
    )
    said = text.summary(a_report(usage=usage, requests=1))
    expected = "1 answer: 1,000 tokens in, 900 of them from the cache; 50 out, 20 of them thinking."
    assert expected in said


def test_the_reason_of_the_run_is_said() -> None:
    """Where nothing could be done, this is all there is to say."""
    said = text.summary(a_report(status=RunStatus.FAILED, reason="site: connection refused"))
    assert "journal: the dry run failed." in said
    assert "site: connection refused" in said


ADVICE: dict[str, tuple[Report, list[str]]] = {
    "live": (a_live_report(), [f"rubricator apply {RUN_ID}", f"rubricator revert {RUN_ID}"]),
    "apply": (an_apply_report(), [f"rubricator revert {RUN_ID}"]),
    "revert": (
        an_apply_report(mode=Mode.REVERT, counts=PublishingCounts(listed=1, reverted=1)),
        [],
    ),
    "nothing to do": (
        a_live_report(counts=Counts(listed=3, skipped=3), proposals=()),
        [],
    ),
    "failed": (a_live_report(status=RunStatus.FAILED, counts=Counts()), ["rubricator doctor"]),
}


@pytest.mark.parametrize(("report", "commands"), ADVICE.values(), ids=ADVICE.keys())
def test_the_next_command_is_named(report: Report, commands: list[str]) -> None:
    """Only where there is something to do."""
    assert commands == [step.command for step in advice(report)]


def test_what_was_held_is_offered_as_long_as_it_waits() -> None:
    """An editor may have published it by now."""
    report = a_live_report().by_now({ArticleId("post-2.md"): Status.PUBLISHED})
    assert [f"rubricator revert {RUN_ID}"] == [step.command for step in advice(report)]


def test_what_is_written_in_part_can_be_put_back() -> None:
    """No other run would write the rest, so that this is not advised."""
    failure = Failed(article_id=ArticleId("a"), stage="publish", reason=f"{IN_PART}, the rest not")
    report = a_live_report(
        status=RunStatus.COMPLETED_WITH_FAILURES,
        counts=Counts(listed=1, selected=1, failed=1),
        failures=(failure,),
    )
    assert "On the site: 1 written in part." in text.summary(report)
    assert f"rubricator revert {RUN_ID}" in [step.command for step in advice(report)]
    assert "Start it again" not in text.summary(report)
    bare = report.model_copy(update={"failures": ()})
    assert "written in part" not in " ".join(step.sentence for step in advice(bare))


def test_what_was_finished_for_another_run_is_no_nothing() -> None:
    """Something was written, and by this run."""
    (finding,) = recovered([RUN_ID])
    report = a_live_report(counts=Counts(listed=1), findings=(finding,))
    assert "Nothing else was written to the site." in text.summary(report)


def test_a_failed_write_needs_no_name() -> None:
    """Its proposal waits, and the next run takes it up."""
    failure = Failed(article_id=ArticleId("a"), stage="publish", reason="The site is busy.")
    report = a_live_report(
        status=RunStatus.COMPLETED_WITH_FAILURES,
        counts=Counts(listed=1, selected=1, failed=1),
        failures=(failure,),
    )
    (step,) = advice(report)
    assert step.sentence == "Start it again for what failed: nothing is paid for twice."
    assert step.command == ""


@pytest.mark.parametrize(
    ("tight", "expected"),
    [
        ("per_run_usd", "--max-usd"),
        ("per_day_usd", "tomorrow"),
        ("per_month_usd", "next month"),
    ],
)
def test_the_cap_that_is_in_the_way_is_named(tight: str, expected: str) -> None:
    """The one with the least left, with when it would be out of the way by itself."""
    caps: dict[str, Any] = dict.fromkeys(
        ("per_run_usd", "per_day_usd", "per_month_usd"),
        BudgetLine(cap_usd=Decimal(5), used_usd=Decimal(1)),
    )
    caps[tight] = BudgetLine(cap_usd=Decimal(20), used_usd=Decimal("19.9999"))
    said = text.summary(a_report(status=RunStatus.STOPPED_BY_BUDGET, budget=caps))
    assert f"budget.{tight}" in said
    assert expected in said


def test_a_cap_below_a_single_request_is_said_to_be_one() -> None:
    """Whoever started it again would get no further."""
    nothing = {"per_run_usd": BudgetLine(cap_usd=Decimal("0.0001"), used_usd=Decimal(0))}
    said = text.summary(a_report(status=RunStatus.STOPPED_BY_BUDGET, budget=nothing))
    assert "One request may cost more than that; raise budget.per_run_usd, or --max-usd." in said
    assert "Start it again" not in said


def test_a_shard_names_the_cap_of_its_backfill() -> None:
    """No other would let it go on."""
    used_up = {"per_run_usd": BudgetLine(cap_usd=Decimal(5), used_usd=Decimal("4.9999"))}
    said = text.summary(
        a_report(status=RunStatus.STOPPED_BY_BUDGET, trigger=Trigger.BACKFILL, budget=used_up)
    )
    assert "$4.9999 of $5.00 for the backfill." in said
    assert "Raise what all of the backfill may cost, its max_usd" in said
    assert "per_run_usd" not in said


def test_a_limit_of_the_api_is_not_ours_to_raise() -> None:
    """It has a reason of its own."""
    report = a_report(status=RunStatus.STOPPED_BY_BUDGET, reason="The spend limit is reached.")
    assert "Raise the limit that Claude's API names" in text.summary(report)


def test_spending_is_a_table_with_a_total() -> None:
    """Numbers stand under one another."""
    rows = (
        Spend(key="2026-11-20", requests=12, usage=Usage(input_tokens=18000), cost_usd=Decimal(1)),
        Spend(key="2026-11-21", cost_usd=Decimal("0.5"), unknown_usd=Decimal("0.01")),
    )
    report = SpendReport(by=SpendBy.DAY, since=None, simulated=False, rows=rows)
    said = text.spend_table(report)
    assert "total            12     18,000           0         0  $1.5000  $0.0100" in said
    assert "Unknown is the most that requests without an answer may have cost on top." in said


def test_spending_of_the_stand_in_says_so() -> None:
    """And nothing at all is a sentence."""
    rows = (Spend(key="run-1", requests=1),)
    simulated = SpendReport(by=SpendBy.RUN, since=None, simulated=True, rows=rows)
    nothing = SpendReport(by=SpendBy.RUN, since=None, simulated=False, rows=())
    assert "No model was called" in text.spend_table(simulated)
    assert text.spend_table(nothing) == "Nothing was spent."


def test_amounts_and_lists_read_well() -> None:
    """Cents where they are whole, more where it takes more."""
    expected = ["$0.00", "$2.00", "$0.0213", "$0.00000006875"]
    amounts = ["0", "2", "0.0213", "0.00000006875"]
    assert expected == [dollars(Decimal(amount)) for amount in amounts]
    assert [seconds(n) for n in (0.4, 12.4, 200.0)] == ["0.4 s", "12 s", "3 min 20 s"]
    assert [series(list(word)) for word in ("", "a", "ab", "abc")] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]
