"""What Claude's tokens cost.

USD per million tokens, from the official price page and models overview as of `PRICES_AS_OF`.
"""

from datetime import date
from decimal import Decimal

from schemas.base import Frozen
from schemas.usage import Usage

PRICES_AS_OF = date(2026, 10, 8)
LONG_PROMPT = 100_000  # tokens of input above which a whole request is billed at the long card
MILLION = 1_000_000
BATCH = Decimal("0.5")  # a batch's share of every token price
US_ONLY = Decimal("1.1")  # `inference_geo: "us"`; a workspace can set it without our asking


class Card(Frozen):
    """One column of the price table: USD per million tokens of each bucket."""

    input: Decimal
    output: Decimal
    write_5m: Decimal
    write_1h: Decimal
    read: Decimal


class Price(Frozen):
    """A model's prices; `long` applies to requests of more than `LONG_PROMPT` input tokens."""

    card: Card
    long: Card | None = None

    def card_for(self, prompt_tokens: int) -> Card:
        """The column that a request of this length is billed by; exactly 100,000 is short."""
        return self.long if self.long and prompt_tokens > LONG_PROMPT else self.card


def _card(*usd: str) -> Card:
    columns = ("input", "output", "write_5m", "write_1h", "read")
    return Card(**dict(zip(columns, map(Decimal, usd), strict=True)))


PRICES: dict[str, Price] = {
    "claude-haiku-5-5": Price(
        card=_card("0.10", "0.50", "0.125", "0.20", "0.01"),
        long=_card("0.50", "2.50", "0.625", "1.00", "0.05"),
    ),
    "claude-sonnet-5-5": Price(card=_card("2", "10", "2.50", "4", "0.10")),
    "claude-opus-5-5": Price(card=_card("4", "20", "5", "8", "0.20")),
    "claude-fable-5-1": Price(card=_card("10", "50", "12.50", "20", "0.25")),
    "claude-sonnet-5": Price(card=_card("2", "10", "2.50", "4", "0.20")),
    "claude-sonnet-4-6": Price(card=_card("3", "15", "3.75", "6", "0.30")),
    "claude-haiku-4-5": Price(card=_card("1", "5", "1.25", "2", "0.10")),
}


def cost(usage: Usage, model: str, *, batch: bool = False, us_only: bool = False) -> Decimal | None:
    """The exact USD that this usage of the served model is billed; `None` without a known price."""
    price = PRICES.get(model)
    if price is None:
        return None
    card = price.card_for(usage.prompt_tokens)
    write_1h = usage.cache_creation_1h_input_tokens
    usd = (
        usage.input_tokens * card.input
        + (usage.cache_creation_input_tokens - write_1h) * card.write_5m
        + write_1h * card.write_1h
        + usage.cache_read_input_tokens * card.read
        + usage.output_tokens * card.output
    ) / MILLION
    return usd * (BATCH if batch else 1) * (US_ONLY if us_only else 1)
