"""A Prefect server for all processes that run tests."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import prefect
from prefect.settings import (
    PREFECT_API_SSL_CERT_FILE,
    PREFECT_API_URL,
    PREFECT_HOME,
    temporary_settings,
)

from flows.engine import at_temporary, prefect_api
from tests.authority import AUTHORITY
from tests.sharing import Sharing
from tests.standin_server import NOBODY

DATABASE = "prefect.db"
CLOSED = f"{NOBODY}/api"


@contextmanager
def serving(sharing: Sharing) -> Iterator[Path]:
    """A temporary server as the command starts it; its home."""
    home = sharing.folder / "prefect"

    @contextmanager
    def first() -> Iterator[str]:
        home.mkdir()
        if known := first_start(sharing).exists():
            new_home(home, sharing)
        with temporary_settings({PREFECT_HOME: home, PREFECT_API_URL: None}), prefect_api():
            if not known:
                keep(home / DATABASE, first_start(sharing))
            yield PREFECT_API_URL.value() or ""

    settings = {PREFECT_HOME: home, PREFECT_API_SSL_CERT_FILE: str(AUTHORITY)}
    with at_temporary(sharing.one("prefect", first)), temporary_settings(settings):
        yield home


def first_start(sharing: Sharing) -> Path:
    """The database of a first start of this Prefect, which takes ten seconds to make."""
    return sharing.kept / f"{prefect.__version__}.db"


def new_home(home: Path, sharing: Sharing) -> None:
    """Give a server of a test's own the database of a first start; there has to be one."""
    shutil.copy(first_start(sharing), home / DATABASE)


def keep(database: Path, to: Path) -> None:
    """Copy, whole, what a server has open."""
    unfinished = to.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(unfinished)) as made:
        source.backup(made)
    unfinished.replace(to)
