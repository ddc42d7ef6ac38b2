"""The brake: whoever pulls it, every run of the ledger sees it."""

from pathlib import Path

from connectors.ledger.brake import EVERY, Brake
from connectors.ledger.database import Database
from schemas.pause import Pause
from tests.builders import NOON
from tests.clock import StillClock

URL = "sqlite:///ledger.db"


def brakes(folder: Path) -> tuple[Brake, Brake, StillClock]:
    """A person's and a run's, on one ledger; and the run's clock."""
    database, clock = Database(URL, folder), StillClock()
    return Brake(database, StillClock()), Brake(database, clock), clock


def test_a_pause_is_seen_until_it_is_over(tmp_path: Path) -> None:
    """By a brake of another process just as well."""
    person, run, _ = brakes(tmp_path)
    assert run.pulled() is None

    pause, fresh = person.pull("ada", "the site moves")

    assert (Pause(since=NOON, by="ada", reason="the site moves"), True) == (pause, fresh)
    assert pause == run.pulled()
    assert pause == person.release()
    assert run.pulled() is None


def test_a_second_pause_changes_nothing(tmp_path: Path) -> None:
    """It is said since when it stands; and there is nothing to resume twice."""
    person, other, _ = brakes(tmp_path)
    first, _ = person.pull("ada", "the site moves")
    assert (first, False) == other.pull("bob", "lunch")
    person.release()
    assert other.release() is None


def test_a_glance_looks_once_a_second(tmp_path: Path) -> None:
    """Requests are many, and a look at the ledger for each would be dear."""
    person, run, clock = brakes(tmp_path)
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
