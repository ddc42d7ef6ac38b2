"""What an honest server would bill: USD per million tokens, by the price page of 2026-10-08."""

from decimal import Decimal
from typing import Any, NamedTuple

# Refused before any output, only these categories are billed (rule of 2026-09-24).
_BILLED_REFUSALS = frozenset(("bio", "frontier_llm", "reasoning_extraction"))
_LONG_PROMPT = 100_000  # tokens; a longer prompt makes all of its request dearer, where it does
_US_ONLY = Decimal("1.1")
_MILLION = 1_000_000


class _Card(NamedTuple):
    """Nothing is cached here, so two prices are enough."""

    input: Decimal
    output: Decimal


def _card(input_usd: str, output_usd: str) -> _Card:
    return _Card(Decimal(input_usd), Decimal(output_usd))


_CARDS = {
    "claude-haiku-5-5": _card("0.10", "0.50"),
    "claude-sonnet-5-5": _card("2", "10"),
    "claude-opus-5-5": _card("4", "20"),
}
_LONG_CARDS = {"claude-haiku-5-5": _card("0.50", "2.50")}


def is_free(message: dict[str, Any]) -> bool:
    """Whether a message costs nothing, although its usage shows tokens."""
    return (
        message["stop_reason"] == "refusal"
        and not message["content"]
        and message["stop_details"]["category"] not in _BILLED_REFUSALS
    )


def price(message: dict[str, Any]) -> Decimal | None:
    """What a message that is not free costs; `None` for a model whose price is not known."""
    model, usage = message["model"], message["usage"]
    if model not in _CARDS:
        return None
    long = usage["input_tokens"] > _LONG_PROMPT
    card = _LONG_CARDS.get(model, _CARDS[model]) if long else _CARDS[model]
    usd = usage["input_tokens"] * card.input + usage["output_tokens"] * card.output
    return Decimal(usd) / _MILLION * (_US_ONLY if usage["inference_geo"] == "us" else 1)
