"""`backfill`: an archive, from a terminal."""

import json as codec
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from flows.cli.exits import CONFIGURATION, UNREACHABLE, Exit, clear_errors

if TYPE_CHECKING:  # `--help` needs none of it
    from schemas.estimate import Estimate


def backfill(  # noqa: PLR0913 - as many as the contract has
    *,
    since: datetime,
    until: datetime,
    site: str | None = None,
    overwrite: Literal["never", "ours", "always"] | None = None,
    max_usd: float | None = None,
    dry_run: bool = False,
    estimate: bool = False,
    yes: bool = False,
    report: Path | None = None,
    json: bool = False,
) -> int:
    """Enrich an archive, shard by shard, after saying what it will cost.

    Args:
        since: Articles published or changed from this date or time on.
        until: Articles published or changed before this date or time.
        site: The site whose archive it is; all of them where it is not given.
        overwrite: never: only what is missing; ours: and what is ours; always: people's words too.
        max_usd: The most that all of it may cost, in US dollars.
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
        check_bounds(None, max_usd)
    check_page(report)
    parameters = {
        "since": since,
        "until": until,
        "site": site,
        "mode": "dry_run" if dry_run else "live",
        "overwrite": overwrite,
        "max_usd": max_usd,
    }
    if estimate or not yes:
        found = _estimated(parameters, quiet=json)
        if estimate:
            return _told(found, json=json)
        _confirmed(found)
    reports = conduct("flows.backfill:backfill", {**parameters, "confirmed": True}, quiet=json)
    return Ending(reports, several=True).show(json=json, page=report)


def _estimated(parameters: dict[str, Any], *, quiet: bool) -> "Estimate":
    """What the archive comes to. Raises `Exit` where a site or Claude cannot be asked."""
    from connectors.errors import ConnectorError  # noqa: PLC0415
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
            return total(surveys(desk, chosen, wishes(parameters)))
        except ConnectorError as error:
            raise Exit(UNREACHABLE, str(error)) from None
        finally:
            desk.close()
            LISTENER.reset(token)


def _told(found: "Estimate", *, json: bool) -> int:
    from flows.reports.estimate import as_dict, sentence  # noqa: PLC0415

    told = codec.dumps(as_dict(found), indent=2) if json else sentence(found)
    print(told)  # noqa: T201
    return 0


def _confirmed(found: "Estimate") -> None:
    """Ask the person at the terminal, where it may cost more than a dollar. Raises `Exit`."""
    from flows.estimating import asks_first  # noqa: PLC0415
    from flows.reports.estimate import sentence  # noqa: PLC0415

    if not asks_first(found):
        return
    if not sys.stdin.isatty():
        raise Exit(CONFIGURATION, f"{sentence(found)} Say --yes to start it")
    print(sentence(found), file=sys.stderr)  # noqa: T201
    if input("Start it? [y/N] ").strip().lower() not in {"y", "yes"}:
        raise Exit(CONFIGURATION, "nothing was started")
