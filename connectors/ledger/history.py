"""What the ledger knows of the past, for who wants to know what the future costs."""

from collections.abc import Sequence

from sqlalchemy import func
from sqlmodel import col, select

from connectors.ledger import memory
from connectors.ledger.database import Database
from schemas.article import ArticleId, SiteName
from schemas.estimate import Usual
from schemas.ledger import CallRow
from schemas.request import Kind
from schemas.selection import Remembered

ENOUGH = 50  # answers, before they tell more than what is usual everywhere


class History:
    """Questions about what was asked and answered before. Nothing here writes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def remembered(
        self, site: SiteName, ids: Sequence[ArticleId], *, simulated: bool
    ) -> dict[ArticleId, Remembered]:
        """What is known of those of the articles that were ever worked on."""
        with self._database.reading() as session:
            return memory.remembered(session, site, ids, simulated=simulated)

    def usual(self, prompt_digest: str, model: str, endpoint: str) -> Usual:
        """How a prompt is answered by a model there; what is usual where too little is known."""
        first = col(CallRow.attempt).startswith(f"{Kind.ASK}:")
        answers = select(
            func.count(),
            func.sum(CallRow.output_tokens),
            func.sum(CallRow.duration_ms),
            func.count().filter(first),
        ).where(
            CallRow.prompt_digest == prompt_digest,
            CallRow.model == model,
            CallRow.endpoint == endpoint,
            col(CallRow.reply).is_not(None),
        )
        with self._database.reading() as session:
            count, tokens, milliseconds, asked = session.exec(answers).one()
        if asked < ENOUGH:
            return Usual()
        return Usual(
            tokens_out=tokens / count,
            again=(count - asked) / asked,
            seconds=milliseconds / count / 1000,
        )
