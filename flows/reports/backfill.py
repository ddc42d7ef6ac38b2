"""What is said of a backfill: all its shards together, and each in a line."""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from flows.reports.words import cell, dollars
from schemas.money import shown
from schemas.run import SEVERITY_OF_STATUS, Report, worst
from schemas.shards import Shard
from schemas.window import Window


def together(reports: Sequence[Report], unbegun: Sequence[Shard]) -> str:
    """All of it, in a sentence for each site."""
    sites = dict.fromkeys(report.site for report in reports)
    told = [_of_site([report for report in reports if report.site == site]) for site in sites]
    if unbegun:
        told.append(remainder(unbegun))
    return "; ".join(told)


def remainder(unbegun: Sequence[Shard]) -> str:
    """What is still to be done."""
    shards = "1 shard was" if len(unbegun) == 1 else f"{len(unbegun)} shards were"
    return f"{shards} not begun; start it again to go on"


def markdown(reports: Sequence[Report], unbegun: Sequence[Shard], cap: Decimal) -> str:
    """The summary, and a line for each shard: those that ended worst come first."""
    ended = sorted(reports, key=_order)
    spent = sum((report.cost_usd + report.unknown_usd for report in reports), Decimal(0))
    lines = ["# Backfill", together(reports, unbegun), ""]
    lines += [f"Spent {dollars(spent)} of at most {dollars(cap)} for all of it.", ""]
    lines += ["| site | window (UTC) | run | status | articles | spent |"]
    lines += ["|---|---|---|---|---|---:|"]
    lines += [_line(report) for report in ended]
    lines += [f"| {part.site} | {_window(part.window)} | | not begun | | |" for part in unbegun]
    return "\n".join(lines)


def _of_site(reports: Sequence[Report]) -> str:
    counted: Counter[str] = Counter()
    for report in reports:
        counted.update(dict(report.counts))
    status = worst([report.status for report in reports])
    runs = f"{len(reports)} shards, " if len(reports) > 1 else ""
    cost = sum((report.cost_usd for report in reports), Decimal(0))
    of_make_believe = " of make-believe" if any(report.simulated for report in reports) else ""
    reasons = "; ".join(dict.fromkeys(report.reason for report in reports if report.reason))
    why = f" ({reasons})" if reasons else ""
    spent = f"{shown(cost)}{of_make_believe}"
    return f"{reports[0].site}: {status}{why}: {runs}{_counts(counted)}; {spent}"


def _line(report: Report) -> str:
    told = cell(f"{report.status.replace('_', ' ')} {report.reason}")
    cells = (
        report.site,
        _window(report.window),
        f"`{report.run_id}`",
        told,
        _counts(dict(report.counts)),
        shown(report.cost_usd),
    )
    return f"| {' | '.join(cells)} |"


def _window(window: Window | None) -> str:
    return f"{window.since:%Y-%m-%d %H:%M} to<br>{window.until:%Y-%m-%d %H:%M}" if window else ""


def _counts(counted: Mapping[str, int]) -> str:
    return (
        ", ".join(f"{n} {word.replace('_', ' ')}" for word, n in counted.items() if n)
        or "nothing to do"
    )


def _order(report: Report) -> tuple[int, str, str]:
    """The worst first, and otherwise as time goes."""
    since = report.window.since.isoformat() if report.window else ""
    return -SEVERITY_OF_STATUS.index(report.status), report.site, since
