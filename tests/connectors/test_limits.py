"""When the next request may be sent, whatever way a server counts in."""

from collections.abc import Callable
from heapq import heappop, heappush
from itertools import count
from typing import Protocol

import pytest

from connectors.claude.limits import Limits, Remaining, said
from schemas.usage import Usage
from tests.builders import a_request

A_MINUTE = 1000
NUMBER = 1500
LATENCY = 0.3
REQUEST = a_request()
USED = Usage(input_tokens=2000, output_tokens=100)


class Server(Protocol):
    """A way to enforce a limit of `A_MINUTE` requests."""

    def takes(self, now: float) -> float | None:
        """A request that comes now: `None`, or the seconds of a `retry-after`, whole ones."""

    def left(self) -> float:
        """What remains, as it says."""


class Bucket:
    """It is refilled evenly, and holds so many."""

    def __init__(self, capacity: float) -> None:
        self._capacity = self._level = capacity
        self._at = 0.0

    def takes(self, now: float) -> float | None:
        """Whether one is left."""
        self._level += (now - self._at) * A_MINUTE / 60
        self._level, self._at = min(self._capacity, self._level), now
        if self._level < 1:
            return 1.0
        self._level -= 1
        return None

    def left(self) -> float:
        """What is in it."""
        return int(self._level)


class Windows:
    """So many in each stretch of the clock, the first of which had begun before."""

    def __init__(self, seconds: float, most: int, begun: float = 0.0) -> None:
        self._seconds, self._most, self._begun = seconds, most, begun
        self._latest, self._used = 0.0, 0

    def takes(self, now: float) -> float | None:
        """Whether this stretch has room."""
        latest, into = divmod(now + self._begun, self._seconds)
        if latest != self._latest:
            self._latest, self._used = latest, 0
        if self._used >= self._most:
            return float(-((into - self._seconds) // 1))
        self._used += 1
        return None

    def left(self) -> float:
        """What this stretch has."""
        return self._most - self._used


class Silent:
    """One that says the same of what remains, whatever remains."""

    def __init__(self, server: Server) -> None:
        self.takes = server.takes

    def left(self) -> float:
        """Nearly everything."""
        return A_MINUTE - 1


SERVERS: dict[str, Callable[[], Server]] = {
    "a bucket for a minute": lambda: Bucket(1000),
    "a bucket for a second": lambda: Bucket(17),
    "a bucket for a little more": lambda: Bucket(20),
    "minutes": lambda: Windows(60, 1000),
    "minutes, the first half over": lambda: Windows(60, 1000, begun=30),
    "minutes, the first nearly over": lambda: Windows(60, 1000, begun=50),
    "seconds": lambda: Windows(1, 17),
}


def deliver(server: Server, width: int, limits: Limits) -> tuple[list[float], int]:
    """When each of the requests was answered, and how many were refused."""
    out: list[tuple[float, int, float, dict[str, float], float | None, float]] = []
    answers: list[float] = []
    order, refused, now, unsent = count(), 0, 0.0, NUMBER
    while unsent or out:
        while unsent and len(out) < width and limits.room(now):
            cost, wait = limits.sent(now, REQUEST), server.takes(now)
            heappush(out, (now + LATENCY, next(order), now, cost, wait, server.left()))
            unsent -= 1
        wake = now + max(limits.wait(now), 0.001)
        if not out or (unsent and len(out) < width and wake < out[0][0]):
            now = wake
            continue
        now, _, sent_at, cost, wait, left = heappop(out)
        limits.heard(now, {"requests": Remaining(A_MINUTE, left)}, len(out))
        if wait is None:
            answers.append(now)
            limits.answered(now, sent_at, REQUEST, USED, cost)
        else:
            refused, unsent = refused + 1, unsent + 1
            limits.refused(now, sent_at)
            limits.rest(now + wait)
    return answers, refused


def rate(answers: list[float]) -> float:
    """Answers a minute, from the first to the last."""
    return (len(answers) - 1) / (answers[-1] - answers[0]) * 60


@pytest.mark.parametrize("width", [16, 64])
@pytest.mark.parametrize("speaks", [True, False], ids=["says what is left", "does not"])
@pytest.mark.parametrize("server", SERVERS.values(), ids=SERVERS)
def test_a_limit_is_used_to_the_full(
    server: Callable[[], Server],
    width: int,
    speaks: bool,  # noqa: FBT001 - of the table
) -> None:
    """At 95 % of it or better, however it is enforced; and it is run into once, not again."""
    answers, refused = deliver(server() if speaks else Silent(server()), width, Limits())

    assert len(answers) == NUMBER
    assert rate(answers) > 0.95 * A_MINUTE
    assert refused <= 1.1 * width


def test_a_bucket_that_says_what_is_left_never_overflows() -> None:
    """The first thousand go as fast as they can, the rest as it fills."""
    answers, refused = deliver(Bucket(1000), 64, Limits())

    assert (refused, rate(answers) > 2 * A_MINUTE) == (0, True)


def test_a_server_without_a_limit_is_not_held_back() -> None:
    """By nothing but its latency: 16 at a time."""
    answers, _ = deliver(Bucket(10_000), 16, Limits())

    assert rate(answers) == pytest.approx(60 * 16 / LATENCY, rel=0.02)


def test_a_bound_of_ours_is_kept() -> None:
    """From the first request on, evenly."""
    answers, refused = deliver(Bucket(1000), 64, Limits(requests_per_minute=600))

    assert refused == 0
    assert all(later - at > 0.999 for at, later in zip(answers, answers[15:], strict=False))
    assert rate(answers) == pytest.approx(600, rel=0.02)


@pytest.mark.parametrize("kind", ["input-tokens", "tokens"])
def test_tokens_are_limited_as_well(kind: str) -> None:
    """Little remains of a hundred thousand a minute, and each request takes 2,000 or so."""
    limits, now, sent = Limits(), 0.0, 0
    while now < 60:
        limits.heard(now, {kind: Remaining(100_000, 3_000)}, 0)
        wait = limits.wait(now)
        if wait:
            now += wait
            assert limits.room(now) > 0  # a wait is over when it is over
            continue
        cost = limits.sent(now, REQUEST)
        limits.answered(now, now, REQUEST, USED, cost)
        sent += 1

    assert 45 <= sent <= 52


def test_nobody_is_sent_before_the_rest_is_over() -> None:
    """The latest moment that was named counts."""
    limits = Limits()
    limits.refused(0.0, 0.0)
    limits.rest(7.0)
    limits.rest(5.0)

    assert (limits.room(6.99), limits.wait(6.0)) == (0, 1.0)
    assert limits.room(7.0) > 0


def test_after_a_refusal_in_vain_one_request_tries_for_all() -> None:
    """The others follow when it was answered, not when it was refused."""
    limits = Limits()
    limits.heard(0.0, {"requests": Remaining(6000, 5000)}, 0)
    limits.refused(0.0, 0.0)
    limits.rest(1.0)
    limits.refused(1.0, 1.0)
    limits.rest(2.0)
    assert limits.room(2.5) == 1

    limits.sent(2.5, REQUEST)
    assert limits.room(3.0) == 0

    limits.refused(3.0, 2.5)
    limits.rest(4.0)
    assert limits.room(4.5) == 1

    cost = limits.sent(4.5, REQUEST)
    limits.answered(5.0, 4.5, REQUEST, USED, cost)
    assert limits.room(5.0) > 1


def test_a_refusal_of_long_ago_is_not_one_more() -> None:
    """Those that were under way together are one refusal."""
    limits = Limits()
    for _ in range(50):
        limits.refused(0.3, 0.0)
        limits.rest(1.3)

    assert limits.refusals == 1


@pytest.mark.parametrize(
    ("headers", "heard"),
    [
        ({}, {}),
        ({"Anthropic-RateLimit-Requests-Limit": "50"}, {}),
        (
            {
                "Anthropic-RateLimit-Input-Tokens-Limit": "50000",
                "anthropic-ratelimit-input-tokens-remaining": "49000",
                "anthropic-ratelimit-input-tokens-reset": "2026-11-21T12:00:00Z",
                "anthropic-ratelimit-requests-limit": "many",
                "anthropic-ratelimit-requests-remaining": "few",
                "retry-after": "7",
            },
            {"input-tokens": Remaining(50_000, 49_000)},
        ),
        (
            {
                "anthropic-ratelimit-requests-limit": "0",
                "anthropic-ratelimit-requests-remaining": "0",
            },
            {},
        ),
    ],
    ids=["none", "half", "whole", "of nothing"],
)
def test_headers_are_read_as_far_as_they_make_sense(
    headers: dict[str, str], heard: dict[str, Remaining]
) -> None:
    """Whatever a proxy made of them."""
    assert said((name.encode(), value.encode()) for name, value in headers.items()) == heard
