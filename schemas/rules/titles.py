"""A description stands under the title in a search result: it must add to it."""

from collections.abc import Iterator

from schemas.article import Article
from schemas.finding import Severity
from schemas.known import Known
from schemas.languages import primary
from schemas.metadata import Metadata
from schemas.rules.content import content
from schemas.rules.evidence import fold, spaced
from schemas.rules.rule import rule
from schemas.stems import IS_CJK, parts, stem, stems

_MOST_ALIKE = 0.6  # Jaccard over stems; 4.2 % of people's are more alike
_NEVER_ALIKE = 0.5  # times the description's words: a title of fewer is not worth stemming
# A title of one word is a subject, which a good description names and may well begin with.
_FEWEST_PARTS = 2
_NOWHERE = "\n"  # stands in no text of `spaced`


@rule("M18", Severity.REJECT)
def it_is_not_the_title(metadata: Metadata, article: Article, _known: Known) -> Iterator[str]:
    """Do not repeat the title, say what it leaves open."""
    text, title = _compared(metadata, article)
    if text.startswith(title):
        yield "it begins with the title"
    shared = _alike(metadata.meta_description, article)
    if shared > _MOST_ALIKE:
        yield f"{shared:.0%} of the words are the title's"


@rule("M18b", Severity.WARNING)
def it_shares_the_titles_subject(
    metadata: Metadata, article: Article, _known: Known
) -> Iterator[str]:
    """The description has no word of the title; make sure that both speak of one thing."""
    theirs = content(fold(article.title), article.language)
    ours = content(fold(metadata.meta_description), article.language)
    if theirs and ours and not _share_a_stem(ours, theirs, primary(article.language)):
        yield ""


@rule("M18c", Severity.WARNING)
def it_does_not_hold_the_title(
    metadata: Metadata, article: Article, _known: Known
) -> Iterator[str]:
    """The description repeats the whole title, which stands above it in a search result."""
    text, title = _compared(metadata, article)
    if title in text and not text.startswith(title):
        yield ""


def _compared(metadata: Metadata, article: Article) -> tuple[str, str]:
    """The words of the description and of the title, to search the one for the other.

    In Chinese and Japanese a title ends where the description goes on without a space.
    """
    text, title = spaced(fold(metadata.meta_description)), spaced(fold(article.title))
    if len(stems(article.title, article.language)) < _FEWEST_PARTS:
        return text, _NOWHERE
    return (text.strip(), title.strip()) if IS_CJK.search(title) else (text, title)


def _alike(text: str, article: Article) -> float:
    """The share of stems that the description has in common with the title, if it may be large."""
    title = article.title
    if len(set(parts(title))) < _NEVER_ALIKE * len(set(parts(text))):
        return 0.0
    ours, theirs = set(stems(text, article.language)), set(stems(title, article.language))
    return len(ours & theirs) / max(1, len(ours | theirs))


def _share_a_stem(ours: tuple[str, ...], theirs: tuple[str, ...], code: str) -> bool:
    if not set(ours).isdisjoint(theirs):
        return True  # seen before any word is stemmed
    return not {stem(part, code) for part in ours}.isdisjoint(stem(part, code) for part in theirs)
