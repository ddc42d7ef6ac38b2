"""What an archive would cost, before anything of it is paid."""

from collections.abc import Sequence
from decimal import Decimal

from schemas.base import Frozen
from schemas.money import Usd
from schemas.prices import BATCH, MILLION, PRICES

# Where the ledger knows nothing yet of how a prompt is answered. Measured with metadata-1.
TOKENS_OUT = 90  # of one answer
AGAIN = 0.12  # second and third answers for each first one
SECONDS = 2.0  # until an answer is there
TOKENS_A_CHARACTER = 0.36  # where nobody counted

# A batch of any size is answered within an hour as a rule, and within a day in any case.
BATCH_SECONDS = 3_600.0

LEAST, MOST = Decimal("0.8"), Decimal("1.2")  # of what is expected: the bill lies in between


class Usual(Frozen):
    """How requests of a prompt are answered, as the ledger has it; the defaults know nothing."""

    tokens_out: float = TOKENS_OUT
    again: float = AGAIN
    seconds: float = SECONDS


class Range(Frozen):
    """An amount in USD, and where the bill lies around it."""

    low: Usd
    expected: Usd
    high: Usd

    @classmethod
    def around(cls, usd: Decimal) -> "Range":
        """The range of an expected amount."""
        return cls(low=usd * LEAST, expected=usd, high=usd * MOST)

    def __add__(self, other: "Range") -> "Range":
        return Range.around(self.expected + other.expected)


class Way(Frozen):
    """One way to have the archive answered: what it costs, and how long it takes."""

    cost_usd: Range
    duration_s: float


class Estimate(Frozen):
    """What the articles that would be asked about come to; `sampled` of them were counted."""

    articles: int
    sampled: int
    input_tokens: int
    output_tokens: int
    messages: Way
    batch: Way

    def __add__(self, other: "Estimate") -> "Estimate":
        return Estimate(
            articles=self.articles + other.articles,
            sampled=self.sampled + other.sampled,
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            messages=_together(self.messages, other.messages),
            batch=_together(self.batch, other.batch),
        )


def estimate(
    model: str,
    lengths: Sequence[int],
    counted: Sequence[tuple[int, int]],
    usual: Usual,
    concurrency: int,
) -> Estimate:
    """What requests of these lengths (in characters) come to.

    `counted` has the length and the input tokens of some of them; the others are taken to have
    as many tokens a character. Raises `KeyError` for a model without a known price.
    """
    characters = sum(length for length, _ in counted)
    share = sum(tokens for _, tokens in counted) / characters if characters else TOKENS_A_CHARACTER
    answers = 1 + usual.again
    tokens_in = round(sum(lengths) * share * answers)
    tokens_out = round(len(lengths) * usual.tokens_out * answers)
    card = PRICES[model].card
    usd = (tokens_in * card.input + tokens_out * card.output) / MILLION
    seconds = len(lengths) * answers * usual.seconds / concurrency
    return Estimate(
        articles=len(lengths),
        sampled=len(counted),
        input_tokens=tokens_in,
        output_tokens=tokens_out,
        messages=Way(cost_usd=Range.around(usd), duration_s=round(seconds, 1)),
        batch=Way(cost_usd=Range.around(usd * BATCH), duration_s=BATCH_SECONDS if lengths else 0.0),
    )


def _together(one: Way, other: Way) -> Way:
    duration = round(one.duration_s + other.duration_s, 1)
    return Way(cost_usd=one.cost_usd + other.cost_usd, duration_s=duration)
