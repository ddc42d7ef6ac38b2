"""Deliveries of several runs that share one key: over HTTP, through a real ledger."""

from datetime import datetime

import pytest

from connectors.claude.pace import FIRST
from connectors.ledger.database import Database
from connectors.ledger.queue import Queue
from schemas.call import Reply
from schemas.run import RunId
from tests.builders import MODEL, a_request
from tests.connectors.asking import asking
from tests.connectors.delivering import MakeDesk, costs
from tests.crash.processes import race
from tests.ledgers import Place
from tests.standin_server import StandIn, running

BOUND = 600  # requests a minute: ten a second
ENFORCED = 720  # twelve a second: less than what two would send that knew nothing of each other
EACH = 20


def test_two_processes_keep_to_a_limit_together(place: Place) -> None:
    """Nobody is refused, everything is answered; and it takes as long as it has to."""
    with running(limits="second", requests_per_minute=ENFORCED, latency=0.05) as server:
        back = race(asking, 2, place, server.url, EACH, BOUND)
        counted = server.counters()
    first, last = (datetime.fromisoformat(counted[f"{n}_answer_at"]) for n in ("first", "last"))

    assert [[Reply] * EACH] * 2 == [[type(outcome) for outcome in outcomes] for outcomes in back]
    assert {"200": 2 * EACH} == counted["by_status"]
    assert (last - first).total_seconds() > 0.8 * 2 * EACH / (BOUND / 60)


def test_a_run_heeds_what_another_was_told(
    server: StandIn, desk_of: MakeDesk, shared: Database, request: pytest.FixtureRequest
) -> None:
    """It rests as well; and it grows gently, where the other found that it has to."""
    desk, name = desk_of(), request.node.name
    time = desk.clock.ticks
    other = Queue(shared, name, MODEL, RunId("o"), clock=desk.clock, time=lambda _: time())
    other.take({}, {})
    other.rest(2.0, refused=False, gently=True)
    back = desk.deliver(a_request(1), a_request(2))

    assert all(costs(back))
    assert min(tick for tick, _ in desk.purse.asked_for) >= 2.0
    assert desk.messages._paces[MODEL].width < FIRST
