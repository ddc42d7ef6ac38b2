"""How Alembic runs the migrations: on the engine that it is handed, in one transaction."""

from alembic import context
from sqlmodel import SQLModel

import schemas.ledger  # noqa: F401 - its tables are the target

with context.config.attributes["engine"].connect() as connection:
    context.configure(
        connection=connection.execution_options(writing=True),
        target_metadata=SQLModel.metadata,
        render_as_batch=True,  # SQLite alters a table by copying it
    )
    with context.begin_transaction():
        context.run_migrations()
