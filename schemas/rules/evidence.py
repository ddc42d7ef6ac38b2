"""What an article holds, in the forms in which the rules look things up."""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from pathlib import PurePosixPath

from schemas.article import Article
from schemas.languages import SPACELESS, UNSPACED, primary
from schemas.orders import parted
from schemas.rules.amounts import Amounts, amounts
from schemas.rules.figures import figures
from schemas.rules.words import NUMBER_WORDS
from schemas.stems import CJK, IS_CJK, parts, stem, words_as_written
from schemas.unseen import without_comments, without_hidden

# What nobody sees, and the digits of Arabic and Hindi.
_UNUSUAL = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff٠-٩०-९]")
# A link's words belong to the sentence, its address does not. Bounded, so that a hostile
# article of a megabyte of brackets is read in one pass.
_LINK = re.compile(r"\[([^\[\]\n]{0,300})\]\([^()\n]{0,500}\)|<[^<>]{1,500}>|\[\^\w{1,20}\]")

# Forms of one word begin alike; where a stemmer changes the beginning, this is how.
_SAME_BEGINNING = 4  # letters
_OTHER_BEGINNINGS = {
    "de": (("a", "ä"), ("o", "ö"), ("u", "ü")),
    "nl": (("", "ge"),),
    "ar": tuple(("", before) for before in ("ال", "بال", "وال", "لل", "كال", "فال", "و", "ب", "ل")),
}
_MOST_FORMS = 50  # looked at for one word; a word has a dozen


class Evidence:
    """All that a description and keywords may lean on; each form is made when first asked for.

    What readers do not see is none, nor are orders about what is to be written.

    Stemming a whole article would cost more than all rules together, so that only those of its
    words are stemmed that might be forms of a word which it does not have as it stands.
    """

    def __init__(self, title: str, source: str, language: str) -> None:
        self._language = primary(language)
        self.source, self._ordered = parted(without_hidden(without_comments(f"{title}\n{source}")))
        self.title = title

    @cached_property
    def folded(self) -> str:
        """The whole source without case, entities, width and kinds of space."""
        return plain(self.source).casefold()

    @cached_property
    def flow(self) -> str:
        """The words of the prose in order, each between two spaces; no markup, no addresses."""
        linked = "[" in self.folded or "<" in self.folded
        return _between_spaces(_LINK.sub(r" \1 ", self.folded) if linked else self.folded)

    @cached_property
    def figures(self) -> frozenset[str]:
        """The numbers, those in words included."""
        return figures(self.folded) | self._spelled

    @cached_property
    def amounts(self) -> Amounts:
        """The numbers again, by whether a word such as million follows them."""
        return amounts(self.folded, self._spelled, self._language)

    def has_word(self, word: str) -> bool:
        """Whether a folded word stands anywhere in the source, addresses included."""
        if f" {word} " in self.flow:
            return True
        # Chinese, Japanese and Korean put no space between a Latin word and their own letters.
        here = rf"(?<![^\W_{CJK}]){re.escape(word)}(?![^\W_{CJK}])"
        return word in self.folded and bool(re.search(here, self.folded))

    def is_ordered(self, part: str) -> bool:
        """Whether a folded word stands in an order that the article gives."""
        return bool(self._ordered) and f" {part} " in spaced(fold(self._ordered))

    def lacks(self, text: str) -> tuple[str, ...]:
        """The parts of a folded text of which no form stands in the prose."""
        return tuple(part for part in parts(text) if not self.has_form(part))

    def has_form(self, part: str) -> bool:
        """Whether any form of a folded word, or a pair of characters, stands in the prose."""
        if f" {part} " in self.flow:
            return True
        if IS_CJK.search(part):
            return part in self.flow
        if self._language in UNSPACED and self.has_word(part):  # the AI of AIの活用
            return True
        wanted = stem(part, self._language)
        return any(stem(form, self._language) == wanted for form in self._alike(wanted))

    def _alike(self, wanted: str) -> Iterator[str]:
        """The words of the prose that begin like a stem."""
        length = max(1, min(_SAME_BEGINNING, len(wanted) - 1))
        beginning = wanted[:length]
        beginnings = {beginning}
        for plain_form, other in _OTHER_BEGINNINGS.get(self._language, ()):
            beginnings.add(beginning.replace(plain_form, other, 1))
        for each in beginnings:
            yield from self._beginning_with(each)

    def _beginning_with(self, beginning: str) -> Iterable[str]:
        found: set[str] = set()
        start = self.flow.find(f" {beginning}")
        while start >= 0 and len(found) < _MOST_FORMS:
            end = self.flow.index(" ", start + 1)
            found.add(self.flow[start + 1 : end])
            start = self.flow.find(f" {beginning}", end)
        return found

    @property
    def _spelled(self) -> frozenset[str]:
        numbers = NUMBER_WORDS.get(self._language, {})
        if self._language in SPACELESS:  # Korean spaces its numerals
            return frozenset(number for word, number in numbers.items() if word in self.folded)
        return frozenset(number for word, number in numbers.items() if f" {word} " in self.flow)


def evidence(article: Article) -> Evidence:
    """The evidence of an article; kept for a moment, because a dozen rules ask in a row."""
    return _evidence(article.title, article.evidence, article.id, article.url, article.language)


@lru_cache(maxsize=4)
def _evidence(title: str, source: str, article_id: str, url: str, language: str) -> Evidence:
    return Evidence(title, f"{source}\n{_called(article_id, url)}", language)


def _called(article_id: str, url: str) -> str:
    """What the article is called in its address and in its id, where that is more than a number.

    A page that is a form has little text, and its file bears the form's name.
    """
    path = PurePosixPath(article_id)
    bundled = path.stem in {"index", "_index"}
    slug = url.partition("?")[0].rstrip("/").rpartition("/")[2]
    names = (*path.parent.parts, "" if bundled else path.stem, slug)
    return " ".join(name for name in names if any(map(str.isalpha, name)))


def plain(text: str) -> str:
    """A text without entities, invisible characters, and kinds of width, space and digit."""
    bare = html.unescape(text)
    if not bare.isascii():
        bare = _UNUSUAL.sub(_usual, unicodedata.normalize("NFKC", bare))
    return " ".join(bare.split())


def _usual(found: re.Match[str]) -> str:
    return str(int(found[0])) if found[0].isdigit() else ""


@lru_cache(maxsize=64)  # a dozen rules ask for the same title, description and keywords
def fold(text: str) -> str:
    """The plain text without case: only what is said still differs."""
    return plain(text).casefold()


@lru_cache(maxsize=64)
def spaced(text: str) -> str:
    """The words of a folded text in order, each between two spaces: to be searched for words."""
    return _between_spaces(text)


def _between_spaces(text: str) -> str:
    return f" {' '.join(words_as_written(text))} "
