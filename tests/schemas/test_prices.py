"""What tokens cost, to the last digit; the expected amounts are worked out by hand."""

from decimal import Decimal

import pytest

from schemas.models import MODELS
from schemas.prices import PRICES, cost
from schemas.usage import Usage

HAIKU, SONNET, OPUS = "claude-haiku-5-5", "claude-sonnet-5-5", "claude-opus-5-5"


@pytest.mark.parametrize(
    ("usage", "model", "usd"),
    [
        (Usage(), HAIKU, "0"),
        (Usage(input_tokens=1), HAIKU, "0.0000001"),
        (Usage(output_tokens=1), HAIKU, "0.0000005"),
        (Usage(input_tokens=1800 + 600 + 300, output_tokens=110), HAIKU, "0.000325"),
        (Usage(input_tokens=1600, output_tokens=110), HAIKU, "0.000215"),
        (Usage(input_tokens=1600, output_tokens=110), SONNET, "0.0043"),
        (Usage(input_tokens=1600, output_tokens=110), OPUS, "0.0086"),
        (Usage(cache_creation_input_tokens=1000), HAIKU, "0.000125"),
        (
            Usage(cache_creation_input_tokens=1000, cache_creation_1h_input_tokens=400),
            HAIKU,
            "0.000155",
        ),
        (Usage(cache_read_input_tokens=1000), HAIKU, "0.00001"),
        (Usage(cache_read_input_tokens=1000), SONNET, "0.0001"),
        (Usage(cache_read_input_tokens=1000), "claude-fable-5-1", "0.00025"),
    ],
    ids=[
        "nothing",
        "one in",
        "one out",
        "the fact sheet's article",
        "the builders' article",
        "sonnet",
        "opus",
        "written for 5 minutes",
        "written for an hour in part",
        "read",
        "read by sonnet",
        "read by fable",
    ],
)
def test_each_bucket_has_its_price(usage: Usage, model: str, usd: str) -> None:
    """The buckets are disjoint: nothing is counted twice."""
    assert cost(usage, model) == Decimal(usd)


def test_thinking_is_not_counted_on_top_of_the_output() -> None:
    """It is a part of it."""
    with_thinking = Usage(output_tokens=600, thinking_tokens=500)

    assert cost(with_thinking, HAIKU) == cost(Usage(output_tokens=600), HAIKU)


def test_five_hundred_tokens_of_thinking_are_dearer_than_the_article() -> None:
    """25 USD for 100,000 articles: thinking is the cost risk."""
    thought = cost(Usage(output_tokens=500), HAIKU)

    assert thought is not None
    assert thought * 100_000 == 25


@pytest.mark.parametrize(
    ("usage", "usd"),
    [
        (Usage(input_tokens=100_000, output_tokens=1000), "0.0105"),
        (Usage(input_tokens=100_001, output_tokens=1000), "0.0525005"),
        (Usage(cache_read_input_tokens=100_000, input_tokens=1), "0.0050005"),
        (Usage(cache_creation_input_tokens=100_000, input_tokens=1), "0.0625005"),
    ],
    ids=["just short", "just long", "long by what was read", "long by what was written"],
)
def test_a_long_prompt_makes_the_whole_request_dear(usage: Usage, usd: str) -> None:
    """All input counts, cached or not; exactly 100,000 tokens are still short."""
    assert cost(usage, HAIKU) == Decimal(usd)


def test_only_haiku_is_priced_by_length() -> None:
    """The others cost the same at any length."""
    assert cost(Usage(input_tokens=1_000_000), SONNET) == 2
    assert [model for model, price in PRICES.items() if price.long] == [HAIKU]


@pytest.mark.parametrize(
    ("batch", "us_only", "usd"),
    [
        (False, False, "0.0105"),
        (True, False, "0.00525"),
        (False, True, "0.01155"),
        (True, True, "0.005775"),
    ],
    ids=["usual", "batch", "us", "both"],
)
def test_a_batch_is_half_and_the_us_a_tenth_more(*, batch: bool, us_only: bool, usd: str) -> None:
    """They multiply."""
    usage = Usage(input_tokens=100_000, output_tokens=1000)

    assert cost(usage, HAIKU, batch=batch, us_only=us_only) == Decimal(usd)


def test_the_smallest_amount_is_exact() -> None:
    """One cached, batched token on US hardware: nine decimals would lose it."""
    one = Usage(cache_creation_input_tokens=1)

    assert cost(one, HAIKU, batch=True, us_only=True) == Decimal("0.00000006875")


def test_an_unknown_model_has_no_price() -> None:
    """Unknown is not zero."""
    assert cost(Usage(input_tokens=1), "claude-nobody") is None


def test_usages_add_up() -> None:
    """Bucket by bucket."""
    one = Usage(input_tokens=1, output_tokens=2, thinking_tokens=1, cache_read_input_tokens=3)

    assert one + one + Usage() == Usage(
        input_tokens=2, output_tokens=4, thinking_tokens=2, cache_read_input_tokens=6
    )


def test_every_model_has_a_price_and_every_price_a_model() -> None:
    """A model without one is refused before a run."""
    assert set(PRICES) == set(MODELS)
