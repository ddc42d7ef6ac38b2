"""Writes to content systems: noted before they happen, concluded by what reading back showed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select, update

from connectors.ledger.rows import value_of_receipt, values_of_receipt
from connectors.ledger.tables import PROPOSALS, RECEIPTS
from schemas.proposal import WAITING, ProposalId, Status
from schemas.receipt import STANDING, Act, Receipt, ReceiptId, Verdict
from schemas.run import RunId

_INTENDED = insert(RECEIPTS).returning(RECEIPTS.c.id, sort_by_parameter_order=True)
_WHOSE = ("id", "proposal_id", "run_id", "act")
_OF = (
    select(*(RECEIPTS.c[name] for name in _WHOSE), PROPOSALS.c.status)
    .join(PROPOSALS, PROPOSALS.c.id == RECEIPTS.c.proposal_id)
    .where(RECEIPTS.c.id.in_(bindparam("ids", expanding=True)))
)
_NOT_PUT_BACK = (
    select(RECEIPTS.c.proposal_id)
    .where(RECEIPTS.c.proposal_id.in_(bindparam("proposals", expanding=True)))
    .where(RECEIPTS.c.run_id.in_(bindparam("runs", expanding=True)))
    .where(RECEIPTS.c.act == Act.RESTORE)
    .where(func.coalesce(RECEIPTS.c.verdict, "").not_in(STANDING))
)
_KNOWN_LATER = ("verdict", "ended_at", "revision_after", "value")
_READ_BACK = (
    update(RECEIPTS)
    .where(RECEIPTS.c.id == bindparam("receipt"))
    .values({name: bindparam(f"its_{name}") for name in _KNOWN_LATER})
)
_STANDS = (
    update(PROPOSALS)
    .where(PROPOSALS.c.id == bindparam("proposal"))
    .values(status=bindparam("its_status"))
)


def intend(
    connection: Connection,
    run_id: RunId,
    writes: Sequence[tuple[ProposalId, Receipt]],
    now: datetime,
) -> list[ReceiptId]:
    """Note writes before they happen, with the values before."""
    rows = [values_of_receipt(receipt, run_id, proposal, now) for proposal, receipt in writes]
    return [ReceiptId(row.id) for row in connection.execute(_INTENDED, rows)]


def conclude(connection: Connection, receipts: Mapping[ReceiptId, Receipt], now: datetime) -> None:
    """Note what reading back showed, and what follows for the proposals.

    What was read back is so, whatever was decided about a proposal in the meantime.
    """
    connection.execute(_READ_BACK, [_read_back(*each, now) for each in receipts.items()])
    rows = connection.execute(_OF, {"ids": list(receipts)}).all()
    unfinished = _half_reverted(connection, [row for row in rows if row.act == Act.RESTORE])
    stand: dict[int, str] = {}
    for row in rows:
        status = Status(stand.get(row.proposal_id, row.status))
        if row.proposal_id not in unfinished:
            status = _status_after(receipts[row.id], status)
        stand[row.proposal_id] = status
    stands = [{"proposal": proposal, "its_status": status} for proposal, status in stand.items()]
    connection.execute(_STANDS, stands)


def _half_reverted(connection: Connection, restores: Sequence[Row[Any]]) -> set[int]:
    """The proposals of which a revert has not put back all that it was to put back."""
    if not restores:
        return set()
    of = {
        "proposals": [row.proposal_id for row in restores],
        "runs": list({row.run_id for row in restores}),
    }
    return set(connection.execute(_NOT_PUT_BACK, of).scalars())


def _read_back(receipt_id: ReceiptId, receipt: Receipt, now: datetime) -> dict[str, Any]:
    return {
        "receipt": receipt_id,
        "its_verdict": receipt.verdict,
        "its_ended_at": now,
        "its_revision_after": receipt.revision_after,
        "its_value": value_of_receipt(receipt),
    }


def _status_after(receipt: Receipt, status: Status) -> Status:
    if receipt.verdict is Verdict.STALE:
        return Status.STALE if receipt.act is Act.WRITE and status in WAITING else status
    if receipt.verdict is Verdict.IGNORED:
        return status
    return Status.PUBLISHED if receipt.act is Act.WRITE else Status.REVERTED
