"""What a database has to offer so that it can hold a ledger."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Connection, Engine, Table

BUSY_SECONDS = 60  # at most so long does a writer wait for its turn


class NamedLocks(Protocol):
    """Locks that end with their process, whatever ends it.

    A lease with a clock would keep a killed run's articles claimed until it ran out, and would
    free a slow run's while it still works on them.
    """

    def hold(self, name: str) -> None:
        """Take the lock until `release`, or until this process ends."""

    def release(self, name: str) -> None:
        """Give the lock back; nothing where this process does not hold it."""

    def is_held(self, name: str) -> bool:
        """Whether a living process holds the lock; this one counts as well."""

    def sweep(self, name: str) -> None:
        """Remove what a dead holder left behind."""

    def exclusive(
        self, name: str, waiting: Callable[[], None] = lambda: None
    ) -> AbstractContextManager[None]:
        """Hold the lock for a block; `waiting` is called once where somebody else has it."""


class Backend(Protocol):
    """One kind of database: how it is reached, how it begins a transaction, its locks.

    Its engine looks at the execution option `writing`. A transaction that has it is alone with
    its kind until it ends, so that what it read is still true when it writes. Any other sees one
    state of the ledger, and waits for nobody.
    """

    engine: Engine
    place: str  # as people may see it: without a password

    @property
    def troubles(self) -> tuple[type[Exception], ...]:
        """What it raises where it cannot be used."""

    @property
    def time(self) -> ColumnElement[Any]:
        """Seconds since 1970, by a clock that is the same for all who use it."""

    @property
    def locks(self) -> NamedLocks:
        """What tells whether a run lives, and lets one at a time publish or upgrade."""

    def advice(self, reason: str) -> str:
        """What to do where it cannot be used, for a reason that it gave."""

    def prove(self) -> None:
        """Make sure that it can be written to, before a run has begun. Raises `OSError`."""

    def number_on(self, connection: Connection, table: Table) -> None:
        """Let new rows get the numbers after those of rows that were brought along."""

    def close(self) -> None:
        """Give back what is held of it."""
