"""How long a description and a keyword may be: one table, a row for each kind of script.

Measured over 3,000 descriptions by people, at Arial 14 px: 6.27 px a character in English,
7.05 in Russian, 10.8 in Chinese, 12.1 in Japanese, 9.5 in Korean (mixed with Latin); over a
sentence each, 6.6 to 7.7 in other alphabets than the Latin.
"""

from typing import NamedTuple

from schemas.languages import primary

# 990 px are about 160 English characters, 920 px what a desktop shows (tools repeat 920-960).
MOST_PX = 990
SHOWN_PX = 920


class Limits(NamedTuple):
    """Lengths of a description in characters, and of a keyword in words or characters."""

    target: tuple[int, int]  # asked of the model: fits 920 px, and 142 characters of dated posts
    tiny: int = 50  # Google calls them too short; Bing's limit is 25, The SEO Framework's 45
    least: int = 70  # The SEO Framework says 80; a model can do it at no cost
    short: int = 120  # Yoast, Rank Math and AIOSEO
    long: int = 155  # Yoast: 156 with the date
    most: int = 160  # Bing's report and most plugins
    keyword_words: int = 4  # Yoast: 1-4 good, more than 8 bad
    keyword_cjk: int = 12  # characters; Yoast for Japanese: 12 good, 18 acceptable


_DEFAULT = Limits(target=(110, 145))
# Nobody gives a length that is merely long for these, so `long` is `most` and never warns.
_CHINESE_JAPANESE = Limits(target=(45, 65), tiny=25, least=40, short=55, long=80, most=80)
# Korean spaces its words, so that they and not the characters of a keyword are counted.
_KOREAN = Limits(target=(55, 80), tiny=30, least=50, short=60, long=90, most=90, keyword_cjk=40)
# As wide as 120 English characters; the pixels are the upper limit of all that is in Cyrillic
# (6.8 px a character in Ukrainian, 6.9 in Bulgarian, 7.0 in Belarusian) and in other wide letters.
_WIDE = Limits(target=(95, 125), short=107)
_CYRILLIC = ("ru", "uk", "bg", "be", "sr", "mk", "kk", "ky", "mn", "tg")
_AS_WIDE = ("el", "ar", "fa", "ur", "he", "bn")

_LIMITS = {
    "zh": _CHINESE_JAPANESE,
    "ja": _CHINESE_JAPANESE,
    "ko": _KOREAN,
    **dict.fromkeys(_CYRILLIC + _AS_WIDE, _WIDE),
}


def limits(language: str) -> Limits:
    """The lengths for a language, given as a code such as `en`, `pt-BR` or "" (unknown)."""
    return _LIMITS.get(primary(language), _DEFAULT)


class Grounded(NamedTuple):
    """Shares of a description's content words that stand in the article."""

    rejected: float  # below: the description is of something else
    doubted: float  # below: an editor should look


# Chosen so that 1 to 3 % of what people wrote in their own words is rejected.
_NOT_JUDGED = Grounded(0.0, 0.0)  # Chinese, and where there is no stemmer
_GROUNDED = {
    **dict.fromkeys(("en", "es", "it", "nl", "ar", "hi"), Grounded(0.5, 0.6)),
    # Compounds (Dateistruktur for Struktur der Dateien), and verbs with more than one stem.
    **dict.fromkeys(("de", "fr", "pt", "pl", "ru", "sv"), Grounded(0.4, 0.55)),
    "ja": Grounded(0.5, 0.65),  # pairs of kanji and katakana
    "ko": Grounded(0.4, 0.55),  # pairs of syllables, those of particles among them
}


def grounded(language: str) -> Grounded:
    """How much of a description in a language must stand in the article."""
    return _GROUNDED.get(primary(language), _NOT_JUDGED)
