"""Immediate delivery where a model is gone or stays overloaded, and another may take over."""

import pytest

from connectors.claude.fallback import GIVEN_UP
from connectors.claude.round import TRIES
from schemas.call import Course
from schemas.request import ladder
from tests.builders import MODEL, a_request
from tests.connectors.delivering import MakeDesk, costs, troubles
from tests.standin_server import StandIn

SONNET = "claude-sonnet-5-5"
FALLBACK = ladder(MODEL, (), SONNET)[-2]
GONE = {"status": 404}


def test_without_a_fallback_a_model_that_is_gone_stops_the_run(
    server: StandIn, desk_of: MakeDesk
) -> None:
    """There is nobody to ask."""
    server.script(GONE)
    desk = desk_of(concurrency=1)
    back = desk.deliver(*(a_request(n) for n in range(5)))

    assert troubles(back) == [Course.STOP] * 5
    assert desk.messages.stopped is back[0][1]


def test_with_a_fallback_a_model_that_is_gone_is_asked_no_more(
    server: StandIn, desk_of: MakeDesk
) -> None:
    """In later rounds neither, and the other model answers for all."""
    server.script(GONE)
    desk, before = desk_of(concurrency=1, fallback=SONNET), server.counters()["requests"]
    requests = [a_request(n) for n in range(5)]
    back = desk.deliver(*requests) + desk.deliver(*requests)

    assert troubles(back) == [Course.FALL_BACK] * 10
    assert server.counters()["requests"] - before == 1
    assert desk.messages.stopped is None
    assert "no such model" in desk.messages.down[MODEL].reason

    answered = desk.deliver(*(a_request(n, attempt=FALLBACK) for n in range(5)))
    assert all(costs(answered))
    assert {request["model"] for request in server.requests(5)} == {SONNET}


def test_a_fallback_that_is_gone_itself_stops_the_run(server: StandIn, desk_of: MakeDesk) -> None:
    """There is nobody left."""
    server.script(GONE)
    desk = desk_of(fallback=SONNET)
    back = desk.deliver(a_request(attempt=FALLBACK))

    assert troubles(back) == [Course.STOP]
    assert desk.messages.stopped is back[0][1]


@pytest.mark.parametrize("status", [500, 503, 529])
def test_a_model_that_stays_overloaded_falls_back_after_its_tries(
    server: StandIn, desk_of: MakeDesk, status: int
) -> None:
    """It alone, while others are answered."""
    server.script({"status": status, "times": TRIES})
    desk, before = desk_of(concurrency=1, fallback=SONNET), server.counters()["requests"]
    back = desk.deliver(a_request(1)) + desk.deliver(a_request(2))

    assert troubles(back) == [Course.FALL_BACK, None]
    assert server.counters()["requests"] - before == TRIES + 1


def test_a_model_that_answers_nobody_is_asked_no_more(server: StandIn, desk_of: MakeDesk) -> None:
    """A thousand articles would else wait for it, each through all its tries."""
    server.script({"status": 529, "times": 1000})
    desk, before = desk_of(concurrency=1, fallback=SONNET), server.counters()["requests"]
    back = desk.deliver(*(a_request(n) for n in range(12)))

    server.clear()

    assert troubles(back) == [Course.FALL_BACK] * 12
    assert server.counters()["requests"] - before == 12 * (TRIES - 1) + GIVEN_UP
    assert desk.reserved() == 0


def test_a_model_that_asks_for_an_hour_is_not_waited_for(
    server: StandIn, desk_of: MakeDesk
) -> None:
    """The other one is there now."""
    server.script({"status": 529, "headers": {"retry-after": "3600"}})
    desk = desk_of(concurrency=1, fallback=SONNET)
    back = desk.deliver(a_request(1), a_request(2))

    assert (troubles(back), desk.clock.slept) == ([Course.FALL_BACK] * 2, [])


@pytest.mark.parametrize(
    "special",
    [
        {"status": 401},
        {"status": 404, "text": "<html>", "headers": {"content-type": "text/html"}},
        {"status": 429, "error_code": "enforced_spend_limit_reached"},
        {"status": 429, "headers": {"retry-after": "3600"}},
    ],
    ids=["wrong key", "wrong address", "spend limit", "rate limit of an hour"],
)
def test_what_is_wrong_for_every_model_stops_the_run(
    server: StandIn, desk_of: MakeDesk, special: dict[str, object]
) -> None:
    """The fallback could do no better."""
    server.script(special)
    desk = desk_of(concurrency=1, fallback=SONNET)
    desk.deliver(a_request(1), a_request(2))

    assert desk.messages.stopped is not None
    assert desk.messages.stopped.course is not Course.FALL_BACK
