"""One execution for one site, and what it has to say for itself."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NewType, Self

from pydantic import AwareDatetime, Field

from schemas.article import ArticleId, Fields, SiteName, Skipped, SkipReason
from schemas.article import Field as ArticleField
from schemas.base import Frozen
from schemas.finding import Finding
from schemas.money import Usd
from schemas.proposal import WAITING, Status
from schemas.usage import Usage
from schemas.window import Window

RunId = NewType("RunId", str)
BackfillId = NewType("BackfillId", str)


class Mode(StrEnum):
    """What a run does."""

    LIVE = "live"
    DRY_RUN = "dry_run"
    APPLY = "apply"
    REVERT = "revert"

    @property
    def asks(self) -> bool:
        """Whether it looks for articles to ask about; the others go by an earlier run."""
        return self in (Mode.LIVE, Mode.DRY_RUN)


class Trigger(StrEnum):
    """What set a run off."""

    SCHEDULE = "schedule"
    BACKFILL = "backfill"
    MANUAL = "manual"


class RunStatus(StrEnum):
    """How a run stands."""

    RUNNING = "running"
    WAITING = "waiting"
    COMPLETED = "completed"
    COMPLETED_WITH_FAILURES = "completed_with_failures"
    STOPPED_BY_BUDGET = "stopped_by_budget"
    STOPPED_BY_FAILURES = "stopped_by_failures"
    CANCELLED = "cancelled"
    FAILED = "failed"
    CRASHED = "crashed"


EXIT_CODES = {
    RunStatus.COMPLETED: 0,
    RunStatus.WAITING: 0,
    RunStatus.COMPLETED_WITH_FAILURES: 1,
    RunStatus.STOPPED_BY_FAILURES: 1,
    RunStatus.CANCELLED: 1,
    RunStatus.STOPPED_BY_BUDGET: 3,
    RunStatus.FAILED: 4,
    RunStatus.CRASHED: 4,
}


class Counts(Frozen):
    """How many articles went which way.

    listed = selected + skipped, and selected = reused + generated + refused + failed +
    out_of_budget + waiting. The others overlap with those.
    """

    listed: int = 0
    selected: int = 0
    skipped: int = 0
    reused: int = 0
    generated: int = 0
    refused: int = 0
    failed: int = 0
    out_of_budget: int = 0
    waiting: int = 0
    repaired: int = 0
    escalated: int = 0
    published: int = 0
    held: int = 0
    stale: int = 0


class PublishingCounts(Frozen):
    """How many proposals an apply or a revert took which way."""

    listed: int = 0
    published: int = 0
    reverted: int = 0
    stale: int = 0
    held: int = 0
    failed: int = 0


class Failed(Frozen):
    """One article's trouble: in which step, and what it was."""

    article_id: ArticleId
    url: str = ""
    title: str = ""
    stage: str
    reason: str


class BudgetLine(Frozen):
    """One cap and what is used of it, settled and unknown."""

    cap_usd: Usd | None
    used_usd: Usd


class Proposed(Frozen):
    """One proposal as a report shows it."""

    article_id: ArticleId
    url: str
    title: str
    language: str
    targets: frozenset[ArticleField]
    keywords: tuple[str, ...]
    meta_description: str
    findings: tuple[Finding, ...]
    status: Status
    reason: str = ""
    before: Fields
    published: date | None = None  # the article's day where its site is, if the run has read it


SINCE = "by another run since"  # why a proposal stands otherwise than at the end of its own


class Report(Frozen):
    """All that is said about one run: the terminal's, the preview's and `--json`'s source."""

    run_id: RunId
    site: SiteName
    mode: Mode
    of_run: RunId | None = None
    trigger: Trigger
    status: RunStatus
    reason: str = ""
    endpoint: str = ""
    simulated: bool = False
    started_at: AwareDatetime
    window: Window | None = None
    counts: Counts | PublishingCounts
    skipped: dict[SkipReason, int] = Field(default_factory=dict)
    skipped_articles: tuple[Skipped, ...] = ()
    failures: tuple[Failed, ...] = ()
    out_of_budget_articles: tuple[ArticleId, ...] = ()
    usage: Usage = Usage()
    requests: int = 0
    cost_usd: Usd = Decimal(0)
    unknown_usd: Usd = Decimal(0)
    budget: dict[str, BudgetLine] = Field(default_factory=dict)
    models: dict[str, int] = Field(default_factory=dict)
    prompt: str = ""
    duration_s: float = 0.0
    proposals: tuple[Proposed, ...] = ()
    findings: tuple[Finding, ...] = ()  # on the run as a whole, such as one opening for half of it

    def by_now(self, statuses: Mapping[ArticleId, Status]) -> Self:
        """The report, with how its waiting proposals stand since."""
        proposals = tuple(
            one.model_copy(update={"status": statuses[one.article_id], "reason": SINCE})
            if one.status in WAITING and statuses.get(one.article_id, one.status) != one.status
            else one
            for one in self.proposals
        )
        return self.model_copy(update={"proposals": proposals})


SEVERITY_OF_STATUS = (
    RunStatus.COMPLETED,
    RunStatus.WAITING,
    RunStatus.COMPLETED_WITH_FAILURES,
    RunStatus.STOPPED_BY_BUDGET,
    RunStatus.CANCELLED,
    RunStatus.STOPPED_BY_FAILURES,
    RunStatus.CRASHED,
    RunStatus.FAILED,
)


def worst(statuses: list[RunStatus]) -> RunStatus:
    """The status of several runs together."""
    return max(statuses, key=SEVERITY_OF_STATUS.index, default=RunStatus.COMPLETED)


def status_of(
    counts: Counts | PublishingCounts,
    *,
    out_of_money: bool,
    broken_off: bool,
    declined: bool = False,
) -> RunStatus:
    """How a run ended, from what became of its articles.

    `out_of_money`: the API's own spend limit was reached. `broken_off`: it would have been
    pointless to go on asking. `declined`: it was reached, and would not have some article. Stale
    and held articles are no failures.
    """
    if out_of_money or (isinstance(counts, Counts) and counts.out_of_budget):
        return RunStatus.STOPPED_BY_BUDGET
    if broken_off:
        worked = declined or (isinstance(counts, Counts) and counts.generated + counts.reused)
        return RunStatus.STOPPED_BY_FAILURES if worked else RunStatus.FAILED
    if counts.failed or (isinstance(counts, Counts) and counts.refused):
        return RunStatus.COMPLETED_WITH_FAILURES
    return RunStatus.COMPLETED
