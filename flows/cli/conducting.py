"""A flow, run from a terminal: with progress on stderr and the outcome on stdout."""

import os
import signal
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from httpx import TransportError

from connectors.ledger.errors import LedgerError
from flows import brakes
from flows.cli.calling import program
from flows.cli.exits import CONFIGURATION, INTERRUPTED, UNREACHABLE, Exit
from flows.cli.printing import print_json
from flows.cli.terminal import Terminal
from flows.config import ConfigError, load
from flows.context import Desk
from flows.listener import LISTENER
from flows.ready import check_sites, failures_of
from flows.reports import html, text
from flows.reports import json as contract
from flows.secrets import claude_key
from schemas import languages
from schemas.run import EXIT_CODES, Report, worst

UNBEGUN = {"Misconfigured", "NeedsConfirmation"}  # a person has to say something first
QUIET = {"PREFECT_LOGGING_LEVEL": "CRITICAL"}  # Prefect's own lines say nothing to an editor


def ready(site: str | None, *, asks: bool) -> bool:
    """Make sure that a run could start: all that can be known before anything is called.

    Returns whether it is about several sites. Raises `ConfigError` or `LedgerError`, which name
    the field and the fix.
    """
    configuration = load()
    chosen = configuration.chosen(site)
    problems = []
    checks: list[Callable[[], object]] = [
        lambda: check_sites(configuration, chosen),
        lambda: Desk(configuration, key=None).close(),
    ]
    if asks and not configuration.settings.claude.key_block:
        checks.insert(0, lambda: claude_key(configuration, str))
    for check in checks:
        try:
            check()
        except (ConfigError, LedgerError) as error:
            problems.append(str(error))
    if problems:
        raise ConfigError(*problems)
    return site is None and len(chosen) > 1


def nothing_failed(run_id: str | None, site: str | None, article: Sequence[str] | None) -> bool:
    """Whether there is nothing of a run to try again. Raises as `ready`."""
    if run_id is None:
        return False
    desk = Desk(load(), key=None)
    _, failed = failures_of(desk, run_id, site, article)
    desk.close()
    return not failed


def ready_for(run_id: str) -> None:
    """Whether the run exists and its site can be written to. Raises as `ready`."""
    desk = Desk(load(), key=None)
    site = desk.earlier(run_id).site
    desk.close()
    check_sites(desk.configuration, desk.configuration.chosen(site))


def check_page(page: Path | None) -> None:
    """Raise `Exit` where the preview could not be written, before anything is paid for it."""
    if page is not None and (page.is_dir() or not os.access(page.absolute().parent, os.W_OK)):
        raise Exit(CONFIGURATION, f"--report: {page} cannot be written; name a file in a folder")


def conduct(flow: str, parameters: dict[str, Any], *, quiet: bool) -> list[Report]:
    """Run a flow to its end. Raises `Exit` where it did not get to a report."""
    be_quiet()
    with Terminal(quiet=quiet) as terminal:
        for each in (signal.SIGINT, signal.SIGTERM):  # both mean: stop, and say so
            signal.signal(each, terminal.interrupt)
        terminal.note("Starting.")
        from flows.engine import NoServerError, prefect_api  # noqa: PLC0415 - after QUIET

        module, name = flow.split(":")
        token = LISTENER.set(terminal)
        try:
            with prefect_api(meanwhile=lambda: warm_up(module)):
                state = getattr(import_module(module), name)(**parameters, return_state=True)
        except NoServerError as error:
            raise Exit(UNREACHABLE, str(error)) from None
        except (RuntimeError, TransportError) as error:
            sentence = "Prefect's API does not answer; check PREFECT_API_URL"
            raise Exit(UNREACHABLE, f"{sentence} ({type(error).__name__})") from None
        except KeyboardInterrupt:
            if not terminal.reports:
                raise
            show = f"{program()} show {terminal.reports[-1].run_id}"
            raise Exit(INTERRUPTED, f"{brakes.INTERRUPTED}. What it did: {show}") from None
        finally:
            LISTENER.reset(token)
    if not terminal.reports:
        code = CONFIGURATION if state.name in UNBEGUN else UNREACHABLE
        raise Exit(code, state.message or "the run did not get to its end")
    for sentence in terminal.remaining:
        print(f"rubricator: {sentence}", file=sys.stderr)  # noqa: T201
    return terminal.reports


def be_quiet() -> None:
    """Have Prefect print nothing, if said before it is imported."""
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)


def warm_up(module: str) -> None:
    """Load the flow and what it is going to need, while Prefect's server starts."""
    for name in (module, "connectors.claude.client", "connectors.markdown"):
        import_module(name)
    languages.model()


class Ending:
    """What is shown of the runs of one command."""

    def __init__(self, reports: Sequence[Report], *, several: bool) -> None:
        self._reports = reports
        self._several = several

    def show(self, *, json: bool, page: Path | None) -> int:
        """Print the outcome, write the page, and return the exit code."""
        if json:
            print_json(self._object())
        else:
            told = "\n\n".join(text.summary(report, program()) for report in self._reports)
            print(told or "Nothing failed in that run: there is nothing to try again.")  # noqa: T201
        if page is not None:
            _write(page, html.page(self._reports, program()))
            if not json:
                print(f"\nThe preview is in {page}.")  # noqa: T201
        return EXIT_CODES[worst([report.status for report in self._reports])]

    def _object(self) -> dict[str, Any]:
        return (
            contract.several(self._reports) if self._several else contract.as_dict(self._reports[0])
        )


def _write(page: Path, content: str) -> None:
    """The page; where the disk would not have it after all, the run is still what it was."""
    try:
        page.write_text(content, encoding="utf-8")
    except OSError as error:
        print(f"rubricator: {page} could not be written: {error.strerror}", file=sys.stderr)  # noqa: T201
