"""A database of a PostgreSQL server as the ledger's: 14 or later, reached without a pooler."""

import errno
import os
from typing import Any
from urllib.parse import unquote
from weakref import WeakSet

import psycopg
from psycopg.types.string import StrDumperUnknown
from sqlalchemy import Connection, Engine, Table, create_engine, event, func, select, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError

from connectors.ledger.backend import BUSY_SECONDS
from connectors.ledger.errors import LedgerError
from connectors.ledger.server_locks import NUMBER, Line, ServerLocks

# Half a minute after the network is gone both ends know it, and the server lets go of the locks.
_ALIVE = {
    "connect_timeout": 10,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
# What a server, a database or a role may have set otherwise, and the ledger relies on. A run that
# waits to publish waits long; one that sleeps in the middle of a transaction must not stop all.
_SETTINGS = {
    "tcp_keepalives_idle": 15,
    "tcp_keepalives_interval": 5,
    "tcp_keepalives_count": 3,
    "tcp_user_timeout": 30_000,
    "idle_session_timeout": 0,
    "idle_in_transaction_session_timeout": BUSY_SECONDS * 1000,
    "statement_timeout": 0,
    "lock_timeout": 0,
    "default_transaction_isolation": r"read\ committed",
    "synchronous_commit": "on",
    "timezone": "UTC",
    "datestyle": "ISO",
}
_ADVICE = (
    ("password", "correct the user or the password; PGPASSWORD or ~/.pgpass may hold it"),
    ("permission denied", "let that user create tables in the database"),
    ('role "', "correct the user, or create it on the server (createuser)"),
    ('database "', "correct the database, or create it on the server (createdb)"),
    ("resolve host", "correct the host"),
    ("connection", "start that server, or correct the host and the port"),
    ("only be read", "name the server that can be written to"),
)
_STATE = text(
    "SELECT current_setting('server_encoding'), "
    "pg_is_in_recovery() OR current_setting('default_transaction_read_only')::boolean"
)


class PostgreSQL:
    """A database. A writing transaction holds an advisory lock of the ledger to its end.

    One writer at a time is what SQLite gives as well, so all that is proven there holds here.
    Each statement of a writer (read committed) sees all that was committed before it, and
    nothing is committed beside it: the server lets go of the lock after others can see the
    commit. No row lock can be forgotten, nothing is retried, nothing deadlocks. It is fast enough
    because one thread of a run writes, for many requests together.
    """

    troubles = (DatabaseError, OSError, psycopg.Error)
    time = func.date_part("epoch", func.clock_timestamp())  # the server's; not the transaction's

    def __init__(self, url: URL) -> None:
        """Calls nobody yet."""
        url = url.set(drivername="postgresql+psycopg")
        self.place = _place(url)
        self.engine = _engine(url)
        self.locks = ServerLocks(self._connect, self.place)
        event.listen(self.engine, "begin", self._begin)
        _OPENED.add(self)

    def advice(self, reason: str) -> str:
        """What to do where it cannot be used."""
        fitting = (advice for words, advice in _ADVICE if words in reason)
        return next(fitting, "name a database of Rubricator's own")

    def prove(self) -> None:
        """Make sure that it can be written to, in all letters. Raises `OSError`, `LedgerError`."""
        with self.engine.connect() as connection:
            encoding, only_read = connection.execute(_STATE).one()
        if only_read:
            raise PermissionError(errno.EACCES, "it can only be read")
        if encoding != "UTF8":
            raise LedgerError(
                f"database_url: {self.place} stores {encoding}, and articles are written in all "
                "letters; create a database with createdb --encoding UTF8 --template template0"
            )

    def number_on(self, connection: Connection, table: Table) -> None:
        """Let new rows get the numbers after those of rows that were brought along."""
        if (column := table.autoincrement_column) is not None:
            sequence = func.pg_get_serial_sequence(table.name, column.name)
            number = func.coalesce(func.max(column), 0) + 1
            connection.execute(select(func.setval(sequence, number, False)))  # noqa: FBT003 - SQL's

    def close(self) -> None:
        """Close every connection; the locks end with theirs."""
        self.locks.close()
        self.engine.dispose()

    def disown(self) -> None:
        """Let go, in a fork, of the connections that are its parent's."""
        self.locks.disown()
        self.engine.dispose(close=False)

    def _connect(self) -> Line:
        """A connection beside the pool's, which could hand it on or recycle it."""
        arguments, options = self.engine.dialect.create_connect_args(self.engine.url)
        return psycopg.connect(
            *arguments, **{**options, **_options(self.engine.url)}, autocommit=True
        )

    def _begin(self, connection: Connection) -> None:
        if connection.get_execution_options().get("writing", False):
            connection.execute(text(f"SELECT pg_advisory_xact_lock({NUMBER})"), {"name": "writing"})
            self.locks.confirm(connection)
        else:
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def _place(url: URL) -> str:
    """Server, database and user, and nothing of the rest, in which there may be secrets."""
    socket = {key: url.query[key] for key in ("host", "port") if key in url.query}
    return unquote(
        str(URL.create("postgresql", url.username, None, url.host, url.port, url.database, socket))
    )


_OPENED: WeakSet[PostgreSQL] = WeakSet()


def _disown_all() -> None:
    for opened in _OPENED:
        opened.disown()


os.register_at_fork(after_in_child=_disown_all)


class _Text(StrDumperUnknown):
    """PostgreSQL has no text with a null character, which a model's answer may hold."""

    def dump(self, obj: str) -> Any:  # noqa: ANN401 - bytes, of one kind or another
        return super().dump(obj.replace("\0", "\N{REPLACEMENT CHARACTER}"))


def _options(url: URL) -> dict[str, Any]:
    """What is asked of libpq beside what the URL says."""
    alive = {key: value for key, value in _ALIVE.items() if key not in url.query}
    settings = " ".join(f"-c {name}={value}" for name, value in _SETTINGS.items())
    return {**alive, "options": f"{url.query.get('options', '')} {settings}"}


def _engine(url: URL) -> Engine:
    engine = create_engine(
        url, connect_args=_options(url), pool_timeout=BUSY_SECONDS, use_native_hstore=False
    )

    @event.listens_for(engine, "connect")
    def _adapt(connection: psycopg.Connection[Any], _record: Any) -> None:  # noqa: ANN401
        connection.adapters.register_dumper(str, _Text)

    return engine
