"""Whether sites could be worked on: what their connectors say before anything is called."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import TypeAdapter, ValidationError

from flows.config import ConfigError, Configuration
from flows.context import Desk, SystemClock
from flows.parameters import AtOnce, Dollars, Limit, ShardSize
from flows.sites import opened
from schemas.article import ArticleId, SiteName
from schemas.config import SiteSettings
from schemas.finding import Severity
from schemas.run import Mode, RunId
from schemas.window import EVER, aware

FIRST_ZONE = timedelta(hours=14)  # ahead of UTC; no zone is further
BOUNDS: dict[str, Any] = {
    "limit": Limit,
    "max_usd": Dollars,
    "shard_size": ShardSize,
    "at_once": AtOnce,
}
HALVES = re.compile("[\ud800-\udfff]")  # what an argument's bytes become that are not UTF-8


def check_sites(configuration: Configuration, sites: Iterable[SiteSettings]) -> None:
    """Raise `ConfigError` with all that stands in the way of the sites' runs, calling nobody.

    A system that has to be called is looked at by its run: one that is down is no reason for
    the other sites to wait.
    """
    problems = [problem for site in sites for problem in _problems(configuration, site)]
    if problems:
        raise ConfigError(*problems)


def _problems(configuration: Configuration, site: SiteSettings) -> list[str]:
    try:
        # A Secret block is looked up once Prefect is there.
        cms = opened(configuration, site, str, SystemClock())
    except ConfigError as error:
        return list(error.problems)
    if not site.on_this_machine:
        return []
    return [
        f"site {site.name}: {finding.message}"
        for finding in cms.probe()
        if finding.severity is Severity.REJECT
    ]


def failures_of(
    desk: Desk, run_id: str, site: str | None, named: Sequence[str] | None
) -> tuple[SiteName, list[ArticleId]]:
    """The site of a run and the articles that failed in it, each once.

    Raises `ConfigError`, also where some articles are named beside.
    """
    if named:
        raise ConfigError("failed_of: it names articles, and so does article; give one of them")
    row = desk.earlier(run_id, "failed_of")
    if site not in (None, row.site):
        raise ConfigError(f"failed_of: {run_id} is a run of {row.site}, not of {site}; drop site")
    if row.mode == Mode.REVERT:
        raise ConfigError(f"failed_of: {run_id} is a revert; revert the same run again instead")
    report = desk.queries.report(RunId(run_id))
    if report is None:
        raise ConfigError(
            f"failed_of: {run_id} is {row.status} and has no list of failures; "
            "start a run without it, nothing is paid for twice"
        )
    failed = dict.fromkeys(failure.article_id for failure in report.failures)
    return SiteName(row.site), list(failed)


def check_window(since: datetime | None, until: datetime | None, now: datetime) -> None:
    """Raise `ConfigError` where the window would be empty. A bound without a zone is in UTC."""
    first, last = EVER.since.year, EVER.until.year - 1  # days around them can be counted
    for name, bound in (("since", since), ("until", until)):
        if bound and not first <= bound.year <= last:
            sentence = f"{name}: {bound} is too far away; name a year from {first} to {last}"
            raise ConfigError(sentence)
    start, end = aware(since, UTC), aware(until, UTC)
    if start and end and start >= end:
        raise ConfigError(f"since: {since} is not before until, {until}; swap them")
    # Without a zone it is meant in the site's, where tomorrow may have begun.
    if since and start and start - (timedelta(0) if since.tzinfo else FIRST_ZONE) > now:
        raise ConfigError(f"since: {since} is yet to come; name a date or time that is past")


def check_articles(articles: Iterable[str]) -> None:
    """Raise `ConfigError` for an id that no site can have, and Prefect could not be told."""
    for article_id in articles:
        if HALVES.search(article_id):
            shown = article_id.encode(errors="surrogateescape").decode(errors="backslashreplace")
            raise ConfigError(f"article: {shown} is not UTF-8; give the id as a report shows it")


def check_bounds(**given: float | None) -> None:
    """Raise `ConfigError` where a number is not one that the flow's form takes."""
    problems = []
    for name, value in given.items():
        try:
            TypeAdapter(BOUNDS[name]).validate_python(value)
        except ValidationError as error:
            expected = error.errors()[0]["msg"].replace("Input should", "it should", 1)
            problems.append(f"{name}: {expected}; it is {value}")
    if problems:
        raise ConfigError(*problems)
