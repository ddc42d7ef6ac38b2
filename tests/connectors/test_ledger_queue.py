"""The queue of a ledger: whatever process a run is in, its turn is its alone."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from connectors.ledger.database import Database
from connectors.ledger.queue import Queue
from schemas.run import RunId
from schemas.turns import LATE
from tests.builders import MODEL
from tests.clock import StillClock
from tests.ledgers import Place

ENDPOINT = "http://claude.test"
NOON = 1_795_262_400.0
HALF = {"requests": 0.5}
TAKERS, TURNS = 4, 8


@pytest.fixture
def other(place: Place) -> Iterator[Database]:
    """The same ledger, as another process has it open."""
    opened = place.open()
    yield opened
    opened.close()


def a_queue(database: Database, run: str = "ada", now: float = NOON, **of: Any) -> Queue:
    """A run's way to its turns, at a moment of the clock of all; its own stands at nought."""
    where = {"endpoint": ENDPOINT, "model": MODEL, **of}
    return Queue(database, **where, run_id=RunId(run), clock=StillClock(), time=lambda _: now)


def test_two_processes_take_turns(database: Database, other: Database) -> None:
    """The next begins where the last one ends, whoever has it."""
    ada, bob = a_queue(database), a_queue(other, "bob")
    begins = [run.take(HALF, {}).begins for run in (ada, bob, bob, ada)]

    assert begins == [-LATE, 0.0, 0.5, 1.0]


def test_a_run_is_told_by_its_own_clock(database: Database) -> None:
    """It counts its ticks from a moment that nobody else knows."""
    clock = StillClock()
    clock.sleep(1000)
    queue = Queue(database, ENDPOINT, MODEL, RunId("ada"), clock=clock, time=lambda _: NOON)

    assert (1000.0, 999.5) == queue.take(HALF, {})[:2]


def test_a_rest_is_everybodys(database: Database, other: Database) -> None:
    """Who looks is told, and turns come as much later."""
    told = a_queue(database).rest(7.0, refused=True, gently=True)
    seen = a_queue(other, "bob", NOON + 1).look()

    assert (7.0, 7.0, True, True) == (told.rests_until, told.rested, told.refused, told.gently)
    assert (6.0, 7.0, True, True) == (seen.rests_until, seen.rested, seen.refused, seen.gently)
    assert 6.0 == a_queue(other, "bob", NOON + 1).take(HALF, {}).begins


def test_runs_know_how_many_they_are(database: Database, other: Database) -> None:
    """From a first turn, however short, until they leave; what is left over is the next one's."""
    ada, bob = a_queue(database), a_queue(other, "bob")
    assert [0, 1] == [run.take({}, {}).others for run in (ada, bob)]

    bob.take(HALF, {})
    bob.leave({"requests": 0.2})

    assert 0 == ada.look().others
    assert pytest.approx(-0.2) == ada.take(HALF, {}).begins


@pytest.mark.parametrize(
    "elsewhere", [{"model": "claude-sonnet-5-5"}, {"endpoint": "http://a.test"}]
)
def test_each_model_of_each_endpoint_has_turns_of_its_own(
    database: Database, elsewhere: dict[str, Any]
) -> None:
    """So have its limits; and a stand-in's are nobody else's."""
    a_queue(database).take(HALF, {})

    assert -LATE == a_queue(database, **elsewhere).take(HALF, {}).begins


def test_looking_waits_for_nobody(database: Database, other: Database) -> None:
    """While somebody writes, however long, one sees what was so before."""
    a_queue(database).take({}, {})
    with other.writing():
        assert 1 == a_queue(database, "bob").look().others


def test_a_clock_that_is_put_back_locks_nobody_out(database: Database, other: Database) -> None:
    """Of a machine that was an hour fast."""
    a_queue(database, now=NOON + 3600).take(HALF, {})

    assert 0.0 == a_queue(other, "bob").take(HALF, {}).begins
    assert 0.0 == a_queue(other, "bob", NOON + 0.5).take(HALF, {}).begins


def test_the_time_is_the_databases(database: Database) -> None:
    """One for all machines, and it goes on within a transaction, which may wait for its turn."""
    with database.writing() as session:
        connection = session.connection()
        first = database.time(connection)
        time.sleep(0.01)
        second = database.time(connection)

    assert first == pytest.approx(time.time(), abs=60)
    assert first < second


def test_of_many_who_come_at_once_each_has_its_turn(place: Place) -> None:
    """No two turns meet, and no time between them is lost."""
    gate = Barrier(TAKERS)
    opened = [place.open() for _ in range(TAKERS)]

    def take(number: int) -> list[float]:
        queue = a_queue(opened[number], f"run-{number}")
        gate.wait()
        return [queue.take(HALF, {}).begins for _ in range(TURNS)]

    with ThreadPoolExecutor(TAKERS) as pool:
        begins = sorted(at for taken in pool.map(take, range(TAKERS)) for at in taken)
    for each in opened:
        each.close()

    assert begins == [0.5 * number - LATE for number in range(TAKERS * TURNS)]
