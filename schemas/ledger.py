"""The ledger's tables, all on one screen.

Rows carry no meaning: SQLModel tables do not validate. The values of this room do, and the
database has constraints of its own. Money is in whole picodollars, times are UTC.
"""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary, Text
from sqlmodel import Field, SQLModel


def _one_of(column: str, *values: str) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=f"ck_{column}_known")


class RunRow(SQLModel, table=True):
    """One execution for one site."""

    __tablename__ = "run"
    __table_args__ = (
        _one_of("mode", "live", "dry_run", "apply", "revert"),
        Index("ix_run_site_status", "site", "status"),
    )

    id: str = Field(primary_key=True)
    site: str
    mode: str
    trigger: str
    status: str
    endpoint: str
    of_run: str | None = None
    backfill: str | None = Field(default=None, index=True)  # whose shard it is
    # Not a step of the daily chain: a window, limit or article was given, or others held some.
    narrowed: bool = False
    since: datetime | None = None
    until: datetime | None = None
    started_at: datetime
    ended_at: datetime | None = None
    report: str | None = Field(default=None, sa_type=Text)


class BackfillRow(SQLModel, table=True):
    """One archive in shards, which are runs that share a cap."""

    __tablename__ = "backfill"

    id: str = Field(primary_key=True)  # that of its flow run
    cap: int = Field(sa_type=BigInteger)
    started_at: datetime


class ClaimRow(SQLModel, table=True):
    """One run's exclusive right to work on one article."""

    __tablename__ = "claim"

    site: str = Field(primary_key=True)
    article_id: str = Field(primary_key=True)
    run_id: str = Field(foreign_key="run.id", index=True)


class MeterRow(SQLModel, table=True):
    """What is used of one budget at one endpoint: the sums of the calls it counts."""

    __tablename__ = "meter"
    __table_args__ = (CheckConstraint("settled >= 0 AND unknown >= 0 AND reserved >= 0"),)

    endpoint: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    settled: int = Field(default=0, sa_type=BigInteger)
    unknown: int = Field(default=0, sa_type=BigInteger)
    reserved: int = Field(default=0, sa_type=BigInteger)


class CallRow(SQLModel, table=True):
    """One HTTP attempt: its reservation, then what came back."""

    __tablename__ = "call"
    __table_args__ = (
        _one_of("state", "reserved", "settled", "unknown"),
        CheckConstraint("(state = 'settled') = (cost IS NOT NULL)", name="ck_call_settled_once"),
        Index("ix_call_recall", "site", "article_id", "content_hash"),
        Index("ix_call_run_state", "run_id", "state"),
        Index("ix_call_sent_at", "sent_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    run_id: str = Field(foreign_key="run.id")
    site: str
    article_id: str
    content_hash: str
    prompt: str
    prompt_digest: str
    attempt: str
    model: str
    endpoint: str
    sent_at: datetime
    reserved: int = Field(sa_type=BigInteger)
    state: str = "reserved"
    settled_at: datetime | None = None
    cost: int | None = Field(default=None, sa_type=BigInteger)
    prices_as_of: str | None = None
    simulated: bool = False
    status: int | None = None
    trouble: str | None = None
    request_id: str = ""
    model_answered: str | None = None
    stop_reason: str | None = None
    refusal_category: str | None = None
    reply: str | None = Field(default=None, sa_type=Text)
    batch: bool = False
    us_only: bool = False
    duration_ms: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    thinking_tokens: int = 0
    cache_read_input_tokens: int = 0
    cache_creation_input_tokens: int = 0
    cache_creation_1h_input_tokens: int = 0


class ProposalRow(SQLModel, table=True):
    """Metadata on offer for one content of one article."""

    __tablename__ = "proposal"
    __table_args__ = (
        _one_of(
            "status",
            "proposed",
            "approved",
            "edited",
            "rejected",
            "published",
            "stale",
            "reverted",
            "failed",
        ),
        Index("ix_proposal_article", "site", "article_id"),
        Index("ix_proposal_run", "run_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    run_id: str = Field(foreign_key="run.id")
    site: str
    article_id: str
    content_hash: str
    revision: str
    prompt_digest: str
    ladder: str
    simulated: bool
    last_call: int  # calls up to this one are spent on this proposal, and not recalled again
    status: str
    failure: str | None = None
    value: str = Field(sa_type=Text)


class OfferRow(SQLModel, table=True):
    """A proposal that a run made or found waiting: what it previewed, held or published."""

    __tablename__ = "offer"

    run_id: str = Field(primary_key=True, foreign_key="run.id")
    proposal_id: int = Field(primary_key=True, foreign_key="proposal.id")
    targets: str  # the fields that this run would write, which may be fewer than the proposal's
    before: str = Field(sa_type=Text)  # what they held when this run read them


class ReceiptRow(SQLModel, table=True):
    """One write to a CMS: its intent, then its verdict."""

    __tablename__ = "receipt"
    __table_args__ = (
        Index("ix_receipt_article", "site", "article_id"),
        Index("ix_receipt_run", "run_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    run_id: str = Field(foreign_key="run.id")
    proposal_id: int = Field(foreign_key="proposal.id", index=True)
    site: str
    article_id: str
    act: str
    verdict: str | None = None
    begun_at: datetime
    ended_at: datetime | None = None
    revision_after: str | None = None
    raw: bytes = Field(sa_type=LargeBinary)
    value: str = Field(sa_type=Text)


class PauseRow(SQLModel, table=True):
    """The brake that a person has pulled: one row while it stands, else none."""

    __tablename__ = "pause"
    __table_args__ = (CheckConstraint("id = 1", name="ck_pause_one"),)

    id: int = Field(default=1, primary_key=True)
    since: datetime
    by: str = ""
    reason: str = ""


class TurnsRow(SQLModel, table=True):
    """How the runs take turns at the rate limits of one model at one endpoint."""

    __tablename__ = "turns"

    endpoint: str = Field(primary_key=True)
    model: str = Field(primary_key=True)
    value: str = Field(sa_type=Text)
