"""When the next request may be sent, whatever way a server counts in."""

from collections.abc import Callable, Iterator

import pytest

from connectors.claude.gate import Remaining
from connectors.claude.limits import said
from tests.connectors.limiting import A_MINUTE, SERVERS, Bucket, Server, Silent
from tests.connectors.queueing import LATENCY, REQUEST, USED, Crowd, an_asker, deliver, rate

NUMBER = 1500


@pytest.fixture
def crowd() -> Crowd:
    """Nobody else asks; and no disk is waited for."""
    return Crowd()


@pytest.mark.parametrize("width", [16, 64])
@pytest.mark.parametrize("speaks", [True, False], ids=["says what is left", "does not"])
@pytest.mark.parametrize("server", SERVERS.values(), ids=SERVERS)
def test_a_limit_is_used_to_the_full(
    crowd: Crowd,
    server: Callable[[], Server],
    width: int,
    speaks: bool,  # noqa: FBT001 - of the table
) -> None:
    """At 95 % of it or better, however it is enforced; and it is run into once, not again."""
    asker = an_asker(crowd, NUMBER, width)
    deliver(crowd, server() if speaks else Silent(server()), asker)

    assert len(asker.answers) == NUMBER
    assert rate(asker) > 0.95 * A_MINUTE
    assert asker.refused <= 1.1 * width


def test_a_bucket_that_says_what_is_left_never_overflows(crowd: Crowd) -> None:
    """The first thousand go as fast as they can, the rest as it fills."""
    asker = an_asker(crowd, NUMBER, 64)
    deliver(crowd, Bucket(1000), asker)

    assert (asker.refused, rate(asker) > 2 * A_MINUTE) == (0, True)


def test_a_server_without_a_limit_is_not_held_back(crowd: Crowd) -> None:
    """By nothing but its latency: 16 at a time."""
    asker = an_asker(crowd, NUMBER)
    deliver(crowd, Bucket(10_000), asker)

    assert rate(asker) == pytest.approx(60 * 16 / LATENCY, rel=0.02)


def test_a_bound_of_ours_is_kept(crowd: Crowd) -> None:
    """From the first request on, evenly."""
    asker = an_asker(crowd, NUMBER, 64, requests_per_minute=600)
    deliver(crowd, Bucket(1000), asker)

    assert asker.refused == 0
    assert all(later - at > 0.999 for at, later in pairs(asker.sent, 15))
    assert rate(asker) == pytest.approx(600, rel=0.02)


def pairs(moments: list[float], apart: int) -> Iterator[tuple[float, float]]:
    """Each moment, and the one that comes so many later."""
    return zip(moments, moments[apart:], strict=False)


@pytest.mark.parametrize("kind", ["input-tokens", "tokens"])
def test_tokens_are_limited_as_well(crowd: Crowd, kind: str) -> None:
    """Little remains of a hundred thousand a minute, and each request takes 2,000 or so."""
    limits, sent = crowd.limits(), 0
    while (now := crowd.now) < 60:
        limits.heard(now, {kind: Remaining(100_000, 3_000)}, 0)
        if not limits.room(now):
            crowd.now += limits.wait(now)
            assert limits.room(crowd.now) > 0  # a wait is over when it is over
            continue
        cost = limits.sent(now, REQUEST)
        limits.answered(now, now, REQUEST, USED, cost)
        sent += 1

    assert 45 <= sent <= 52


def test_nobody_is_sent_before_the_rest_is_over(crowd: Crowd) -> None:
    """The latest moment that was named counts."""
    limits = crowd.limits()
    limits.refused(0.0, 0.0)
    limits.rest(7.0)
    limits.rest(5.0)

    assert (limits.room(crowd.at(6.99)), limits.wait(6.0)) == (0, 1.0)
    assert limits.room(crowd.at(7.0)) > 0


def test_after_a_refusal_in_vain_one_request_tries_for_all(crowd: Crowd) -> None:
    """The others follow when it was answered, not when it was refused."""
    limits = crowd.limits()
    limits.heard(0.0, {"requests": Remaining(6000, 5000)}, 0)
    limits.refused(0.0, 0.0)
    limits.rest(1.0)
    limits.refused(crowd.at(1.0), 1.0)
    limits.rest(2.0)
    assert limits.room(crowd.at(2.5)) == 1

    limits.sent(2.5, REQUEST)
    assert limits.room(crowd.at(3.0)) == 0

    limits.refused(3.0, 2.5)
    limits.rest(4.0)
    assert limits.room(crowd.at(4.5)) == 1

    cost = limits.sent(4.5, REQUEST)
    limits.answered(crowd.at(5.0), 4.5, REQUEST, USED, cost)
    assert limits.room(5.0) > 1


def test_a_refusal_of_long_ago_is_not_one_more(crowd: Crowd) -> None:
    """Those that were under way together are one refusal."""
    limits = crowd.limits()
    for _ in range(50):
        limits.refused(crowd.at(0.3), 0.0)
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
