"""Apply and revert: publishing what a run proposed, and putting back what was there before."""

from itertools import groupby

from prefect import flow
from prefect.client.schemas.objects import State

from flows.accounting import conclude_publishing
from flows.brakes import kept_back, paused
from flows.context import Run
from flows.parameters import Articles, wishes
from flows.publishing import recover, revert_some
from flows.running import site_of, title
from flows.steps import publish, step, together
from flows.waiting import publishing
from schemas.overall import not_waiting, not_written
from schemas.proposal import WAITING
from schemas.publication import Publication
from schemas.run import Mode, Report


@flow(name="apply", flow_run_name=title)
def apply(run_id: str, article: Articles = None) -> State:
    """Publish exactly the proposals that a run previewed or held; nothing is asked or paid.

    Args:
        run_id: The id of the run whose waiting proposals are published, as its report has it.
        article: The ids of the only articles to publish; empty for all.
    """
    return site_of(run_id, wishes(locals(), Mode.APPLY), publish_kept)


@flow(name="revert", flow_run_name=title)
def revert(run_id: str, article: Articles = None) -> State:
    """Put back what a run replaced, to the byte, wherever our values still stand.

    Args:
        run_id: The id of the live or apply run to undo, or of the dry run that was applied, as its
            report has it.
        article: The ids of the only articles to put back; empty for all.
    """
    return site_of(run_id, wishes(locals(), Mode.REVERT), restore_written)


def publish_kept(run: Run) -> Report:
    """What waits of the other run's proposals, written where nothing has changed since."""
    offered = run.ledger.offered_by(run.of_run)
    waiting = [p for p in offered if p.status in WAITING and run.wishes.means(p.article_id)]
    left = not_waiting(run.wishes.articles, offered)
    return conclude_publishing(run, publish(run, waiting), left)


def restore_written(run: Run) -> Report:
    """What the other run wrote, put back where it still stands."""
    restored = restore(run)
    undone = {publication.proposal.article_id for publication in restored}
    return conclude_publishing(run, restored, not_written(run.wishes.articles, undone))


@step
def restore(run: Run) -> list[Publication]:
    """What became of each write that was to be undone, the latest first."""
    writer = run.writer
    results: list[Publication] = []
    assert writer is not None  # noqa: S101 - only a dry run has none
    with publishing(run):
        if not paused(run):
            recover(run, writer)
        every = [w for w in run.ledger.written_by(run.of_run) if run.wishes.means(w.article_id)]
        written = [list(writes) for _, writes in groupby(every, lambda begun: begun.proposal.id)]
        run.listener.step(run.name, "restoring", len(written))
        for some in together(written):
            going_on = not paused(run)
            held = [writes[0].proposal for writes in some]
            results += revert_some(run, writer, some) if going_on else kept_back(run, held)
            run.listener.advance(len(some))
    return results
