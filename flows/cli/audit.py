"""`audit`: what the metadata that a site already has is worth."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from flows.cli.exits import clear_errors


def audit(  # noqa: PLR0913 - as many as the contract has
    *,
    site: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int | None = None,
    worst: Annotated[int, Parameter(validator=Number(gte=0))] = 20,
    report: Path | None = None,
    json: bool = False,
) -> int:
    """Judge the descriptions and keywords that a site has; free, and nothing is written to it.

    Args:
        site: The site to look at; all of them where it is not given.
        since: Articles published or changed from this date or time on, like 2026-11-01 or
            2026-11-01T08:00, in the site's time zone, or 2026-11-01T08:00+01:00; else the whole
            archive.
        until: Articles published or changed before this date or time.
        limit: At most so many articles.
        worst: How many of the worst articles to print; the page and the JSON have them all.
        report: Write all of it as one HTML page to this file.
        json: Print one JSON object and nothing else.
    """
    from flows.audit import Scope  # noqa: PLC0415 - `--help` needs none of it
    from flows.cli.auditing import Ending, audited  # noqa: PLC0415
    from flows.cli.conducting import check_page  # noqa: PLC0415
    from flows.context import SystemClock  # noqa: PLC0415
    from flows.ready import check_bounds, check_window  # noqa: PLC0415

    check_page(report)
    with clear_errors():
        check_window(since, until, SystemClock().now())
        check_bounds(limit=limit)
        audits, several = audited(site, Scope(since, until, limit), quiet=json)
    return Ending(audits, several=several).show(json=json, page=report, worst=worst)
