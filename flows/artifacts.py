"""What a run leaves in Prefect's UI: its report, and the table of its proposals."""

from collections.abc import Sequence

from prefect.artifacts import create_markdown_artifact, create_table_artifact

from flows.reports.backfill import markdown as of_backfill
from flows.reports.words import cell, plain
from schemas.article import Field
from schemas.money import shown
from schemas.run import Proposed, Report
from schemas.shards import Shard

MOST_ROWS = 200  # the UI pages by ten; an editor has the preview for the rest


def leave(report: Report) -> None:
    """Store both artifacts, under keys that group the runs of a site."""
    key = report.site.replace("_", "-")
    create_markdown_artifact(
        key=f"report-{key}", markdown=markdown(report), description=f"Run {report.run_id}"
    )
    if report.proposals:
        create_table_artifact(
            key=f"proposals-{key}",
            table=[_row(proposal) for proposal in report.proposals[:MOST_ROWS]],
            description=f"Proposals of run {report.run_id}",
        )


def leave_backfill(reports: Sequence[Report], unbegun: Sequence[Shard]) -> None:
    """Store the summary of a backfill."""
    create_markdown_artifact(
        key="backfill",
        markdown=of_backfill(reports, unbegun),
        description=f"{len(reports)} shards",
    )


def markdown(report: Report) -> str:
    """Counts, spend and failures of a run."""
    lines = [
        f"# {report.site}: {report.mode.replace('_', ' ')}, {report.status.replace('_', ' ')}",
        f"Run `{report.run_id}`. {report.reason}".rstrip(),
        "",
        "| | articles |",
        "|---|---:|",
        *(f"| {name.replace('_', ' ')} | {count} |" for name, count in report.counts),
        "",
        "## Spend",
        _spend(report),
    ]
    if report.failures:
        lines += ["", "## Failures", "", "| article | step | reason |", "|---|---|---|"]
        lines += [
            f"| {cell(failure.article_id)} | {failure.stage} | {cell(failure.reason)} |"
            for failure in report.failures[:MOST_ROWS]
        ]
    return "\n".join(lines)


def _spend(report: Report) -> str:
    at_least = "at least " if report.unknown_usd else ""
    unknown = f", and {shown(report.unknown_usd)} unknown" if report.unknown_usd else ""
    note = " No model was called: the stand-in answered." if report.simulated else ""
    tokens = f"{report.usage.prompt_tokens} tokens in, {report.usage.output_tokens} out"
    return (
        f"{at_least}{shown(report.cost_usd)}{unknown}, {report.requests} answers, {tokens}.{note}"
    )


def _row(proposal: Proposed) -> dict[str, str]:
    return {
        "article": plain(proposal.article_id),
        "title": plain(proposal.title),
        "description": _written(proposal, Field.DESCRIPTION, proposal.meta_description),
        "keywords": _written(proposal, Field.KEYWORDS, ", ".join(proposal.keywords)),
        "before": proposal.before.description or "",
        "status": proposal.status,
        "findings": " ".join(finding.message for finding in proposal.findings),
    }


def _written(proposal: Proposed, field: Field, text: str) -> str:
    return plain(text) if field in proposal.targets else "(kept as it is)"
