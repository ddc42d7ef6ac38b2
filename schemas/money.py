"""Money: `Decimal` US dollars in code, whole picodollars (1e-12 USD) in the ledger.

Nine decimals would not do: one cached, batched token on US hardware costs 0.00000006875 USD,
and SQLite keeps NUMERIC as a float. Integers are exact in both databases.
"""

from decimal import ROUND_CEILING, Decimal
from typing import Annotated

from pydantic import PlainSerializer

PICO = Decimal(10) ** 12


def in_picodollars(usd: Decimal) -> int:
    """Whole picodollars; a fraction of one is rounded up, so that a cap stays a cap."""
    return int((usd * PICO).to_integral_value(rounding=ROUND_CEILING))


def in_usd(picodollars: int) -> Decimal:
    """The exact dollar amount of whole picodollars."""
    return Decimal(picodollars) / PICO


def exact(usd: Decimal) -> str:
    """The amount as a plain decimal string: no exponent, no trailing zeros, nothing rounded."""
    text = format(usd, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def shown(usd: Decimal) -> str:
    """The amount for people: dollars with four decimals, or with what it takes to see it."""
    if usd and abs(usd) < Decimal("0.0001"):
        return f"${exact(usd)}"
    return f"${usd:.4f}"


Usd = Annotated[Decimal, PlainSerializer(exact, return_type=str, when_used="json")]
