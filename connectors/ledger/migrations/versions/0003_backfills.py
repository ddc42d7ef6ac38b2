"""Backfills, whose shards are runs that share a cap."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go on."""
    op.create_table(
        "backfill",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("cap", sa.BigInteger(), nullable=False),
        sa.Column("started_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.add_column("run", sa.Column("backfill", sa.String(), nullable=True))
    op.create_index("ix_run_backfill", "run", ["backfill"])


def downgrade() -> None:
    """Go back."""
    op.drop_index("ix_run_backfill", "run")
    op.drop_column("run", "backfill")
    op.drop_table("backfill")
