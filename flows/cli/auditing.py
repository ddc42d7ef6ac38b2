"""An audit from a terminal: with progress on stderr and the outcome on stdout."""

import sys
from collections.abc import Sequence
from pathlib import Path
from shutil import get_terminal_size
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from flows.audit import Scope, audit_site
from flows.cli.calling import program
from flows.cli.doctor import load_block
from flows.cli.exits import CONFIGURATION, UNREACHABLE, Exit
from flows.cli.printing import print_json
from flows.config import load
from flows.context import SystemClock
from flows.listener import Listener
from flows.reports import audit_json, audit_text
from flows.reports.audit_view import view
from flows.reports.html import whole_page
from flows.sites import opened
from schemas.audit import Audit, Unread

WIDEST = 100  # characters that are read in one line with ease


def audited(site: str | None, scope: Scope, *, quiet: bool) -> tuple[list[Audit | Unread], bool]:
    """What is said of each site, and whether it is about several. Raises `ConfigError`."""
    configuration = load()
    chosen = configuration.chosen(site)
    with Bar(quiet=quiet) as bar:
        readers = [opened(configuration, one, load_block, SystemClock()) for one in chosen]
        audits = [
            audit_site(reader, one, scope, bar) for reader, one in zip(readers, chosen, strict=True)
        ]
    return audits, site is None and len(chosen) > 1


class Ending:
    """What is shown of the audits of one command."""

    def __init__(self, audits: Sequence[Audit | Unread], *, several: bool) -> None:
        self._audits = audits
        self._several = several

    def show(self, *, json: bool, page: Path | None, worst: int) -> int:
        """Print the outcome, write the page, and return the exit code."""
        unread = [one for one in self._audits if isinstance(one, Unread)]
        if json:
            print_json(self._object())
        else:
            self._print(worst, page)
        if page is not None:
            _write(page, whole_page("audit", page=view(self._audits, program())))
            if not json:
                print(f"\nAll of it is in {page}.")  # noqa: T201
        for one in unread:
            print(f"rubricator: site {one.site}: {one.reason}", file=sys.stderr)  # noqa: T201
        return UNREACHABLE if unread else 0

    def _print(self, worst: int, page: Path | None) -> None:
        width = min(WIDEST, get_terminal_size((WIDEST, 0)).columns)
        read = [one for one in self._audits if isinstance(one, Audit)]
        if not read:
            return
        told = [
            audit_text.summary(one, worst=worst, width=width, program=program()) for one in read
        ]
        print(f"\n\n{'─' * width}\n".join(told))  # noqa: T201
        if page is None and any(one.found for one in read):
            site = "" if self._several else f" --site {read[0].site}"
            command = f"{program()} audit{site} --report audit.html"
            print(f"\nFor all of it on one page:\n  {command}")  # noqa: T201

    def _object(self) -> dict[str, object]:
        if self._several:
            return audit_json.several(self._audits)
        return audit_json.as_dict(self._audits[0])


class Bar(Listener):
    """A bar at a terminal, gone when all is read; nothing elsewhere."""

    def __init__(self, *, quiet: bool) -> None:
        console = Console(stderr=True)
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=quiet or not console.is_terminal,
        )
        self._current = self._progress.add_task("", total=None, visible=False)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def step(self, site: str, name: str, total: int | None = None) -> None:
        """The bar begins anew."""
        self._progress.remove_task(self._current)
        self._current = self._progress.add_task(f"{site}: {name}", total=total)

    def advance(self, articles: int = 1) -> None:
        """So many more."""
        self._progress.advance(self._current, articles)


def _write(page: Path, content: str) -> None:
    try:
        page.write_text(content, encoding="utf-8")
    except OSError as error:
        sentence = f"--report: {page} could not be written: {error.strerror}"
        raise Exit(CONFIGURATION, sentence) from None
