"""The object that `--json` prints."""

import json as codec
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from flows.reports import json as contract
from schemas.article import Field, Fields, SkipReason
from schemas.finding import Finding, Severity
from schemas.run import Counts, Report, RunStatus
from schemas.spend import Spend, SpendBy, SpendReport
from schemas.usage import Usage
from schemas.window import Window
from tests.builders import MODEL, NOON, a_run_row
from tests.reports import CONTRACT, RUN_ID, a_live_report, a_proposed, a_report, an_apply_report

DISPOSITIONS = ("reused", "generated", "refused", "failed", "out_of_budget", "waiting")
REPORTS = {"dry run": a_report(), "live": a_live_report(), "apply": an_apply_report()}


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS.keys())
def test_a_run_has_what_the_contract_names(report: Report) -> None:
    """Programs rely on every key, whatever kind of run it was."""
    told = contract.as_dict(report)
    assert set() == CONTRACT - told.keys()
    assert told == codec.loads(codec.dumps(told))


def test_usage_has_its_six_numbers() -> None:
    """The dearer part of what was written to the cache is the ledger's business."""
    usage = Usage(
        input_tokens=1,
        output_tokens=2,
        thinking_tokens=3,
        cache_read_input_tokens=4,
        cache_creation_input_tokens=5,
        cache_creation_1h_input_tokens=5,
    )
    expected = {
        "requests": 6,
        "input_tokens": 1,
        "output_tokens": 2,
        "thinking_tokens": 3,
        "cache_read_input_tokens": 4,
        "cache_creation_input_tokens": 5,
    }
    assert expected == contract.as_dict(a_report(usage=usage, requests=6))["usage"]


@pytest.mark.parametrize("report", [a_report(), a_live_report()], ids=["dry run", "live"])
def test_the_counts_add_up(report: Report) -> None:
    """Every article that was listed went exactly one way."""
    counts = contract.as_dict(report)["counts"]
    assert counts["listed"] == counts["selected"] + counts["skipped"]
    assert counts["selected"] == sum(counts[disposition] for disposition in DISPOSITIONS)
    assert set(Counts.model_fields) == counts.keys()


def test_an_apply_counts_what_became_of_proposals() -> None:
    """The same object, with the counts of publishing."""
    told = contract.as_dict(an_apply_report())
    expected = {"listed": 2, "published": 1, "reverted": 0, "stale": 1, "held": 0, "failed": 0}
    assert expected == told["counts"]
    assert told["window"] == {"since": None, "until": None}


def test_amounts_are_exact_decimal_strings() -> None:
    """No exponent, no rounding, no float on the way."""
    told = contract.as_dict(
        a_report(cost_usd=Decimal("6.875E-8"), unknown_usd=Decimal("0.000412000000"))
    )
    assert told["cost_usd"] == "0.00000006875"
    assert told["unknown_usd"] == "0.000412"
    assert told["budget"]["per_run_usd"] == {"cap_usd": "1", "used_usd": "0.00086"}


def test_times_are_utc() -> None:
    """A window in another zone means the same moments."""
    berlin = timezone(timedelta(hours=1))
    since = datetime(2026, 11, 14, 0, 30, tzinfo=berlin)
    told = contract.as_dict(a_report(window=Window(since=since, until=NOON)))
    expected = {"since": "2026-11-13T23:30:00Z", "until": "2026-11-21T12:00:00Z"}
    assert expected == told["window"]
    assert told["started_at"] == "2026-11-21T12:00:00Z"


def test_a_proposal_has_both_fields_before_and_after() -> None:
    """The description is called the same in both, as in the metadata."""
    finding = Finding(rule="M07", severity=Severity.WARNING, message="It is long.")
    proposal = a_proposed(
        keywords=("a", "b"),
        meta_description="New.",
        findings=(finding,),
        targets=frozenset({Field.DESCRIPTION}),
        before=Fields(description="Old.", keywords=("c",)),
    )
    (told,) = contract.as_dict(a_report(proposals=(proposal,)))["proposals"]
    expected = {
        "article_id": "post-1.md",
        "url": "https://journal.example/post-1/",
        "title": "Night ferries return to the Skagerrak",
        "language": "en",
        "keywords": ["a", "b"],
        "meta_description": "New.",
        "targets": ["meta_description"],
        "findings": [{"rule": "M07", "severity": "warning", "message": "It is long."}],
        "status": "proposed",
        "reason": "",
        "before": {"keywords": ["c"], "meta_description": "Old."},
    }
    assert expected == told


def test_what_was_left_out_and_what_failed_is_listed() -> None:
    """By article, each with its reason."""
    told = contract.as_dict(a_report())
    assert told["skipped"] == {"written_by_people": 1, "draft": 1}
    (draft,) = [left for left in told["skipped_articles"] if left["article_id"] == "post-6.md"]
    assert draft["reason"] == SkipReason.DRAFT
    (failure,) = told["failures"]
    assert failure.keys() >= {"article_id", "stage", "reason"}
    assert told["models"] == {MODEL: 4}


def test_several_sites_have_the_worst_status_and_one_sum() -> None:
    """One object for the command, with each site's run in it."""
    failed = a_report(status=RunStatus.FAILED, cost_usd=Decimal("0.1"))
    told = contract.several([a_live_report(cost_usd=Decimal("0.20")), failed])
    assert (told["status"], told["cost_usd"]) == ("failed", "0.3")
    assert [run["run_id"] for run in told["runs"]] == [RUN_ID, RUN_ID]


def test_spending_adds_up() -> None:
    """The total has what its rows have."""
    rows = (
        Spend(key="a", requests=1, usage=Usage(input_tokens=10), cost_usd=Decimal("0.10")),
        Spend(key="b", requests=2, cost_usd=Decimal("0.05"), unknown_usd=Decimal("0.01")),
    )
    report = SpendReport(by=SpendBy.MODEL, since=None, simulated=False, rows=rows)
    told = contract.spend_as_dict(report)
    assert (told["cost_usd"], told["unknown_usd"]) == ("0.15", "0.01")
    assert (told["usage"]["requests"], told["usage"]["input_tokens"]) == (3, 10)
    assert [row["key"] for row in told["rows"]] == ["a", "b"]
    assert {"key", "cost_usd", "unknown_usd", "usage"} == told["rows"][0].keys()
    assert (told["by"], told["since"], told["simulated"]) == ("model", None, False)


def test_runs_are_listed_with_what_their_reports_know() -> None:
    """A run that left no report has nulls, not zeros."""
    done = a_run_row(
        RUN_ID, report=a_report().model_dump_json(), until=datetime(2026, 11, 21, tzinfo=UTC)
    )
    with_report, without = contract.runs_as_dict([done, a_run_row()])["runs"]
    assert (with_report["counts"]["listed"], with_report["cost_usd"]) == (6, "0.00086")
    assert with_report["window"]["until"] == "2026-11-21T00:00:00Z"
    assert (without["run_id"], without["counts"], without["cost_usd"]) == ("run-1", None, None)
