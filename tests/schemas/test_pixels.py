"""Widths against those that fontTools and Pillow read from Liberation Sans 2.1.5 itself."""

import pytest

from schemas.advances import RUNS
from schemas.pixels import pixel_width

ENGLISH = (
    "Members of the fellowship include data strategists, specialists in machine learning and "
    "neuroscientists. See what they have been up to this year."
)


@pytest.mark.parametrize(
    ("text", "pixels"),
    [
        ("", 0.0),
        (" ", 3.89),
        ("Hello, world!", 77.03),
        ("Größe", 39.68),
        ("Привет", 47.30),
        ("“…”", 23.32),
        ("茶园", 28.0),
        ("한지", 25.76),
        ("ＡＢ", 28.0),
        ("e\u0301", 7.79),
        ("a\u200b\u00adb\ufe0f", 15.57),
        ("👩‍🍳", 14.0),
        ("ก", 8.4),
    ],
)
def test_a_text_is_as_wide_as_arial_draws_it(text: str, pixels: float) -> None:
    """Widths of the font per 2048, East Asian by the em, unknown 0.6 em, invisible nothing."""
    assert pixels == pytest.approx(pixel_width(text), abs=0.01)


def test_english_is_about_six_and_a_quarter_pixels_a_character() -> None:
    """Measured over descriptions by people: 6.27, and 6.55 at the 95th percentile."""
    assert pixel_width(ENGLISH) == pytest.approx(893.38, abs=0.01)
    assert 6.0 < pixel_width(ENGLISH) / len(ENGLISH) < 6.55


def test_ascii_has_the_widths_of_the_fact_sheet() -> None:
    """A few of its 95 widths, from the ends and the middle."""
    ascii_widths = RUNS[" "].split()
    assert len(ascii_widths) == 95
    assert ascii_widths[:3] == ["569", "569", "727"]
    assert ascii_widths[ord("?") - 32 : ord("B") - 32] == ["1139", "2079", "1366"]
    assert ascii_widths[-4:] == ["684", "532", "684", "1196"]
