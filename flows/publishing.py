"""Writing to a site, and putting back what was there: intent first, then outcome."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

from connectors.clock import Clock
from connectors.cms import Writer
from connectors.errors import ConnectorError, NotFound, Refused, Stale, Unsupported
from connectors.ledger.store import Begun
from flows.brakes import cancelled
from flows.context import Run
from flows.log import LOG
from schemas.article import Article, ArticleId
from schemas.proposal import WAITING, Proposal, Status
from schemas.publication import (
    CONTENT_CHANGED,
    FENCED_OFF,
    FIELDS_CHANGED,
    GONE,
    IN_PART,
    Publication,
    Result,
    same_content,
    staleness,
    success,
)
from schemas.receipt import STANDING, Act, Receipt, Unfinished, Verdict, unfinished
from schemas.selection import fenced_off

MOVED = "the article has changed at this very moment"
TOGETHER = 16  # intents in one transaction: each costs a write to the disk that is waited for
AT_ONCE = 2  # articles looked at or written to, where each waits for its disk or its network
SLOW = 0.005  # seconds; who takes less waits for little, and threads would wait for each other

Write = Callable[[Receipt], Receipt]
T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True)
class Plan:
    """What is to be written for one proposal, or why nothing is."""

    proposal: Proposal
    receipts: Sequence[Receipt] = ()
    result: Result | None = None
    reason: str = ""


def publish_some(run: Run, writer: Writer, proposals: Sequence[Proposal]) -> list[Publication]:
    """Write proposals, each if its article is still the one it was made for."""
    plans = _at_once(run.clock, lambda proposal: _plan(run, writer, proposal), proposals)
    results = _carried_out(run, plans, writer.write)
    moved = [result.proposal for result in results if result.reason == MOVED]
    if not moved:
        return results
    # Somebody was there since the plan was made. A look at the article as it is now decides.
    again = [_prepared_now(run, writer, proposal) for proposal in moved]
    settled = {done.proposal.id: done for done in _carried_out(run, again, writer.write)}
    return [settled.get(result.proposal.id, result) for result in results]


def revert_some(
    run: Run, writer: Writer, proposals: Sequence[Sequence[Begun]]
) -> list[Publication]:
    """Put back what the writes of some proposals replaced, each while our values still stand."""
    plans = _at_once(run.clock, lambda writes: _plan_undoing(run, writes), proposals)
    return _carried_out(run, plans, writer.restore)


def recover(run: Run, writer: Writer) -> None:
    """Finish what killed runs had begun on this site, by what the articles say now."""
    for begun in run.ledger.unfinished(run.name):
        try:
            done = _finished(run, writer, begun)
        except ConnectorError as error:
            LOG.warning("write.unfinished article=%s reason=%s", begun.article_id, error)
            continue
        if done.verdict:
            run.ledger.conclude([(begun.id, done)])
        if done.verdict in STANDING:
            run.recovered.append(begun.run_id)
        LOG.info("write.recovered article=%s verdict=%s", begun.article_id, done.verdict)


def _plan(run: Run, writer: Writer, proposal: Proposal) -> Plan:
    """The writes for a proposal. An article as this run has read it is not read again."""
    try:
        article = run.read.get(proposal.article_id) or _now(run, proposal.article_id)
        return _prepared(run, writer, proposal, article)
    except Stale:
        return _prepared_now(run, writer, proposal)
    except ConnectorError as error:
        return Plan(proposal, result=Result.FAILED, reason=str(error))


def _prepared(run: Run, writer: Writer, proposal: Proposal, article: Article | None) -> Plan:
    reason = staleness(proposal, article)
    if reason or article is None:
        return Plan(proposal, result=Result.STALE, reason=reason)
    if fenced_off(article, run.policy):
        return Plan(proposal, result=Result.HELD, reason=FENCED_OFF)
    return Plan(proposal, writer.prepare(article, proposal.changes))


def _prepared_now(run: Run, writer: Writer, proposal: Proposal) -> Plan:
    try:
        return _prepared(run, writer, proposal, _now(run, proposal.article_id))
    except ConnectorError as error:
        return Plan(proposal, result=Result.FAILED, reason=str(error))


def _plan_undoing(run: Run, writes: Sequence[Begun]) -> Plan:
    """How to undo all writes of one proposal, the latest first."""
    proposal = writes[0].proposal
    try:
        article = _now(run, proposal.article_id)
    except ConnectorError as error:
        return Plan(proposal, result=Result.FAILED, reason=str(error))
    if article is None:
        return Plan(proposal, result=Result.STALE, reason=GONE)
    now, receipts = article.fields, [begun.receipt for begun in writes]
    left = [receipt for receipt in receipts if receipt.after.stand_in(now)]
    # A revert that failed half-way has put back some, which is not to be done again.
    known = all(each.after.stand_in(now) or each.before.stand_in(now) for each in receipts)
    if not left or not known:
        return Plan(proposal, result=Result.STALE, reason=FIELDS_CHANGED)
    return Plan(proposal, [receipt.undoing(article) for receipt in left])


def _carried_out(run: Run, plans: Sequence[Plan], write: Write) -> list[Publication]:
    """All intents, then the writes, then all outcomes. What cannot be known stays begun."""
    effects = [(plan.proposal.id, receipt) for plan in plans for receipt in plan.receipts]
    ids = run.ledger.intend(run.id, effects)
    done = _at_once(run.clock, lambda plan: _all_written(run, write, plan.receipts), plans)
    known = [(id_, r) for id_, r in zip(ids, chain(*done), strict=True) if r.verdict]
    run.ledger.conclude(known)
    return [_published(run, plan, receipts) for plan, receipts in zip(plans, done, strict=True)]


def _at_once(clock: Clock, do: Callable[[T], U], things: Sequence[T]) -> list[U]:
    """What is done with each, in their order; by several threads where the first one is slow."""
    started = clock.ticks()
    first = [do(thing) for thing in things[:1]]
    if clock.ticks() - started < SLOW:
        return [*first, *map(do, things[1:])]
    with ThreadPoolExecutor(AT_ONCE) as doing:
        return [*first, *doing.map(do, things[1:])]


def _all_written(run: Run, write: Write, receipts: Sequence[Receipt]) -> list[Receipt]:
    """The writes of one proposal, in their order, up to the first that does not succeed.

    None, where everything is paused: a second ago at most, for writes to a slow site are long.
    """
    if pause := run.brake.glance():
        run.stopped = cancelled(pause.sentence)
        return [receipt.concluded(Verdict.IGNORED, detail=pause.sentence) for receipt in receipts]
    done: list[Receipt] = []
    for receipt in receipts:
        if done and done[-1].verdict not in STANDING:
            done.append(receipt.concluded(Verdict.IGNORED, detail=done[-1].detail))
        else:
            done.append(_written(write, receipt))
    return done


def _written(write: Write, receipt: Receipt) -> Receipt:
    """The receipt with its verdict; without one where nobody can say what happened."""
    try:
        return write(receipt)
    except (Stale, NotFound):
        return receipt.concluded(Verdict.IGNORED, detail=MOVED)
    except (Refused, Unsupported) as error:
        return receipt.concluded(Verdict.IGNORED, detail=str(error))
    except ConnectorError as error:
        return receipt.model_copy(update={"detail": str(error)})


def _published(run: Run, plan: Plan, done: Sequence[Receipt]) -> Publication:
    """What became of one proposal, by the verdicts on its writes."""
    if plan.result is Result.STALE and run.writes_proposals:
        run.ledger.mark(plan.proposal.id, Status.STALE)
    if plan.result is not None:
        return Publication(proposal=plan.proposal, result=plan.result, reason=plan.reason)
    results = {
        Verdict.WRITTEN: success(run.mode),
        Verdict.ALTERED: success(run.mode),
        Verdict.STALE: Result.STALE,
        Verdict.IGNORED: Result.FAILED,
        None: Result.FAILED,
    }
    worst = max(done, key=lambda receipt: list(results).index(receipt.verdict), default=None)
    if worst is None:
        return Publication(proposal=plan.proposal, result=Result.FAILED, reason="nothing to write")
    if worst.verdict not in STANDING and any(receipt.verdict in STANDING for receipt in done):
        reason = f"{IN_PART}, the rest not: {worst.detail}"
        return Publication(proposal=plan.proposal, result=Result.FAILED, reason=reason)
    result = Result.STALE if worst.detail == MOVED else results[worst.verdict]
    if run.stopped and worst.detail == run.stopped.reason:
        result = Result.HELD
    return Publication(proposal=plan.proposal, result=result, reason=worst.detail)


def _finished(run: Run, writer: Writer, begun: Begun) -> Receipt:
    receipt = begun.receipt
    article = _now(run, receipt.article_id)
    verdict = unfinished(receipt, article)
    if article is None or verdict is Unfinished.STALE:
        return receipt.concluded(Verdict.STALE)
    if verdict is Unfinished.WRITTEN:
        return receipt.concluded(Verdict.WRITTEN, article.revision)
    again = receipt.model_copy(update={"revision_before": article.revision})
    if receipt.act is Act.RESTORE:
        return _written(writer.restore, again)
    if fenced_off(article, run.policy):
        return receipt.concluded(Verdict.IGNORED, detail=FENCED_OFF)
    # Nobody has rejected or settled it since; its first write may be done, this one its second.
    waits = begun.proposal.status in WAITING | {Status.PUBLISHED}
    if not waits or not same_content(begun.proposal, article):
        return receipt.concluded(Verdict.STALE, detail=CONTENT_CHANGED)
    return _written(writer.write, again)


def _now(run: Run, article_id: ArticleId) -> Article | None:
    try:
        return run.reader.article(article_id)
    except NotFound:
        return None
