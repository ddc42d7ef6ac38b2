"""What an article holds, in the forms in which the rules look things up."""

import html
import re
import unicodedata
from functools import cached_property, lru_cache

from schemas.article import Article
from schemas.languages import UNSPACED, primary
from schemas.rules.figures import figures
from schemas.rules.words import NUMBER_WORDS
from schemas.stems import stems, words

_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_OTHER_DIGIT = re.compile("[٠-٩०-९]")  # of Arabic and Hindi
# A link's words belong to the sentence, its address does not. Bounded, so that a hostile
# article of a megabyte of brackets is read in one pass.
_LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\([^()\n]{0,500}\)|<[^<>]{1,500}>|\[\^\w{1,20}\]")


class Evidence:
    """All that a description and keywords may lean on; each form is made when first asked for."""

    def __init__(self, title: str, source: str, language: str) -> None:
        self._language = primary(language)
        self.source = f"{title}\n{source}"
        self.title = title

    @cached_property
    def folded(self) -> str:
        """The whole source without case, entities, width and kinds of space."""
        return fold(self.source)

    @cached_property
    def flow(self) -> str:
        """The words of the prose in order, each between two spaces; no markup, no addresses."""
        return spaced(_LINK.sub(r" \1 ", self.folded))

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the whole source, addresses and front matter too."""
        return frozenset(words(self.folded))

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of the prose."""
        return frozenset(stems(" ".join(set(self.flow.split())), self._language))

    @cached_property
    def figures(self) -> frozenset[str]:
        """The numbers, those in words included."""
        return figures(self.folded) | self._spelled

    @property
    def _spelled(self) -> frozenset[str]:
        numbers = NUMBER_WORDS.get(self._language, {})
        if self._language in UNSPACED:
            return frozenset(number for word, number in numbers.items() if word in self.folded)
        return frozenset(number for word, number in numbers.items() if f" {word} " in self.flow)


def evidence(article: Article) -> Evidence:
    """The evidence of an article; kept for a moment, because a dozen rules ask in a row."""
    return _evidence(article.title, article.evidence, article.language)


@lru_cache(maxsize=4)
def _evidence(title: str, source: str, language: str) -> Evidence:
    return Evidence(title, source, language)


def plain(text: str) -> str:
    """A text without entities, invisible characters, and kinds of width, space and digit."""
    bare = _INVISIBLE.sub("", unicodedata.normalize("NFKC", html.unescape(text)))
    return " ".join(_OTHER_DIGIT.sub(lambda digit: str(int(digit[0])), bare).split())


@lru_cache(maxsize=64)  # a dozen rules ask for the same title, description and keywords
def fold(text: str) -> str:
    """The plain text without case: only what is said still differs."""
    return plain(text).casefold()


@lru_cache(maxsize=64)
def spaced(text: str) -> str:
    """The words of a text in order, each between two spaces: what can be searched for words."""
    return f" {' '.join(words(text))} "
