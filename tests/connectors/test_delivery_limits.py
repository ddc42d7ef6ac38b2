"""Immediate delivery in the face of rate limits: over HTTP, by a clock that stands still."""

from collections import Counter
from dataclasses import replace

from connectors.claude.round import LOOK, TRIES
from schemas.call import Course, Reply, Trouble
from tests.builders import a_request
from tests.clock import StillClock
from tests.connectors.delivering import MakeDesk, costs, troubles
from tests.standin_server import StandIn

LIMITED = {"status": 429, "headers": {"retry-after": "7"}}
PAUSED = Trouble(reason="paused", course=Course.CANCEL)


def test_a_server_that_says_how_long_is_waited_for(server: StandIn, desk_of: MakeDesk) -> None:
    """By everybody, never less, and hardly longer: until then nothing else is sent."""
    server.script(LIMITED)
    desk = desk_of(concurrency=1)
    desk.deliver(a_request(1), a_request(2))
    first, *later = [tick for tick, _ in desk.purse.asked_for]

    assert (first, len(later)) == (0, 2)
    assert all(7 <= tick < 7.5 for tick in later)


def test_refusals_for_the_rate_use_up_no_tries(server: StandIn, desk_of: MakeDesk) -> None:
    """As long as the wait is not too long, each is a call, and the answer comes in the end."""
    server.script({"status": 429, "headers": {"retry-after": "1"}, "times": 2 * TRIES})
    desk = desk_of(concurrency=1)
    back = desk.deliver(a_request())

    assert costs(back)[0]
    assert Counter(desk.calls())["settled", 0] == 2 * TRIES


def test_a_server_that_refuses_for_ever_is_not_asked_for_ever(
    server: StandIn, desk_of: MakeDesk
) -> None:
    """It is asked more and more rarely, then given up."""
    server.script({"status": 429, "headers": {"retry-after": "1"}, "times": 100})
    desk, before = desk_of(), server.counters()["requests"]
    back = desk.deliver(a_request())
    server.clear()

    assert (troubles(back), desk.reserved()) == ([Course.RETRY], 0)
    assert server.counters()["requests"] - before < 20


def test_those_that_were_refused_together_are_not_sent_again_together(
    server: StandIn, desk_of: MakeDesk
) -> None:
    """Evenly, at the limit that the headers name: a thousand a minute is one in 60 ms."""
    server.script({"status": 429, "headers": {"retry-after": "1"}, "times": 8})
    desk = desk_of(concurrency=8)
    back = desk.deliver(*(a_request(n) for n in range(40)))
    ticks = sorted(tick for tick, _ in desk.purse.asked_for)

    assert all(costs(back))
    assert 1 + (40 - 9) * 0.06 <= ticks[-1] <= 1.1 + 40 * 0.06


def test_a_bound_of_ours_is_kept(server: StandIn, desk_of: MakeDesk) -> None:
    """One a second, whatever the server allows."""
    desk = desk_of(requests_per_minute=60)
    back = desk.deliver(*(a_request(n) for n in range(5)))

    assert all(isinstance(outcome, Reply) for _, outcome in back)
    assert 3.4 <= desk.clock.ticks() <= 4.1
    assert server.counters()["answered"] >= 5


def test_a_ramp_limit_slows_down(server: StandIn, desk_of: MakeDesk) -> None:
    """Nothing is lost by it."""
    ramp = {"error_code": "ramp_limit_exceeded", "headers": {"retry-after": "2"}}
    server.script({"status": 429, **ramp, "times": 4})
    desk = desk_of()
    back = desk.deliver(*(a_request(n) for n in range(20)))

    assert all(costs(back))
    assert 2 <= desk.clock.ticks()


def test_being_told_to_stop_is_heard_while_waiting(server: StandIn, desk_of: MakeDesk) -> None:
    """Somebody pauses all runs while this one rests: what was not sent comes back with that."""

    class Interrupted(StillClock):
        """A clock whose third sleep is interrupted by a person."""

        def sleep(self, seconds: float) -> None:
            super().sleep(seconds)
            if len(self.slept) == 3:
                desk.messages.stop(PAUSED)

    server.script({"status": 429, "headers": {"retry-after": "60"}})
    usual = desk_of(concurrency=1)
    clock = Interrupted()
    usual.messages._clock = clock
    desk = replace(usual, clock=clock)
    back = desk.deliver(a_request(1), a_request(2))

    assert troubles(back) == [Course.CANCEL] * 2
    assert clock.slept == [LOOK] * 3
    assert desk.messages.stopped is PAUSED
