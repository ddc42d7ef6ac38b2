"""Metadata on its way to a proposal: what was answered so far, and what is needed next."""

from collections.abc import Collection
from dataclasses import replace
from enum import StrEnum
from functools import reduce

from pydantic import ValidationError

from schemas.article import Article, Field
from schemas.base import Frozen
from schemas.call import Course, Reply, Trouble
from schemas.finding import Finding, Severity, rejects
from schemas.known import Known
from schemas.metadata import Answer, Metadata
from schemas.proposal import Failure, Proposal, Status
from schemas.request import Attempt, Kind, Ladder
from schemas.rules import check
from schemas.rules.keyword_form import they_stay_away
from schemas.rules.polish import polish

FEWEST = 20  # articles before a share of failures means anything

UNREADABLE = Finding(
    rule="M01",
    severity=Severity.REJECT,
    message="Answer with one complete JSON object of the given form.",
)


OF_BOTH_FIELDS = frozenset({"M09", "K11"})  # rules that judge each field by the other


class Disposition(StrEnum):
    """What became of a selected article; each has exactly one."""

    REUSED = "reused"
    GENERATED = "generated"
    REFUSED = "refused"
    FAILED = "failed"
    OUT_OF_BUDGET = "out_of_budget"
    WAITING = "waiting"


class Judgement(Frozen):
    """What one attempt gave."""

    attempt: Attempt
    metadata: Metadata | None = None
    findings: tuple[Finding, ...] = ()
    refused: bool = False
    recalled: bool = False

    @property
    def valid(self) -> bool:
        """Whether this may be published."""
        return self.metadata is not None and not rejects(self.findings)


class Candidate(Frozen):
    """One selected article in one run.

    `targets` are the fields that are ours to write, `unwanted` the keywords a person removed.
    `proposal` is set where nothing has to be asked; `trouble` where no answer could be had,
    `falls_back` where another model may give it, and `declined` where it is for the article's own
    sake that there is none: it is too large, say.
    """

    article: Article
    targets: frozenset[Field]
    unwanted: tuple[str, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    proposal: Proposal | None = None
    trouble: str = ""
    falls_back: bool = False
    declined: bool = False
    out_of_budget: bool = False

    @property
    def last(self) -> Judgement | None:
        """The judgement on the latest answer."""
        return self.judgements[-1] if self.judgements else None

    @property
    def valid(self) -> bool:
        """Whether there is something to publish."""
        return self.proposal is not None or (self.last is not None and self.last.valid)

    def needs(self, attempt: Attempt) -> bool:
        """Whether this attempt is worth a request.

        The first is, without an answer; a later one, after an answer that was rejected. A
        refusal is not put to the same model again: it would refuse again. The fallback is for
        refusals and for models that fail; an invalid answer is escalated, not put to it.
        """
        if self.valid or self.out_of_budget or self._answered(attempt):
            return False
        if self.trouble:
            return self.falls_back and attempt.kind is Kind.FALLBACK
        return self._follows(attempt)

    def judged(
        self,
        attempt: Attempt,
        reply: Reply,
        known: Known | None = None,
        *,
        recalled: bool = False,
    ) -> "Candidate":
        """This candidate with one more answer, checked. It ends the trouble of another model."""
        judgement = _judge(self, attempt, reply, known).model_copy(update={"recalled": recalled})
        judgements = (*self.judgements, judgement)
        return self.model_copy(
            update={
                "judgements": judgements,
                "trouble": "",
                "falls_back": False,
                "declined": False,
            }
        )

    def unanswered(self, trouble: Trouble | None) -> "Candidate":
        """This candidate without an answer: for want of budget, where there was no trouble."""
        if trouble is None:
            return self.model_copy(update={"out_of_budget": True})
        falls_back = trouble.course is Course.FALL_BACK
        told = {"falls_back": falls_back, "declined": trouble.of_the_request}
        return self.model_copy(update={"trouble": trouble.reason, **told})

    def reusing(self, proposal: Proposal | None, prompt_digest: str, ladder: str) -> "Candidate":
        """This candidate with the proposal that was paid for before, where it is one for it."""
        if proposal is None or not self._fits(proposal, prompt_digest, ladder):
            return self
        now = {"targets": self.targets, "before": self.article.fields}
        return self.model_copy(update={"proposal": proposal.model_copy(update=now)})

    def recalling(
        self, ladder: Ladder, replies: dict[str, Reply], known: Known | None = None
    ) -> "Candidate":
        """This candidate with the stored replies to its attempts, judged again."""

        def step(candidate: "Candidate", attempt: Attempt) -> "Candidate":
            reply = replies.get(attempt.key)
            # Nobody asks a fallback without need; that there was one is not in the ledger.
            needed = attempt.kind is Kind.FALLBACK or candidate.needs(attempt)
            if reply is None or not needed or candidate.valid:
                return candidate
            return candidate.judged(attempt, reply, known, recalled=True)

        return reduce(step, ladder, self)

    @property
    def description(self) -> str:
        """What it would have as its description; "" where that is not ours to write, or open."""
        source = self.proposal or self.last
        if not self.valid or source is None or Field.DESCRIPTION not in self.targets:
            return ""
        return source.metadata.meta_description if source.metadata else ""

    @property
    def disposition(self) -> Disposition:
        """What became of the article in this run."""
        if self.out_of_budget:
            return Disposition.OUT_OF_BUDGET
        if self.proposal is not None:
            return Disposition.REUSED
        if self.trouble or self.last is None:
            return Disposition.FAILED
        if self.last.valid:
            return Disposition.REUSED if self.last.recalled else Disposition.GENERATED
        return Disposition.REFUSED if self.last.refused else Disposition.FAILED

    def proposed(self, run_id: str, prompt_digest: str, ladder: str) -> Proposal | None:
        """What the ledger is to keep: a proposal, a failure to remember, or nothing new."""
        if self.proposal is not None or self.last is None or self.trouble or self.out_of_budget:
            return None
        article = self.article
        return Proposal(
            run_id=run_id,
            site=article.site,
            article_id=article.id,
            content_hash=article.content_hash,
            revision=article.revision,
            prompt_digest=prompt_digest,
            ladder=ladder,
            url=article.url,
            title=article.title,
            language=article.language,
            targets=self.targets,
            before=article.fields,
            metadata=self.last.metadata,
            findings=self.last.findings,
            status=Status.FAILED if self.failure else Status.PROPOSED,
            failure=self.failure,
        )

    @property
    def failure(self) -> Failure | None:
        """Why the answered ladder gave nothing; `None` where it gave something or never ended."""
        if self.valid or self.trouble or self.out_of_budget or self.last is None:
            return None
        return Failure.REFUSED if self.last.refused else Failure.INVALID

    def had(self, kind: Kind) -> bool:
        """Whether an attempt of this kind was answered in this run."""
        return any(j.attempt.kind is kind and not j.recalled for j in self.judgements)

    def _fits(self, proposal: Proposal, prompt_digest: str, ladder: str) -> bool:
        """Whether it was made for this content and these fields, and by what would be asked now.

        What a person approved or edited is theirs, whatever it was asked with.
        """
        article = self.article
        alike = (proposal.prompt_digest, proposal.ladder) == (prompt_digest, ladder)
        same_content = (
            proposal.content_hash == article.content_hash or proposal.revision == article.revision
        )
        return (
            same_content
            and self.targets <= proposal.targets
            and (
                proposal.status is not Status.PROPOSED or (alike and not self._forestalls(proposal))
            )
        )

    def _forestalls(self, proposal: Proposal) -> bool:
        """Whether a person has taken away one of its keywords since it was made."""
        if proposal.metadata is None or not self.unwanted:
            return False
        known = Known(unwanted=self.unwanted)
        return any(they_stay_away.examine(proposal.metadata, self.article, known))

    def _follows(self, attempt: Attempt) -> bool:
        """Whether the attempt is what comes after the latest answer."""
        if self.last is None:
            return attempt.kind is Kind.ASK
        latest = self.last.attempt
        if attempt.kind is Kind.REPAIR:
            first = latest.kind in {Kind.ASK, Kind.FALLBACK}
            return first and attempt.model == latest.model and not self.last.refused
        if self._fell_back:
            return False
        if self.last.refused:
            return attempt.model != latest.model
        return attempt.kind is Kind.ESCALATION

    @property
    def _fell_back(self) -> bool:
        return any(judgement.attempt.kind is Kind.FALLBACK for judgement in self.judgements)

    def _answered(self, attempt: Attempt) -> bool:
        return any(judgement.attempt.key == attempt.key for judgement in self.judgements)


def too_many_failed(heard: Collection[Candidate], share: float) -> bool:
    """Whether more than this share got no answer, of no model; a few articles show nothing."""
    failed = sum(bool(candidate.trouble) and not candidate.falls_back for candidate in heard)
    return len(heard) >= FEWEST and failed > share * len(heard)


def _judge(candidate: Candidate, attempt: Attempt, reply: Reply, known: Known | None) -> Judgement:
    if reply.refused:
        return Judgement(attempt=attempt, refused=True)
    metadata = read(reply)
    if metadata is None:
        return Judgement(attempt=attempt, findings=(UNREADABLE,))
    metadata = polish(metadata, candidate.article)
    known = replace(known or Known(), unwanted=candidate.unwanted)
    findings = check(metadata, candidate.article, known)
    return Judgement(
        attempt=attempt, metadata=metadata, findings=relevant(findings, candidate.targets)
    )


def read(reply: Reply) -> Metadata | None:
    """The metadata in a reply; `None` where it is cut short or not of the form asked for."""
    if not reply.complete:
        return None
    try:
        return Answer.model_validate_json(reply.text).metadata()
    except ValidationError:
        return None


def relevant(findings: tuple[Finding, ...], targets: frozenset[Field]) -> tuple[Finding, ...]:
    """The findings on fields that are going to be written: the K-rules judge keywords."""

    def fields_of(finding: Finding) -> frozenset[Field]:
        if finding.rule in OF_BOTH_FIELDS:
            return frozenset(Field)
        return frozenset({Field.KEYWORDS if finding.rule[0] == "K" else Field.DESCRIPTION})

    return tuple(finding for finding in findings if fields_of(finding) <= targets)
