"""What a run has to say for itself at its end."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from connectors.ledger.errors import LedgerError
from flows.brakes import INTERRUPTED, cancelled, kept_back
from flows.context import Run
from flows.log import LOG
from schemas.article import ArticleId
from schemas.call import Course
from schemas.candidate import Candidate, Disposition
from schemas.finding import Finding, rejects
from schemas.money import exact
from schemas.overall import overall, recovered
from schemas.proposal import WAITING, Status
from schemas.publication import Publication, Result, success
from schemas.request import Kind
from schemas.run import (
    Counts,
    Failed,
    Mode,
    Proposed,
    PublishingCounts,
    Report,
    RunStatus,
    status_of,
)
from schemas.selection import Selection

STATUS_AFTER = {
    Result.PUBLISHED: Status.PUBLISHED,
    Result.REVERTED: Status.REVERTED,
    Result.STALE: Status.STALE,
}


def conclude(
    run: Run,
    selection: Selection,
    candidates: Sequence[Candidate],
    publications: Sequence[Publication],
) -> Report:
    """The report of a live or dry run, kept in the ledger."""
    unwritten = {p.proposal.article_id for p in publications if p.result is Result.FAILED}
    dispositions = Counter(
        Disposition.FAILED if c.article.id in unwritten else c.disposition for c in candidates
    )
    results = Counter(publication.result for publication in publications)
    counts = Counts(
        listed=selection.listed,
        selected=selection.selected,
        skipped=len(selection.skipped),
        **{disposition.value: dispositions[disposition] for disposition in Disposition},
        repaired=sum(candidate.had(Kind.REPAIR) for candidate in candidates),
        escalated=sum(candidate.had(Kind.ESCALATION) for candidate in candidates),
        published=results[Result.PUBLISHED],
        held=results[Result.HELD],
        stale=results[Result.STALE],
    )
    failures = [failure for c in candidates if (failure := _failure(c))]
    report = _report(run, counts, selection, [*failures, *_unwritten(publications)], publications)
    asking = run.claude_settings
    of_candidates = {
        "out_of_budget_articles": tuple(c.article.id for c in candidates if c.out_of_budget),
        "findings": overall(candidates, asking.model, asking.fallback),
    }
    return _close(run, report.model_copy(update=of_candidates))


def conclude_broken(run: Run, error: Exception) -> Report:
    """The report of a run that a mistake ended, mostly of the program; the next run resumes it."""
    mistake = f"a mistake of the program ended it ({type(error).__name__}); please report it"
    run.failed = str(error) if isinstance(error, LedgerError) else mistake
    LOG.error("run.broken run=%s error=%r", run.id, error)
    return _close(run, _report(run, Counts(), Selection(), [], []))


def conclude_cancelled(run: Run, reason: str) -> Report:
    """The report of a run that was never let begin."""
    run.stopped = cancelled(reason)
    counts = Counts() if run.mode.asks else PublishingCounts()
    return _close(run, _report(run, counts, Selection(), [], []))


def conclude_interrupted(run: Run) -> Report:
    """The report of a run that a person ended: what it did until then, and what it did not do."""
    run.stopped = cancelled(INTERRUPTED)
    publications = _until_now(run)
    if not run.mode.asks:
        return conclude_publishing(run, publications)
    candidates = [
        candidate.unanswered(run.stopped) if any(map(candidate.needs, run.ladder)) else candidate
        for candidate in run.candidates
    ]
    return conclude(run, run.selection, candidates, publications)


def conclude_publishing(
    run: Run, publications: Sequence[Publication], findings: tuple[Finding, ...] = ()
) -> Report:
    """The report of an apply or a revert, with what is to be said of it, kept in the ledger."""
    results = Counter(publication.result for publication in publications)
    counts = PublishingCounts(
        listed=len(publications),
        published=results[Result.PUBLISHED],
        reverted=results[Result.REVERTED],
        stale=results[Result.STALE],
        held=results[Result.HELD],
        failed=results[Result.FAILED],
    )
    report = _report(run, counts, Selection(), _unwritten(publications), publications)
    return _close(run, report.model_copy(update={"findings": findings}))


def _until_now(run: Run) -> list[Publication]:
    """What became of the proposals, as the ledger has it."""
    done = {write.proposal.id: write.proposal for write in run.ledger.done_by(run.id)}
    publications = [Publication(proposal=p, result=success(run.mode)) for p in done.values()]
    if run.mode is Mode.REVERT:
        left = {write.proposal.id: write.proposal for write in run.ledger.written_by(run.of_run)}
    else:
        left = {p.id: p for p in run.ledger.offered_by(run.of_run) if p.status in WAITING}
    others = [p for id_, p in left.items() if id_ not in done and run.wishes.means(p.article_id)]
    if run.mode is Mode.DRY_RUN:
        return [Publication(proposal=p, result=Result.PREVIEWED) for p in others]
    return [*publications, *kept_back(run, others)]


def _close(run: Run, report: Report) -> Report:
    if run.recovered:
        findings = (*report.findings, *recovered(run.recovered))
        report = report.model_copy(update={"findings": findings})
    run.ledger.finish(report)
    _say(report)
    run.listener.reported(report)
    return report


def _report(
    run: Run,
    counts: Counts | PublishingCounts,
    selection: Selection,
    failures: list[Failed],
    publications: Sequence[Publication],
) -> Report:
    spend, models, simulated = run.queries.spend_of(run.id)
    days = {
        article.id: published.astimezone(run.site.zone).date()
        for article in run.read.values()
        if (published := article.published)
    }
    return Report(
        run_id=run.id,
        site=run.name,
        mode=run.mode,
        of_run=run.wishes.of_run,
        trigger=run.wishes.trigger,
        status=_status(run, counts),
        reason=run.failed or (run.stopped.reason if run.stopped else ""),
        endpoint=run.endpoint,
        simulated=simulated or run.simulated,
        started_at=run.row.started_at,
        window=run.window,
        counts=counts,
        skipped=dict(Counter(skipped.reason for skipped in selection.skipped)),
        skipped_articles=selection.skipped,
        failures=tuple(failures),
        usage=spend.usage,
        requests=spend.requests,
        cost_usd=spend.cost_usd,
        unknown_usd=spend.unknown_usd,
        budget=run.queries.used(run.account, run.endpoint, run.budget, run.row.started_at),
        models=models,
        prompt=run.prompt.name,
        duration_s=round(run.clock.ticks() - run.started, 3),
        proposals=tuple(_proposed(p, days.get(p.proposal.article_id)) for p in publications),
    )


def _status(run: Run, counts: Counts | PublishingCounts) -> RunStatus:
    if run.failed:
        return RunStatus.FAILED
    if run.stopped is not None and run.stopped.course is Course.CANCEL:
        return RunStatus.CANCELLED
    spent = run.stopped is not None and run.stopped.course is Course.STOP_SPENDING
    declined = any(candidate.declined for candidate in run.candidates)
    unanswered = bool(run.candidates) and all(c.trouble and not c.declined for c in run.candidates)
    unheard = unanswered or run.stopped is not None
    return status_of(counts, out_of_money=spent, broken_off=unheard, declined=declined)


def _say(report: Report) -> None:
    usage = report.usage
    LOG.info(
        "run.ended run=%s site=%s mode=%s status=%s requests=%d input_tokens=%d output_tokens=%d "
        "thinking_tokens=%d cost_usd=%s unknown_usd=%s simulated=%s duration_s=%s",
        report.run_id,
        report.site,
        report.mode,
        report.status,
        report.requests,
        usage.prompt_tokens,
        usage.output_tokens,
        usage.thinking_tokens,
        exact(report.cost_usd),
        exact(report.unknown_usd),
        str(report.simulated).lower(),
        report.duration_s,
    )


def _failure(candidate: Candidate) -> Failed | None:
    """Why a candidate ended without anything to publish."""
    if candidate.disposition not in (Disposition.FAILED, Disposition.REFUSED):
        return None
    last = candidate.last
    stage = last.attempt.kind if last else Kind.ASK
    if candidate.trouble:
        reason = candidate.trouble
    elif last and last.refused:
        reason = "Claude refused to answer."
    else:
        reason = " ".join(f.message for f in rejects(last.findings)) if last else ""
    article = candidate.article
    return Failed(
        article_id=article.id, url=article.url, title=article.title, stage=stage, reason=reason
    )


def _unwritten(publications: Iterable[Publication]) -> list[Failed]:
    return [
        Failed(
            article_id=p.proposal.article_id,
            url=p.proposal.url,
            title=p.proposal.title,
            stage="publish",
            reason=p.reason,
        )
        for p in publications
        if p.result is Result.FAILED
    ]


def _proposed(publication: Publication, published: date | None) -> Proposed:
    proposal = publication.proposal
    metadata = proposal.metadata
    return Proposed(
        article_id=ArticleId(proposal.article_id),
        url=proposal.url,
        title=proposal.title,
        language=proposal.language,
        targets=proposal.targets,
        keywords=metadata.keywords if metadata else (),
        meta_description=metadata.meta_description if metadata else "",
        findings=proposal.findings,
        status=STATUS_AFTER.get(publication.result, proposal.status),
        reason=publication.reason,
        before=proposal.before,
        published=published,
    )
