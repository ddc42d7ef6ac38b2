"""The doors between rows and values: nothing else turns one into the other."""

from datetime import datetime
from typing import Any

from schemas.article import Field, Fields
from schemas.call import Reply
from schemas.ledger import CallRow, OfferRow, ProposalRow, ReceiptRow
from schemas.proposal import Proposal, ProposalId, Status
from schemas.receipt import Receipt, Verdict
from schemas.run import RunId
from schemas.usage import Usage

Values = dict[str, Any]


def proposal_of(row: ProposalRow) -> Proposal:
    """The proposal as it stands now."""
    kept = Proposal.model_validate_json(row.value)
    now = {"id": ProposalId(row.id or 0), "status": Status(row.status)}
    return kept.model_copy(update=now)


def values_of_proposal(proposal: Proposal, *, simulated: bool, last_call: int) -> Values:
    """A new row for a proposal."""
    return {
        "run_id": proposal.run_id,
        "site": proposal.site,
        "article_id": proposal.article_id,
        "content_hash": proposal.content_hash,
        "revision": proposal.revision,
        "prompt_digest": proposal.prompt_digest,
        "ladder": proposal.ladder,
        "simulated": simulated,
        "last_call": last_call,
        "status": proposal.status,
        "failure": proposal.failure,
        "value": proposal.model_dump_json(exclude={"id"}),
    }


def values_of_offer(run_id: RunId, proposal: Proposal) -> Values:
    """A new row for what a run previews, holds or publishes of a proposal."""
    return {
        "run_id": run_id,
        "proposal_id": proposal.id,
        "targets": " ".join(sorted(proposal.targets)),
        "before": proposal.before.model_dump_json(),
    }


def as_offered(row: ProposalRow, offer: OfferRow) -> Proposal:
    """The proposal as a run showed it, with its status as it is now."""
    shown = {
        "targets": frozenset(map(Field, offer.targets.split())),
        "before": Fields.model_validate_json(offer.before),
    }
    return proposal_of(row).model_copy(update=shown)


def values_of_receipt(
    receipt: Receipt, run_id: RunId, proposal_id: ProposalId, begun_at: datetime
) -> Values:
    """A new row for a write that is about to happen."""
    return {
        "run_id": run_id,
        "proposal_id": proposal_id,
        "site": receipt.site,
        "article_id": receipt.article_id,
        "act": receipt.act,
        "begun_at": begun_at,
        "raw": receipt.raw,
        "value": value_of_receipt(receipt),
    }


def value_of_receipt(receipt: Receipt) -> str:
    """What of a receipt has no column of its own."""
    return receipt.model_dump_json(exclude={"raw", "verdict", "revision_after"})


def receipt_of(row: ReceiptRow) -> Receipt:
    """The receipt as it stands now."""
    begun = Receipt.model_validate_json(row.value)
    now = {
        "raw": row.raw,
        "verdict": Verdict(row.verdict) if row.verdict else None,
        "revision_after": row.revision_after,
    }
    return begun.model_copy(update=now)


def reply_of(row: CallRow) -> Reply:
    """The reply that a call got."""
    usage = Usage(**{bucket: getattr(row, bucket) for bucket in Usage.model_fields})
    return Reply(
        text=row.reply or "",
        stop_reason=row.stop_reason or "",
        refusal_category=row.refusal_category,
        model=row.model_answered or "",
        usage=usage,
        batch=row.batch,
        us_only=row.us_only,
        request_id=row.request_id,
        simulated=row.simulated,
        duration_ms=row.duration_ms,
    )
