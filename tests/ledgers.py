"""Ledgers for tests, of either kind of database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest

from connectors.ledger.database import Database
from tests.postgres_server import PostgresServer

SQLITE, POSTGRESQL = "sqlite", "postgresql"
ON_POSTGRESQL = pytest.param(POSTGRESQL, marks=pytest.mark.postgresql)
KINDS = (SQLITE, ON_POSTGRESQL)
URL = "sqlite:///ledger.db"

Server = Callable[[], PostgresServer]  # started where it is asked for


class Place(NamedTuple):
    """Where a ledger is, for this process and for others."""

    url: str
    folder: Path

    def open(self) -> Database:
        """The ledger, upgraded where needed."""
        return Database(self.url, self.folder)


@contextmanager
def new_ledger(kind: str, folder: Path, server: Server) -> Iterator[Place]:
    """A ledger as a first start makes it; the making of it is only waited for once."""
    if kind == SQLITE:
        (folder / "ledger.db").write_bytes(first_start())
        yield Place(URL, folder)
    else:
        with server().ledger() as url:
            yield Place(url, folder)


def no_ledger(kind: str, folder: Path, server: Server) -> Place:
    """Where nobody has started yet."""
    return Place(URL if kind == SQLITE else server().empty(), folder)


@cache
def first_start() -> bytes:
    """The file of a ledger that nothing stands in yet."""
    with TemporaryDirectory() as folder:
        Database(URL, Path(folder)).close()
        return (Path(folder) / "ledger.db").read_bytes()
