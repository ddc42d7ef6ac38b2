"""Immediate delivery: over HTTP, with real reservations in a real ledger, and no real waiting."""

import threading
from datetime import date
from typing import Any

import pytest

from connectors.claude.pace import FIRST
from connectors.claude.round import TRIES
from schemas.call import Course, Reply
from schemas.money import in_picodollars
from tests.builders import a_request
from tests.connectors.delivering import MakeDesk, costs, troubles
from tests.standin_server import StandIn

WORST = a_request().worst_case
BUSY = {"status": 529}
SPENT = {"status": 429, "error_code": "enforced_spend_limit_reached"}


def test_every_request_comes_back_once(server: StandIn, desk_of: MakeDesk) -> None:
    """Whatever happened to it on the way."""
    requests = [a_request(n) for n in range(100, 130)]
    server.script(BUSY, {}, {"cut": True}, {"refusal": "bio"}, {"status": 413}, {}, BUSY, BUSY)
    desk = desk_of()
    back = desk.deliver(*requests)

    assert [request for request, _ in back] == requests
    assert [course for course in troubles(back) if course] == [Course.GIVE_UP]
    assert desk.reserved() == 0


def test_each_try_is_a_call_of_its_own(server: StandIn, desk_of: MakeDesk) -> None:
    """Two overloads cost nothing, the answer its cost."""
    server.script({**BUSY, "times": 2})
    desk = desk_of()
    back = desk.deliver(a_request())

    assert desk.calls() == [("settled", 0), ("settled", 0), ("settled", costs(back)[0])]
    assert costs(back)[0]


def test_a_cut_try_stays_charged(server: StandIn, desk_of: MakeDesk) -> None:
    """It may have been billed, so the next one needs money of its own."""
    server.script({"cut": True})
    desk = desk_of()
    back = desk.deliver(a_request())

    assert desk.calls() == [("unknown", None), ("settled", costs(back)[0])]


def test_waiting_grows_from_try_to_try(server: StandIn, desk_of: MakeDesk) -> None:
    """Doubled each time, and never at one moment for all."""
    server.script({"status": 500, "times": 3})
    desk = desk_of()
    desk.deliver(a_request())

    assert [tick for tick, _ in desk.purse.asked_for] == [0, 0.75, 0.75 + 1.5, 0.75 + 1.5 + 3]


def test_an_overloaded_server_is_waited_for_longer(server: StandIn, desk_of: MakeDesk) -> None:
    """It needs more time than one that merely failed."""
    server.script({**BUSY, "times": 2})
    desk = desk_of()
    desk.deliver(a_request())

    assert sorted({tick for tick, _ in desk.purse.asked_for}) == [0, 1.5, 1.5 + 3]


def test_a_server_that_asks_for_an_hour_is_left_alone(server: StandIn, desk_of: MakeDesk) -> None:
    """The rest comes back unsent: the next run asks again."""
    server.script({"status": 429, "headers": {"retry-after": "3600"}})
    desk, before = desk_of(concurrency=1), server.counters()["requests"]
    back = desk.deliver(*(a_request(n) for n in range(4)))

    assert (len(back), server.counters()["requests"] - before) == (4, 1)


def test_a_request_is_given_up_in_the_end(server: StandIn, desk_of: MakeDesk) -> None:
    """After its last try it comes back with its trouble, and nothing was paid."""
    server.script({**BUSY, "times": TRIES})
    desk = desk_of()
    before = server.counters()["requests"]
    back = desk.deliver(a_request())

    assert troubles(back) == [Course.RETRY]
    assert server.counters()["requests"] - before == TRIES
    assert desk.calls() == [("settled", 0)] * TRIES


def test_what_may_be_billed_each_time_is_tried_less_often(
    server: StandIn, desk_of: MakeDesk
) -> None:
    """A server that takes requests and never answers costs three reservations, not five."""
    server.script({"cut": True, "times": TRIES})
    desk, before = desk_of(), server.counters()["requests"]
    back = desk.deliver(a_request())
    server.clear()

    assert ([Course.RETRY], 3) == (troubles(back), server.counters()["requests"] - before)


@pytest.mark.parametrize(
    ("special", "course"),
    [(SPENT, Course.STOP_SPENDING), ({"status": 401}, Course.STOP)],
    ids=["spend limit", "wrong key"],
)
def test_what_makes_asking_pointless_stops_it(
    server: StandIn, desk_of: MakeDesk, special: dict[str, Any], course: Course
) -> None:
    """Nothing more is sent, in later rounds neither; the rest comes back with that trouble."""
    server.script(special)
    desk = desk_of(concurrency=1)
    before = server.counters()["requests"]
    back = desk.deliver(*(a_request(n) for n in range(5))) + desk.deliver(a_request(5))

    assert [course] * 6 == troubles(back)
    assert server.counters()["requests"] - before == 1
    assert desk.messages.stopped is back[0][1]


def test_what_is_under_way_when_asking_stops_is_paid_for_and_kept(
    server: StandIn, desk_of: MakeDesk
) -> None:
    """Its answers come back, too."""
    server.script({"status": 401, "latency": 0.2}, {"latency": 0.4, "times": 3})
    desk, before = desk_of(concurrency=4), server.counters()["answered"]
    back = desk.deliver(*(a_request(n) for n in range(8)))
    server.clear()  # on a busy machine fewer than four may have been under way

    paid = len([cost for cost in costs(back) if cost])
    assert 1 <= paid == server.counters()["answered"] - before
    assert ([c for c in troubles(back) if c], desk.reserved()) == ([Course.STOP] * (8 - paid), 0)


def test_a_request_without_budget_comes_back_unsent(server: StandIn, desk_of: MakeDesk) -> None:
    """It is not even reserved for."""
    before = server.counters()["requests"]
    desk = desk_of(cap=WORST / 2)
    back = desk.deliver(a_request(1), a_request(2))

    assert [outcome for _, outcome in back] == [None, None]
    assert (server.counters()["requests"] - before, desk.calls()) == (0, [])


def test_the_rest_of_a_tight_budget_is_used_by_smaller_requests(desk_of: MakeDesk) -> None:
    """Large ones that come first do not block them."""
    large = [a_request(n, max_tokens=8000) for n in range(9)]
    small = a_request(9)
    back = desk_of(cap=WORST * 2).deliver(*large, small)

    assert [outcome for _, outcome in back[:9]] == [None] * 9
    assert isinstance(back[9][1], Reply)


def test_a_cap_is_used_well(desk_of: MakeDesk) -> None:
    """What a reservation did not need is there for the next: more are answered than would fit."""
    cap = WORST * 3
    back = desk_of(cap=cap).deliver(*(a_request(n) for n in range(20)))
    spent = [cost for cost in costs(back) if cost]

    assert len(spent) > 3
    assert in_picodollars(cap) * 0.6 < sum(spent) <= in_picodollars(cap)


def test_the_answers_under_way_are_recorded_when_nobody_wants_more(desk_of: MakeDesk) -> None:
    """They are billed; the next run finds them in the ledger."""
    desk = desk_of(concurrency=4)
    back = desk.messages.deliver((a_request(n) for n in range(20)), desk.purse)
    next(back)
    back.close()  # type: ignore[attr-defined]

    assert {"settled"} == {state for state, _ in desk.calls()}
    assert (1 <= len(desk.calls()) < 20, desk.reserved()) == (True, 0)


def test_no_more_than_a_few_are_sent_at_first(desk_of: MakeDesk) -> None:
    """However many may be under way later."""
    desk = desk_of(concurrency=64)
    desk.deliver(*(a_request(n) for n in range(30)))

    assert desk.purse.asked_for[0] == (0, FIRST)


def test_a_later_round_goes_on_at_the_pace_that_was_reached(desk_of: MakeDesk) -> None:
    """The server has shown what it can bear."""
    desk = desk_of(concurrency=64)
    desk.deliver(*(a_request(n) for n in range(30)))
    before = len(desk.purse.asked_for)
    desk.deliver(*(a_request(n) for n in range(30)))

    assert desk.purse.asked_for[before][1] == FIRST + 30


def test_the_ledger_is_written_by_the_thread_that_iterates(
    server: StandIn, desk_of: MakeDesk
) -> None:
    """The threads that talk to Claude never see the purse."""
    server.script(BUSY, {"cut": True})
    desk = desk_of()
    desk.deliver(*(a_request(n) for n in range(20)))

    assert {threading.get_ident()} == desk.purse.threads


def test_what_the_api_says_of_a_model(desk_of: MakeDesk) -> None:
    """Its stage of life, and its last day; nothing of one that it does not know."""
    messages = desk_of().messages
    said = messages.described("claude-sonnet-4-5")
    assert said is not None
    assert ("deprecated", date(2026, 11, 30)) == (said.lifecycle, said.retires)
    assert messages.described("claude-nobody") is None
