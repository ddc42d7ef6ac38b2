"""A reservation is an upper bound: no reply costs more than its request had reserved."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.budget import Budget, Period, meters
from schemas.call import BILLED_REFUSALS
from schemas.metadata import Answer
from schemas.prices import LONG_PROMPT, PRICES
from schemas.request import Attempt, Kind
from schemas.usage import Usage
from tests.builders import ASK, a_reply, a_request

SCRIPTS = st.sampled_from([*"aéжعह渡か한𝄞🚀{} ", "\u0301", "\u200d", "\n"])
TEXTS = st.text() | st.builds("".join, st.lists(SCRIPTS, max_size=50))
REPEATED = st.builds(lambda text, times: text * times, TEXTS, st.sampled_from([1, 50, 5000]))
SHARES = st.floats(min_value=0, max_value=1)


def attempt_of(model: str) -> Attempt:
    """A first attempt of a model."""
    return ASK.model_copy(update={"kind": Kind.ASK, "model": model})


@given(
    model=st.sampled_from(sorted(PRICES)),
    user=REPEATED,
    max_tokens=st.integers(min_value=1, max_value=8000),
    used=st.tuples(SHARES, SHARES),
    refused=st.sampled_from([None, *sorted(BILLED_REFUSALS), "cyber"]),
)
def test_no_reply_costs_more_than_its_reservation(
    model: str, user: str, max_tokens: int, used: tuple[float, float], refused: str | None
) -> None:
    """Whatever the script: a token is at least a byte, and an answer ends at `max_tokens`."""
    request = a_request(user=user, max_tokens=max_tokens, attempt=attempt_of(model))
    usage = Usage(
        input_tokens=int(request.most_input_tokens * used[0]),
        output_tokens=int(max_tokens * used[1]),
    )
    reply = a_reply(
        model=model,
        usage=usage,
        text="",
        stop_reason="refusal" if refused else "end_turn",
        refusal_category=refused,
    )
    cost = reply.cost()

    assert cost is not None
    assert cost <= request.worst_case


@given(REPEATED, st.sampled_from([Answer.schema_for_claude(), {"type": "object"}]))
def test_no_tokenizer_makes_more_tokens_than_bytes(user: str, schema_sent: dict[str, Any]) -> None:
    """And a schema's explanation is paid for by an allowance above what was ever measured."""
    request = a_request(user=user, answer_schema=schema_sent)
    schema = len(str(request.answer_schema))
    explained = 1.3 * (80 + 0.43 * schema)

    assert request.most_input_tokens >= len((request.system + user).encode()) + explained


def test_the_builders_request_costs_what_its_docstring_says() -> None:
    """(400 + 180 bytes, the schema and 200) at 0.10, and 600 at 0.50."""
    request = a_request()

    assert request.worst_case == (request.most_input_tokens * 10 + 600 * 50) / Decimal(10**8)


def test_a_request_that_may_be_long_is_reserved_for_as_long() -> None:
    """Five times the price, from the byte on that makes it possible."""
    at_most = a_request(user="")
    room = LONG_PROMPT - at_most.most_input_tokens
    short, long = a_request(user="u" * room), a_request(user="u" * (room + 1))

    assert short.most_input_tokens == LONG_PROMPT
    assert short.worst_case == Decimal("0.0103")
    assert long.worst_case == Decimal("0.0515005")


def test_a_model_without_a_price_cannot_be_reserved_for() -> None:
    """No cap could hold: it is refused before a run."""
    with pytest.raises(KeyError, match="claude-nobody"):
        _ = a_request(attempt=attempt_of("claude-nobody")).worst_case


def test_the_meters_of_a_moment() -> None:
    """Run, day and month, in UTC."""
    moment = datetime(2026, 12, 31, 23, 59, tzinfo=UTC)

    assert list(meters("r1", moment).values()) == ["run r1", "day 2026-12-31", "month 2026-12"]


@pytest.mark.parametrize(("period", "cap"), list(zip(Period, ("1", "2", "30"), strict=True)))
def test_each_period_has_its_cap(period: Period, cap: str) -> None:
    """As the settings name them."""
    budget = Budget(per_run_usd=Decimal(1), per_day_usd=Decimal(2), per_month_usd=Decimal(30))

    assert budget.cap(period) == Decimal(cap)
