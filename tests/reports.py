"""Reports for tests: whole and unremarkable until a test changes what it is about."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from schemas.article import ArticleId, Field, Fields, Skipped, SkipReason
from schemas.proposal import Status
from schemas.run import (
    BudgetLine,
    Counts,
    Failed,
    Mode,
    Proposed,
    PublishingCounts,
    Report,
    RunId,
    RunStatus,
    Trigger,
)
from schemas.usage import Usage
from schemas.window import Window
from tests.builders import METADATA, MODEL, NOON, SITE

# The keys that `run --json` always has.
CONTRACT = {
    "run_id",
    "site",
    "mode",
    "trigger",
    "status",
    "endpoint",
    "simulated",
    "window",
    "counts",
    "skipped",
    "skipped_articles",
    "failures",
    "usage",
    "cost_usd",
    "unknown_usd",
    "budget",
    "models",
    "prompt",
    "duration_s",
    "proposals",
}
RUN_ID = RunId("20261121-120000-ab12")


def a_proposed(number: int = 1, **changes: Any) -> Proposed:
    """New metadata for an article that had none."""
    values: dict[str, Any] = {
        "article_id": ArticleId(f"post-{number}.md"),
        "url": f"https://journal.example/post-{number}/",
        "title": "Night ferries return to the Skagerrak",
        "language": "en",
        "targets": frozenset(Field),
        "keywords": METADATA.keywords,
        "meta_description": METADATA.meta_description,
        "findings": (),
        "status": Status.PROPOSED,
        "before": Fields(description="", keywords=()),
    }
    return Proposed(**{**values, **changes})


def a_report(**changes: Any) -> Report:
    """A dry run over six articles: two skipped, one failed, three proposals."""
    values: dict[str, Any] = {
        "run_id": RUN_ID,
        "site": SITE,
        "mode": Mode.DRY_RUN,
        "trigger": Trigger.MANUAL,
        "status": RunStatus.COMPLETED_WITH_FAILURES,
        "endpoint": "https://claude.test",
        "started_at": NOON,
        "window": Window(since=NOON - timedelta(days=7), until=NOON),
        "counts": Counts(
            listed=6, selected=4, skipped=2, reused=1, generated=2, failed=1, repaired=1
        ),
        "skipped": {SkipReason.WRITTEN_BY_PEOPLE: 1, SkipReason.DRAFT: 1},
        "skipped_articles": (
            Skipped(article_id=ArticleId("post-5.md"), reason=SkipReason.WRITTEN_BY_PEOPLE),
            Skipped(article_id=ArticleId("post-6.md"), reason=SkipReason.DRAFT),
        ),
        "failures": (
            Failed(
                article_id=ArticleId("post-4.md"),
                stage="repair",
                reason="Use only numbers that stand in the article: 1988.",
            ),
        ),
        "usage": Usage(input_tokens=6400, output_tokens=440),
        "requests": 4,
        "cost_usd": Decimal("0.00086000000"),
        "budget": {
            "per_run_usd": BudgetLine(cap_usd=Decimal(1), used_usd=Decimal("0.00086")),
            "per_day_usd": BudgetLine(cap_usd=Decimal(2), used_usd=Decimal("0.0123")),
        },
        "models": {MODEL: 4},
        "prompt": "metadata-1",
        "duration_s": 12.4,
        "proposals": tuple(a_proposed(number) for number in (1, 2, 3)),
    }
    return Report(**{**values, **changes})


def a_live_report(**changes: Any) -> Report:
    """A live run that published one proposal and holds another."""
    proposals = (a_proposed(1, status=Status.PUBLISHED), a_proposed(2))
    values: dict[str, Any] = {
        "mode": Mode.LIVE,
        "status": RunStatus.COMPLETED,
        "counts": Counts(listed=2, selected=2, generated=2, published=1, held=1),
        "skipped": {},
        "skipped_articles": (),
        "failures": (),
        "proposals": proposals,
    }
    return a_report(**{**values, **changes})


def an_apply_report(**changes: Any) -> Report:
    """An apply that published one proposal and found another stale."""
    stale = a_proposed(2, status=Status.STALE, reason="the article has changed")
    values: dict[str, Any] = {
        "mode": Mode.APPLY,
        "status": RunStatus.COMPLETED,
        "window": None,
        "counts": PublishingCounts(listed=2, published=1, stale=1),
        "requests": 0,
        "usage": Usage(),
        "cost_usd": Decimal(0),
        "models": {},
        "proposals": (a_proposed(1, status=Status.PUBLISHED), stale),
    }
    return a_live_report(**{**values, **changes})
