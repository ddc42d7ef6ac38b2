"""Numbers in a text, in a form in which 1,000 and 1.000 and 1 000 are the same."""

import re
from typing import NamedTuple

# After NFKC: full-width digits and narrow spaces are ASCII by then.
# Both forms begin with one digit, so that the search skips quickly over everything else. More
# than eight groups are a list without spaces.
_FIGURE = re.compile(r"\d(?:\d{0,2}(?: \d{3}){1,7}(?![^\W_])|\d*(?:[.,'’]\d+){0,7})")
_SEPARATOR = re.compile(r"[ .,'’]")
_MARKS = ".,"  # the two that can be a decimal mark
# "2)" anywhere, and "2." where a sentence begins, may number the parts of a list.
_LIST_MARKER = re.compile(r"(?<!\w)\(?(\d{1,2})\)|(?:^|(?<=[.:;!?] ))(\d{1,2})\.(?= )")
_SHORTEST_LIST = 2
_THOUSANDS = 3
# A Chinese or Korean counter after a number belongs to the sentence.
_LETTER = r"[A-Za-z\u00c0-\u04ff]"
_MAGNITUDES = "KMB"  # thousand, million, billion
_STATED = re.compile(rf"(?<!{_LETTER})({_LETTER}*)({_FIGURE.pattern})((?:{_LETTER}|\d)*)")


class Stated(NamedTuple):
    """A number as a text states it: alone, or with the letters of 50mb, 18F or H2O."""

    before: str
    figure: str
    after: str

    @property
    def in_a_name(self) -> bool:
        """Whether it is part of a name such as 18F, 3D or H2O, and counts nothing."""
        letter = self.after.isupper() and len(self.after) == 1
        return bool(self.before) or (letter and self.after not in _MAGNITUDES)


def figures(text: str) -> frozenset[str]:
    """Every reading of every number in a folded text, and of the parts of dates and versions."""
    found: set[str] = set()
    for figure in set(_FIGURE.findall(text)):
        found |= readings(figure)
        parts = parts_of(figure)
        if " " in figure or not _grouped(parts):
            found |= {".".join(parts[:count]) for count in range(1, len(parts))}
            found |= {plain_digits(part) for part in parts}
    return frozenset(found)


def stated(text: str) -> tuple[Stated, ...]:
    """The numbers that a text states: no list markers, no parts of names."""
    found = (Stated(*groups) for groups in _STATED.findall(_without_list_markers(text)))
    return tuple(number for number in found if not number.in_a_name)


def readings(figure: str) -> frozenset[str]:
    """What a number may mean: 1,000 is a thousand, 3,50 is 3.5, and 2.4.1 only itself."""
    parts = parts_of(figure)
    if len(parts) == 1 or _grouped(parts):
        return frozenset({plain_digits("".join(parts)), ".".join(parts)})
    found = {".".join(parts)}
    if _grouped(parts[:-1]) and figure[-len(parts[-1]) - 1] in _MARKS:
        found.add(_decimal("".join(parts[:-1]), parts[-1]))
    return frozenset(found)


def parts_of(figure: str) -> list[str]:
    """The runs of digits that a number is written in."""
    return _SEPARATOR.split(figure)


def _without_list_markers(text: str) -> str:
    """The text without markers that run 1, 2, ...; a lone (47) says something of the world."""
    run: list[re.Match[str]] = []
    for marker in _LIST_MARKER.finditer(text):
        if int(marker[1] or marker[2]) == len(run) + 1:
            run.append(marker)
    if len(run) < _SHORTEST_LIST:
        return text
    for marker in reversed(run):
        text = f"{text[: marker.start()]} {text[marker.end() :]}"
    return text


def _grouped(parts: list[str]) -> bool:
    head, *groups = parts
    return len(head) <= _THOUSANDS and all(len(group) == _THOUSANDS for group in groups)


def _decimal(whole: str, fraction: str) -> str:
    fraction = fraction.rstrip("0")
    return f"{plain_digits(whole)}.{fraction}" if fraction else plain_digits(whole)


def plain_digits(digits: str) -> str:
    """A run of digits without leading zeros."""
    return digits.lstrip("0") or "0"
