"""Locks that a PostgreSQL server keeps: each ends with the connection that holds it.

Every lock has a connection of its own, and that ends with its process, whatever ends it.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, cast

import psycopg
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from connectors.ledger.errors import LedgerError

# The server knows a lock by a number. Ledgers in other databases have other locks anyway, and
# those in other schemas of one database get other numbers.
_NUMBER = "hashtextextended('rubricator ' || coalesce(current_schema(), '') || ' ' || {}, 0)"
LOCKED = _NUMBER.format(":name")

_TAKE = text(f"SELECT pg_advisory_lock({LOCKED})")
_TRY = text(f"SELECT pg_try_advisory_lock({LOCKED})")
_GIVE_BACK = text(f"SELECT pg_advisory_unlock({LOCKED})")

# A look at the server's list of locks: taking one to see whether it is free would be seen by
# others who look, and would keep out whoever takes it just then.
_LISTED = """
    SELECT FROM pg_locks
    WHERE locktype = 'advisory' AND granted AND objsubid = 1
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND (classid::bigint << 32) | objid::bigint = {}
"""
_LOOK = text(f"SELECT EXISTS ({_LISTED.format(LOCKED)})")
_MINE = "unnest(CAST(:names AS text[]), CAST(:pids AS int[])) AS mine (name, pid)"
_HELD = f"{_LISTED.format(_NUMBER.format('mine.name'))} AND pg_locks.pid = mine.pid"
_LOST = text(f"SELECT mine.name FROM {_MINE} WHERE NOT EXISTS ({_HELD})")  # noqa: S608 - of constants


class ServerLocks:
    """Named locks of one ledger, on an engine whose statements are transactions of their own."""

    def __init__(self, engine: Engine, place: str) -> None:
        self._engine = engine
        self._place = place
        self._held: dict[str, Connection] = {}

    def hold(self, name: str) -> None:
        """Take the lock until `release`, or until this process ends."""
        connection = self._dedicated()
        connection.execute(_TAKE, {"name": name})
        self._held[name] = connection

    def release(self, name: str) -> None:
        """Give the lock back; nothing where this process does not hold it."""
        connection = self._held.pop(name, None)
        if connection is not None:
            # Said, not only hung up: else the server could still count it as held a moment later.
            with connection, suppress(DBAPIError):  # or it is gone already
                connection.execute(_GIVE_BACK, {"name": name})

    def is_held(self, name: str) -> bool:
        """Whether a living process holds the lock; this one counts as well."""
        with self._engine.connect() as connection:
            return bool(connection.execute(_LOOK, {"name": name}).scalar_one())

    def sweep(self, name: str) -> None:
        """A dead holder leaves nothing behind."""

    @contextmanager
    def exclusive(self, name: str, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
        """Hold the lock for a block; `waiting` is called once where somebody else has it."""
        with self._dedicated() as connection:
            if not connection.execute(_TRY, {"name": name}).scalar_one():
                waiting()
                connection.execute(_TAKE, {"name": name})
            self._held[name] = connection
            try:
                yield
            finally:
                self.release(name)

    def confirm(self, connection: Connection) -> None:
        """Make sure that the server counts as held what is held here. Raises `LedgerError`.

        A run that was cut off from its lock counts as dead, and what it works on may be
        another's by now. Asked in a writing transaction, the answer is true to its end: runs
        are buried in such ones.
        """
        held = dict(self._held)
        if not held:
            return
        pids = [_driver(mine).info.backend_pid for mine in held.values()]
        lost = connection.execute(_LOST, {"names": list(held), "pids": pids}).scalars().all()
        # One that was given back meanwhile, by another thread, is not lost.
        if any(self._held.get(name) is held[name] for name in lost):
            raise LedgerError(
                f"database_url: {self._place} was out of reach for a while, so that others may "
                "have taken this run for dead; start it again"
            )

    def close(self) -> None:
        """Close every connection, and end what they hold."""
        for name in list(self._held):
            self.release(name)
        self._engine.dispose()

    def _dedicated(self) -> Connection:
        """A connection that goes back to no pool, where it could be recycled or handed on."""
        connection = self._engine.connect()
        connection.detach()
        return connection

    def disown(self) -> None:
        """Let go of what a fork inherited: the parent's locks are to end with the parent.

        Closing a connection would end the parent's session as well; only the copy of its socket
        goes. Kept are the objects, which would close it when they are forgotten.
        """
        for connection in self._held.values():
            nothing = os.open(os.devnull, os.O_RDWR)
            os.dup2(nothing, _driver(connection).fileno())
            os.close(nothing)
            _INHERITED.append(connection)
        self._held.clear()
        self._engine.dispose(close=False)


def _driver(connection: Connection) -> psycopg.Connection[Any]:
    """The driver's own connection, also where the server has ended it."""
    return cast("psycopg.Connection[Any]", connection.connection.dbapi_connection)


_INHERITED: list[Connection] = []
