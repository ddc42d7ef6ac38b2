"""Numbers with what multiplies them: 5 million, $5M and 5万 are not 5."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from schemas.languages import UNSPACED
from schemas.rules.figures import FIGURE, MONEY, Stated, figures, readings, scaled
from schemas.rules.words import MAGNITUDES

_LETTERS = {"k": 3, "m": 6, "b": 9, "t": 12}
_ALWAYS = frozenset("kKMBT")  # a small m that no currency precedes may be metres or minutes
_OF_MONEY = rf" ?[km](?=[{MONEY}])"  # 5 M€
# An article's letter may stand apart, or begin a unit: a 10K run is one of 10 km, 64K are 64 KB.
_LETTER = r"[ -]?[kmbt](?:b|g|m|w|hz)?(?![^\W_])"
_LONGEST_RUN = 4  # of numbers that share one word: "5, 10 or 20 million"
_IN_A_RANGE = 8  # characters between two numbers of which the second says million for both


class Amounts(NamedTuple):
    """The numbers of an article by what follows them.

    `values` are those that something multiplies, written out; `bare` those that nothing does;
    `powers` are the powers of ten that are named without a number.
    """

    values: frozenset[str]
    bare: frozenset[str]
    powers: frozenset[int]

    def has(self, number: Stated, power: int) -> bool:
        """Whether the article has a number times a power of ten, or may have it.

        It may in a table of millions, and where markup or words stand for the number.
        """
        if not self.values.isdisjoint(scaled(reading, power) for reading in number.readings):
            return True
        return power in self.powers and not self.bare.isdisjoint(number.readings)


def amounts(text: str, spelled: Iterable[str], language: str) -> Amounts:
    """The amounts of a folded text; `spelled` are the numbers that it has in words."""
    found = set(_multiplied(text, language))
    values = {
        scaled(reading, power_of(times, language))
        for figure, times in found
        if times
        for reading in readings(figure)
    }
    bare = {reading for figure, times in found if not times for reading in figures(figure)}
    unattached = set(_anywhere(language).findall(_amounts(language).sub(" ", text)))
    powers = frozenset(power_of(named, language) for named in unattached)
    return Amounts(frozenset(values), frozenset(bare.union(spelled)), powers)


def multiplier(number: Stated, language: str) -> str:
    """What multiplies a stated number, as it is written behind it; "" where nothing does."""
    if number.after in _ALWAYS or (number.is_money and number.after in _LETTERS):
        return number.after
    found = _behind(language).match(number.behind)
    return found[0] if found else ""


def power_of(multiplier: str, language: str) -> int:
    """The power of ten that is written so: 9 for "billion" in English, 12 in German."""
    folded = multiplier.casefold()
    named = re.findall(_any_of(language), folded)
    powers = [MAGNITUDES[language][word] for word in named]
    return sum(powers) or _LETTERS.get(folded.strip(" -")[:1], 0)


def _multiplied(text: str, language: str) -> Iterator[tuple[str, str]]:
    """Each number and what multiplies it, "" for nothing; both, where one of a range may be."""
    run: list[str] = []
    end = 0
    for match in _amounts(language).finditer(text):
        figure, times = match.groups(default="")
        run = [*run[-_LONGEST_RUN:], figure] if match.start() - end <= _IN_A_RANGE else [figure]
        end = match.end()
        if times:
            yield from ((each, times) for each in run)
            run = []
        else:
            yield figure, ""


@cache
def _amounts(language: str) -> re.Pattern[str]:
    return re.compile(rf"({FIGURE.pattern})([ -]?{_words(language)}|{_OF_MONEY}|{_LETTER})?")


@cache
def _behind(language: str) -> re.Pattern[str]:
    return re.compile(rf"[ -]?{_words(language)}|{_OF_MONEY}", re.IGNORECASE)


@cache
def _anywhere(language: str) -> re.Pattern[str]:
    letters = rf"(?<=[{MONEY}])[kmb](?![^\W_])|(?<![^\W_])[kmb](?= ?[{MONEY}])"
    words = _words(language)
    if language == "ko":  # whose words are spaced: the first syllable of another is none
        words = rf"(?<![^\W_]){words}(?![^\W_])|(?<=[*_>`|]){words}"
    elif language not in UNSPACED:
        words = rf"(?<![^\W_]){words}"
    return re.compile(rf"{words}|{letters}")


def _words(language: str) -> str:
    """One word or more in a row, as in "mil millones"."""
    word = _any_of(language)
    ended = "" if language in UNSPACED else r"(?![^\W_])"
    return f"{word}(?:[ -]?{word})*{ended}"


def _any_of(language: str) -> str:
    longest_first = sorted(MAGNITUDES.get(language, ()), key=len, reverse=True)
    return f"(?:{'|'.join(longest_first) or '(?!)'})"
