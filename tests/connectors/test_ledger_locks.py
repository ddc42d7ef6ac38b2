"""Locks: held for as long as their holder lives and wants, and no longer."""

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from subprocess import PIPE, Popen

import pytest
from sqlalchemy.engine import make_url

from connectors.ledger.database import Database
from connectors.ledger.errors import LedgerError
from connectors.ledger.store import Ledger
from schemas.run import RunId
from tests.builders import a_run_row
from tests.clock import StillClock
from tests.crash.processes import claim
from tests.ledgers import ON_POSTGRESQL, Place, Server

HOUSE = Path(__file__).parents[2]
PATIENCE = 10.0  # seconds until something has happened
GLANCE = 0.005
OURS = "database = (SELECT oid FROM pg_database WHERE datname = current_database())"
LOCKS = f"SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND {OURS}"  # noqa: S608
HANG_UP = f"SELECT pg_terminate_backend(pid, 5000) FROM ({LOCKS}) AS held"  # noqa: S608
ONLY_POSTGRESQL = pytest.mark.parametrize("place", [ON_POSTGRESQL], indirect=True)

# A process that holds a lock, and has a child that knows nothing of it and outlives it.
HOLDER = """
import os, sys, time
from pathlib import Path
from connectors.ledger.database import Database
database = Database(sys.argv[1], Path(sys.argv[2]))
database.locks.hold("run-1")
if child := os.fork():
    print(child, flush=True)
time.sleep(60)
"""


@pytest.fixture
def other(place: Place) -> Iterator[Database]:
    """The same one, as another process has it open."""
    opened = place.open()
    yield opened
    opened.close()


def name_of(place: Place) -> str:
    """The database's name on its server."""
    return make_url(place.url).database or ""


def test_a_lock_is_held_until_it_is_given_back(database: Database, other: Database) -> None:
    """Whoever looks sees it, and looking changes nothing."""
    assert not database.locks.is_held("run-1")

    database.locks.hold("run-1")
    assert [True] * 4 == [each.locks.is_held("run-1") for each in (database, other) * 2]
    assert not other.locks.is_held("run-2")

    database.locks.release("run-1")
    assert not other.locks.is_held("run-1")


def test_a_lock_is_given_back_once(database: Database, other: Database) -> None:
    """A second time, or by somebody else, there is nothing to give back."""
    other.locks.hold("run-1")
    database.locks.release("run-1")
    assert database.locks.is_held("run-1")
    other.locks.release("run-1")
    other.locks.release("run-1")
    other.locks.sweep("run-1")
    assert not database.locks.is_held("run-1")


def test_whoever_waits_for_a_block_is_told_so_once(database: Database, other: Database) -> None:
    """And not where there is nobody to wait for."""
    said: list[str] = []

    def give_way() -> None:
        said.append("waiting")
        first.__exit__(None, None, None)

    first = database.locks.exclusive("publish", lambda: said.append("needless"))
    first.__enter__()
    with other.locks.exclusive("publish", give_way):
        assert other.locks.is_held("publish")
    with database.locks.exclusive("publish", lambda: said.append("needless")):
        assert ["waiting"] == said


def test_a_block_that_breaks_gives_its_lock_back(database: Database, other: Database) -> None:
    """The next one has not to wait for it."""
    with pytest.raises(ZeroDivisionError), database.locks.exclusive("publish"):
        _ = 1 / 0
    with other.locks.exclusive("publish", lambda: pytest.fail("nobody has it")):
        pass


@ONLY_POSTGRESQL  # a file's lock is shared with a fork, as the file is
def test_a_killed_process_holds_nothing_though_its_child_lives(
    place: Place, database: Database
) -> None:
    """The child has copies of the parent's connections, and lets go of them."""
    command = [sys.executable, "-c", HOLDER, *map(str, place)]
    with Popen(command, cwd=HOUSE, stdout=PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert database.locks.is_held("run-1")

        parent.kill()
        parent.wait()
        end = time.monotonic() + PATIENCE
        while database.locks.is_held("run-1") and time.monotonic() < end:
            time.sleep(GLANCE)

        assert not database.locks.is_held("run-1")
        os.kill(child, 9)


@ONLY_POSTGRESQL
def test_a_run_that_is_cut_off_from_its_lock_writes_no_more(
    place: Place, database: Database, other: Database, postgres: Server
) -> None:
    """Others take it for dead: what it has claimed is theirs by now."""
    mine, theirs = Ledger(database, StillClock()), Ledger(other, StillClock())
    mine.start(a_run_row("mine"))
    assert claim(mine, "mine").candidates

    postgres().say(HANG_UP, database=name_of(place))
    with pytest.raises(LedgerError, match="others may have taken this run for dead"):
        claim(mine, "mine")

    theirs.start(a_run_row("theirs"))
    assert 3 == len(claim(theirs, "theirs").candidates)
    mine.abandon(RunId("mine"))
    assert other.locks.is_held("run-theirs")


@ONLY_POSTGRESQL
def test_ledgers_of_one_server_have_locks_of_their_own(
    place: Place, database: Database, postgres: Server
) -> None:
    """Also two in one database, each in a schema."""
    postgres().say("CREATE SCHEMA beside", database=name_of(place))
    beside = Database(f"{place.url}&options=-csearch_path%3Dbeside", place.folder)
    database.locks.hold("run-1")
    assert not beside.locks.is_held("run-1")
    beside.close()
    postgres().say("DROP SCHEMA beside CASCADE", database=name_of(place))
