"""Deliveries of several runs that share one key: over HTTP, through a real ledger."""

from collections.abc import Callable

import pytest

from connectors.claude.pace import FIRST
from connectors.ledger.database import Database
from connectors.ledger.queue import Queue
from schemas.run import RunId
from tests.builders import MODEL, a_request
from tests.connectors.delivering import Desk, MakeDesk, costs
from tests.standin_server import StandIn


@pytest.fixture
def together_of(shared: Database, request: pytest.FixtureRequest) -> Callable[[Desk], Queue]:
    """The queue of another run that shares the limits of a delivery."""

    def make(desk: Desk) -> Queue:
        time, run_id = desk.clock.ticks, RunId("another")
        name = request.node.name
        return Queue(shared, name, MODEL, run_id, clock=desk.clock, time=lambda _: time())

    return make


def test_a_run_heeds_what_another_was_told(
    server: StandIn, desk_of: MakeDesk, together_of: Callable[[Desk], Queue]
) -> None:
    """It rests as well; and it grows gently, where the other found that it has to."""
    desk = desk_of()
    another = together_of(desk)
    another.take({}, {})
    another.rest(2.0, refused=False, gently=True)
    back = desk.deliver(a_request(1), a_request(2))

    assert all(costs(back))
    assert min(tick for tick, _ in desk.purse.asked_for) >= 2.0
    assert desk.messages._paces[MODEL].width < FIRST


def test_others_are_told_what_a_run_has_met(
    server: StandIn, desk_of: MakeDesk, together_of: Callable[[Desk], Queue]
) -> None:
    """Of a rest, and why; and that it is there no more, when it has all its answers."""
    ramp = {"error_code": "ramp_limit_exceeded", "headers": {"retry-after": "2"}}
    server.script({"status": 429, **ramp})
    desk = desk_of()
    desk.deliver(a_request(1))
    told = together_of(desk).look()

    assert told.rested == pytest.approx(2, abs=0.2)
    assert (told.refused, told.gently, told.others) == (True, True, 0)
