"""How the descriptions of a run begin."""

import pytest

from schemas.finding import Severity
from schemas.rules.openers import openers

OTHERS = ("Night rye.", "Bread needs time.", "Trams wake up.", "Ovens glow.", "Salt tells.")


def beginning(*openings: str) -> tuple[str, ...]:
    """Ten descriptions: some that begin so, and others."""
    given = tuple(f"{opening} more of it" for opening in openings)
    return given + (OTHERS + OTHERS)[: 10 - len(given)]


def test_invitations_count_together() -> None:
    """Four of ten that learn, discover and find out are too many."""
    finding = openers(beginning("Learn", "Discover", "Find out", "Explore"))
    assert finding is not None
    assert (finding.rule, finding.severity) == ("M16", Severity.WARNING)
    assert finding.message == (
        "Begin the descriptions of a run in different ways: "
        "4 of 10 begin with Learn, Discover, Find out."
    )


def test_three_of_ten_are_not_too_many() -> None:
    """The share has to be passed."""
    assert openers(beginning("Learn", "Discover", "Find out")) is None


@pytest.mark.parametrize(
    "openings",
    [
        ("Entdecken", "Lernen", "Erfahren", "Entdecke"),
        ("了解茶园", "了解岩茶", "了解炭火", "探索山"),
        ("Узнайте", "Узнайте", "Откройте", "Узнайте"),
        ("Baking", "Baking", "baking", "Baking"),
    ],
)
def test_other_languages_and_any_word_count(openings: tuple[str, ...]) -> None:
    """A run that always bakes is as dull as one that always learns."""
    assert openers(beginning(*openings)) is not None


def test_articles_and_few_descriptions_show_nothing() -> None:
    """Many sentences begin with "the", and three of three may be chance."""
    assert openers(beginning("The", "The", "The", "The", "The")) is None
    assert openers(("Learn a.", "Learn b.", "Learn c.")) is None
    assert openers(("",) * 12) is None
