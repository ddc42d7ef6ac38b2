"""An SQLite file as the ledger's database."""

import errno
import os
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, func
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError

from connectors.ledger.backend import BUSY_SECONDS
from connectors.ledger.errors import LedgerError
from connectors.ledger.locks import Locks


class SQLite:
    """A file. A writing transaction takes the write lock at its start; readers go on (WAL)."""

    troubles = (DatabaseError, OSError)
    time = (func.julianday("now") - 2440587.5) * 86400.0  # the machine's; a file is on one

    def __init__(self, url: URL, folder: Path) -> None:
        """A relative path is relative to `folder`. Raises `LedgerError`; opens nothing yet."""
        self._path = _path(url, folder)
        self.place = str(self._path)
        self.engine = _engine(self._path)
        self.locks = Locks(Path(f"{os.path.realpath(self._path)}.locks"))  # whatever links to it

    def advice(self, _reason: str) -> str:
        """What to do where it cannot be used."""
        return "name a file in a folder that can be written to"

    def prove(self) -> None:
        """Make sure that the file can be written to. Raises `OSError`."""
        if not os.access(self._path, os.W_OK):
            raise PermissionError(errno.EACCES, "it can only be read")

    def number_on(self, connection: Connection, table: Table) -> None:
        """A new row gets the number after the largest anyway."""

    def close(self) -> None:
        """Give the file back."""
        self.engine.dispose()


def _path(url: URL, folder: Path) -> Path:
    if url.host:
        raise LedgerError(
            f"database_url: {url.host!r} is read as a host here, and SQLite has none; "
            "write three slashes, like sqlite:///rubricator.db"
        )
    if url.database in (None, "", ":memory:"):
        raise LedgerError(
            "database_url: the ledger must be a file, or nothing would be remembered; "
            "write one like sqlite:///rubricator.db"
        )
    return folder / str(url.database)


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
