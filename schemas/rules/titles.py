"""A description stands under the title in a search result: it must add to it."""

from collections.abc import Iterator

from schemas.article import Article
from schemas.finding import Severity
from schemas.metadata import Metadata
from schemas.rules.evidence import fold, spaced
from schemas.rules.rule import rule
from schemas.stems import stems

_MOST_ALIKE = 0.6  # Jaccard over stems; 4.2 % of people's are more alike
# A title of one word is a subject, which a good description names and may well begin with.
_FEWEST_PARTS = 2


@rule("M18", Severity.REJECT)
def it_is_not_the_title(metadata: Metadata, article: Article) -> Iterator[str]:
    """Do not repeat the title, say what it leaves open."""
    if spaced(fold(metadata.meta_description)).startswith(_title(article) or "\n"):
        yield "it begins with the title"
    ours = set(stems(metadata.meta_description, article.language))
    title = set(stems(article.title, article.language))
    shared = len(ours & title) / max(1, len(ours | title))
    if shared > _MOST_ALIKE:
        yield f"{shared:.0%} of the words are the title's"


@rule("M18c", Severity.WARNING)
def it_does_not_hold_the_title(metadata: Metadata, article: Article) -> Iterator[str]:
    """The whole title stands in the description a second time."""
    ours, title = spaced(fold(metadata.meta_description)), _title(article)
    if title and title in ours and not ours.startswith(title):
        yield ""


def _title(article: Article) -> str:
    """The title's words as `spaced` gives them; "" where it has only one."""
    enough = len(stems(article.title, article.language)) >= _FEWEST_PARTS
    return spaced(fold(article.title)) if enough else ""
