"""Who is to write to Prefect's database waits for its turn, where that is SQLite.

Prefect begins a transaction as a reader's. Where somebody else has written before it comes to
write itself, SQLite refuses it at once, however long it would have waited: "database is locked".
A request is then answered with 503, and an event is lost. A writer's transaction waits instead.
"""

from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession


def write_in_turn() -> None:
    """From here on, a server of this process begins each of its transactions as a writer's."""
    from prefect.server.database.configurations import (  # noqa: PLC0415 - takes seconds
        AioSqliteConfiguration,
    )

    begin = AioSqliteConfiguration.begin_transaction

    def begin_to_write(
        database: AioSqliteConfiguration,
        session: "AsyncSession",
        with_for_update: bool = False,  # noqa: ARG001, FBT001, FBT002 - as Prefect calls it
    ) -> AbstractAsyncContextManager[object]:
        return begin(database, session, with_for_update=True)

    AioSqliteConfiguration.begin_transaction = begin_to_write  # type: ignore[assignment, method-assign]
