"""What the connectors' tests have in common: a stand-in, a client, and where answers come from."""

import os
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from connectors.claude.client import Claude
from connectors.claude.messages import Messages
from connectors.ledger.database import Database
from connectors.ledger.queue import Queue
from connectors.ledger.store import Ledger
from schemas.budget import Budget
from schemas.run import RunId
from tests.authority import CLAUDES, trust_it_alone
from tests.builders import a_run_row
from tests.clock import StillClock
from tests.connectors.cassettes import Source, Tape, client
from tests.connectors.delivering import Desk, MakeDesk, WatchedPurse
from tests.standin_server import StandIn, running

trust_it_alone()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Two flags that record Claude's cassettes anew, instead of playing them back."""
    group = parser.getgroup("claude")
    for flag, source, text in (
        ("--record-claude", Source.API, "record from the real API: needs a key, costs money"),
        ("--record-standin", Source.STANDIN, "record from the stand-in"),
    ):
        group.addoption(flag, action="store_const", const=source, dest="record_claude", help=text)


@pytest.fixture
def tape(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Tape:
    """Recorded answers of Claude's API."""
    source = request.config.getoption("record_claude", default=None) or Source.PLAYBACK
    if source is Source.API:
        monkeypatch.delenv(CLAUDES)
        if not os.environ.get("ANTHROPIC_API_KEY"):
            pytest.fail("--record-claude needs a key in ANTHROPIC_API_KEY")
    return Tape(source)


@pytest.fixture(scope="module")
def server() -> Iterator[StandIn]:
    """A stand-in for all tests of a module; each uses up what it queues."""
    with running() as standin:
        yield standin


@pytest.fixture(scope="module")
def claude(server: StandIn) -> Iterator[Claude]:
    """The connector, at the stand-in; it keeps nothing from one test to the next."""
    with client(server.url) as made:
        yield made


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A new ledger, for a run of each test."""
    made = Database("sqlite:///ledger.db", tmp_path_factory.mktemp("ledger"))
    yield made
    made.close()


@pytest.fixture
def desk_of(shared: Database, claude: Claude, request: pytest.FixtureRequest) -> MakeDesk:
    """Deliveries that take so many requests at once, with a cap in USD, and further settings."""
    clock, run_id = StillClock(), RunId(request.node.name)

    def queue_of(model: str) -> Queue:
        """In a place of this test's own, where it is as late as on its clock."""
        return Queue(shared, run_id, model, run_id, clock=clock, time=lambda _: clock.ticks())

    def make(concurrency: int = 16, cap: Decimal = Decimal(1), **settings: Any) -> Desk:
        ledger = Ledger(shared, clock)
        ledger.start(a_run_row(run_id))
        budget = Budget(per_run_usd=cap, per_day_usd=Decimal(1), per_month_usd=Decimal(1))
        purse = ledger.purse(run_id, "http://claude.test", budget)
        messages = Messages(claude, concurrency, clock, queue=queue_of, **settings)
        return Desk(messages, WatchedPurse(purse, clock), clock, shared, run_id)

    return make
