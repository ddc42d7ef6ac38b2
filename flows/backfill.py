"""An archive, in shards: each is a run of the heart over a stretch of time, and can be resumed.

archive -> survey -> estimate -> shards -> (daily)* -> summary
"""

from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from functools import partial

from prefect import flow, tags
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run

from connectors.ledger.errors import LedgerError
from flows import artifacts
from flows.config import ConfigError, load
from flows.context import Desk, SystemClock, Wishes
from flows.daily import enrich
from flows.engine import TAG, load_block
from flows.estimating import Survey, asks_first, surveys, total
from flows.listener import LISTENER, Relay
from flows.log import LOG
from flows.parameters import AtOnce, Dollars, Overwriting, ShardSize, Site, Working, wishes
from flows.ready import check_window
from flows.reports.backfill import remainder, together
from flows.reports.estimate import sentence
from flows.running import each_site, outcome, title
from flows.secrets import claude_key
from flows.shard_runs import Workers, in_a_worker
from flows.sharing import Place, Sharing
from flows.states import misconfigured, unconfirmed
from schemas.article import SiteName
from schemas.estimate import Estimate
from schemas.ledger import RunRow
from schemas.run import BackfillId, Mode, Report, Trigger
from schemas.shards import AT_ONCE, MOST, Shard, shards

HOW = "To start it, tick the box confirmed in the form, or say --yes."


@flow(name="shard", flow_run_name=title)
def shard(
    backfill: str,
    site: str,
    since: datetime,
    until: datetime,
    mode: Working = Mode.LIVE,
    overwrite: Overwriting = None,
) -> State:
    """A part of a backfill, which starts it; for an archive of your choice run backfill.

    Args:
        backfill: The backfill whose part it is, and whose budget it keeps to.
        site: The site to work on.
        since: Articles published or changed from here on.
        until: Articles published or changed before this.
        mode: live writes to the CMS, dry_run only previews.
        overwrite: Whose words may be replaced; empty for what the site is configured to.
    """
    wanted = replace(wishes(locals()), trigger=Trigger.BACKFILL)
    return each_site(site, wanted, enrich)


@flow(name="backfill", flow_run_name=title)
def backfill(  # noqa: PLR0913, PLR0917 - a form has as many fields
    since: datetime,
    until: datetime,
    site: Site = None,
    mode: Working = Mode.LIVE,
    overwrite: Overwriting = None,
    max_usd: Dollars = None,
    shard_size: ShardSize = MOST,
    at_once: AtOnce = AT_ONCE,
    confirmed: bool = False,  # noqa: FBT001, FBT002 - a box in a form
) -> State:
    """Enrich an archive, shard by shard, after saying what it will cost.

    Args:
        since: Articles published or changed from here on.
        until: Articles published or changed before this.
        site: The name of the site whose archive it is; empty for all of them.
        mode: live writes to the CMS, dry_run only previews.
        overwrite: never fills only empty fields, ours replaces what Rubricator wrote, always
            what people wrote as well; empty for what the site is configured to.
        max_usd: The most that all of it may cost, in US dollars; empty for a run's cap a shard.
        shard_size: How many articles a shard has at most; each shard is a run of its own.
        at_once: How many shards are worked on at a time.
        confirmed: Go on although it may cost more than a dollar.
    """
    wanted = wishes(locals())
    try:
        check_window(since, until, SystemClock().now())
        configuration = load()
        key = claude_key(configuration, load_block)
        with closing(Desk(configuration, key, load_block)) as desk:
            found = surveys(desk, configuration.chosen(site), wanted)
            if not (confirmed or _agreed(total(found))):
                return unconfirmed(f"{sentence(total(found))} {HOW}")
            return _shared(desk, _parts(found, shard_size), wanted, at_once)
    except (ConfigError, LedgerError) as error:
        return misconfigured(str(error))


def _agreed(found: Estimate) -> bool:
    """Whether it may start, as it costs little or somebody who listens says so."""
    LOG.info("backfill.estimated %s", sentence(found))
    return not asks_first(found) or LISTENER.get().confirms(sentence(found))


def _parts(found: Iterable[Survey], size: int) -> list[Shard]:
    return [
        Shard(site=SiteName(survey.site.name), window=window)
        for survey in found
        for window in shards(survey.window, survey.dated, size)
    ]


def _shared(desk: Desk, parts: list[Shard], wanted: Wishes, at_once: int) -> State:
    """All shards under one cap, by whoever is free."""
    this = BackfillId(str(flow_run.get_id()))
    cap = wanted.max_usd or desk.settings.budget.per_run_usd * len(parts)
    desk.ledger.open_backfill(this, cap)
    workers = Workers(this, wanted) if Workers.there() else None
    place = Place(workers, at_once, here=in_a_worker() or workers is None)
    sharing = Sharing(parts, place, partial(_known, desk, this), desk.clock)
    sharing.all_done(partial(_here, this, wanted))
    artifacts.leave_backfill(sharing.reports, sharing.unbegun, cap)
    if sharing.unbegun:
        LISTENER.get().remains(remainder(sharing.unbegun))
    if sharing.lost:
        lost = ", ".join(part.sentence for part in sharing.lost)
        return misconfigured(f"no run could be started for {lost}")
    return outcome(sharing.reports, together(sharing.reports, sharing.unbegun))


def _known(desk: Desk, this: BackfillId, part: Shard) -> RunRow | None:
    """A shard's latest run; one whose process is gone has crashed by now."""
    desk.ledger.reap()
    return desk.queries.run_of(this, part)


def _here(this: BackfillId, wanted: Wishes, part: Shard) -> Report | None:
    """A shard's run in this process, a flow run of its own."""
    relay = Relay(LISTENER.get())
    token = LISTENER.set(relay)
    try:
        with tags(TAG):  # a flow run has its tags from its deployment, and this one has none
            shard(
                backfill=this,
                site=part.site,
                since=part.window.since,
                until=part.window.until,
                mode=wanted.mode,
                overwrite=wanted.overwrite,
                return_state=True,
            )
    finally:
        LISTENER.reset(token)
    return relay.reports[0] if relay.reports else None
