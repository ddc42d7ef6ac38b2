"""What the ledger keeps for an undoing, and what it makes of one that failed half-way."""

from connectors.ledger.store import Ledger
from schemas.article import Fields
from schemas.proposal import Status
from schemas.receipt import Act, Verdict
from schemas.run import RunId
from tests.builders import a_run_row
from tests.connectors.test_ledger_receipts import (
    AFTER,
    a_receipt,
    database,
    keep,
    ledger,
    status,
    write,
)

__all__ = ["database", "ledger"]  # the fixtures

RUN, REVERT = RunId("run-1"), RunId("revert")


def test_what_the_cms_keeps_is_what_is_looked_for(ledger: Ledger) -> None:
    """Where it made something else of what was sent."""
    cut = Fields(description="Cut", keywords=("one",))
    (receipt_id,) = ledger.intend(RUN, [(keep(ledger), a_receipt())])
    ledger.conclude([(receipt_id, a_receipt().read_back(cut, AFTER))])

    (begun,) = ledger.written_by(RUN)

    assert (Verdict.ALTERED, cut) == (begun.receipt.verdict, begun.receipt.after)


def test_a_revert_is_not_over_before_all_is_put_back(ledger: Ledger) -> None:
    """Where one of two writes could not be undone, the next revert finds both again."""
    kept = keep(ledger)
    writes = [write(ledger, kept), write(ledger, kept)]
    ledger.start(a_run_row(REVERT, mode="revert", of_run=RUN))
    first, second = ledger.intend(REVERT, [(kept, a_receipt(act=Act.RESTORE))] * 2)

    ledger.conclude([(first, a_receipt(act=Act.RESTORE).concluded(Verdict.WRITTEN, AFTER))])
    assert Status.PUBLISHED == status(ledger)  # nobody knows of the second
    ledger.conclude([(second, a_receipt(act=Act.RESTORE).concluded(Verdict.IGNORED, AFTER))])

    assert Status.PUBLISHED == status(ledger)
    assert writes[::-1] == [begun.id for begun in ledger.written_by(RUN)]


def test_the_next_revert_ends_it(ledger: Ledger) -> None:
    """What failed in an earlier one does not count for ever."""
    kept = keep(ledger)
    write(ledger, kept)
    for run_id, verdict in (("revert", Verdict.IGNORED), ("again", Verdict.WRITTEN)):
        ledger.start(a_run_row(run_id, mode="revert", of_run=RUN))
        write(ledger, kept, verdict, Act.RESTORE, run_id)

    assert Status.REVERTED == status(ledger)
    assert ledger.written_by(RUN) == []
