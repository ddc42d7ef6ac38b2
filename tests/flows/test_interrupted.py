"""A run that a person ends: its report says what it did until then, and what it did not do."""

from typing import Any

import pytest

from flows.daily import daily
from flows.listener import LISTENER
from flows.publish import apply, revert
from schemas.run import PublishingCounts, Report, RunStatus
from tests.flows.journal import Journal, Meanwhile, counts

ALL, WRITTEN = 18, 16  # articles; as many as share a transaction are written when it is noticed


class Impatient(Meanwhile):
    """Somebody who presses Ctrl-C then."""

    def reached(self) -> None:
        """Press it."""
        self.interrupted = True


def interrupted(step: str, after: int, flow: Any, **parameters: Any) -> Report:
    """The report of a flow run that is interrupted in a step, after so many articles."""
    listener = Impatient(step, after)
    token = LISTENER.set(listener)
    try:
        with pytest.raises(KeyboardInterrupt):
            flow(**parameters, return_state=True)
    finally:
        LISTENER.reset(token)
    (report,) = listener.kept
    assert report.status is RunStatus.CANCELLED
    assert report.reason.startswith("interrupted; ")
    return report


@pytest.fixture
def many(journal: Journal) -> Journal:
    """The journal, with more posts than are written together, asked about one by one."""
    journal.configure(claude="concurrency = 1")
    for number in range(ALL - 3):
        journal.post(f"ferries-{number:02}")
    return journal


def test_what_was_asked_is_told_from_what_was_not(many: Journal) -> None:
    """Nothing is written, what was answered is not asked again, the rest is."""
    before = many.bytes()

    report = interrupted("ask", 3, daily, mode="live")

    found = counts(report)
    assert (ALL, ALL, 0) == (found.listed, found.selected, found.published)
    assert 3 <= found.generated < ALL
    assert {report.reason} == {failure.reason for failure in report.failures}
    assert before == many.bytes()
    again = many.run()
    assert (ALL, report.requests) == (counts(again).published, counts(again).reused)


def test_what_was_written_is_counted_and_can_be_put_back(many: Journal) -> None:
    """The files that changed are those that the report names."""
    before = many.bytes()

    report = interrupted("publishing", 1, daily, mode="live")

    found, now = counts(report), many.bytes()
    assert (WRITTEN, ALL - WRITTEN) == (found.published, found.held)
    published = {str(p.article_id) for p in report.proposals if p.status == "published"}
    assert published == {name for name, data in now.items() if data != before[name]}
    many.revert(report.run_id)
    assert before == many.bytes()


def test_a_preview_that_was_broken_off_shows_what_it_had(many: Journal) -> None:
    """Nothing yet, while it was asking; the answers are kept for the next one."""
    report = interrupted("ask", 3, daily, mode="dry_run")

    assert (0, ()) == (counts(report).held, report.proposals)
    assert ALL == len(many.run("dry_run").proposals)
    assert ALL == many.standin.counters()["answered"]


@pytest.mark.parametrize("flow", [apply, revert])
def test_an_apply_and_a_revert_say_how_far_they_came(many: Journal, flow: Any) -> None:
    """And what is left is done by doing it once more."""
    first = many.run("dry_run" if flow is apply else "live")
    step = "publishing" if flow is apply else "restoring"

    report = interrupted(step, 1, flow, run_id=first.run_id)

    assert isinstance(report.counts, PublishingCounts)
    done = report.counts.published + report.counts.reverted
    assert (ALL, WRITTEN, ALL - WRITTEN) == (report.counts.listed, done, report.counts.held)
    (rest,) = many.reports(flow, run_id=first.run_id)
    assert ALL - WRITTEN == rest.counts.listed
