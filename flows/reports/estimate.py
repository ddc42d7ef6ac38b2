"""What is said of an archive before anything of it is paid."""

from decimal import Decimal
from typing import Any

from flows.reports.words import seconds
from schemas.estimate import Estimate, Range


def sentence(found: Estimate) -> str:
    """An estimate in a line or two."""
    if not found.articles:
        return "Nothing in this archive is to be asked about."
    way = found.messages
    return (
        f"{found.articles:,} articles, {found.input_tokens:,} tokens in and "
        f"{found.output_tokens:,} out: {amounts(way.cost_usd)}, about {seconds(way.duration_s)}."
    )


def as_dict(found: Estimate) -> dict[str, Any]:
    """The estimate as `--json` has it."""
    return found.model_dump(mode="json")


def amounts(between: Range) -> str:
    """A range of dollars, with as many decimals as it takes to see it."""
    decimals = 2 if between.high >= Decimal("0.1") else 4
    return f"${between.low:.{decimals}f} to ${between.high:.{decimals}f}"
