"""Operating-system locks beside an SQLite ledger: they end with their process, whatever ends it."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from connectors.ledger.errors import LedgerError


class Locks:
    """Named locks in a folder; a holder is exclusive, a look at it is shared.

    Looking takes a shared lock for an instant, so that two who look do not see each other.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: dict[str, int] = {}

    def hold(self, name: str) -> None:
        """Take the lock until `release`, or until this process ends. Waits for those who look."""
        descriptor = self._open(name)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        self._held[name] = descriptor

    def release(self, name: str) -> None:
        """Give the lock back and remove its file; nothing where this process does not hold it."""
        descriptor = self._held.pop(name, None)
        if descriptor is None:
            return
        with suppress(FileNotFoundError):
            self._path(name).unlink()
        os.close(descriptor)

    def is_held(self, name: str) -> bool:
        """Whether a living process holds the lock; this one counts as well."""
        try:
            descriptor = self._open(name, 0)
        except FileNotFoundError:
            return False
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(descriptor)
        return False

    def sweep(self, name: str) -> None:
        """Remove what a dead holder left behind."""
        with suppress(FileNotFoundError):
            self._path(name).unlink()

    @contextmanager
    def exclusive(self, name: str, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
        """Hold the lock for a block; `waiting` is called once where somebody else has it.

        Its file stays: were it removed, a waiter could hold a lock on a name that is gone.
        """
        descriptor = self._open(name)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                waiting()
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _open(self, name: str, create: int = os.O_CREAT) -> int:
        path = self._path(name)
        try:
            if create:
                self._folder.mkdir(exist_ok=True)  # a mistyped path makes no ledger elsewhere
            return _opened(path, create)
        except PermissionError:
            raise LedgerError(
                f"{path} is another user's, who has run Rubricator here; give this user the right "
                "to it and to its folder"
            ) from None

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.lock"


def _opened(path: Path, create: int) -> int:
    """The file, as its folder's users share the ledger; to lock it, reading is enough."""
    try:
        return os.open(path, os.O_RDWR | create, 0o666)  # less the umask, like SQLite's own files
    except PermissionError:
        return os.open(path, os.O_RDONLY)
