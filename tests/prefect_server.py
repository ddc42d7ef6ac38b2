"""A Prefect server for all processes that run tests."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from prefect.settings import (
    PREFECT_API_SSL_CERT_FILE,
    PREFECT_API_URL,
    PREFECT_HOME,
    temporary_settings,
)

from flows.engine import of_temporary, prefect_api
from tests.authority import AUTHORITY
from tests.sharing import Sharing

DATABASE = "prefect.db"


@contextmanager
def serving(sharing: Sharing) -> Iterator[Path]:
    """A temporary server as the command starts it; its home."""
    home = sharing.folder / "prefect"

    @contextmanager
    def first() -> Iterator[str]:
        with temporary_settings({PREFECT_HOME: home, PREFECT_API_URL: None}), prefect_api():
            copy(home / DATABASE, sharing.folder / DATABASE)
            yield PREFECT_API_URL.value() or ""

    settings = of_temporary(sharing.one("prefect", first))
    settings |= {PREFECT_HOME: home, PREFECT_API_SSL_CERT_FILE: str(AUTHORITY)}
    with temporary_settings(settings):
        yield home


def new_home(home: Path, sharing: Sharing) -> None:
    """Give a server of a test's own the database of a first start, which takes seconds to make.

    There has to be one for all already.
    """
    shutil.copy(sharing.folder / DATABASE, home)


def copy(database: Path, to: Path) -> None:
    """A whole copy of what a server has open."""
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(to)) as made:
        source.backup(made)
