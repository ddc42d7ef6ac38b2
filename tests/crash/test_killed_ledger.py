"""A process that spends is killed again and again: what it had said to be so, is so."""

import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from connectors.ledger.database import Database
from connectors.ledger.store import Ledger
from schemas.budget import meters
from schemas.ledger import CallRow, MeterRow, RunRow
from schemas.run import RunId
from tests.builders import DIGEST, a_candidate
from tests.clock import StillClock
from tests.ledgers import KINDS, Place, Server, no_ledger

HOUSE = Path(__file__).parents[2]
KILLS = 4
LINES = 60  # at most so many does a process say before it is killed
GLANCE = 0.01  # seconds at most from the last of them to the kill

Said = list[tuple[str, str]]


@pytest.fixture(scope="module", params=KINDS)
def place(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, postgres: Server
) -> Place:
    """Where there is no ledger yet."""
    return no_ledger(request.param, tmp_path_factory.mktemp("killed"), postgres)


@pytest.fixture(scope="module")
def said(place: Place) -> Said:
    """All that the processes said, one after the other, each killed at some moment."""
    moments = random.Random("moments")  # noqa: S311 - the same moments every time
    return [line for n in range(KILLS) for line in killed(place, f"{n}", moments)]


@pytest.fixture(scope="module")
def database(place: Place, said: Said) -> Iterator[Database]:
    """What the next start finds, when it has looked for the dead."""
    opened = place.open()
    Ledger(opened, StillClock()).reap()
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def calls(database: Database) -> dict[str, CallRow]:
    """Every call, by its id."""
    with database.reading() as session:
        found = session.exec(select(CallRow)).all()
        session.expunge_all()
        return {str(call.id): call for call in found}


def killed(place: Place, seed: str, moments: random.Random) -> Said:
    """What a process says until it is killed: after so many lines, in the middle of something."""
    command = [sys.executable, "-m", "tests.crash.processes", *map(str, place), seed]
    with subprocess.Popen(command, cwd=HOUSE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(moments.randint(1, LINES))]
        time.sleep(moments.random() * GLANCE)
        process.kill()
        lines += process.stdout
    return [(word, of) for word, of in (line.split() for line in lines)]


def test_something_was_going_on(said: Said) -> None:
    """Otherwise the others would show nothing."""
    words = Counter(word for word, _ in said)

    assert words["opening"] == KILLS
    assert words["settled"] > KILLS


def test_nothing_that_was_said_is_lost(said: Said, calls: dict[str, CallRow]) -> None:
    """What is said after a commit is in the ledger, whatever comes next."""
    assert {call_id for word, call_id in said if word == "reserved"} <= set(calls)
    for state in ("settled", "unknown"):
        assert {calls[of].state for word, of in said if word == state} <= {state}


def test_what_a_killed_process_had_sent_is_unknown(said: Said, calls: dict[str, CallRow]) -> None:
    """Nobody can say whether it was billed; a settlement may have come before it could be said."""
    answered = {of for word, of in said if word in {"settled", "unknown"}}
    states = Counter(call.state for call_id, call in calls.items() if call_id not in answered)

    assert states["reserved"] == 0
    assert states["settled"] <= KILLS


def test_the_meters_are_the_sums_of_the_calls(
    database: Database, calls: dict[str, CallRow]
) -> None:
    """Settled at their cost, unknown at their reservation, and nothing is reserved any more."""
    sums: Counter[tuple[str, str]] = Counter()
    for call in calls.values():
        for name in meters(RunId(call.run_id), call.sent_at).values():
            sums[name, call.state] += call.reserved if call.cost is None else call.cost

    with database.reading() as session:
        for meter in session.exec(select(MeterRow)):
            expected = (sums[meter.name, "settled"], sums[meter.name, "unknown"], 0)
            assert (meter.settled, meter.unknown, meter.reserved) == expected


def test_every_run_that_began_is_crashed(said: Said, database: Database) -> None:
    """Each is found dead once, by the first that looks."""
    with database.reading() as session:
        statuses = {row.id: row.status for row in session.exec(select(RunRow))}
    buried = [of for word, of in said if word == "buried"]

    assert {of for word, of in said if word == "started"} <= set(statuses)
    assert set(statuses.values()) == {"crashed"}
    assert len(buried) == len(set(buried))


def test_what_was_answered_is_not_paid_for_again(
    database: Database, calls: dict[str, CallRow]
) -> None:
    """The next run recalls every article's reply."""
    everything = [a_candidate(number) for number in range(4)]
    answered = {call.article_id for call in calls.values() if call.reply is not None}

    found = Ledger(database, StillClock()).replies(everything, DIGEST, simulated=False)

    assert set(found) == answered
    assert answered
