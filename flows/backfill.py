"""An archive, in shards: each is a run of the heart over a stretch of time, and can be resumed.

archive -> survey -> estimate -> shards -> (daily)* -> summary
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from connectors.errors import ConnectorError
from connectors.ledger.errors import LedgerError
from flows.config import ConfigError, load
from flows.context import LOG, Desk, Wishes
from flows.daily import daily
from flows.engine import load_block
from flows.estimating import Survey, asks_first, surveys, total
from flows.listener import LISTENER, Relay
from flows.parameters import Dollars, ShardSize, wishes
from flows.reports.estimate import sentence
from flows.running import outcome, title
from flows.secrets import claude_key
from schemas.config import SiteSettings
from schemas.policy import Overwrite
from schemas.run import Mode, Report, Trigger
from schemas.shards import MOST, shards
from schemas.window import Window


@flow(name="backfill", flow_run_name=title)
def backfill(  # noqa: PLR0913, PLR0917 - a form has as many fields
    since: datetime,
    until: datetime,
    site: str | None = None,
    mode: Mode = Mode.LIVE,
    overwrite: Overwrite | None = None,
    max_usd: Dollars = None,
    shard_size: ShardSize = MOST,
    confirmed: bool = False,  # noqa: FBT001, FBT002 - a box in a form
    trigger: Trigger = Trigger.BACKFILL,
) -> State:
    """Enrich an archive, shard by shard, after saying what it will cost.

    Args:
        since: Articles published or changed from here on.
        until: Articles published or changed before this.
        site: The site whose archive it is; empty for all of them.
        mode: live writes to the CMS, dry_run only previews.
        overwrite: never fills only what is missing; empty for what the site is configured to.
        max_usd: The most that all of it may cost, in US dollars.
        shard_size: How many articles a shard has at most; each is a run that can be resumed.
        confirmed: Go on although it may cost more than a dollar.
        trigger: What set it off.
    """
    wanted = wishes(locals())
    try:
        configuration = load()
        desk = Desk(configuration, claude_key(configuration, load_block), load_block)
        found = surveys(desk, configuration.chosen(site), wanted)
    except (ConfigError, LedgerError) as error:
        return Failed(name="Misconfigured", message=str(error))
    except ConnectorError as error:
        return Failed(message=str(error))
    estimate = total(found)
    LOG.info("backfill.estimated %s", sentence(estimate))
    if asks_first(estimate) and not confirmed:
        return Completed(name="NeedsConfirmation", message=f"{sentence(estimate)} Confirm it.")
    return outcome(all_shards(found, wanted, shard_size))


def all_shards(found: Iterable[Survey], wanted: Wishes, size: int = MOST) -> list[Report]:
    """The reports of all shards, one after the other; together they keep to one budget."""
    reports: list[Report] = []
    for survey in found:
        for shard in shards(survey.window, survey.dated, size):
            left = _left(wanted.max_usd, reports)
            if left is not None and left <= 0:
                return reports
            reports += _one(survey.site, shard, replace(wanted, max_usd=left))
    return reports


def _one(site: SiteSettings, shard: Window, wanted: Wishes) -> list[Report]:
    """A shard's run, a flow run of its own."""
    relay = Relay(LISTENER.get())
    token = LISTENER.set(relay)
    try:
        daily(
            site=site.name,
            mode=wanted.mode,
            since=shard.since,
            until=shard.until,
            max_usd=None if wanted.max_usd is None else float(wanted.max_usd),
            overwrite=wanted.overwrite,
            trigger=wanted.trigger,
            return_state=True,
        )
    finally:
        LISTENER.reset(token)
    return relay.reports


def _left(most: Decimal | None, reports: list[Report]) -> Decimal | None:
    """What is left of the whole budget."""
    if most is None:
        return None
    return most - sum((report.cost_usd + report.unknown_usd for report in reports), Decimal(0))
