"""Numbers in canonical form."""

import pytest

from schemas.rules.figures import figures, readings


@pytest.mark.parametrize(
    ("figure", "meanings"),
    [
        ("7", {"7"}),
        ("007", {"7", "007"}),
        ("1,000", {"1000", "1.000"}),
        ("1 000 000", {"1000000", "1.000.000"}),
        ("3,50", {"3.5", "3.50"}),
        ("2.4.1", {"2.4.1"}),
        ("2.4.0", {"2.4.0", "2.4"}),
        ("1.234,5", {"1234.5", "1.234.5"}),
        ("2015,2016", {"2015.2016"}),
    ],
)
def test_a_number_has_the_meanings_its_marks_allow(figure: str, meanings: set[str]) -> None:
    """A group of three is a thousand; one mark before anything else is a decimal mark."""
    assert meanings == readings(figure)


def test_parts_of_dates_and_versions_are_known() -> None:
    """But a thousand is not also a one and a zero."""
    assert figures("on 12.11.2026") >= {"12", "11", "2026"}
    assert figures("version 2.4.1") >= {"2", "2.4", "2.4.1"}
    assert not figures("1,000 loaves") & {"1", "0"}
