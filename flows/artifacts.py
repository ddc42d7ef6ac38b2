"""What a run leaves in Prefect's UI: its report, and its proposals, to read and as a table."""

from collections.abc import Sequence
from decimal import Decimal

from prefect.artifacts import create_markdown_artifact, create_table_artifact

from flows.reports.backfill import markdown as of_backfill
from flows.reports.pages import proposals, rows, summary
from flows.reports.sentences import headline
from schemas.run import Report
from schemas.shards import Shard


def leave(report: Report) -> None:
    """Store them under keys that group the runs of a site."""
    key = report.site.replace("_", "-")
    told = f"{report.site}: {headline(report)}. Run {report.run_id}"
    create_markdown_artifact(key=f"report-{key}", markdown=summary(report), description=told)
    if report.proposals:
        # To be read: the cells of Prefect's own tables neither wrap nor lead anywhere.
        create_markdown_artifact(
            key=f"proposals-{key}",
            markdown=proposals(report),
            description=f"Proposals of run {report.run_id}",
        )
        create_table_artifact(
            key=f"table-{key}",
            table=rows(report),
            description=f"Proposals of run {report.run_id}, to be searched and fetched",
        )


def leave_backfill(reports: Sequence[Report], unbegun: Sequence[Shard], cap: Decimal) -> None:
    """Store the summary of a backfill."""
    create_markdown_artifact(
        key="backfill",
        markdown=of_backfill(reports, unbegun, cap),
        description=f"{len(reports)} shards",
    )
