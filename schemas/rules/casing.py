"""How an article writes a word inside its sentences, in capitals or not."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from schemas.article import Article
from schemas.languages import primary
from schemas.stems import WORD

_HEADING = re.compile(r"^#.*$", re.MULTILINE)  # is often written In Capitals
_INSIDE = re.compile(r"[^\W_][,;]? [(\[]?$")  # what comes before a word inside a sentence
_BEFORE = 4  # characters at most
_MOST_SEEN = 100  # places; enough to know how a word is written
_FEWEST_ALIKE = 4  # letters that a form of a word shares with it
_ENDING = 2  # letters that forms differ by


def cased(keyword: str, article: Article) -> str:
    """Each word of a keyword as the article writes it; as it is, where the article does not.

    Words that stand there side by side are one: New York is no new York.
    """
    nouns = primary(article.language) == "de"  # a noun and a verb differ by their capitals
    spans = [word.span() for word in WORD.finditer(keyword)]
    written, done = [], 0
    while spans:
        count, form = _longest(keyword, spans, article.text, nouns=nouns)
        written += [keyword[done : spans[0][0]], form]
        done, spans = spans[count - 1][1], spans[count:]
    return "".join([*written, keyword[done:]])


def _longest(
    keyword: str, spans: Sequence[tuple[int, int]], text: str, *, nouns: bool
) -> tuple[int, str]:
    """How many of the next words the article has side by side, and how it writes them."""
    start = spans[0][0]
    for count in range(len(spans), 1, -1):
        if form := _mostly(keyword[start : spans[count - 1][1]], text):
            return count, form
    return 1, _word(keyword[slice(*spans[0])], text, nouns=nouns)


def _mostly(words: str, text: str) -> str:
    """Words as the article mostly writes them inside sentences; "" where it never does."""
    written = Counter(_written(words.lower(), *_prose(text)))
    # Of two forms equally frequent the one in small letters, which sorts behind.
    return max(written, key=lambda form: (written[form], form)) if written else ""


def _word(word: str, text: str, *, nouns: bool) -> str:
    if word.upper() == word.lower() or (_is_name(word) and f" {word} " in text):
        return word
    if written := _mostly(word, text):
        return written
    alike = not nouns and len(word) >= _FEWEST_ALIKE
    return _like_its_forms(word, *_prose(text)) if alike else word


def _is_name(word: str) -> bool:
    """IT, PostgreSQL, iPhone: a capital behind the first letter is no accident."""
    return any(map(str.isupper, word[1:]))


def _like_its_forms(word: str, prose: str, lowered: str) -> str:
    """A word that the article has in another form begins like that form."""
    beginning = word.lower()[: max(_FEWEST_ALIKE, len(word) - _ENDING)]
    forms = Counter(form[0].islower() for form in _written(beginning, prose, lowered, whole=False))
    if forms[True] > forms[False] and not _is_name(word):
        return word.lower()
    return word


def _written(beginning: str, prose: str, lowered: str, *, whole: bool = True) -> Iterator[str]:
    """The forms in which a word stands inside sentences."""
    start = lowered.find(beginning)
    seen = 0
    while start >= 0 and seen < _MOST_SEEN:
        end = start + len(beginning)
        seen += 1
        ends = not whole or not prose[end : end + 1].isalnum()
        if ends and _INSIDE.search(prose, max(0, start - _BEFORE), start):
            yield prose[start:end]
        start = lowered.find(beginning, end)


@lru_cache(maxsize=4)  # for the ten words of five keywords
def _prose(text: str) -> tuple[str, str]:
    """The prose on one line, and the same in small letters, character for character."""
    prose = " ".join(_HEADING.sub(" ", text).split())
    lowered = prose.lower()
    return (prose, lowered) if len(lowered) == len(prose) else (prose, prose)
