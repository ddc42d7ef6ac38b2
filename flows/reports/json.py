"""What `--json` prints, as dictionaries: the contract with programs, so only ever added to."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from flows.reports.outline import outline
from schemas.article import Field
from schemas.ledger import RunRow
from schemas.money import exact
from schemas.run import Proposed, Report, worst
from schemas.spend import Spend, SpendReport
from schemas.usage import Usage

NAMES = {Field.DESCRIPTION: "meta_description", Field.KEYWORDS: "keywords"}


def as_dict(report: Report) -> dict[str, Any]:
    """One run. Amounts are exact decimal strings, times are UTC."""
    window = report.window
    return report.model_dump(mode="json", exclude={"requests", "proposals"}) | {
        "started_at": _utc(report.started_at),
        "window": {
            "since": _utc(window.since if window else None),
            "until": _utc(window.until if window else None),
        },
        "usage": _usage(report.requests, report.usage),
        "proposals": [_proposal(proposal) for proposal in report.proposals],
    }


def several(reports: Sequence[Report]) -> dict[str, Any]:
    """The runs of several sites, under the worst of their statuses."""
    return {
        "status": worst([report.status for report in reports]).value,
        "cost_usd": exact(sum((report.cost_usd for report in reports), Decimal(0))),
        "unknown_usd": exact(sum((report.unknown_usd for report in reports), Decimal(0))),
        "runs": [as_dict(report) for report in reports],
    }


def spend_as_dict(report: SpendReport) -> dict[str, Any]:
    """What was spent, in total and by one aspect."""
    return {
        "by": report.by.value,
        "since": _utc(report.since),
        "simulated": report.simulated,
        **_spend(report.total),
        "rows": [{"key": row.key, **_spend(row)} for row in report.rows],
    }


def runs_as_dict(rows: Sequence[RunRow]) -> dict[str, Any]:
    """The latest runs; what only a report knows is null where a run has left none."""
    return {"runs": [_run(row) for row in rows]}


def _run(row: RunRow) -> dict[str, Any]:
    told = outline(row)
    return {
        "run_id": row.id,
        "site": row.site,
        "mode": row.mode,
        "trigger": row.trigger,
        "status": row.status,
        "of_run": row.of_run,
        "endpoint": row.endpoint,
        "window": {"since": _utc(row.since), "until": _utc(row.until)},
        "started_at": _utc(row.started_at),
        "ended_at": _utc(row.ended_at),
        "simulated": told.simulated if told else None,
        "counts": told.counts if told else None,
        "cost_usd": exact(told.cost_usd) if told else None,
        "unknown_usd": exact(told.unknown_usd) if told else None,
    }


def _proposal(proposal: Proposed) -> dict[str, Any]:
    before = proposal.before
    return {
        "article_id": proposal.article_id,
        "url": proposal.url,
        "title": proposal.title,
        "language": proposal.language,
        "keywords": list(proposal.keywords),
        "meta_description": proposal.meta_description,
        "targets": sorted(NAMES[field] for field in proposal.targets),
        "findings": [finding.model_dump(mode="json") for finding in proposal.findings],
        "status": proposal.status.value,
        "reason": proposal.reason,
        "before": {
            "keywords": None if before.keywords is None else list(before.keywords),
            "meta_description": before.description,
        },
    }


def _spend(spend: Spend) -> dict[str, Any]:
    return {
        "cost_usd": exact(spend.cost_usd),
        "unknown_usd": exact(spend.unknown_usd),
        "usage": _usage(spend.requests, spend.usage),
    }


def _usage(requests: int, usage: Usage) -> dict[str, int]:
    return {
        "requests": requests,
        "input_tokens": usage.input_tokens,
        "output_tokens": usage.output_tokens,
        "thinking_tokens": usage.thinking_tokens,
        "cache_read_input_tokens": usage.cache_read_input_tokens,
        "cache_creation_input_tokens": usage.cache_creation_input_tokens,
    }


def _utc(moment: datetime | None) -> str | None:
    """ISO 8601 in UTC with a Z; the ledger's times are UTC, whether a row says so or not."""
    if moment is None:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat().replace("+00:00", "Z")
