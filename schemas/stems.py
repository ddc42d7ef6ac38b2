"""The words of a text, and what they have in common with their other forms."""

import re
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from schemas.languages import primary

if TYPE_CHECKING:
    from snowballstemmer.basestemmer import BaseStemmer

# Marks that Python does not count as letters, although a word goes on after them: combining
# accents, Arabic vowels, Devanagari signs.
MARKS = "\u0300-\u036f\u064b-\u065f\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963"
WORD = re.compile(rf"[^\W_]+(?:[{MARKS}]+[^\W_]*)*")
# What stands between words in ASCII, as blanks; and what besides most English texts have.
_BETWEEN = str.maketrans({sign: " " for sign in map(chr, range(128)) if not sign.isalnum()})
_TYPOGRAPHY = "’‘“”–—…"

# Chinese and Japanese, and Korean, whose particles hang on the word, are compared in pairs of
# characters: groundedness needs no tokenizer (jieba costs 67 MB, kiwipiepy 298 MB).
CJK = "\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3"
RUN = re.compile(rf"[{CJK}]+|[^{CJK}]+")
IS_CJK = re.compile(f"[{CJK}]")

_LONGEST = 60  # letters; what is longer is no word, and a megabyte of it would take seconds
_STEMMERS = {
    "ar": "arabic",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "hi": "hindi",
    "it": "italian",
    "nl": "dutch",
    "pl": "polish",
    "pt": "portuguese",
    "ru": "russian",
    "sv": "swedish",
}


def words(text: str) -> tuple[str, ...]:
    """The words in order, case folded; a run of Chinese or Japanese counts as one."""
    return tuple(words_as_written(text.casefold()))


def words_as_written(text: str) -> list[str]:
    """The words in order. Cut between them, where that is enough: four times as fast."""
    cut = text
    for sign in "" if cut.isascii() else _TYPOGRAPHY:
        cut = cut.replace(sign, " ")
    return cut.translate(_BETWEEN).split() if cut.isascii() else WORD.findall(text)


@lru_cache(maxsize=64)  # a dozen rules ask for the same title, description and keywords
def stems(text: str, language: str) -> tuple[str, ...]:
    """The stems of the words in order; of Chinese, Japanese and Korean, pairs of characters.

    In a language without a stemmer a word is its own stem.
    """
    code = primary(language)
    return tuple(stem(part, code) for part in parts(text))


def parts(text: str) -> tuple[str, ...]:
    """The words as they are; of Chinese, Japanese and Korean, pairs of characters."""
    found = words(text)
    return found if text.isascii() else tuple(part for word in found for part in _parts(word))


def stem(word: str, code: str) -> str:
    """What a folded word has in common with its other forms."""
    return _stem(word, code) if len(word) <= _LONGEST else word


@lru_cache(maxsize=65536)  # about 12 microseconds a word saved; a site's words recur
def _stem(word: str, code: str) -> str:
    algorithm = _STEMMERS.get(code)
    return str(_stemmer(algorithm).stemWord(word)) if algorithm else word


def _parts(word: str) -> tuple[str, ...]:
    if word.isascii() or not IS_CJK.search(word):
        return (word,)
    return tuple(part for run in RUN.findall(word) for part in _pairs(run))


def _pairs(run: str) -> tuple[str, ...]:
    if not IS_CJK.match(run):
        return (run,)
    return tuple(a + b for a, b in pairwise(run)) or (run,)


@cache
def _stemmer(algorithm: str) -> "BaseStemmer":
    # Imported late: 20 ms for thirty languages, and not every command reads texts.
    import snowballstemmer  # noqa: PLC0415

    return snowballstemmer.stemmer(algorithm)
