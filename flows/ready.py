"""Whether sites could be worked on: what their connectors say before anything is called."""

from collections.abc import Iterable
from datetime import UTC, datetime

from connectors import open_cms
from flows.config import ConfigError, Configuration
from schemas.config import SiteSettings
from schemas.finding import Severity
from schemas.window import aware


def check_sites(configuration: Configuration, sites: Iterable[SiteSettings]) -> None:
    """Raise `ConfigError` with all that stands in the way of the sites' runs."""
    problems = [problem for site in sites for problem in site_problems(configuration, site)]
    if problems:
        raise ConfigError(*problems)


def site_problems(configuration: Configuration, site: SiteSettings) -> list[str]:
    """What stands in the way of one site's run, as sentences."""
    try:
        findings = open_cms(site, configuration.folder).probe()
    except ValueError as error:
        return [f"site {site.name}: {error}"]
    return [
        f"site {site.name}: {finding.message}"
        for finding in findings
        if finding.severity is Severity.REJECT
    ]


def check_window(since: datetime | None, until: datetime | None) -> None:
    """Raise `ConfigError` where the window would be empty. A bound without a zone is in UTC."""
    start, end = aware(since, UTC), aware(until, UTC)
    if start and end and start >= end:
        raise ConfigError(f"since: {since} is not before until, {until}; swap them")
