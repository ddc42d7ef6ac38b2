"""Numbers in a text, in a form in which 1,000 and 1.000 and 1 000 are the same."""

import re
from typing import NamedTuple

# After NFKC: full-width digits and narrow spaces are ASCII by then.
# Both forms begin with one digit, so that the search skips quickly over everything else. More
# than eight groups are a list without spaces.
FIGURE = re.compile(r"\d(?:\d{0,2}(?: \d{3}){1,7}(?![^\W_])|\d*(?:[.,'’]\d+){0,7})")
_SEPARATOR = re.compile(r"[ .,'’]")
_MARKS = ".,"  # the two that can be a decimal mark
# "2)" anywhere, and "2." where a sentence begins, may number the parts of a list.
_LIST_MARKER = re.compile(r"(?<!\w)\(?(\d{1,2})\)|(?:^|(?<=[.:;!?] ))(\d{1,2})\.(?= )")
_SHORTEST_LIST = 2
_THOUSANDS = 3
MONEY = "$€£¥₩₹"
# A Chinese or Korean counter after a number belongs to the sentence; a times sign is no letter.
_LETTER = r"[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u04ff]"
# A letter after a number that counts something: thousand to trillion, volts and watts. The
# others make a name of it: 18F, 3D, 5G.
_COUNTING = "KMBTVW"
_FISCAL_YEAR = "FY"
_SHORT_YEAR = re.compile(r"(?<![^\W_])fy ?['’]?(\d\d)(?!\d)")
# What besides may stand before a number without a space, and the number still counts: currencies,
# a version, and № in plain letters.
_CURRENCIES = {"AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "INR", "JPY", "KRW"}
_MORE_CURRENCIES = {"MXN", "NOK", "NZD", "PLN", "RMB", "RUB", "SEK", "USD", "ZAR"}
_BEFORE_A_COUNT = {_FISCAL_YEAR, "v", "No", "Nr", *_CURRENCIES, *_MORE_CURRENCIES}
_STATED = re.compile(
    rf"(?<!{_LETTER})({_LETTER}*[{MONEY}]?)({FIGURE.pattern})"
    rf"(?=(.{{0,40}}))((?:{_LETTER}|\d)*)"  # of what is behind, as much as "thousand million"
)


class Stated(NamedTuple):
    """A number as a text states it: alone, or with the letters of 50mb, 18F or H2O.

    `behind` is what comes next in the text, beginning with `after`.
    """

    before: str
    figure: str
    behind: str
    after: str

    @property
    def in_a_name(self) -> bool:
        """Whether it is part of a name such as 18F, 3D or H2O, and counts nothing."""
        if self.before[-1:].isalpha() and self.before not in _BEFORE_A_COUNT:
            return True
        return len(self.after) == 1 and self.after.isupper() and self.after not in _COUNTING

    @property
    def is_money(self) -> bool:
        """Whether the sign of a currency stands before it."""
        return bool(self.before) and self.before[-1] in MONEY

    @property
    def readings(self) -> frozenset[str]:
        """What it may mean; FY19 is 2019."""
        if self.before == _FISCAL_YEAR and len(self.figure) == len("19"):
            return frozenset({self.figure, f"20{self.figure}"})
        return readings(self.figure)


def figures(text: str) -> frozenset[str]:
    """Every reading of every number in a folded text, and of the parts of dates and versions."""
    found = {f"20{year}" for year in _SHORT_YEAR.findall(text)}
    for figure in set(FIGURE.findall(text)):
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
    """What a number may mean: 1,000 is a thousand, 3,50 is 3.5, 2.4.0 is 2.4, 2.4.1 only itself."""
    parts = parts_of(figure)
    if len(parts) == 1 or _grouped(parts):
        return frozenset({plain_digits("".join(parts)), ".".join(parts)})
    found = {".".join(parts), ".".join(parts).removesuffix(".0")}
    if _grouped(parts[:-1]) and figure[-len(parts[-1]) - 1] in _MARKS:
        found.add(_decimal("".join(parts[:-1]), parts[-1]))
    return frozenset(found)


def scaled(reading: str, power: int) -> str:
    """A reading times a power of ten; a version, which nothing multiplies, as it is."""
    whole, _, fraction = reading.partition(".")
    if "." in fraction:
        return reading
    digits = fraction.ljust(power, "0")
    return _decimal(whole + digits[:power], digits[power:])


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
