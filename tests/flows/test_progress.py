"""How far a long run is, in Prefect's pages."""

from prefect import flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    ArtifactCollectionFilter,
    ArtifactCollectionFilterKey,
)
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.listener import LISTENER, Listener
from flows.progress import progress
from tests.clock import StillClock


class Counting(Listener):
    """Counts what it is told."""

    told = 0

    def advance(self, articles: int = 1) -> None:
        """So many more."""
        self.told += articles


def of(site: str) -> list[tuple[str | None, object]]:
    """What the pages show of a site's progress."""
    key = ArtifactCollectionFilter(key=ArtifactCollectionFilterKey(any_=[f"progress-{site}"]))
    with get_client(sync_client=True) as client:
        found = client.read_latest_artifacts(artifact_filter=key)
    return [(artifact.description, artifact.data) for artifact in found]


def work(site: str, total: int, done: int, seconds: float = 0.125) -> None:
    """A run's step over so many articles, of which some are done, one in so many seconds."""
    clock = StillClock()

    @flow(name="working")
    def working() -> None:
        with progress(site, clock):
            LISTENER.get().step(site, "ask", total)
            for _ in range(done):
                clock.sleep(seconds)
                LISTENER.get().advance()

    working()


def test_a_long_step_has_a_bar(prefect_server: None) -> None:
    """Moved every ten seconds, and at its end."""
    work("half", total=400, done=299)
    assert [("asking Claude: 240 of 400 articles", 60.0)] == of("half")
    work("whole", total=400, done=400)
    assert [("asking Claude: 400 of 400 articles", 100.0)] == of("whole")


def test_a_short_step_has_none(prefect_server: None) -> None:
    """Nobody would see it."""
    work("short", total=199, done=199)
    assert not of("short")


def test_a_run_goes_on_without_its_bar(prefect_server: None) -> None:
    """Where Prefect's API is away, and whoever else listens hears all the same."""
    listener, clock = Counting(), StillClock()

    @flow(name="working")
    def working() -> None:
        away = temporary_settings({PREFECT_API_URL: "http://127.0.0.1:9/api"})
        with away, progress("away", clock):
            LISTENER.get().step("away", "ask", 400)
            for _ in range(400):
                LISTENER.get().advance()

    token = LISTENER.set(listener)
    working()
    LISTENER.reset(token)
    assert 400 == listener.told
