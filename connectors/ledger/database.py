"""Opening the ledger's database: its pragmas, its transactions, its upgrade to this program."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError
from sqlmodel import Session

from connectors.ledger.errors import LedgerError
from connectors.ledger.locks import Locks

HEAD = "0002"  # the newest migration of this program; a test keeps it so
BUSY_SECONDS = 60


class Database:
    """An SQLite file as the ledger's database.

    Every writing transaction takes the write lock at its start, so that what it read is still
    true when it writes; readers go on meanwhile (WAL).
    """

    def __init__(self, url: str, folder: Path) -> None:
        """Open, and upgrade where needed. Raises `LedgerError`.

        A relative path is relative to `folder`, the configuration's.
        """
        self.path = _path(url, folder)
        self.locks = Locks(self.path.with_name(self.path.name + ".locks"))
        self._engine = _engine(self.path)
        try:
            self._upgrade()
        except (DatabaseError, OSError) as error:
            reason = getattr(error, "orig", None) or getattr(error, "strerror", None) or error
            raise LedgerError(
                f"database_url: {self.path} cannot be used as a ledger ({reason}); "
                "name a file in a folder that can be written to"
            ) from None

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

    def close(self) -> None:
        """Give the file back."""
        self._engine.dispose()

    def _upgrade(self) -> None:
        # Under the lock from the first look on: that makes the file, and two that turn a new
        # file to WAL at once do not wait for each other, one of them fails ("is locked").
        with self.locks.exclusive("upgrade"):
            version = self._version()
            if version is not None and version > HEAD:
                raise LedgerError(
                    f"database_url: the ledger {self.path} was upgraded to {version} by a newer "
                    f"Rubricator, and this one knows {HEAD}; upgrade Rubricator"
                )
            if version != HEAD:
                from connectors.ledger.migrations import upgrade  # noqa: PLC0415 - Alembic is slow

                upgrade(self._engine)
        if not os.access(self.path, os.W_OK):  # said here, not when a run has begun
            raise PermissionError(errno.EACCES, "it can only be read")

    def _version(self) -> str | None:
        with self._engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            return None if version is None else str(version)


def _path(url: str, folder: Path) -> Path:
    try:
        parsed: URL = make_url(url)
    except (ArgumentError, ValueError):  # the second for a port that is no number
        raise LedgerError(
            "database_url: this is not a database URL; write one like sqlite:///rubricator.db"
        ) from None
    if parsed.get_backend_name() != "sqlite":
        raise LedgerError(
            f"database_url: {parsed.get_backend_name()} is not supported by this version; "
            "write one like sqlite:///rubricator.db"
        )
    if parsed.host:
        raise LedgerError(
            f"database_url: {parsed.host!r} is read as a host here, and SQLite has none; "
            "write three slashes, like sqlite:///rubricator.db"
        )
    if parsed.database in (None, "", ":memory:"):
        raise LedgerError(
            "database_url: the ledger must be a file, or nothing would be remembered; "
            "write one like sqlite:///rubricator.db"
        )
    return folder / str(parsed.database)


def _engine(path: Path) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path)), connect_args={"timeout": BUSY_SECONDS}
    )

    @event.listens_for(engine, "connect")
    def _set_pragmas(connection: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401
        connection.isolation_level = None  # transactions are begun below, not by the driver
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
