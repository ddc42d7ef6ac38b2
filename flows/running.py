"""Around each run: which sites, one after the other, and what Prefect is told of the outcome."""

import gc
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from prefect.client.schemas.objects import State
from prefect.exceptions import TerminationSignal
from prefect.runtime import flow_run

from connectors.ledger.errors import LedgerError
from flows import artifacts, events
from flows.accounting import conclude_broken, conclude_cancelled, conclude_interrupted
from flows.config import ConfigError, load
from flows.context import Desk, Run, SystemClock, Wishes, open_run
from flows.engine import load_block
from flows.log import LOG
from flows.progress import progress
from flows.ready import check_window, failures_of
from flows.secrets import claude_key
from flows.states import ended, misconfigured
from schemas.config import SiteSettings
from schemas.money import shown
from schemas.run import Mode, Report, worst

Story = Callable[[Run], Report]


def each_site(site: str | None, wishes: Wishes, story: Story) -> State:
    """Tell the story for the named site, or for all; one site's trouble is never the other's."""
    try:
        configuration = load()
        check_window(wishes.since, wishes.until, SystemClock().now())
        chosen = configuration.chosen(site)
        desk = Desk(configuration, claude_key(configuration, load_block), load_block)
        if wishes.backfill:
            wishes = replace(wishes, max_usd=desk.cap_of(wishes.backfill))
        if wishes.failed_of:
            named, failed = failures_of(desk, wishes.failed_of, site, wishes.articles)
            wishes = replace(wishes, articles=tuple(failed))
            chosen = configuration.chosen(named) if failed else []
        for settings in chosen:
            desk.cms(settings)  # what cannot work stops all before anything is called
    except (ConfigError, LedgerError) as error:
        return misconfigured(str(error))
    return outcome([one_site(desk, settings, wishes, story) for settings in chosen])


def site_of(run_id: str, wishes: Wishes, story: Story) -> State:
    """Tell the story for the site of an earlier run. Nothing is asked of Claude, so no key."""
    try:
        configuration = load()
        desk = Desk(configuration, None, load_block)
        (site,) = configuration.chosen(desk.earlier(run_id).site)
        desk.cms(site)
    except (ConfigError, LedgerError) as error:
        return misconfigured(str(error))
    return outcome([one_site(desk, site, wishes, story)])


def one_site(desk: Desk, site: SiteSettings, wishes: Wishes, story: Story) -> Report:
    """One site's run, from its opening to its report and artifacts."""
    pass_by_the_imported()
    with progress(site.name, desk.clock), open_run(desk, site, wishes) as run:
        try:
            pause = run.brake.pulled()
            report = conclude_cancelled(run, pause.sentence) if pause else story(run)
        except (KeyboardInterrupt, TerminationSignal):  # the second is SIGTERM, by way of Prefect
            conclude_interrupted(run)
            raise
        except Exception as error:  # noqa: BLE001 - one site's trouble is never the other's
            report = conclude_broken(run, error)
        _leave("events", lambda: events.tell_end(run, report), report)
    _leave("artifacts", lambda: artifacts.leave(report), report)
    return report


def _leave(what: str, leave: Callable[[], None], report: Report) -> None:
    """Leave something in Prefect: the run is over by then, and the ledger has its report."""
    try:
        leave()
    except Exception as error:  # noqa: BLE001 - it ends as it would have without it
        LOG.warning("%s.missing run=%s error=%s", what, report.run_id, type(error).__name__)


@cache
def pass_by_the_imported() -> None:
    """Have the collector of garbage look at it no more: a look takes a fifth of a second."""
    gc.freeze()


def outcome(reports: Sequence[Report], message: str = "") -> State:
    """The state that follows from the runs, named after the worst of them."""
    status = worst([report.status for report in reports])
    message = message or "; ".join(sentence(report) for report in reports) or "nothing had failed"
    return ended(status, message)


def sentence(report: Report) -> str:
    """One run in one line."""
    counts = ", ".join(f"{n} {word}" for word, n in report.counts if n)
    spent = f"{shown(report.cost_usd)}{' of make-believe' if report.simulated else ''}"
    reason = f" ({report.reason})" if report.reason else ""
    return f"{report.site}: {report.status}{reason}: {counts or 'nothing to do'}; {spent}"


def title() -> str:
    """The name of a flow run."""
    return titled(flow_run.get_flow_name() or "", flow_run.get_parameters())


def titled(flow: str, parameters: dict[str, Any]) -> str:
    """The name of a run of a flow: its site, its window, its mode."""
    site = parameters.get("site") or "all sites"
    mode = parameters.get("mode")
    words = [site] if flow == "daily" else [f"{site}: {flow}"]
    if parameters.get("run_id"):
        words.append(parameters["run_id"])
    words += [
        f"{bound} {str(parameters[bound])[:10]}"
        for bound in ("since", "until")
        if parameters.get(bound)
    ]
    return ", ".join([*words, *([Mode(mode).value.replace("_", " ")] if mode else [])])
