"""What the sentences are said with: the editors' side of a system, and a few values."""

from datetime import UTC, datetime, timedelta
from typing import Literal, Protocol

from connectors.cms import CMS
from schemas.article import Article, ArticleId, Fields
from schemas.receipt import Receipt
from schemas.window import Window

NOON = datetime(2026, 3, 19, 12, tzinfo=UTC)  # past for every server
DAY = Window(since=NOON, until=NOON + timedelta(days=1))
NOTHING = Fields()
OURS = Fields(description="Ours.", keywords=("one", "two", "three", "four", "five"))
THEIRS = Fields(description="An editor's words.", keywords=("hand made", "by people"))
BODY = "The ferry crosses the sound in eleven minutes, and nobody on board has ever been late.\n"


State = Literal["published", "draft", "private", "protected"]


class Desk(Protocol):
    """What editors can do in a content system."""

    def connector(self) -> CMS:
        """The connector under test, new."""

    def publish(
        self,
        title: str,
        *,
        on: datetime = NOON,
        fields: Fields = NOTHING,
        state: State = "published",
    ) -> ArticleId:
        """Make an article with `BODY`; the two fields are absent where `fields` is empty."""

    def rewrite(self, article_id: ArticleId, *, body: str = "", description: str = "") -> None:
        """Change an article's body or description by hand."""

    def delete(self, article_id: ArticleId) -> None:
        """Throw an article away."""

    def stored(self, article_id: ArticleId) -> object:
        """Everything that the system keeps of an article, as exactly as it shows it."""

    def rest(self, article_id: ArticleId) -> object:
        """The same without the two fields."""


def prepared(cms: CMS, article: Article, changes: Fields = OURS) -> Receipt:
    """The only receipt that a change needs."""
    (receipt,) = cms.prepare(article, changes)
    return receipt


def written(cms: CMS, article_id: ArticleId, changes: Fields = OURS) -> Receipt:
    """The receipt of a change that was written."""
    return cms.write(prepared(cms, cms.article(article_id), changes))
