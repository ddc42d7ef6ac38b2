"""What the rules may know of a site besides the article that they judge."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from schemas.article import Article, ArticleId
from schemas.neighbours import Neighbours


@dataclass(frozen=True)
class Known:
    """A site's languages, and the descriptions of its other pages; nothing where unknown.

    `articles` are those that are at hand, to compare more than their descriptions. `of_people`
    says that nobody but people wrote the descriptions: a name that many of them have is no
    invention. `unwanted` are the keywords that a person took away from the article judged.
    """

    languages: tuple[str, ...] = ()
    neighbours: Neighbours = field(default_factory=Neighbours)
    articles: Mapping[ArticleId, Article] = field(default_factory=dict)
    of_people: bool = False
    unwanted: tuple[str, ...] = ()
