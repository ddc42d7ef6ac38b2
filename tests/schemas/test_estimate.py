"""What an archive would cost: arithmetic with the price table, and a range around it."""

from decimal import Decimal

import pytest

from schemas.estimate import Usual, estimate

HAIKU = "claude-haiku-5-5"


def test_what_is_counted_of_some_is_taken_for_all() -> None:
    """A token for four characters here; an answer has a hundred, and none is asked for twice."""
    usual = Usual(tokens_out=100, again=0, seconds=2)
    found = estimate(HAIKU, [4_000] * 1_000, [(4_000, 1_000)], usual, concurrency=10)
    assert (1_000, 1, 1_000_000, 100_000) == (
        found.articles,
        found.sampled,
        found.input_tokens,
        found.output_tokens,
    )
    assert Decimal("0.15") == found.messages.cost_usd.expected
    assert Decimal("0.075") == found.batch.cost_usd.expected
    assert 200 == found.messages.duration_s


def test_second_answers_are_paid_as_well() -> None:
    """With the whole article in each of them."""
    usual = Usual(tokens_out=100, again=0.5, seconds=2)
    found = estimate(HAIKU, [4_000] * 1_000, [(4_000, 1_000)], usual, concurrency=10)
    assert (1_500_000, 150_000) == (found.input_tokens, found.output_tokens)


def test_the_range_is_at_most_a_quarter_each_way() -> None:
    """Around what is expected."""
    found = estimate(HAIKU, [4_000], [], Usual(), concurrency=1).messages.cost_usd
    assert found.expected * Decimal("0.75") <= found.low < found.expected
    assert found.expected < found.high <= found.expected * Decimal("1.25")


def test_estimates_add_up() -> None:
    """Those of several sites."""
    one = estimate(HAIKU, [4_000], [], Usual(), concurrency=1)
    both = one + one
    assert (2, one.messages.cost_usd.expected * 2) == (
        both.articles,
        both.messages.cost_usd.expected,
    )


def test_nothing_costs_nothing() -> None:
    """And takes no time."""
    nothing = estimate(HAIKU, [], [], Usual(), concurrency=16)
    assert (0, Decimal(0), 0.0, 0.0) == (
        nothing.articles,
        nothing.messages.cost_usd.high,
        nothing.messages.duration_s,
        nothing.batch.duration_s,
    )


def test_a_model_without_a_price_has_no_estimate() -> None:
    """It is refused before a run as well."""
    with pytest.raises(KeyError):
        estimate("claude-of-tomorrow", [1], [], Usual(), concurrency=1)
