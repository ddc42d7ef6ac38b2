"""Rate limits as a program meets them: enforced, and told in headers, by a clock that we set."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from tests.standin_server import StandIn, body, post, running

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC).timestamp()
MUCH = {
    "requests_per_minute": 1_000_000,
    "input_tokens_per_minute": 1_000_000_000,
    "output_tokens_per_minute": 1_000_000_000,
}


@dataclass
class Hands:
    """A clock that stands until it is set."""

    now: float = NOON

    def __call__(self) -> float:
        """The seconds since 1970."""
        return self.now


@dataclass(frozen=True)
class Limited:
    """A stand-in with limits, and its clock."""

    standin: StandIn
    hands: Hands

    def ask(self, **changes: Any) -> httpx.Response:
        """One answer, whichever it is."""
        return post(self.standin, body(**changes))

    def statuses(self, count: int) -> list[int]:
        """What so many requests are answered at the same moment."""
        return [self.ask().status_code for _ in range(count)]

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.hands.now += seconds


@contextmanager
def limited(**settings: Any) -> Iterator[Limited]:
    """A stand-in with no limits but these."""
    hands = Hands()
    with running(hands, **{**MUCH, **settings}) as standin:
        yield Limited(standin, hands)


@pytest.mark.parametrize(
    ("limits", "at_once", "after_a_second"),
    [("bucket", 60, 1), ("second", 1, 1), ("window", 60, 0)],
)
def test_requests_are_limited(limits: str, at_once: int, after_a_second: int) -> None:
    """A bucket begins with a minute's worth or a second's and fills; a window stays empty."""
    with limited(limits=limits, requests_per_minute=60) as server:
        assert server.statuses(at_once + 1) == [200] * at_once + [429]
        server.wait(1)
        assert server.statuses(after_a_second + 1) == [200] * after_a_second + [429]


@pytest.mark.parametrize("limits", ["bucket", "second", "window"])
def test_who_waits_as_long_as_told_is_answered(limits: str) -> None:
    """`retry-after` is whole seconds, and enough of them; one less is not."""
    with limited(limits=limits, requests_per_minute=7) as server:
        while (refused := server.ask()).status_code == 200:
            server.wait(0.25)
        told = int(refused.headers["retry-after"])
        assert told >= 1
        server.wait(told - 1)
        assert server.ask().status_code == 429
        server.wait(1)
        assert server.ask().status_code == 200


def test_a_window_opens_with_the_minute_of_the_clock() -> None:
    """Not a minute after the first request."""
    with limited(limits="window", requests_per_minute=2) as server:
        server.wait(45)
        assert server.statuses(3) == [200, 200, 429]
        assert server.ask().headers["retry-after"] == "15"
        server.wait(15)
        assert server.statuses(3) == [200, 200, 429]


def test_the_refusal_is_claudes() -> None:
    """It names the limit, and no code."""
    with limited(limits="bucket", requests_per_minute=1) as server:
        server.ask()
        error = server.ask().json()["error"]
    assert error["type"] == "rate_limit_error"
    assert "1 requests per minute" in error["message"]
    assert "details" not in error


@pytest.mark.parametrize("limits", ["bucket", "window"])
def test_input_tokens_are_limited(limits: str) -> None:
    """What a request says counts before it is answered."""
    with limited(limits=limits) as server:
        used = server.ask().json()["usage"]["input_tokens"]
        server.standin.settings(input_tokens_per_minute=2 * used + 1)
        assert server.statuses(3) == [200, 200, 429]
        assert "input tokens" in server.ask().json()["error"]["message"]


def test_output_tokens_are_limited_by_what_was_really_said() -> None:
    """`max_tokens` plays no part; the answer that passes the limit is still given."""
    with limited(limits="bucket") as server:
        used = server.ask().json()["usage"]["output_tokens"]
        server.standin.settings(output_tokens_per_minute=2 * used - 1)
        statuses = [server.ask(max_tokens=100_000).status_code for _ in range(3)]
        assert statuses == [200, 200, 429]
        assert "output tokens" in server.ask().json()["error"]["message"]


def test_a_request_above_a_seconds_worth_is_let_in_all_the_same() -> None:
    """It waits for a full bucket, and leaves a debt."""
    with limited(limits="second", input_tokens_per_minute=600) as server:
        answered = server.ask()
        used = answered.json()["usage"]["input_tokens"]
        assert (answered.status_code, used > 10) == (200, True)
        told = int(server.ask().headers["retry-after"])
        assert told == -(-used // 10)


def test_each_model_has_limits_of_its_own() -> None:
    """What Haiku has used is left for Sonnet."""
    with limited(limits="bucket", requests_per_minute=1) as server:
        assert server.statuses(2) == [200, 429]
        assert server.ask(model="claude-sonnet-5-5").status_code == 200


def test_headers_are_true_to_the_state() -> None:
    """What is left goes down with each answer, and comes back with time."""
    with limited(limits="bucket", requests_per_minute=60) as server:
        for _ in range(2):
            answered = server.ask()
        assert told(answered, "requests") == ("60", "58", "2026-11-20T12:00:02Z")
        server.wait(1)
        assert told(server.ask(), "requests") == ("60", "58", "2026-11-20T12:00:03Z")


def test_headers_of_a_window_end_with_it() -> None:
    """They say when it does."""
    with limited(limits="window", requests_per_minute=60) as server:
        assert told(server.ask(), "requests") == ("60", "59", "2026-11-20T12:01:00Z")


def test_a_refusal_tells_that_nothing_is_left() -> None:
    """In thousands of tokens, as the API does."""
    with limited(limits="bucket", requests_per_minute=1) as server:
        server.ask()
        refused = server.ask()
    assert told(refused, "requests") == ("1", "0", "2026-11-20T12:01:00Z")
    assert told(refused, "input-tokens")[1] == "1000000000"
    assert told(refused, "tokens")[0] == "2000000000"


def test_what_was_refused_takes_nothing() -> None:
    """Neither a request beyond the limit nor one that is not in order."""
    with limited(limits="bucket", requests_per_minute=60) as server:
        assert server.ask(stream=True).status_code == 400
        assert server.statuses(70).count(200) == 60
        server.wait(1)
        assert server.statuses(2) == [200, 429]


def test_without_enforcement_limits_are_only_shown() -> None:
    """As many as one likes are answered."""
    with limited(requests_per_minute=1) as server:
        assert server.statuses(3) == [200, 200, 200]
        assert told(server.ask(), "requests")[:2] == ("1", "0")


def test_a_load_may_not_grow_too_sharply() -> None:
    """Ten requests in ten seconds are always fine, then so many times those before."""
    with limited(ramp=1.5) as server:
        assert server.statuses(11) == [200] * 10 + [429]
        refused = server.ask()
        assert refused.json()["error"]["details"] == {"error_code": "ramp_limit_exceeded"}
        assert refused.headers["retry-after"] == "10"
        server.wait(10)
        assert server.statuses(16) == [200] * 15 + [429]
        server.wait(20)
        assert server.statuses(11) == [200] * 10 + [429]


def told(response: httpx.Response, name: str) -> tuple[str, ...]:
    """What the headers say of one limit."""
    start = f"anthropic-ratelimit-{name}"
    return tuple(response.headers[f"{start}-{word}"] for word in ("limit", "remaining", "reset"))
