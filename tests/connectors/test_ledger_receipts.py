"""Receipts: a write is noted before it happens, and what came of it after."""

import sys
import time
from pathlib import Path
from subprocess import PIPE, Popen

import pytest
from sqlmodel import select

from connectors.ledger.database import Database
from connectors.ledger.store import Ledger
from schemas.article import Field, Fields, Revision
from schemas.ledger import ReceiptRow
from schemas.proposal import TRANSITIONS, ProposalId, Status
from schemas.receipt import Act, Receipt, ReceiptId, Verdict
from schemas.run import RunId, RunStatus
from tests.builders import METADATA, NOON, SITE, a_proposal, a_run_row, an_article
from tests.clock import StillClock
from tests.crash.processes import end, kill
from tests.ledgers import Place

OURS = METADATA.as_fields(frozenset(Field))
THEIRS = Fields(description="", keywords=())
RAW = b'title: Ferries\r\ndescription: ""\r\n\xff\x00'
AFTER = Revision("after")
HOUSE = Path(__file__).parents[2]

# A process that says what it is at: waiting for others to publish, then publishing.
PUBLISHER = """
import sys, time
from pathlib import Path
from connectors.ledger.database import Database
from connectors.ledger.store import Ledger
from tests.clock import StillClock
ledger = Ledger(Database(sys.argv[1], Path(sys.argv[2])), StillClock())
say = lambda run: print("waiting", run and run.id, flush=True)
with ledger.publishing(sys.argv[3], sys.argv[4], say):
    print("publishing", time.monotonic(), flush=True)
    sys.stdin.readline()
print("done", flush=True)
"""


@pytest.fixture
def database(database: Database) -> Database:
    """A new ledger, of which one run is under way."""
    Ledger(database, StillClock()).start(a_run_row())
    return database


@pytest.fixture
def ledger(database: Database) -> Ledger:
    """Its receipts."""
    return Ledger(database, StillClock())


def keep(ledger: Ledger, number: int = 1, status: Status = Status.PROPOSED) -> ProposalId:
    """A proposal for an article."""
    (kept,) = ledger.keep(RunId("run-1"), [a_proposal(number, status=status)], simulated=False)
    return kept.id


def a_receipt(number: int = 1, act: Act = Act.WRITE) -> Receipt:
    """A write to an article, or its undoing, that is about to happen."""
    before, after = (THEIRS, OURS) if act is Act.WRITE else (OURS, THEIRS)
    article = an_article(number)
    return Receipt(
        site=SITE,
        article_id=article.id,
        act=act,
        before=before,
        after=after,
        raw=RAW,
        revision_before=article.revision,
    )


def write(
    ledger: Ledger,
    proposal_id: ProposalId,
    verdict: Verdict = Verdict.WRITTEN,
    act: Act = Act.WRITE,
    run_id: str = "run-1",
) -> ReceiptId:
    """A write that is over and read back."""
    receipt = a_receipt(act=act)
    (receipt_id,) = ledger.intend(RunId(run_id), [(proposal_id, receipt)])
    ledger.conclude([(receipt_id, receipt.concluded(verdict, AFTER))])
    return receipt_id


def status(ledger: Ledger, run_id: str = "run-1") -> Status:
    """Where the run's only proposal stands."""
    (proposal,) = ledger.offered_by(RunId(run_id))
    return proposal.status


def test_the_intent_is_there_before_the_write(database: Database, ledger: Ledger) -> None:
    """With the values before and the connector's own bytes, and without a verdict."""
    (receipt_id,) = ledger.intend(RunId("run-1"), [(keep(ledger), a_receipt())])

    with database.reading() as session:
        row = session.get_one(ReceiptRow, receipt_id)
        assert (row.verdict, row.begun_at, row.ended_at, row.raw) == (None, NOON, None, RAW)
        assert Receipt.model_validate_json(row.value).before == THEIRS


def test_the_outcome_is_added_to_the_intent(database: Database, ledger: Ledger) -> None:
    """One row, completed."""
    write(ledger, keep(ledger))

    with database.reading() as session:
        (row,) = session.exec(select(ReceiptRow))
        assert (row.verdict, row.ended_at, row.revision_after) == ("written", NOON, AFTER)


def test_writes_that_are_noted_together_stay_apart(ledger: Ledger) -> None:
    """Each has its own outcome, or none yet; the ids are in the order of the writes."""
    kept = [keep(ledger, number) for number in range(3)]
    ids = ledger.intend(RunId("run-1"), [(kept[n], a_receipt(n)) for n in range(3)])
    ledger.conclude([(ids[n], a_receipt(n).concluded(Verdict.WRITTEN, AFTER)) for n in (2, 0)])
    end(ledger, "run-1")

    assert ids == sorted(ids)
    assert [begun.id for begun in ledger.written_by(RunId("run-1"))] == [ids[2], ids[0]]
    assert [begun.article_id for begun in ledger.unfinished(SITE)] == [an_article(1).id]


@pytest.mark.parametrize(
    ("act", "verdict", "before", "after"),
    [
        (Act.WRITE, Verdict.WRITTEN, Status.PROPOSED, Status.PUBLISHED),
        (Act.WRITE, Verdict.WRITTEN, Status.APPROVED, Status.PUBLISHED),
        (Act.WRITE, Verdict.ALTERED, Status.PROPOSED, Status.PUBLISHED),
        (Act.WRITE, Verdict.IGNORED, Status.PROPOSED, Status.PROPOSED),
        (Act.WRITE, Verdict.STALE, Status.EDITED, Status.STALE),
        (Act.RESTORE, Verdict.WRITTEN, Status.PUBLISHED, Status.REVERTED),
        (Act.RESTORE, Verdict.IGNORED, Status.PUBLISHED, Status.PUBLISHED),
        (Act.RESTORE, Verdict.STALE, Status.PUBLISHED, Status.PUBLISHED),
    ],
)
def test_what_was_read_back_moves_the_proposal(
    ledger: Ledger, act: Act, verdict: Verdict, before: Status, after: Status
) -> None:
    """Published where our values stand, stale where somebody was there before us."""
    write(ledger, keep(ledger, status=before), verdict, act)

    assert status(ledger) is after


@pytest.mark.parametrize(
    ("verdict", "meanwhile", "after"),
    [
        (Verdict.STALE, Status.PUBLISHED, Status.PUBLISHED),
        (Verdict.STALE, Status.REVERTED, Status.REVERTED),
        (Verdict.STALE, Status.REJECTED, Status.REJECTED),
        (Verdict.WRITTEN, Status.STALE, Status.PUBLISHED),
        (Verdict.WRITTEN, Status.REJECTED, Status.PUBLISHED),
    ],
)
def test_an_old_intent_can_be_concluded_whatever_happened_meanwhile(
    ledger: Ledger, verdict: Verdict, meanwhile: Status, after: Status
) -> None:
    """What was read back is so; a site whose old writes could not be closed could not go on."""
    write(ledger, keep(ledger, status=meanwhile), verdict)

    assert status(ledger) is after


@pytest.mark.parametrize("old", Status)
def test_a_decision_goes_an_allowed_way(ledger: Ledger, old: Status) -> None:
    """A published proposal, say, can be reverted and nothing else."""
    kept = keep(ledger, status=old)

    for new in set(Status) - TRANSITIONS[old] - {old}:
        with pytest.raises(ValueError, match=f"it is {old} and cannot become {new}"):
            ledger.mark(kept, new)

    assert status(ledger) is old


@pytest.mark.parametrize("new", sorted(TRANSITIONS[Status.PROPOSED]))
def test_a_proposal_may_be_decided_on(ledger: Ledger, new: Status) -> None:
    """Every way that it may end is open to it at first; deciding again does no harm."""
    kept = keep(ledger)
    ledger.mark(kept, new)
    ledger.mark(kept, new)

    assert status(ledger) is new


def test_unfinished_are_the_writes_of_runs_that_are_gone(
    database: Database, ledger: Ledger
) -> None:
    """Killed, or ended without knowing; a live run's are its own business, and so is its site."""
    begun = {}
    for number, run_id in enumerate(("alive", "ended", "killed")):
        ledger.start(a_run_row(run_id))
        receipt = a_receipt(number)
        (intent,) = ledger.intend(RunId(run_id), [(keep(ledger, number), receipt)])
        begun[run_id] = (intent, receipt)
    end(ledger, "ended", RunStatus.COMPLETED_WITH_FAILURES)
    kill(database, "killed")
    ledger.reap()

    found = [(unfinished.id, unfinished.receipt) for unfinished in ledger.unfinished(SITE)]

    assert found == [begun["ended"], begun["killed"]]
    assert not ledger.unfinished(a_proposal(site="magazine").site)


def test_what_is_concluded_is_finished(ledger: Ledger) -> None:
    """Nobody has to look at it again."""
    write(ledger, keep(ledger), Verdict.IGNORED)
    end(ledger, "run-1")

    assert not ledger.unfinished(SITE)


def test_a_run_wrote_what_was_applied_of_it_too(ledger: Ledger) -> None:
    """A dry run's proposals are undone by its own id, or by that of the applying run alone."""
    kept = keep(ledger)
    ledger.start(a_run_row("another"))
    ledger.start(a_run_row("applying", mode="apply", of_run="run-1"))
    written = write(ledger, kept, run_id="applying")

    for run_id in ("run-1", "applying"):
        (begun,) = ledger.written_by(RunId(run_id))
        assert (begun.id, begun.article_id) == (written, a_receipt().article_id)
        assert begun.proposal == a_proposal(id=kept, status=Status.PUBLISHED)
        assert begun.receipt == a_receipt().concluded(Verdict.WRITTEN, AFTER)
    assert ledger.written_by(RunId("another")) == []


def test_the_latest_write_is_undone_first(ledger: Ledger) -> None:
    """So that a write of two calls is taken back the way it came."""
    kept = keep(ledger)
    first, second = write(ledger, kept), write(ledger, kept, Verdict.ALTERED)

    assert [begun.id for begun in ledger.written_by(RunId("run-1"))] == [second, first]


@pytest.mark.parametrize("verdict", [Verdict.IGNORED, Verdict.STALE])
def test_what_did_not_take_is_not_there_to_be_undone(ledger: Ledger, verdict: Verdict) -> None:
    """The site still has what it had."""
    write(ledger, keep(ledger), verdict)

    assert ledger.written_by(RunId("run-1")) == []


def test_what_was_put_back_is_not_put_back_again(ledger: Ledger) -> None:
    """A second revert finds nothing to do."""
    kept = keep(ledger)
    write(ledger, kept)
    ledger.start(a_run_row("revert", mode="revert", of_run="run-1"))
    write(ledger, kept, act=Act.RESTORE, run_id="revert")

    assert ledger.written_by(RunId("run-1")) == []


def publisher(place: Place, run_id: str) -> Popen[str]:
    """Another process, whose run publishes to the site until it is told to end."""
    command = [sys.executable, "-c", PUBLISHER, *map(str, place), run_id, SITE]
    return Popen(command, cwd=HOUSE, stdin=PIPE, stdout=PIPE, text=True)


def said(process: Popen[str]) -> list[str]:
    """The next thing that the process says it is at."""
    assert process.stdout is not None
    return process.stdout.readline().split()


def test_publishing_waits_for_its_turn_also_where_that_comes_by_a_kill(
    place: Place, ledger: Ledger
) -> None:
    """The second process says once for whom it waits, and goes on when the first is gone."""
    for run_id in ("another", "first", "second"):
        ledger.start(a_run_row(run_id))
    with publisher(place, "first") as first:
        assert said(first)[0] == "publishing"
        with publisher(place, "second") as second:
            assert said(second) == ["waiting", "first"]
            time.sleep(0.1)  # in which it could start, if it did not wait
            gone = time.monotonic()
            first.kill()
            word, moment = said(second)
            assert (word, float(moment) > gone) == ("publishing", True)
            assert second.communicate("end\n")[0].split() == ["done"]


def test_one_site_does_not_wait_for_another(ledger: Ledger) -> None:
    """Two sites are published to at the same time, and nobody is told to wait."""
    elsewhere = a_proposal(site="magazine").site

    with (
        ledger.publishing(RunId("1"), SITE, lambda _: pytest.fail("there is nobody to wait for")),
        ledger.publishing(RunId("2"), elsewhere, lambda _: pytest.fail("it is another site")),
    ):
        assert elsewhere != SITE
