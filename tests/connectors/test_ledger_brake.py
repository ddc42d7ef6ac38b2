"""The brake: whoever pulls it, every run of the ledger sees it."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from connectors.ledger.brake import EVERY, Brake
from connectors.ledger.database import Database
from schemas.pause import Pause
from tests.builders import NOON
from tests.clock import StillClock
from tests.ledgers import Place

PULLERS = 8


def brakes(database: Database) -> tuple[Brake, Brake, StillClock]:
    """A person's and a run's, on one ledger; and the run's clock."""
    clock = StillClock()
    return Brake(database, StillClock()), Brake(database, clock), clock


def test_a_pause_is_seen_until_it_is_over(database: Database) -> None:
    """By a brake of another process just as well."""
    person, run, _ = brakes(database)
    assert run.pulled() is None

    pause, fresh = person.pull("ada", "the site moves")

    assert (Pause(since=NOON, by="ada", reason="the site moves"), True) == (pause, fresh)
    assert pause == run.pulled()
    assert pause == person.release()
    assert run.pulled() is None


def test_a_second_pause_changes_nothing(database: Database) -> None:
    """It is said since when it stands; and there is nothing to resume twice."""
    person, other, _ = brakes(database)
    first, _ = person.pull("ada", "the site moves")
    assert (first, False) == other.pull("bob", "lunch")
    person.release()
    assert other.release() is None


def test_of_many_who_pull_at_once_one_has_pulled(place: Place) -> None:
    """All others are told of that one's pause."""
    opened = [place.open() for _ in range(PULLERS)]
    gate = Barrier(PULLERS)

    def pull(number: int) -> tuple[Pause, bool]:
        gate.wait()
        return Brake(opened[number], StillClock()).pull(f"person {number}", "")

    with ThreadPoolExecutor(PULLERS) as people:
        pulled = list(people.map(pull, range(PULLERS)))
    for database in opened:
        database.close()

    assert 1 == sum(fresh for _, fresh in pulled)
    assert 1 == len({pause.by for pause, _ in pulled})


def test_a_glance_looks_once_a_second(database: Database) -> None:
    """Requests are many, and a look at the ledger for each would be dear."""
    person, run, clock = brakes(database)
    assert run.glance() is None
    pause, _ = person.pull("ada", "")
    assert run.glance() is None
    clock.sleep(EVERY)
    assert pause == run.glance()


def test_a_pause_says_since_when_by_whom_and_why() -> None:
    """As far as it was said; and what ends it."""
    let_go = "rubricator resume lets runs go on"
    full = Pause(since=NOON, by="ada", reason="the site moves")
    day = f"{NOON:%Y-%m-%d %H:%M} UTC"
    assert f"paused since {day} by ada (the site moves); {let_go}" == full.sentence
    assert f"paused since {day}; {let_go}" == Pause(since=NOON).sentence
