"""Locks that a PostgreSQL server keeps: each ends with the connection that holds it.

Every lock has a connection of its own, and that ends with its process, whatever ends it.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from sqlalchemy import Connection, text

from connectors.ledger.errors import LedgerError

Line = psycopg.Connection[Any]  # to the server; each statement is a transaction of its own

# The server knows a lock by a number. Ledgers in other databases have other locks anyway, and
# those in other schemas of one database get other numbers.
_NUMBER = "hashtextextended('rubricator ' || coalesce(current_schema(), '') || ' ' || {}, 0)"
NUMBER = _NUMBER.format("CAST(:name AS text)")

_NAMED = _NUMBER.format("%s::text")
_TAKE = f"SELECT pg_advisory_lock({_NAMED})"
_TRY = f"SELECT pg_try_advisory_lock({_NAMED})"
_GIVE_BACK = f"SELECT pg_advisory_unlock({_NAMED})"

# A look at the server's list of locks: taking one to see whether it is free would be seen by
# others who look, and would keep out whoever takes it just then.
_LISTED = """
    SELECT FROM pg_locks
    WHERE locktype = 'advisory' AND granted AND objsubid = 1
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND (classid::bigint << 32) | objid::bigint = {}
"""
_LOOK = f"SELECT EXISTS ({_LISTED.format(_NAMED)})"
_MINE = "unnest(CAST(:names AS text[]), CAST(:pids AS int[])) AS mine (name, pid)"
_HELD = f"{_LISTED.format(_NUMBER.format('mine.name'))} AND pg_locks.pid = mine.pid"
_LOST = text(f"SELECT mine.name FROM {_MINE} WHERE NOT EXISTS ({_HELD})")  # noqa: S608 - of constants


class ServerLocks:
    """Named locks of one ledger."""

    def __init__(self, connect: Callable[[], Line], place: str) -> None:
        self._connect = connect
        self._place = place
        self._held: dict[str, Line] = {}
        self._free: list[Line] = []  # those that hold nothing any more

    def hold(self, name: str) -> None:
        """Take the lock until `release`, or until this process ends."""
        with self._line() as line:
            line.execute(_TAKE, [name])
            self._held[name] = line

    def release(self, name: str) -> None:
        """Give the lock back; nothing where this process does not hold it."""
        line = self._held.pop(name, None)
        if line is not None:
            # Said, not only hung up: else the server could still count it as held a moment later.
            with suppress(psycopg.Error), self._line(line):  # or it is gone already
                line.execute(_GIVE_BACK, [name])
                self._free.append(line)

    def is_held(self, name: str) -> bool:
        """Whether a living process holds the lock; this one counts as well."""
        with self._line() as line:
            found = line.execute(_LOOK, [name]).fetchone()
            self._free.append(line)
            return found == (True,)

    def sweep(self, name: str) -> None:
        """A dead holder leaves nothing behind."""

    @contextmanager
    def exclusive(self, name: str, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
        """Hold the lock for a block; `waiting` is called once where somebody else has it."""
        with self._line() as line:
            if line.execute(_TRY, [name]).fetchone() != (True,):
                waiting()
                line.execute(_TAKE, [name])
            self._held[name] = line
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
        pids = [line.info.backend_pid for line in held.values()]
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
        while self._free:
            self._free.pop().close()

    def disown(self) -> None:
        """Let go of what a fork inherited: the parent's locks are to end with the parent.

        Closing a connection would end the parent's session as well; only the copy of its socket
        goes. Kept are the objects, which would close it when they are forgotten.
        """
        inherited = [*self._held.values(), *self._free]
        for line in inherited:
            nothing = os.open(os.devnull, os.O_RDWR)
            os.dup2(nothing, line.fileno())
            os.close(nothing)
        _INHERITED.extend(inherited)
        self._held.clear()
        self._free.clear()

    @contextmanager
    def _line(self, line: Line | None = None) -> Iterator[Line]:
        """A connection that nobody else uses; closed where the block breaks, with what it holds."""
        while line is None and self._free:
            with suppress(IndexError):  # another thread was quicker
                line = self._free.pop()
            if line is not None and line.closed:
                line = None
        line = line or self._connect()
        try:
            yield line
        except BaseException:
            line.close()
            raise


_INHERITED: list[Line] = []
