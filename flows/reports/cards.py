"""The preview's cards: one proposal each, before and after."""

from dataclasses import dataclass

from flows.reports.results import SearchResult, search_result
from flows.reports.words import SEVERITIES, STATUSES, plain, why
from schemas.article import Field
from schemas.finding import Severity
from schemas.languages import name
from schemas.proposal import Status
from schemas.run import Mode, Proposed, Report

_TROUBLED = frozenset({Status.STALE, Status.FAILED, Status.REJECTED})


@dataclass(frozen=True)
class Change:
    """One field of one article: the values as they are to be, and what they take the place of."""

    mark: str
    kind: str
    after: tuple[str, ...]
    before: tuple[str, ...] = ()


@dataclass(frozen=True)
class Remark:
    """One finding in words."""

    rule: str
    severity: str
    sentence: str
    rejects: bool


@dataclass(frozen=True)
class Card:
    """One proposal."""

    number: int
    anchor: str
    article_id: str
    title: str
    language: str
    language_name: str
    standing: str
    reason: str
    troubled: bool
    result: SearchResult
    description: Change
    keywords: Change
    remarks: tuple[Remark, ...]

    @property
    def remarkable(self) -> bool:
        """Whether an editor should look twice."""
        return self.troubled or bool(self.remarks)


def card(anchor: str, number: int, report: Report, proposal: Proposed) -> Card:
    """What is shown of one proposal."""
    description = _change(proposal, Field.DESCRIPTION)
    return Card(
        number=number,
        anchor=anchor,
        article_id=plain(proposal.article_id),
        title=plain(proposal.title) or "Without a title",
        language=proposal.language,
        language_name=name(proposal.language) if proposal.language else "language unknown",
        standing=_standing(report, proposal),
        reason=why(proposal.reason),
        troubled=proposal.status in _TROUBLED or bool(proposal.reason),
        result=search_result(proposal.url, proposal.article_id, "".join(description.after)),
        description=description,
        keywords=_change(proposal, Field.KEYWORDS),
        remarks=tuple(
            Remark(
                rule=finding.rule,
                severity=SEVERITIES[finding.severity],
                sentence=plain(finding.message),
                rejects=finding.severity is Severity.REJECT,
            )
            for finding in proposal.findings
        ),
    )


def _change(proposal: Proposed, field: Field) -> Change:
    ours, before = _values(proposal, field)
    if field not in proposal.targets:
        mark = "kept: a person’s words" if before else "not written on this site"
        return Change(mark, "kept", before)
    if proposal.status is Status.REVERTED:
        return Change("put back" if before else "emptied again", "replaced", before, ours)
    if not before:
        return Change("new", "new", ours)
    if before == ours:
        return Change("as it is already", "kept", ours)
    return Change("replaced", "replaced", ours, before)


def _values(proposal: Proposed, field: Field) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What we propose for a field and what it held before, as lists of texts alike."""
    if field is Field.KEYWORDS:
        ours, before = proposal.keywords, proposal.before.keywords or ()
    else:
        ours, before = (proposal.meta_description,), (proposal.before.description or "",)
    return _texts(ours), _texts(before)


def _texts(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text for value in values if (text := plain(value)))


def _standing(report: Report, proposal: Proposed) -> str:
    if proposal.reason and proposal.status is not Status.STALE:
        return "failed"
    if report.mode is Mode.LIVE and proposal.status is Status.PROPOSED:
        return "held for an editor"
    return STATUSES[proposal.status]
