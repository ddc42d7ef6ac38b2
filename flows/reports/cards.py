"""The preview's cards: one proposal each, before and after."""

from collections.abc import Iterable
from dataclasses import dataclass

from flows.reports.differences import Difference, difference
from flows.reports.results import Page, SearchResult, search_result
from flows.reports.words import SEVERITIES, STATUSES, plain, why
from schemas.article import ArticleId, Field
from schemas.finding import Finding, Severity
from schemas.languages import name
from schemas.proposal import HELD_BY, Status
from schemas.run import Mode, Proposed, Report

_BADGES = {Status.PROPOSED: "", Status.REJECTED: "bad", Status.FAILED: "bad"}


@dataclass(frozen=True)
class Change:
    """What becomes of a description: in words, and word by word where it takes another's place."""

    sentence: str
    labels: tuple[str, str] = ("", "")
    texts: Difference | None = None


@dataclass(frozen=True)
class Chip:
    """One keyword: `added`, `removed`, or "" where both have it or there is nothing to compare."""

    text: str
    kind: str = ""


@dataclass(frozen=True)
class Chips:
    """What becomes of the keywords."""

    sentence: str
    chips: tuple[Chip, ...]


@dataclass(frozen=True)
class Remark:
    """One finding in words."""

    rule: str
    severity: str
    sentence: str
    rejects: bool


@dataclass(frozen=True)
class Standing:
    """How a proposal stands: a word, a sentence that says why, and what the page filters by."""

    word: str
    badge: str = ""
    reason: str = ""
    group: str = ""


@dataclass(frozen=True)
class Card:
    """One proposal."""

    number: int
    anchor: str
    article_id: str
    language: str
    language_name: str
    standing: Standing
    result: SearchResult
    description: Change
    keywords: Chips
    remarks: tuple[Remark, ...]
    groups: tuple[str, ...]


def cards(place: str, report: Report) -> tuple[Card, ...]:
    """The proposals of a report; `place` begins their anchors."""
    failed = frozenset(one.article_id for one in report.failures)
    return tuple(
        _card(f"{place}-{number}", number, proposal, _standing(report, proposal, failed))
        for number, proposal in enumerate(report.proposals, start=1)
    )


def _card(anchor: str, number: int, proposal: Proposed, standing: Standing) -> Card:
    shown = _shown(proposal)
    page = Page(
        url=proposal.url,
        place=proposal.article_id,
        title=proposal.title,
        published=proposal.published,
    )
    groups = (
        "look" if proposal.findings or standing.badge in ("held", "bad") else "",
        standing.group,
    )
    return Card(
        number=number,
        anchor=anchor,
        article_id=plain(proposal.article_id),
        language=proposal.language,
        language_name=name(proposal.language) if proposal.language else "language unknown",
        standing=standing,
        result=search_result(page, shown),
        description=_description(proposal),
        keywords=_keywords(proposal),
        remarks=remarks(proposal.findings),
        groups=tuple(group for group in groups if group),
    )


def remarks(findings: Iterable[Finding]) -> tuple[Remark, ...]:
    """The findings as editors read them."""
    return tuple(
        Remark(
            rule=plain(finding.rule),
            severity=SEVERITIES[finding.severity],
            sentence=plain(finding.message),
            rejects=finding.severity is Severity.REJECT,
        )
        for finding in findings
    )


def _shown(proposal: Proposed) -> str:
    """The description as readers will find it."""
    ours = Field.DESCRIPTION in proposal.targets and proposal.status is not Status.REVERTED
    return plain(proposal.meta_description if ours else proposal.before.description or "")


def _description(proposal: Proposed) -> Change:
    ours, before = plain(proposal.meta_description), plain(proposal.before.description or "")
    if Field.DESCRIPTION not in proposal.targets:
        return Change("Kept: a person wrote it." if before else "Not written on this site.")
    if proposal.status is Status.REVERTED:
        return _put_back(ours, before)
    if not before:
        return Change("New: there was none before.")
    if before == ours:
        return Change("As it is already.")
    texts = difference(before, ours)
    how = "Rewritten: little of the one before is left." if texts.rewritten else "Changed."
    return Change(how, ("Before", "After"), texts)


def _put_back(ours: str, before: str) -> Change:
    """A revert: what was there before is there again."""
    if not before:
        return Change(
            "Emptied again: there was none before.", ("Taken away", ""), difference(ours, "")
        )
    return Change("Put back.", ("Taken away", "Put back"), difference(ours, before))


def _keywords(proposal: Proposed) -> Chips:
    ours = [text for value in proposal.keywords if (text := plain(value))]
    before = [text for value in proposal.before.keywords or () if (text := plain(value))]
    if Field.KEYWORDS not in proposal.targets:
        told = "Kept: a person chose them." if before else "Not written on this site."
        return Chips(told, _compared(before, before))
    if proposal.status is Status.REVERTED:
        told = "Put back." if before else "Emptied again: there were none before."
        return Chips(told, _compared(ours, before))
    if not before:
        return Chips("New: there were none before.", _compared(ours, ours))
    return Chips("" if before != ours else "As they are already.", _compared(before, ours))


def _compared(before: list[str], after: list[str]) -> tuple[Chip, ...]:
    """The keywords that are to be, marked where they are new; then those that go."""
    had, have = set(before), set(after)
    stay = [Chip(word, "" if word in had else "added") for word in after]
    return (*stay, *(Chip(word, "removed") for word in before if word not in have))


def _standing(report: Report, proposal: Proposed, failed: frozenset[ArticleId]) -> Standing:
    reason = why(proposal.reason)
    if proposal.status is Status.STALE:
        return Standing(STATUSES[Status.STALE], "held", reason, "stale")
    if proposal.article_id in failed:
        return Standing("failed", "bad", reason, "failed")
    if report.mode is not Mode.DRY_RUN and proposal.status is Status.PROPOSED:
        return Standing("held for an editor", "held", reason or _held(proposal), "held")
    badge = _BADGES.get(proposal.status, "done")
    return Standing(STATUSES[proposal.status], badge, reason)


def _held(proposal: Proposed) -> str:
    """Why it waits for a person: sites of trust `manual` hold all, supervised ones some."""
    if any(finding.rule in HELD_BY for finding in proposal.findings):
        return "Only a person can tell whether it is true."
    return "On this site an editor releases each one."
