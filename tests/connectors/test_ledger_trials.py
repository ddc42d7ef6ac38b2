"""What the ledger remembers of articles whose metadata a stand-in wrote."""

from connectors.ledger.store import Ledger
from schemas.proposal import Status
from schemas.receipt import Verdict
from tests.builders import a_proposal
from tests.connectors.test_ledger_memory import OURS, database, keep, ledger, remembered, write

__all__ = ["database", "ledger"]  # the fixtures


def test_what_a_stand_in_wrote_is_ours_to_replace(ledger: Ledger) -> None:
    """Else what was published while trying the program would pass for a person's ever after."""
    write(ledger, keep(ledger, a_proposal(), simulated=True), Verdict.WRITTEN)

    past = remembered(ledger)

    assert past is not None
    assert (Status.STALE, (OURS,)) == (past.status, past.written)


def test_a_stand_in_replaces_nothing_that_claude_wrote(ledger: Ledger) -> None:
    """Whoever tries something keeps what is good."""
    write(ledger, keep(ledger, a_proposal()), Verdict.WRITTEN)
    assert remembered(ledger, simulated=True) is None
