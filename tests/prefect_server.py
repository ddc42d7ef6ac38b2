"""A Prefect server for the tests of a process, on a database that is only made once."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest
from prefect.settings import PREFECT_API_URL, PREFECT_HOME, temporary_settings

from connectors.ledger.locks import Locks
from flows.engine import prefect_api

DATABASE = "prefect.db"


@contextmanager
def serving(factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A temporary server with a home of its own, as the command starts it.

    The first of the processes that run tests makes the database, which takes most of a first
    start; the others begin with a copy of it.
    """
    home, base = factory.mktemp("prefect"), factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    settings = temporary_settings({PREFECT_HOME: home, PREFECT_API_URL: None})
    with settings, ExitStack() as stack:
        with Locks(shared).exclusive("prefect"):
            if not (shared / DATABASE).exists():
                stack.enter_context(prefect_api())
                copy(home / DATABASE, shared / DATABASE)
            else:
                shutil.copy(shared / DATABASE, home)
        stack.enter_context(prefect_api())
        yield home


def a_home(factory: pytest.TempPathFactory) -> Path:
    """A home for a server that the test starts; with a database where one has been made."""
    home, base = factory.mktemp("prefect"), factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with Locks(shared).exclusive("prefect"):
        if (shared / DATABASE).exists():
            shutil.copy(shared / DATABASE, home)
    return home


def copy(database: Path, to: Path) -> None:
    """A whole copy of what a server has open."""
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(to)) as made:
        source.backup(made)
