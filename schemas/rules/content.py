"""The words of a text that carry what it says."""

from collections.abc import Iterator
from functools import lru_cache

from schemas.languages import primary
from schemas.rules.words import FUNCTION_CHARACTERS, FUNCTION_WORDS, INVITATIONS
from schemas.stems import parts

_NOTHING: frozenset[str] = frozenset()


@lru_cache(maxsize=64)  # rules of several kinds ask for the same description and title
def content(folded: str, language: str) -> tuple[str, ...]:
    """The parts in order, without function words, numbers, single letters and "learn how"."""
    return tuple(_content(folded, primary(language)))


def _content(folded: str, code: str) -> Iterator[str]:
    empty_words = FUNCTION_WORDS.get(code, _NOTHING)
    empty_characters = FUNCTION_CHARACTERS.get(code, _NOTHING)
    for part in parts(folded):
        if len(part) == 1 or part.isdigit() or part in empty_words or part in INVITATIONS:
            continue
        if empty_characters.isdisjoint(part):  # a particle beside a character makes no word
            yield part
