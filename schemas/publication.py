"""What became of a proposal when it was its turn to be written, or its write to be undone."""

from enum import StrEnum

from schemas.article import Article
from schemas.base import Frozen
from schemas.proposal import Proposal, Status
from schemas.run import Mode


class Result(StrEnum):
    """How it went."""

    PREVIEWED = "previewed"  # a dry run writes nothing
    HELD = "held"  # waits for a person
    PUBLISHED = "published"
    REVERTED = "reverted"
    STALE = "stale"
    FAILED = "failed"


class Publication(Frozen):
    """One proposal's result; `reason` says why where it is stale or failed."""

    proposal: Proposal
    result: Result
    reason: str = ""


def success(mode: Mode) -> Result:
    """What becomes of a proposal where a run of this mode writes as it should."""
    return Result.REVERTED if mode is Mode.REVERT else Result.PUBLISHED


CONTENT_CHANGED = "the article has changed"
FIELDS_CHANGED = "somebody has edited the description or the keywords"
IN_PART = "written in part"
GONE = "gone"
FENCED_OFF = "the article is excluded or protected"


def staleness(proposal: Proposal, now: Article | None) -> str:
    """Why the proposal does not fit the article as it is now; "" where it does.

    A new revision alone is no reason: what counts is the content and the two fields.
    """
    if now is None:
        return GONE
    if not same_content(proposal, now):
        return CONTENT_CHANGED
    return "" if proposal.before.stand_in(now.fields) else FIELDS_CHANGED


def same_content(proposal: Proposal, now: Article) -> bool:
    """Whether the article still is the one that the proposal was made for, less the two fields."""
    same = now.revision == proposal.revision or now.content_hash == proposal.content_hash
    return same and now.obstacle is None


def dealt_with(proposal: Proposal, status: Status) -> Publication:
    """What became of a proposal that another run, or a killed one's end, has dealt with."""
    if status is Status.PUBLISHED:
        return Publication(proposal=proposal, result=Result.PUBLISHED)
    reason = f"another run has dealt with it: {status}"
    return Publication(proposal=proposal, result=Result.STALE, reason=reason)
