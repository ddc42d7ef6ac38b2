"""What a terminal shows of several runs, and of one without a report."""

import re

import pytest

from flows.reports import text
from tests.builders import a_run_row
from tests.reports import RUN_ID, a_live_report, a_report


def test_runs_are_a_table() -> None:
    """One line each; a run without a report has dashes."""
    done = a_run_row(RUN_ID, status="completed", report=a_live_report().model_dump_json())
    table = text.runs_table([done, a_run_row()]).splitlines()
    assert [re.split(r"  +", line) for line in table] == [
        ["run", "started (UTC)", "site", "mode", "status", "articles", "published", "cost"],
        [RUN_ID, "2026-11-21 12:00", "journal", "live run", "completed", "2", "1", "$0.0009"],
        ["run-1", "2026-11-21 12:00", "journal", "live run", "running", "-", "-", "-"],
    ]
    assert len({len(line) for line in table}) == 1


UNDO = "; rubricator revert run-1 takes back what it wrote"


@pytest.mark.parametrize(
    ("mode", "of_run", "expected"),
    [
        ("live", None, f", nothing is paid for twice{UNDO}"),
        ("dry_run", None, ", nothing is paid for twice"),
        ("apply", RUN_ID, f": rubricator apply {RUN_ID}{UNDO}"),
        ("revert", RUN_ID, f": rubricator revert {RUN_ID}"),
    ],
)
def test_a_run_that_was_killed_says_how_to_go_on(
    mode: str, of_run: str | None, expected: str
) -> None:
    """And how to go back, where it may have written anything."""
    row = a_run_row(mode=mode, of_run=of_run, status="crashed")
    told = "it crashed and left no report; start it again to go on"
    assert f"{told}{expected}" == text.unreported(row)


def test_a_simulated_run_has_no_price_in_the_table() -> None:
    """Somebody would add it up."""
    done = a_run_row(RUN_ID, report=a_report(simulated=True).model_dump_json())
    assert text.runs_table([done]).endswith("stand-in")


def test_no_runs_is_a_sentence() -> None:
    """With the way to the first."""
    assert "rubricator run --dry-run" in text.runs_table([])
