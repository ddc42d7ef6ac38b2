"""Money: exact between dollars and picodollars, and readable."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.money import exact, in_picodollars, in_usd, shown

PICODOLLARS = st.integers(min_value=0, max_value=10**18)
USD = st.decimals(min_value=0, max_value=10**6, places=18)


@given(PICODOLLARS)
def test_picodollars_survive_the_way_through_dollars(amount: int) -> None:
    """Exactly, up to a million dollars."""
    assert in_picodollars(in_usd(amount)) == amount


@given(USD)
def test_a_fraction_of_a_picodollar_is_rounded_up(usd: Decimal) -> None:
    """So that a cap stays a cap."""
    rounded = in_usd(in_picodollars(usd))

    assert usd <= rounded < usd + Decimal("1e-12")


@given(USD)
def test_an_amount_is_written_plainly_and_exactly(usd: Decimal) -> None:
    """Without exponent, and without a zero that says nothing."""
    text = exact(usd)

    assert Decimal(text) == usd
    assert set(text) <= set("0123456789.")
    assert text == "0" or not text.endswith(".")
    assert "." not in text or not text.endswith("0")


@pytest.mark.parametrize(
    ("usd", "text"),
    [
        ("0", "0"),
        ("0E-12", "0"),
        ("1E+3", "1000"),
        ("1E-12", "0.000000000001"),
        ("2.50", "2.5"),
        ("100", "100"),
        ("6.875E-8", "0.00000006875"),
    ],
)
def test_exact(usd: str, text: str) -> None:
    """However the decimal was written."""
    assert exact(Decimal(usd)) == text


@pytest.mark.parametrize(
    ("usd", "text"),
    [
        ("0", "$0.0000"),
        ("0.000325", "$0.0003"),
        ("12.5", "$12.5000"),
        ("3.25E-6", "$0.00000325"),
    ],
)
def test_amounts_for_people(usd: str, text: str) -> None:
    """Four decimals, or as many as it takes to see something."""
    assert shown(Decimal(usd)) == text
