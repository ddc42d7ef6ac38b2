"""Opening the ledger's database: its transactions, and its upgrade to this program."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from weakref import finalize

from sqlalchemy import Connection, Table, inspect, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlmodel import Session

from connectors.ledger.backend import Backend
from connectors.ledger.errors import LedgerError
from connectors.ledger.sqlite import SQLite

HEAD = "0004"  # the newest migration of this program; a test keeps it so
UPGRADE = "upgrade"  # the lock of whoever opens a ledger


class Database:
    """The database that a URL names: an SQLite file, or one of a PostgreSQL server.

    Writing transactions come one after the other, whoever begins them: what one has read is
    still true when it writes. Readers see one state of the ledger, and go on meanwhile.
    """

    def __init__(self, url: str, folder: Path) -> None:
        """Open, and upgrade where needed. Raises `LedgerError`.

        A relative path is relative to `folder`, the configuration's.
        """
        self._backend = _backend(url, folder)
        self._engine = self._backend.engine
        self._time = select(self._backend.time)
        self.place, self.locks = self._backend.place, self._backend.locks
        finalize(self, self._backend.close)  # whoever forgets it, as commands do at their end
        with ExitStack() as unusable:
            unusable.callback(self.close)
            self._prepare()
            unusable.pop_all()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction that writes: all of it, or nothing."""
        with Session(self._engine) as session, session.begin():
            session.connection(execution_options={"writing": True})
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that only reads, one state of the ledger."""
        with Session(self._engine) as session, session.begin():
            yield session

    def number_on(self, connection: Connection, table: Table) -> None:
        """Let new rows get the numbers after those of rows that were brought along."""
        self._backend.number_on(connection, table)

    def time(self, connection: Connection) -> float:
        """Seconds since 1970 by the one clock that all who use this database can ask."""
        return float(connection.execute(self._time).scalar_one())

    def close(self) -> None:
        """Give the database back."""
        self._backend.close()

    def _prepare(self) -> None:
        try:
            self._upgrade()
            self._backend.prove()  # said here, not when a run has begun
        except self._backend.troubles as error:
            said = reason_of(error)
            raise LedgerError(
                f"database_url: {self.place} cannot be used as a ledger ({said}); "
                f"{self._backend.advice(said)}"
            ) from None

    def _upgrade(self) -> None:
        # Under the lock from the first look on: that makes the file, and two that turn a new
        # file to WAL at once do not wait for each other, one of them fails ("is locked").
        with self.locks.exclusive(UPGRADE):
            version = self._version()
            if version is not None and version > HEAD:
                raise LedgerError(
                    f"database_url: the ledger {self.place} was upgraded to {version} by a newer "
                    f"Rubricator, and this one knows {HEAD}; upgrade Rubricator"
                )
            if version != HEAD:
                from connectors.ledger.migrations import upgrade  # noqa: PLC0415 - Alembic is slow

                upgrade(self._engine)

    def _version(self) -> str | None:
        with self._engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            return None if version is None else str(version)


def without_password(url: str) -> tuple[str, bool]:
    """The URL as it may stand where others read it, and whether that differs."""
    given = make_url(url)
    bare = given._replace(password=None).difference_update_query(["password", "sslpassword"])
    return bare.render_as_string(), bare != given


def reason_of(error: Exception) -> str:
    """What a database says of a trouble, in one line, without the statement and its values."""
    reason = getattr(error, "orig", None) or getattr(error, "strerror", None) or error
    return " ".join(str(reason).split())  # a server says it in several lines


def _backend(url: str, folder: Path) -> Backend:
    example = "write one like sqlite:///rubricator.db or postgresql+psycopg://user@host/name"
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # the second for a port that is no number
        raise LedgerError(f"database_url: this is not a database URL; {example}") from None
    if "@" in (parsed.host or ""):  # the end of a password, which would be shown as a host
        raise LedgerError("database_url: there is more than one @ in it; write others as %40")
    if parsed.get_backend_name() == "sqlite":
        return SQLite(parsed, folder)
    if parsed.get_backend_name() == "postgresql":
        from connectors.ledger.postgresql import PostgreSQL  # noqa: PLC0415 - where it is used

        return PostgreSQL(parsed)
    raise LedgerError(f"database_url: {parsed.get_backend_name()} is not supported; {example}")
