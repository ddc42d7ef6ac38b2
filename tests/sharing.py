"""What is started once for all processes that run tests."""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import IO

import pytest

from connectors.ledger.locks import Locks

PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "")  # its name, where there are several
GLANCE = 0.1  # seconds between two looks whether the others have let go

Start = Callable[[], AbstractContextManager[str]]


class Sharing:
    """What this process has in common with the others; closed as the last thing that it does."""

    def __init__(self, factory: pytest.TempPathFactory, cache: pytest.Cache) -> None:
        base = factory.getbasetemp()
        self.folder = base.parent if PROCESS else base
        self.kept = cache.mkdir("rubricator")  # for the next time, too
        self._alone = Locks(self.folder).exclusive
        self._used = ExitStack()
        self._started = ExitStack()

    def one(self, name: str, start: Start) -> str:
        """Where there is one for all, as `start` has said it to the first that came here."""
        with self._alone(name):
            fcntl.flock(self._used.enter_context(self._users(name)), fcntl.LOCK_SH)
            if not self._address(name).exists():
                self._started.enter_context(self._first_and_last(name, start))
        return self._address(name).read_text()

    def close(self) -> None:
        """Let go of all, so that nobody waits for us; then end what others use no more."""
        self._used.close()
        self._started.close()

    @contextmanager
    def _first_and_last(self, name: str, start: Start) -> Iterator[None]:
        with ExitStack() as stack:
            self._address(name).write_text(stack.enter_context(start()))
            yield
            while not self._ended(name, stack):
                time.sleep(GLANCE)

    def _ended(self, name: str, started: ExitStack) -> bool:
        """Whether nobody uses it; who comes while it ends waits, and is the first again."""
        with self._alone(name), self._users(name) as users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            self._address(name).unlink()
            started.close()
        return True

    def _address(self, name: str) -> Path:
        return self.folder / f"{name}.address"

    def _users(self, name: str) -> IO[str]:
        return (self.folder / f"{name}.users").open("w")
