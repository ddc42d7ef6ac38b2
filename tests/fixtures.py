"""What every test may ask for."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from connectors.ledger.database import Database
from tests.ledgers import KINDS, Place, Server, new_ledger, no_ledger
from tests.postgres_server import PostgresServer, serving
from tests.sharing import Sharing
from tests.standin_server import StandIn, running

# The same examples every time, and none that fails because the machine is busy.
settings.register_profile(
    "house",
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("house")


@pytest.fixture
def standin() -> Iterator[StandIn]:
    """A stand-in of this test's own, with nothing asked and nothing scripted yet."""
    with running() as server:
        yield server


@pytest.fixture(scope="session")
def sharing(
    tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config
) -> Iterator[Sharing]:
    """What is started once, and used by all processes that run tests."""
    made = Sharing(tmp_path_factory, pytestconfig.cache)
    yield made
    made.close()


@pytest.fixture(scope="session")
def postgres_server(sharing: Sharing) -> Iterator[PostgresServer]:
    """One PostgreSQL server for all tests, and the databases that are this process's."""
    server = PostgresServer(Path(sharing.one("postgres", serving)))
    yield server
    server.close()


@pytest.fixture(scope="session")
def postgres(request: pytest.FixtureRequest) -> Server:
    """The same, started by the first that needs it."""
    return partial(request.getfixturevalue, "postgres_server")


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest, tmp_path: Path, postgres: Server) -> Iterator[Place]:
    """A new ledger of either kind."""
    with new_ledger(request.param, tmp_path, postgres) as made:
        yield made


@pytest.fixture
def database(place: Place) -> Iterator[Database]:
    """It, opened."""
    opened = place.open()
    yield opened
    opened.close()


@pytest.fixture(params=KINDS)
def nowhere(request: pytest.FixtureRequest, tmp_path: Path, postgres: Server) -> Place:
    """Where there is no ledger yet, of either kind."""
    return no_ledger(request.param, tmp_path, postgres)
