"""Moving a ledger into another database: the whole of it in one transaction, or nothing."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import BigInteger, Connection, Table, func, insert, inspect, select
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session, SQLModel

from connectors.ledger.database import UPGRADE, Database, reason_of, without_password
from connectors.ledger.errors import LedgerError, LostError
from connectors.ledger.queries import Queries
from connectors.ledger.tables import RUNS
from schemas.run import RunStatus
from schemas.spend import SpendBy, SpendReport

TOGETHER = 100  # rows in memory; the report of a run over 2,000 articles takes two megabytes
_MOVING = "move"
_TABLES = SQLModel.metadata.sorted_tables  # each after those that it refers to

Sums = dict[str, tuple[int, ...]]  # by table: how many rows, and its amounts of money


@dataclass(frozen=True)
class Moved:
    """What is in the other database now, with counts and sums that are those of the ledger."""

    place: str
    url: str  # without the password
    has_password: bool
    rows: dict[str, int]
    spend: SpendReport


class Vacant(Database):
    """A database for a ledger to move into: nothing is remembered there yet."""

    def _upgrade(self) -> None:
        if self.locks.is_held(_MOVING):
            raise LedgerError(
                f"TO_URL: {self.place} is the ledger that is to be moved; name an empty database"
            )
        with self._engine.connect() as connection:
            known = inspect(connection).get_table_names()
            mine = (table for table in _TABLES if table.name in known)
            full = [
                table.name for table in mine if connection.scalar(select(select(table).exists()))
            ]
        if full:
            raise LedgerError(
                f"TO_URL: {self.place} is not empty, there are rows in its table {full[0]}; "
                "name an empty database"
            )
        super()._upgrade()


def move(
    source: Database,
    to_url: str,
    folder: Path,
    step: Callable[[str, int], None] = lambda _table, _rows: None,
    advance: Callable[[int], None] = lambda _rows: None,
) -> Moved:
    """Copy a ledger whose dead runs are concluded; none can begin in it meanwhile.

    `step` is told of each table and its number of rows, `advance` of rows that are copied. Raises
    `LedgerError` where it cannot begin, and `LostError` where a database is lost on the way:
    either way nothing is kept.
    """
    try:
        with _held(source) as old, closing(_vacant(to_url, folder)) as target:
            with target.writing() as new:
                sums = _sums(old.connection())
                for table in _TABLES:
                    step(table.name, sums[table.name][0])
                    for rows in _portions(old.connection(), table):
                        new.connection().execute(insert(table), rows)
                        advance(len(rows))
                    target.number_on(new.connection(), table)
                if _sums(new.connection()) != sums:
                    raise LostError("the counts and sums of the copy are not those of the ledger")
            counts = {table: of_table[0] for table, of_table in sums.items()}
            spend = Queries(target).spend(SpendBy.RUN, None)
            return Moved(target.place, *without_password(to_url), counts, spend)
    except DatabaseError as error:
        raise LostError(reason_of(error)) from None


@contextmanager
def _held(source: Database) -> Iterator[Session]:
    """The ledger, in which nothing changes: starts wait at its door, and writers for their turn."""
    with (
        source.locks.exclusive(_MOVING),
        source.locks.exclusive(UPGRADE),
        source.writing() as session,
    ):
        alive = select(RUNS.c.id).where(RUNS.c.status == RunStatus.RUNNING)
        if run := session.scalar(alive.limit(1)):
            raise LedgerError(
                f"database_url: the run {run} is alive in {source.place}; let it come to its end, "
                "or stop it with rubricator pause"
            )
        yield session


def _vacant(url: str, folder: Path) -> Vacant:
    try:
        return Vacant(url, folder)
    except LedgerError as error:
        raise LedgerError(str(error).replace("database_url", "TO_URL", 1)) from None


def _portions(connection: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    rows = connection.execute(select(table).execution_options(yield_per=TOGETHER))
    for some in rows.mappings().partitions():
        yield [dict(row) for row in some]


def _sums(connection: Connection) -> Sums:
    """What has to be the same in both."""
    sums: Sums = {}
    for table in _TABLES:
        amounts = [func.coalesce(func.sum(c), 0) for c in table.c if isinstance(c.type, BigInteger)]
        row = connection.execute(select(func.count(), *amounts).select_from(table)).one()
        sums[table.name] = tuple(int(value) for value in row)
    return sums
