"""A description is written for its page: no passage of the page, no other page's description."""

from collections.abc import Iterator
from functools import lru_cache
from heapq import nsmallest
from itertools import islice
from math import ceil

from schemas.article import GIST, Article, ArticleId
from schemas.finding import Severity
from schemas.known import Known
from schemas.metadata import Metadata
from schemas.neighbours import Neighbours
from schemas.rules.evidence import evidence, fold, spaced
from schemas.rules.rule import rule
from schemas.stems import IS_CJK

_VERBATIM = 0.9  # of the description; a quarter of people's is taken over so
_SAME = 0.8  # of all words of two articles
_NAMED = 3  # pages, of a hundred with one description


@rule("M19", Severity.WARNING)
def not_a_passage(metadata: Metadata, article: Article, _known: Known) -> Iterator[str]:
    """The description is copied from the article, which search engines can do themselves."""
    text = spaced(fold(metadata.meta_description)).strip()
    length = ceil(_VERBATIM * len(text))
    flow = evidence(article).flow
    if text and any(text[start : start + length] in flow for start in _starts(text, length)):
        yield ""


@rule("M22", Severity.REJECT)
def no_other_pages(metadata: Metadata, article: Article, known: Known) -> Iterator[str]:
    """Say what only this page says; another page has this description, or nearly."""
    yield from (
        other for other in _alike(metadata, article, known) if not _twins(article, known, other)
    )


@rule("M22b", Severity.WARNING)
def no_twins(metadata: Metadata, article: Article, known: Known) -> Iterator[str]:
    """Another page says nearly the same as this one, in its text and in its description."""
    yield from (
        other for other in _alike(metadata, article, known) if _twins(article, known, other)
    )


def _alike(metadata: Metadata, article: Article, known: Known) -> tuple[ArticleId, ...]:
    """The first pages with this description, or nearly."""
    neighbours = known.neighbours
    return _first(neighbours, neighbours.added, article.id, metadata.meta_description)


@lru_cache(maxsize=1)  # a rule and its milder half ask for the same
def _first(
    neighbours: Neighbours, _added: int, article_id: ArticleId, description: str
) -> tuple[ArticleId, ...]:
    return tuple(islice(neighbours.alike(article_id, description), _NAMED))


def _twins(article: Article, known: Known, other: ArticleId) -> bool:
    """Whether two articles have nearly the same words: no line could tell them apart."""
    twin = known.articles.get(other)
    if twin is None:
        return False
    mine, theirs = set(article.gist), set(twin.gist)
    least = nsmallest(GIST, mine | theirs)
    return len(mine & theirs & {*least}) >= _SAME * len(least)


def _starts(text: str, length: int) -> Iterator[int]:
    """Where a passage of this length may begin: at a word, in Chinese at any character."""
    for start in range(len(text) - length + 1):
        if start == 0 or text[start - 1] == " " or IS_CJK.match(text[start]):
            yield start
