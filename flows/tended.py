"""A process that is started again where it dies, and that ends with its runs."""

import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from connectors.clock import Clock
from flows import tether

MINUTE = 60.0  # seconds in which deaths are counted
TOO_OFTEN = 5  # deaths in a minute


class GivenUpError(Exception):
    """A process died again and again."""


class Tended:
    """One such process: started, looked after, ended.

    It reads its standard input, and ends when that does; see `flows.tether`.
    """

    def __init__(self, title: str, command: Sequence[str], folder: Path, clock: Clock) -> None:
        self.title = title
        self._command = command
        self._folder = folder
        self._clock = clock
        self._environment: Mapping[str, str] = {}
        self._process: subprocess.Popen[bytes] | None = None
        self._runs: set[int] = set()  # its children, when it was last looked at
        self._left: set[int] = set()  # children of one that died, told to end
        self._deaths: list[float] = []
        self._due: float | None = None

    def start(self, environment: Mapping[str, str]) -> None:
        """Start it. It keeps its warnings and log lines on our stderr."""
        self._environment = environment
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            cwd=self._folder,
            env=dict(environment),
            start_new_session=True,  # a Ctrl-C is ours to answer
        )
        self._due = None

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._process is not None and self._process.poll() is None

    def look_after(self) -> str:
        """See to it that it runs; what had to be done, in a sentence. Raises `GivenUpError`."""
        if self._process is None:
            return ""
        if self._left:  # a number may be another process's by and by
            self._left = self._orphans()
        if self.alive:
            self._runs = set(tether.children(self._process.pid))
            return ""
        if self._due is None:
            return self._bury(self._process.returncode)
        if self._clock.ticks() < self._due:
            return ""
        self.start(self._environment)
        return f"{self.title} is started again."

    def _bury(self, code: int) -> str:
        """Let its runs end in order, and say when it is started again."""
        self._let_go()
        tether.tell(self._runs, signal.SIGTERM)
        self._left, self._runs = self._left | self._runs, set()
        now = self._clock.ticks()
        self._deaths = [*(death for death in self._deaths if death > now - MINUTE), now]
        if len(self._deaths) >= TOO_OFTEN:
            raise GivenUpError(
                f"{self.title} died {TOO_OFTEN} times in a minute, the last time {_how(code)}; "
                "the lines above say why, or rubricator doctor does"
            )
        delay = 2.0 ** (len(self._deaths) - 1)
        self._due = now + delay
        return f"{self.title} died ({_how(code)}); it is started again in {delay:.0f} s."

    def end(self, patience: float) -> None:
        """Let go of it: its runs end, then itself. What takes longer is killed."""
        if self._process is None:
            return
        self._let_go()
        try:
            self._process.wait(patience)
        except subprocess.TimeoutExpired:
            self.kill()
        if not tether.wait_until(lambda: not self._orphans(), tether.LAST):
            tether.tell(self._orphans(), signal.SIGKILL)
        self._process = None

    def _let_go(self) -> None:
        if self._process is not None and self._process.stdin is not None:
            with suppress(OSError):
                self._process.stdin.close()

    def kill(self) -> None:
        """End it and all of its runs at once."""
        if self._process is None:
            return
        if self.alive:
            tether.tell(tether.children(self._process.pid), signal.SIGKILL)
        tether.tell(self._orphans(), signal.SIGKILL)
        self._let_go()
        self._process.kill()
        self._process.wait()

    def _orphans(self) -> set[int]:
        return (self._left | self._runs) & set(tether.processes())


def _how(code: int) -> str:
    return f"exit code {code}" if code >= 0 else signal.Signals(-code).name
