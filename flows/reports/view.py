"""The preview's data: what its template prints, decided here."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from flows.reports.cards import Card, card
from flows.reports.sentences import Advice, advice, cost, headline, outcome, stretch
from flows.reports.words import (
    MODES,
    PERIODS,
    REASONS,
    STAGES,
    STANDIN,
    dollars,
    moment,
    plain,
    seconds,
)
from schemas.article import SkipReason
from schemas.run import BudgetLine, Counts, Mode, Report, RunStatus

FOLDED_FROM = 13  # ids; a longer list is folded
_CALM = frozenset({RunStatus.COMPLETED, RunStatus.WAITING, RunStatus.RUNNING})


@dataclass(frozen=True)
class Number:
    """One of the run's counts."""

    label: str
    value: int
    troubling: bool = False


@dataclass(frozen=True)
class Trouble:
    """One article that failed, and where."""

    article_id: str
    stage: str
    reason: str


@dataclass(frozen=True)
class Left:
    """One skipped article; `detail` says what is wrong with it, where something is."""

    article_id: str
    detail: str


@dataclass(frozen=True)
class Group:
    """The articles that were skipped for one reason."""

    reason: str
    number: int
    articles: tuple[Left, ...]
    folded: bool


@dataclass(frozen=True)
class Cap:
    """One budget, and the share of it that is used."""

    sentence: str
    percent: int


@dataclass(frozen=True)
class Section:
    """One report."""

    anchor: str
    site: str
    mode: str
    ending: str
    calm: bool
    reason: str
    sentences: tuple[str, ...]
    band: str
    facts: tuple[tuple[str, str], ...]
    numbers: tuple[Number, ...]
    advice: tuple[Advice, ...]
    cards: tuple[Card, ...]
    remarked: int
    failures: tuple[Trouble, ...]
    skipped: tuple[Group, ...]
    cost: tuple[str, ...]
    caps: tuple[Cap, ...]
    tokens: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Page:
    """All that the template prints."""

    title: str
    sections: tuple[Section, ...]


def view(reports: Sequence[Report]) -> Page:
    """The page's data."""
    sites = ", ".join(dict.fromkeys(report.site for report in reports))
    modes = ", ".join(dict.fromkeys(MODES[report.mode] for report in reports))
    sections = tuple(_section(place, report) for place, report in enumerate(reports, start=1))
    return Page(title=f"{sites}: {modes}" if reports else "nothing to show", sections=sections)


def _section(place: int, report: Report) -> Section:
    cards = tuple(
        card(f"r{place}-{number}", number, report, proposal)
        for number, proposal in enumerate(report.proposals, start=1)
    )
    sentence = headline(report)
    return Section(
        anchor=f"r{place}",
        site=report.site,
        mode=MODES[report.mode],
        ending=f"{sentence[0].upper()}{sentence[1:]}.",
        calm=report.status in _CALM,
        reason=plain(report.reason),
        sentences=tuple(outcome(report)),
        band=STANDIN if report.simulated else "",
        facts=_facts(report),
        numbers=_numbers(report),
        advice=tuple(advice(report)),
        cards=cards,
        remarked=sum(one.remarkable for one in cards),
        failures=tuple(
            Trouble(plain(one.article_id), STAGES.get(one.stage, one.stage), plain(one.reason))
            for one in report.failures
        ),
        skipped=_groups(report),
        cost=tuple(cost(report)),
        caps=_caps(report),
        tokens=_tokens(report),
    )


def _facts(report: Report) -> tuple[tuple[str, str], ...]:
    facts = {
        "Window": stretch(report),
        "Started": f"{moment(report.started_at)} UTC, took {seconds(report.duration_s)}",
        "Prompt": report.prompt,
        "Run": report.run_id,
    }
    return tuple((label, text) for label, text in facts.items() if text)


def _numbers(report: Report) -> tuple[Number, ...]:
    """The counts that always matter, then those that are there."""
    counts = report.counts
    if not isinstance(counts, Counts):
        done = "reverted" if report.mode is Mode.REVERT else "published"
        return (
            Number("listed", counts.listed),
            Number("put back" if done == "reverted" else done, getattr(counts, done)),
            Number("held", counts.held),
            Number("stale", counts.stale),
            Number("failed", counts.failed, troubling=True),
        )
    always = [
        Number("selected", counts.selected),
        Number("generated", counts.generated),
        Number("reused", counts.reused),
        Number("failed", counts.failed, troubling=True),
    ]
    if report.mode is Mode.LIVE:
        always.append(Number("published", counts.published))
    sometimes = [
        Number("skipped", counts.skipped),
        Number("refused", counts.refused, troubling=True),
        Number("out of budget", counts.out_of_budget, troubling=True),
        Number("waiting", counts.waiting),
        Number("held", counts.held),
        Number("stale", counts.stale),
    ]
    return (*always, *(number for number in sometimes if number.value))


def _groups(report: Report) -> tuple[Group, ...]:
    by_reason: dict[SkipReason, list[Left]] = {}
    for one in report.skipped_articles:
        left = Left(plain(one.article_id), plain(one.detail))
        by_reason.setdefault(one.reason, []).append(left)
    most_first = sorted(by_reason.items(), key=lambda pair: -len(pair[1]))
    return tuple(
        Group(REASONS[reason], len(left), tuple(left), folded=len(left) >= FOLDED_FROM)
        for reason, left in most_first
    )


def _caps(report: Report) -> tuple[Cap, ...]:
    if report.simulated:
        return ()
    return tuple(_cap(key, line) for key, line in report.budget.items() if line.cap_usd)


def _cap(key: str, line: BudgetLine) -> Cap:
    cap = line.cap_usd or Decimal(1)
    period = PERIODS.get(key, plain(key))
    percent = min(100, round(100 * line.used_usd / cap))
    return Cap(f"{dollars(line.used_usd)} of {dollars(cap)} {period}", percent)


def _tokens(report: Report) -> tuple[tuple[str, str], ...]:
    usage = report.usage
    amounts = {
        "Answers": report.requests,
        "Tokens in": usage.input_tokens,
        "written to the cache": usage.cache_creation_input_tokens,
        "read from the cache": usage.cache_read_input_tokens,
        "Tokens out": usage.output_tokens,
        "of them thinking": usage.thinking_tokens,
        **{f"Answers of {plain(model)}": number for model, number in report.models.items()},
    }
    return tuple((label, f"{number:,}") for label, number in amounts.items() if number)
