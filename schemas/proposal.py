"""Metadata on offer for one content of one article."""

from enum import StrEnum
from typing import NewType

from schemas.article import ArticleId, ContentHash, Field, Fields, Revision, SiteName
from schemas.base import Frozen
from schemas.finding import Finding, Severity
from schemas.metadata import Metadata
from schemas.policy import Trust

ProposalId = NewType("ProposalId", int)


class Status(StrEnum):
    """Where a proposal stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    EDITED = "edited"
    REJECTED = "rejected"
    PUBLISHED = "published"
    STALE = "stale"
    REVERTED = "reverted"
    FAILED = "failed"


WAITING = frozenset({Status.PROPOSED, Status.APPROVED, Status.EDITED})

TRANSITIONS: dict[Status, frozenset[Status]] = {
    Status.PROPOSED: frozenset(Status) - {Status.PROPOSED, Status.REVERTED},
    Status.APPROVED: frozenset({Status.EDITED, Status.REJECTED, Status.PUBLISHED, Status.STALE}),
    Status.EDITED: frozenset({Status.APPROVED, Status.REJECTED, Status.PUBLISHED, Status.STALE}),
    Status.PUBLISHED: frozenset({Status.REVERTED}),
    Status.REJECTED: frozenset(),
    Status.STALE: frozenset(),
    Status.REVERTED: frozenset(),
    Status.FAILED: frozenset(),
}


class Failure(StrEnum):
    """Why an article's ladder, answered to its end, gave nothing to publish."""

    INVALID = "invalid"
    REFUSED = "refused"


# Warnings about the truth, which only a person can settle: a supervised site holds these.
HELD_BY = frozenset({"G2b", "G3b"})


class Proposal(Frozen):
    """Metadata for one content hash of one article, made under one prompt digest and one ladder.

    `before` is what the two fields held when it was made; `revision` is the article's then.
    A failed one is remembered too, with its `failure`, and with its last metadata where it had any.
    """

    id: ProposalId = ProposalId(0)
    run_id: str
    site: SiteName
    article_id: ArticleId
    content_hash: ContentHash
    revision: Revision
    prompt_digest: str
    ladder: str
    url: str
    title: str
    language: str
    targets: frozenset[Field]
    before: Fields
    metadata: Metadata | None
    findings: tuple[Finding, ...] = ()
    status: Status = Status.PROPOSED
    failure: Failure | None = None

    @property
    def changes(self) -> Fields:
        """What publishing would write."""
        return self.metadata.as_fields(self.targets) if self.metadata else Fields()

    def again(self, run_id: str, *, latest: bool) -> "Proposal | None":
        """What a run may offer of it where the article says again what it was made for.

        One that still waits, as it is. One that had its turn, anew: where it became stale, or,
        not being the `latest` of its article, was published before the article said something
        else. What a person rejected or had undone does not come back.
        """
        if self.status in WAITING:
            return self
        had_its_turn = self.status is Status.STALE or (
            self.status is Status.PUBLISHED and not latest
        )
        new = {"id": ProposalId(0), "run_id": run_id, "status": Status.PROPOSED}
        return self.model_copy(update=new) if had_its_turn else None

    def held_at(self, trust: Trust) -> bool:
        """Whether it waits for a person instead of being published."""
        if trust is Trust.MANUAL:
            return True
        warned = any(
            finding.severity is Severity.WARNING and finding.rule in HELD_BY
            for finding in self.findings
        )
        return trust is Trust.SUPERVISED and warned
