"""What a person at a terminal sees while a run works; all of it on stderr."""

import logging
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.logging import RichHandler
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from flows.listener import Listener
from schemas.run import Report

STEPS = {
    "reading": "reading the articles",
    "ask": "asking Claude",
    "repair": "asking again, with what was wrong",
    "escalation": "asking again, with more effort",
    "publishing": "publishing",
    "restoring": "putting back",
}


class Terminal(Listener):
    """Progress bars at a terminal, lines elsewhere; nothing on the way of `--json`."""

    def __init__(self, *, quiet: bool) -> None:
        self.reports: list[Report] = []
        console = Console(stderr=True, soft_wrap=True)
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            disable=quiet or not console.is_terminal,
        )
        self._handler = RichHandler(
            console=console, show_path=False, show_level=False, markup=False, highlighter=None
        )
        self._current = self._progress.add_task("starting", total=None, visible=False)

    def __enter__(self) -> Self:
        logging.getLogger("rubricator").addHandler(self._handler)
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.stop()
        logging.getLogger("rubricator").removeHandler(self._handler)

    def step(self, site: str, name: str, total: int | None = None) -> None:
        """A new bar for a new step."""
        description = f"{site}: {STEPS.get(name, name)}"
        self._current = self._progress.add_task(description, total=total)

    def advance(self) -> None:
        """One more."""
        self._progress.advance(self._current)

    def note(self, sentence: str) -> None:
        """A sentence among the bars."""
        if not self._progress.disable:
            self._progress.console.print(sentence)

    def reported(self, report: Report) -> None:
        """Keep the report for the end."""
        self.reports.append(report)
