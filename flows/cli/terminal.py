"""What a person at a terminal sees while a run works; all of it on stderr."""

import logging
import signal
import sys
from types import TracebackType
from typing import NoReturn, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from flows.listener import Listener
from flows.log import LOG
from flows.reports.words import STEPS
from schemas.run import Report


def _unless_interrupted(swallowed: "sys.UnraisableHookArgs") -> None:
    """Print what a finalizer swallowed, but not an interruption: that one is noted."""
    if not isinstance(swallowed.exc_value, KeyboardInterrupt):
        sys.__unraisablehook__(swallowed)


class Terminal(Listener):
    """Progress bars at a terminal, lines elsewhere; nothing on the way of `--json`."""

    def __init__(self, *, quiet: bool) -> None:
        self.reports: list[Report] = []
        self.remaining: list[str] = []
        console = Console(stderr=True, soft_wrap=True)
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            disable=quiet or not console.is_terminal,
        )
        self._handler = _Lines(console)
        self._current = self._progress.add_task("starting", total=None, visible=False)

    def interrupt(self, *_signal: object) -> NoReturn:
        """What a signal calls. A library may swallow the exception; what is noted stays."""
        self.interrupted = True
        sys.unraisablehook = _unless_interrupted
        raise KeyboardInterrupt

    def __enter__(self) -> Self:
        LOG.addHandler(self._handler)
        LOG.propagate = False  # Prefect's own handler would print each line again
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.stop()
        LOG.propagate = True
        LOG.removeHandler(self._handler)

    def step(self, site: str, name: str, total: int | None = None) -> None:
        """A new bar for a new step.

        By now Prefect hears SIGTERM in our place, and takes no note of it: where a library
        swallowed its exception, the run would go on as if nobody had asked.
        """
        signal.signal(signal.SIGTERM, self.interrupt)
        description = f"{site}: {STEPS.get(name, name)}"
        self._current = self._progress.add_task(description, total=total)

    def advance(self, articles: int = 1) -> None:
        """So many more."""
        self._progress.advance(self._current, articles)

    def note(self, sentence: str) -> None:
        """A sentence among the bars."""
        if not self._progress.disable:
            self._progress.console.print(sentence)

    def remains(self, sentence: str) -> None:
        """Keep it for the end."""
        self.remaining.append(sentence)

    def confirms(self, sentence: str) -> bool:
        """Ask the person who sits there; nobody does where the input is no terminal."""
        if not sys.stdin.isatty():
            return False
        self._progress.stop()
        self._progress.console.print(sentence, "Start it? [y/N]", markup=False, end=" ")
        answer = input().strip().lower()
        self._progress.start()
        return answer in {"y", "yes"}

    def reported(self, report: Report) -> None:
        """Keep the report for the end."""
        self.reports.append(report)


class _Lines(logging.Handler):
    """Log lines above the bars, whole: whoever greps them wants one line each."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console
        self.setFormatter(logging.Formatter("%(asctime)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        """Print one line."""
        self._console.print(self.format(record), markup=False, highlight=False, soft_wrap=True)
