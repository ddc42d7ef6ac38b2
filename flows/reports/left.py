"""The articles of a run without a proposal: what failed, what was skipped, what is unpaid."""

from dataclasses import dataclass

from flows.reports.words import REASONS, STAGES, plain
from schemas.article import SkipReason
from schemas.run import Report

FOLDED_FROM = 13  # articles; a longer list is folded


@dataclass(frozen=True)
class Trouble:
    """One article that failed, and where."""

    article_id: str
    title: str
    stage: str
    reason: str


@dataclass(frozen=True)
class Left:
    """One skipped article; `detail` says what is wrong with it, where something is."""

    article_id: str
    title: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Group:
    """The articles that were skipped for one reason."""

    reason: str
    number: int
    articles: tuple[Left, ...]
    folded: bool


def failures(report: Report) -> tuple[Trouble, ...]:
    """What failed before there was a proposal to show; the others say it on their cards."""
    carded = {proposal.article_id for proposal in report.proposals}
    return tuple(
        Trouble(
            article_id=plain(one.article_id),
            title=plain(one.title),
            stage=STAGES.get(one.stage, plain(one.stage)),
            reason=plain(one.reason),
        )
        for one in report.failures
        if one.article_id not in carded
    )


def skipped(report: Report) -> tuple[Group, ...]:
    """What was left alone, the most frequent reason first."""
    by_reason: dict[SkipReason, list[Left]] = {}
    for one in report.skipped_articles:
        left = Left(plain(one.article_id), plain(one.title), plain(one.detail))
        by_reason.setdefault(one.reason, []).append(left)
    most_first = sorted(by_reason.items(), key=lambda pair: -len(pair[1]))
    return tuple(_group(REASONS[reason], left) for reason, left in most_first)


def unpaid(report: Report) -> tuple[Group, ...]:
    """What the budget had no room for."""
    left = [Left(plain(article_id)) for article_id in report.out_of_budget_articles]
    return (_group("left out for want of budget", left),) if left else ()


def _group(reason: str, left: list[Left]) -> Group:
    return Group(reason, len(left), tuple(left), folded=len(left) >= FOLDED_FROM)
