"""`backfill`: an archive, from a terminal."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from flows.cli.exits import UNREACHABLE, Exit, clear_errors
from flows.cli.printing import print_json

if TYPE_CHECKING:  # `--help` needs none of it
    from schemas.estimate import Estimate


def backfill(  # noqa: PLR0913 - as many as the contract has
    *,
    since: datetime,
    until: datetime,
    site: str | None = None,
    overwrite: Literal["never", "ours", "always"] | None = None,
    max_usd: float | None = None,
    shard_size: int = 2000,
    at_once: int = 4,
    dry_run: bool = False,
    estimate: bool = False,
    yes: bool = False,
    report: Path | None = None,
    json: bool = False,
) -> int:
    """Enrich an archive, shard by shard, after saying what it will cost.

    Args:
        since: Articles published or changed from this date or time on, like 2026-11-01 or
            2026-11-01T08:00, in the site's time zone, or 2026-11-01T08:00+01:00.
        until: Articles published or changed before this date or time.
        site: The site whose archive it is; all of them where it is not given.
        overwrite: never: only what is missing; ours: and what is ours; always: people's words too.
        max_usd: The most that all of it may cost, in US dollars.
        shard_size: How many articles a shard has at most, which is one run.
        at_once: How many shards the workers of a Prefect server do at a time.
        dry_run: Preview only: nothing is written to the site, ever.
        estimate: Only say what it would cost; nothing is asked that costs anything.
        yes: Go on although it may cost more than a dollar.
        report: Write the preview as one HTML page to this file.
        json: Print one JSON object and nothing else.
    """
    from flows.cli.conducting import Ending, check_page, conduct, ready  # noqa: PLC0415
    from flows.context import SystemClock  # noqa: PLC0415
    from flows.ready import check_bounds, check_window  # noqa: PLC0415

    with clear_errors():
        ready(site, asks=True)
        check_window(since, until, SystemClock().now())
        check_bounds(max_usd=max_usd, shard_size=shard_size, at_once=at_once)
    check_page(report)
    parameters = {
        "since": since,
        "until": until,
        "site": site,
        "mode": "dry_run" if dry_run else "live",
        "overwrite": overwrite,
        "max_usd": max_usd,
    }
    if estimate:
        return _told(_estimated(parameters, quiet=json), json=json)
    parameters |= {"shard_size": shard_size, "at_once": at_once, "confirmed": yes}
    reports = conduct("flows.backfill:backfill", parameters, quiet=json)
    return Ending(reports, several=True).show(json=json, page=report)


def _estimated(parameters: dict[str, Any], *, quiet: bool) -> "Estimate":
    """What the archive comes to. Raises `Exit` where a site or Claude cannot be asked."""
    from flows.cli.doctor import load_block  # noqa: PLC0415
    from flows.cli.terminal import Terminal  # noqa: PLC0415
    from flows.config import load  # noqa: PLC0415
    from flows.context import Desk  # noqa: PLC0415
    from flows.estimating import surveys, total  # noqa: PLC0415
    from flows.listener import LISTENER  # noqa: PLC0415
    from flows.parameters import wishes  # noqa: PLC0415
    from flows.secrets import claude_key  # noqa: PLC0415

    with clear_errors(), Terminal(quiet=quiet) as terminal:
        token = LISTENER.set(terminal)
        configuration = load()
        desk = Desk(configuration, claude_key(configuration, load_block), load_block)
        try:
            chosen = configuration.chosen(parameters["site"])
            found = surveys(desk, chosen, wishes(parameters))
            if troubles := [survey.trouble for survey in found if survey.trouble]:
                raise Exit(UNREACHABLE, "; ".join(troubles))
            return total(found)
        finally:
            desk.close()
            LISTENER.reset(token)


def _told(found: "Estimate", *, json: bool) -> int:
    from flows.reports.estimate import as_dict, sentence  # noqa: PLC0415

    if json:
        print_json(as_dict(found))
    else:
        print(sentence(found))  # noqa: T201
    return 0
