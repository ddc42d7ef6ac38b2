"""The colours of our pages, by the contrast that WCAG 2.2 asks for."""

import re

import pytest

from flows.reports import html
from tests.reports import a_report

READ = 4.5  # AA for text
SEEN = 3.0  # AA for the edges of what is operated

TEXTS = [
    *[(ink, paper) for ink in ("ink", "quiet", "red", "amber") for paper in ("paper", "leaf")],
    *[(ink, "leaf") for ink in ("faint", "link", "found", "address")],
    *[(f"{tint}", f"{tint}-wash") for tint in ("red", "amber", "green")],
    ("faint", "paper"),
    ("ink", "red-wash"),
    ("quiet", "red-wash"),
    ("on-red", "red"),
    ("address", "line"),
]
EDGES = [(edge, paper) for edge in ("edge", "red") for paper in ("paper", "leaf")]


def palettes() -> dict[str, dict[str, str]]:
    """The custom properties of each scheme, the later ones over the light ones."""
    source = html.page([a_report()])
    blocks = [
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", block))
        for block in re.findall(r":root \{(.*?)\}", source, re.DOTALL)
    ]
    light, *others = [block for block in blocks if block]
    dark, printed = others
    return {"light": light, "dark": light | dark, "print": light | printed}


def luminance(colour: str) -> float:
    """WCAG's relative luminance."""
    digits = colour[1:] if len(colour) == len("#rrggbb") else "".join(c + c for c in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG's ratio, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_is_wcags() -> None:
    """Black on white is 21; #767676 is the lightest grey that passes."""
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
@pytest.mark.parametrize(("least", "pairs"), [(READ, TEXTS), (SEEN, EDGES)], ids=["text", "edges"])
def test_every_colour_stands_out_from_what_is_behind_it(
    scheme: str, least: float, pairs: list[tuple[str, str]]
) -> None:
    """Also the faint one: what a search engine cuts off is still there to be read."""
    palette = palettes()[scheme]
    poor = {
        f"{one} on {behind}": round(ratio, 2)
        for one, behind in pairs
        if (ratio := contrast(palette[one], palette[behind])) < least
        # A badge that is filled on a screen has only a border on paper.
        and not (scheme == "print" and one == "on-red")
    }
    assert poor == {}
