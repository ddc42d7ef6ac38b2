"""`run`, `apply` and `revert`: the flows, from a terminal."""

from datetime import datetime
from pathlib import Path
from typing import Literal

from flows.cli.exits import clear_errors


def run(  # noqa: PLR0913 - as many as the contract has
    *,
    site: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int | None = None,
    article: list[str] | None = None,
    failed_of: str | None = None,
    dry_run: bool = False,
    regenerate: bool = False,
    max_usd: float | None = None,
    overwrite: Literal["never", "ours", "always"] | None = None,
    report: Path | None = None,
    json: bool = False,
) -> int:
    """Give new and changed articles their metadata, now.

    Args:
        site: The site to work on; all of them where it is not given.
        since: Articles published or changed from this date or time on, like 2026-11-01 or
            2026-11-01T08:00, in the site's time zone, or 2026-11-01T08:00+01:00. Else since the
            last completed live run of the whole site, less a day, and at least the last 7 days.
        until: Articles published or changed before this date or time; else until now.
        limit: At most so many articles; the rest is skipped as over_limit.
        article: The id of an article to work on, instead of a window; may be repeated.
        failed_of: A run; try again exactly the articles that failed in it.
        dry_run: Preview only: nothing is written to the site, ever.
        regenerate: Ask anew, even where there is metadata of ours.
        max_usd: The most that each site's run may spend, in US dollars.
        overwrite: Whose words may be replaced: nobody's, ours, or everybody's.
        report: Write the preview as one HTML page to this file.
        json: Print one JSON object and nothing else.
    """
    from flows.cli.conducting import (  # noqa: PLC0415 - Prefect is slow
        Ending,
        check_page,
        conduct,
        nothing_failed,
        ready,
    )
    from flows.context import SystemClock  # noqa: PLC0415
    from flows.ready import check_articles, check_bounds, check_window  # noqa: PLC0415

    with clear_errors():
        several = ready(site, asks=True)
        check_window(since, until, SystemClock().now())
        check_articles(article or ())
        check_bounds(limit=limit, max_usd=max_usd)
        if nothing_failed(failed_of, site, article):
            return Ending([], several=True).show(json=json, page=None)
    check_page(report)
    parameters = {
        "site": site,
        "mode": "dry_run" if dry_run else "live",
        "since": since,
        "until": until,
        "limit": limit,
        "article": article,
        "failed_of": failed_of,
        "regenerate": regenerate,
        "max_usd": max_usd,
        "overwrite": overwrite,
    }
    reports = conduct("flows.daily:daily", parameters, quiet=json)
    return Ending(reports, several=several).show(json=json, page=report)


def apply(run_id: str, /, *, article: list[str] | None = None, json: bool = False) -> int:
    """Publish the waiting proposals of a run, exactly as previewed; nothing is paid.

    Args:
        run_id: The run that previewed or held them.
        article: The id of an article to publish, instead of all; may be repeated.
        json: Print one JSON object and nothing else.
    """
    return _of_run("flows.publish:apply", run_id, article, json=json)


def revert(run_id: str, /, *, article: list[str] | None = None, json: bool = False) -> int:
    """Put back what a run replaced, wherever its values still stand.

    Args:
        run_id: The live or apply run to undo, or the dry run that was applied.
        article: The id of an article to put back, instead of all; may be repeated.
        json: Print one JSON object and nothing else.
    """
    return _of_run("flows.publish:revert", run_id, article, json=json)


def _of_run(flow: str, run_id: str, article: list[str] | None, *, json: bool) -> int:
    from flows.cli.conducting import Ending, conduct, ready_for  # noqa: PLC0415
    from flows.ready import check_articles  # noqa: PLC0415

    with clear_errors():
        check_articles(article or ())
        ready_for(run_id)
    reports = conduct(flow, {"run_id": run_id, "article": article}, quiet=json)
    return Ending(reports, several=False).show(json=json, page=None)
