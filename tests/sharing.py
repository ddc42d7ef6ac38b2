"""What is started once for all processes that run tests."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

import pytest

from connectors.ledger.locks import Locks

PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "")  # its name, where there are several

Start = Callable[[], AbstractContextManager[str]]


class Sharing:
    """What this process has in common with the others; closed as the last thing that it does."""

    def __init__(self, factory: pytest.TempPathFactory) -> None:
        base = factory.getbasetemp()
        self.folder = base.parent if PROCESS else base
        self._alone = Locks(self.folder).exclusive
        self._used = ExitStack()
        self._started = ExitStack()

    def one(self, name: str, start: Start) -> str:
        """Where there is one for all, as `start` has said it to the first that came here."""
        with self._alone(name):
            self._used.enter_context(locked(self._users(name), fcntl.LOCK_SH))
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
            with self._alone(name), locked(self._users(name), fcntl.LOCK_EX):
                self._address(name).unlink()
                stack.close()  # who comes meanwhile waits, and is the first again

    def _address(self, name: str) -> Path:
        return self.folder / f"{name}.address"

    def _users(self, name: str) -> Path:
        return self.folder / f"{name}.users"


@contextmanager
def locked(path: Path, how: int) -> Iterator[None]:
    """The lock of a file, waited for."""
    with path.open("w") as file:
        fcntl.flock(file, how)
        yield
