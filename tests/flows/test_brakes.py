"""The brake: what a pause does to the runs that are under way, and to those that would start."""

from flows.config import load
from flows.context import Desk
from flows.daily import daily
from flows.listener import LISTENER
from flows.publish import revert
from schemas.pause import Pause
from schemas.run import PublishingCounts, Report, RunStatus
from tests.flows.journal import Journal, Meanwhile, counts
from tests.flows.terminal import Shell


class Pausing(Meanwhile):
    """Somebody who pauses everything then, and waits until that is seen."""

    def reached(self) -> None:
        """Pull the brake."""
        desk = Desk(load(), key=None)
        desk.brake.pull("ada", "")
        desk.clock.sleep(1.1)  # what runs see may be a second old
        desk.close()


def paused_in(journal: Journal, step: str, after: int) -> Report:
    """A live run that somebody pauses in a step, after so many articles."""
    listener = Pausing(step, after)
    token = LISTENER.set(listener)
    try:
        journal.state = daily(mode="live", return_state=True)
    finally:
        LISTENER.reset(token)
    (report,) = listener.kept
    return report


def resume() -> Pause | None:
    """What the command does."""
    desk = Desk(load(), key=None)
    over = desk.brake.release()
    desk.close()
    return over


def many(journal: Journal, number: int) -> None:
    """So many more posts, asked about one after the other."""
    journal.configure(claude="concurrency = 1")
    for each in range(number):
        journal.post(f"ferries-{each:02}")


def test_a_pause_stops_a_run_between_two_requests(journal: Journal) -> None:
    """What was answered is kept, nothing is published, and the rest is selected again."""
    many(journal, 7)
    before = journal.bytes()

    report = paused_in(journal, "ask", after=3)

    found = counts(report)
    assert (RunStatus.CANCELLED, 10, 0) == (report.status, found.selected, found.published)
    assert report.reason.startswith("paused since ")
    assert report.reason.endswith(" by ada; rubricator resume lets runs go on")
    assert found.generated == report.requests < 6
    assert found.generated == found.held == len(report.proposals)
    assert 10 - found.generated == found.failed
    assert {report.reason} == {failure.reason for failure in report.failures}
    assert before == journal.bytes()
    assert ("Completed", "Cancelled") == (journal.state.type.capitalize(), journal.state.name)

    resume()
    again = journal.run()

    assert (10, found.generated) == (counts(again).published, counts(again).reused)
    assert 10 == journal.standin.counters()["answered"]


def test_a_pause_stops_the_writing(journal: Journal) -> None:
    """Batch by batch: what is written is whole, what is not waits."""
    many(journal, 27)

    report = paused_in(journal, "publishing", after=16)

    assert (RunStatus.CANCELLED, 16, 14) == (
        report.status,
        counts(report).published,
        counts(report).held,
    )
    resume()
    assert 14 == counts(journal.run()).published


def test_a_repair_is_not_sent_while_paused(journal: Journal) -> None:
    """Its article failed for want of an answer, so that the next run judges the stored reply."""
    many(journal, 0)
    journal.standin.script({"text": "{}"})

    report = paused_in(journal, "ask", after=3)

    assert (3, 1) == (report.requests, counts(report).failed)
    resume()
    again = journal.run()
    assert (1, 3) == (again.requests, counts(again).published)


def test_a_run_that_starts_while_paused_does_nothing(journal: Journal, shell: Shell) -> None:
    """Nothing is read, asked or written, in any mode; it says why, and what to do."""
    first = journal.run("dry_run")
    asked = journal.standin.counters()["requests"]
    assert 0 == shell("pause", "--reason", "the site moves").code
    before = journal.bytes()

    live, applied, reverted = (
        journal.run(),
        journal.apply(first.run_id),
        journal.revert(first.run_id),
    )
    told = shell("run")

    for report in (live, applied, reverted):
        assert RunStatus.CANCELLED == report.status
        assert "(the site moves); rubricator resume lets runs go on" in report.reason
        assert 0 == report.counts.listed
    assert (1, asked) == (told.code, journal.standin.counters()["requests"])
    assert "rubricator resume lets runs go on" in told.out
    assert before == journal.bytes()


def test_a_pause_stops_an_undoing(journal: Journal) -> None:
    """Batch by batch as well."""
    many(journal, 27)
    run_id = journal.run().run_id
    listener = Pausing("restoring", 16)
    token = LISTENER.set(listener)
    try:
        revert(run_id=run_id, return_state=True)
    finally:
        LISTENER.reset(token)
    (report,) = listener.kept
    assert isinstance(report.counts, PublishingCounts)
    assert (RunStatus.CANCELLED, 16, 14) == (
        report.status,
        report.counts.reverted,
        report.counts.held,
    )


def test_pause_and_resume_may_be_said_twice(journal: Journal, shell: Shell) -> None:
    """Each says what is so; the list of runs and the doctor say that it stands."""
    assert shell("pause").out.startswith("Paused since ")
    assert shell("pause").out.startswith("Already paused since ")
    assert shell("runs").out.startswith("Everything is paused since ")
    assert (1, True) == ((told := shell("doctor")).code, "FAIL  brake: paused since " in told.out)
    assert shell("resume").out.startswith("Resumed; it was paused since ")
    assert "Nothing was paused: runs start.\n" == shell("resume").out
    assert 0 == shell("doctor").code


def test_pause_and_resume_as_json(journal: Journal, shell: Shell) -> None:
    """One object each."""
    assert '"reason": "lunch"' in shell("pause", "--json", "--reason", "lunch").out
    assert '"reason": "lunch"' in shell("runs", "--json").out
    assert '{\n  "paused": null\n}\n' == shell("resume", "--json").out
