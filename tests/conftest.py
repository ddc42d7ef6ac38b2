"""Which tests come first, and what every one of them may ask for."""

import gc
import os
from pathlib import Path

import pytest

from tests.postgres_programs import MISSING, installed

pytest.register_assert_rewrite("tests.connectors.conformance", "tests.connectors.plugin_stories")

# To look for garbage among all that is imported took a seventh of the time.
gc.set_threshold(10_000, 20, 20)

LEAST, MOST = 3, 8  # processes that run tests; each takes five seconds to find them

# The first starts the server that all flows talk to, and all of them wait for that; meanwhile the
# others do what takes long without it.
FIRST = (
    "flows/test_brakes.py",
    "crash/",
    "connectors/test_delivery",
    "connectors/test_ledger",
    "flows/",
)


def pytest_xdist_auto_num_workers() -> int:
    """As many as there are processors, and more than two: much of the time is spent waiting."""
    return max(LEAST, min(os.cpu_count() or 1, MOST))


def pytest_configure(config: pytest.Config) -> None:
    """Have what tests ask for, unless others run them: to load it takes two seconds."""
    if not config.getoption("numprocesses", None):
        config.pluginmanager.import_plugin("tests.fixtures")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest: the last one to end is waited for."""
    house = Path(__file__).parent

    def place(item: pytest.Item) -> int:
        path = item.path.relative_to(house).as_posix()
        return next((n for n, start in enumerate(FIRST) if path.startswith(start)), len(FIRST))

    items.sort(key=place)


def pytest_collection_finish() -> None:
    """What is there by now stays, and need not be looked at again."""
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say last, and once, how to get what many tests have missed."""
    if terminalreporter.stats.get("error") and installed() is None:
        terminalreporter.write_sep("!", MISSING)
