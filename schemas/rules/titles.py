"""A description stands under the title in a search result: it must add to it."""

from collections.abc import Iterator

from schemas.article import Article
from schemas.finding import Severity
from schemas.known import Known
from schemas.metadata import Metadata
from schemas.rules.content import content_stems
from schemas.rules.evidence import fold, spaced
from schemas.rules.rule import rule
from schemas.stems import IS_CJK, stems

_MOST_ALIKE = 0.6  # Jaccard over stems; 4.2 % of people's are more alike
# A title of one word is a subject, which a good description names and may well begin with.
_FEWEST_PARTS = 2
_NOWHERE = "\n"  # stands in no text of `spaced`


@rule("M18", Severity.REJECT)
def it_is_not_the_title(metadata: Metadata, article: Article, _known: Known) -> Iterator[str]:
    """Do not repeat the title, say what it leaves open."""
    text, title = _compared(metadata, article)
    if text.startswith(title):
        yield "it begins with the title"
    ours = set(stems(metadata.meta_description, article.language))
    theirs = set(stems(article.title, article.language))
    shared = len(ours & theirs) / max(1, len(ours | theirs))
    if shared > _MOST_ALIKE:
        yield f"{shared:.0%} of the words are the title's"


@rule("M18b", Severity.WARNING)
def it_shares_the_titles_subject(
    metadata: Metadata, article: Article, _known: Known
) -> Iterator[str]:
    """The description has no word of the title; make sure that both speak of one thing."""
    theirs = set(content_stems(fold(article.title), article.language))
    ours = content_stems(fold(metadata.meta_description), article.language)
    if theirs and ours and theirs.isdisjoint(ours):
        yield ""


@rule("M18c", Severity.WARNING)
def it_does_not_hold_the_title(
    metadata: Metadata, article: Article, _known: Known
) -> Iterator[str]:
    """The whole title stands in the description a second time."""
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
