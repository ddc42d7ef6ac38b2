"""The ledger's tables as the database knows them, for what is done to many rows at once.

A row through the ORM costs about a millisecond; a busy run has a hundred a second.
"""

from sqlalchemy import Table
from sqlmodel import SQLModel

from schemas.ledger import (
    CallRow,
    ClaimRow,
    MeterRow,
    OfferRow,
    ProposalRow,
    ReceiptRow,
    RunRow,
    TurnsRow,
)


def _table(row: type[SQLModel]) -> Table:
    return SQLModel.metadata.tables[str(row.__tablename__)]


CALLS = _table(CallRow)
CLAIMS = _table(ClaimRow)
METERS = _table(MeterRow)
OFFERS = _table(OfferRow)
PROPOSALS = _table(ProposalRow)
RECEIPTS = _table(ReceiptRow)
RUNS = _table(RunRow)
TURNS = _table(TurnsRow)
