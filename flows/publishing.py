"""Writing to a site, and putting back what was there: intent first, then outcome."""

from collections.abc import Callable

from connectors.cms import Writer
from connectors.errors import ConnectorError, NotFound, Refused, Stale, Unsupported
from connectors.ledger.store import Begun
from flows.context import LOG, Run
from schemas.article import Article, ArticleId
from schemas.proposal import Proposal, ProposalId, Status
from schemas.publication import (
    CONTENT_CHANGED,
    FIELDS_CHANGED,
    GONE,
    Publication,
    Result,
    staleness,
)
from schemas.receipt import Act, Receipt, ReceiptId, Unfinished, Verdict, unfinished

Write = Callable[[Receipt], Receipt]


def publish_one(run: Run, writer: Writer, proposal: Proposal) -> Publication:
    """Write one proposal, if the article is still the one it was made for."""
    try:
        article = _now(run, proposal.article_id)
        reason = staleness(proposal, article)
        if reason or article is None:
            run.ledger.mark(proposal.id, Status.STALE)
            return Publication(proposal=proposal, result=Result.STALE, reason=reason)
        receipts = writer.prepare(article, proposal.changes)
        done = [_effect(run, proposal.id, receipt, writer.write) for receipt in receipts]
    except Stale:
        run.ledger.mark(proposal.id, Status.STALE)
        return Publication(proposal=proposal, result=Result.STALE, reason=CONTENT_CHANGED)
    except ConnectorError as error:
        return Publication(proposal=proposal, result=Result.FAILED, reason=str(error))
    if any(receipt.verdict is Verdict.IGNORED for receipt in done):
        reason = "the site took the values and kept the old ones"
        return Publication(proposal=proposal, result=Result.FAILED, reason=reason)
    return Publication(proposal=proposal, result=Result.PUBLISHED)


def revert_one(run: Run, writer: Writer, begun: Begun) -> Publication:
    """Put back what one write replaced, while our values still stand."""
    proposal = begun.proposal
    try:
        article = _now(run, begun.receipt.article_id)
        if article is None:
            return Publication(proposal=proposal, result=Result.STALE, reason=GONE)
        if not begun.receipt.after.stand_in(article.fields):
            return Publication(proposal=proposal, result=Result.STALE, reason=FIELDS_CHANGED)
        _effect(run, proposal.id, begun.receipt.undoing(article), writer.restore)
    except Stale:
        return Publication(proposal=proposal, result=Result.STALE, reason=FIELDS_CHANGED)
    except ConnectorError as error:
        return Publication(proposal=proposal, result=Result.FAILED, reason=str(error))
    return Publication(proposal=proposal, result=Result.REVERTED)


def recover(run: Run, writer: Writer) -> None:
    """Finish what killed runs had begun on this site, by what the articles say now."""
    for begun in run.ledger.unfinished(run.name):
        try:
            _finish(run, writer, begun)
        except ConnectorError as error:
            LOG.warning("write.unfinished article=%s reason=%s", begun.receipt.article_id, error)


def _finish(run: Run, writer: Writer, begun: Begun) -> None:
    receipt = begun.receipt
    article = _now(run, receipt.article_id)
    verdict = unfinished(receipt, article)
    if article is None or verdict is Unfinished.STALE:
        done = receipt.concluded(Verdict.STALE)
    elif verdict is Unfinished.WRITTEN:
        done = receipt.concluded(Verdict.WRITTEN, article.revision)
    elif receipt.act is Act.RESTORE:
        done = writer.restore(receipt.model_copy(update={"revision_before": article.revision}))
    elif receipt.revision_before == article.revision:
        done = writer.write(receipt)
    else:
        done = receipt.concluded(Verdict.STALE, detail=CONTENT_CHANGED)
    run.ledger.conclude(begun.id, done)
    LOG.info("write.recovered article=%s verdict=%s", receipt.article_id, done.verdict)


def _effect(run: Run, proposal_id: ProposalId, receipt: Receipt, write: Write) -> Receipt:
    """One write: noted before it happens, and after. What cannot be known stays begun."""
    receipt_id: ReceiptId = run.ledger.intend(run.id, proposal_id, receipt)
    try:
        done = write(receipt)
    except Stale:
        run.ledger.conclude(receipt_id, receipt.concluded(Verdict.STALE))
        raise
    except (NotFound, Refused, Unsupported) as error:
        run.ledger.conclude(receipt_id, receipt.concluded(Verdict.IGNORED, detail=str(error)))
        raise
    run.ledger.conclude(receipt_id, done)
    return done


def _now(run: Run, article_id: ArticleId) -> Article | None:
    try:
        return run.reader.article(article_id)
    except NotFound:
        return None
