"""What Prefect is told of a run, for alarms and other automations: plain facts, as events.

Each is about the site, as `rubricator.site.<name>`; what an automation may want to choose by is a
label, and what it may want to say is in the payload, the whole of it as `sentence`.
"""

from collections.abc import Iterable, Iterator, Sequence

from prefect.events import emit_event
from prefect.runtime import flow_run

from connectors.claude.delivery import Purse
from flows.context import Run
from flows.engine import acts_on_events
from flows.links import flow_run_page
from flows.log import LOG
from schemas.budget import Level, Period, Taken, meters
from schemas.call import Outcomes
from schemas.models import ending, instead
from schemas.money import exact, in_picodollars, in_usd, shown
from schemas.proposal import WAITING
from schemas.request import Request
from schemas.run import Counts, Report, RunStatus

SPENT = "rubricator.budget.spent"
GAVE_UP = "rubricator.failures.reached"
MODEL_ENDS = "rubricator.model.ending"
MODEL_REPLACED = "rubricator.model.replaced"
PREVIEW_WAITS = "rubricator.preview.waiting"

SITES = "rubricator.site.*"
PERCENT = "rubricator.percent"
MODEL = "rubricator.model"


def tell(run: Run, event: str, sentence: str, labels: dict[str, str], **payload: object) -> None:
    """Tell Prefect, unless its server ends with this command: nobody could act on it.

    It costs next to nothing: a thread of Prefect's sends it.
    """
    if not acts_on_events():
        return
    resource = {
        "prefect.resource.id": SITES.replace("*", run.name),
        "prefect.resource.name": run.name,
        "rubricator.run": run.id,
        "rubricator.mode": run.mode,
        "rubricator.simulated": str(run.simulated).lower(),
    }
    url = flow_run_page(flow_run.id) if flow_run.id else ""
    facts = {"sentence": sentence, "site": run.name, "run_id": run.id, "url": url, **payload}
    emit_event(event, resource={**resource, **labels}, payload=facts)


class WatchedPurse:
    """A purse that tells, once for each, which thresholds of the budgets are passed."""

    def __init__(self, run: Run, purse: Purse) -> None:
        self._run = run
        self._purse = purse

    def take(self, requests: Sequence[Request], most: int, back: Outcomes = ()) -> Taken:
        """Reserve for what fits."""
        run, back = self._run, list(back)
        run.simulated = run.simulated or any(outcome.simulated for _, outcome in back)
        taken = self._purse.take(requests, most, back)
        tell_spent(run, run.purse.levels)
        return taken

    def settle(self, outcomes: Outcomes) -> None:
        """Record what came back."""
        self._purse.settle(outcomes)


def tell_spent(run: Run, levels: Iterable[Level]) -> None:
    """Tell which thresholds were passed since the last time."""
    for level, percent in run.thresholds.passed(levels):
        used, cap = in_usd(level.used), in_usd(level.cap)
        what = f"{shown(used)} of {shown(cap)}{' of make-believe' if run.simulated else ''}"
        shared = level.period is Period.RUN and run.account != run.id
        whose = f"of this {'backfill' if shared else level.period}"
        sentence = f"{percent} % of the budget {whose} is spent: {what}."
        if percent > level.percent:
            sentence = f"The budget {whose} has no room left for a request: {what}."
        labels = {"rubricator.period": level.period, PERCENT: str(percent)}
        tell(run, SPENT, sentence, labels, used_usd=exact(used), cap_usd=exact(cap))


def tell_end(run: Run, report: Report) -> None:
    """Tell what a run's end means to others. Claude may still be asked for its models."""
    if not acts_on_events():
        return
    tell_spent(run, _levels(run, report))
    _tell_failures(run, report)
    _tell_models(run, answered=report.requests > 0)
    if waiting := waiting_for_an_editor(report):
        proposals = "1 proposal waits" if waiting == 1 else f"{waiting} proposals wait"
        sentence = f"{proposals} for an editor."
        tell(run, PREVIEW_WAITS, sentence, {}, waiting=waiting)


def waiting_for_an_editor(report: Report) -> int:
    """How many proposals it takes a person to publish; those held for a reason wait for none."""
    if not report.mode.asks:
        return 0
    return sum(p.status in WAITING and not p.reason for p in report.proposals)


def _levels(run: Run, report: Report) -> Iterator[Level]:
    """The budgets at a run's end; what came back last is in here alone."""
    names = meters(run.account, run.row.started_at)
    for period in Period:
        line = report.budget[f"per_{period}_usd"]
        if line.cap_usd is not None:
            used, cap = in_picodollars(line.used_usd), in_picodollars(line.cap_usd)
            yield Level(period, names[period], used, cap)


def _tell_failures(run: Run, report: Report) -> None:
    """Where a run stopped itself because so many articles failed."""
    counts = report.counts
    failed = counts.failed if isinstance(counts, Counts) else 0
    if failed and report.status in (RunStatus.STOPPED_BY_FAILURES, RunStatus.FAILED):
        sentence = f"{failed} articles failed, so the run stopped: {report.reason}."
        tell(run, GAVE_UP, sentence, {}, failed=failed, reason=report.reason)


def _tell_models(run: Run, *, answered: bool) -> None:
    """Which models another one has replaced, and which will not answer for much longer."""
    if not run.has_asked:
        return
    model, asked = run.claude_settings.model, run.ladder[0].model
    if model != asked:
        sentence = f"{model} is retired, and {asked} answers in its place."
        tell(run, MODEL_REPLACED, sentence, {MODEL: model}, instead=asked)
    for each in dict.fromkeys(attempt.model for attempt in run.ladder):
        if trouble := run.claude.down.get(each):
            fallback = run.claude_settings.fallback
            sentence = f"{each} is asked no more ({trouble.reason}); {fallback} takes its place."
            tell(run, MODEL_REPLACED, sentence, {MODEL: each}, instead=fallback)
        elif ends := ending(each, run.claude.described(each) if answered else None):
            LOG.warning("model.ending run=%s model=%s", run.id, each)
            tell(run, MODEL_ENDS, f"{each} {ends}; {instead(each)}.", {MODEL: each})
