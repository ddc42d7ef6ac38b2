"""What the ledger of a magazine's runs holds."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlmodel import Session, select

from connectors.ledger.database import Database
from schemas.ledger import CallRow, ReceiptRow
from tests.real.magazine import Magazine


def receipts_of(magazine: Magazine) -> Sequence[ReceiptRow]:
    """Every write that was begun, in its order."""
    with reading(magazine) as session:
        return session.exec(select(ReceiptRow)).all()


def calls_of(magazine: Magazine) -> Sequence[CallRow]:
    """Every request that was made."""
    with reading(magazine) as session:
        return session.exec(select(CallRow)).all()


@contextmanager
def reading(magazine: Magazine) -> Iterator[Session]:
    """The ledger's rows, which can be looked at when it is closed again."""
    database = Database("sqlite:///rubricator.db", magazine.folder)
    with database.reading() as session:
        yield session
        session.expunge_all()
    database.close()
