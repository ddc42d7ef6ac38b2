"""The preview's data: what its template prints, decided here."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from flows.reports.cards import Card, Remark, cards, remarks
from flows.reports.left import Group, Trouble, failures, skipped, unpaid
from flows.reports.sentences import (
    Advice,
    advice,
    cost,
    headline,
    outcome,
    stretch,
    waiting,
    warning,
)
from flows.reports.words import MODES, PROGRAM, dollars, moment, period, plain, seconds
from schemas.run import BudgetLine, Counts, Mode, Report, RunStatus

_CALM = frozenset({RunStatus.COMPLETED, RunStatus.WAITING, RunStatus.RUNNING})


@dataclass(frozen=True)
class Number:
    """One of the run's counts."""

    label: str
    value: int
    troubling: bool = False


@dataclass(frozen=True)
class Filter:
    """What the bar can narrow the page to: the class of what stays, and how many that are."""

    group: str
    label: str
    number: int


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
    steps: tuple[Advice, ...]
    findings: tuple[Remark, ...]
    cards: tuple[Card, ...]
    failures: tuple[Trouble, ...]
    unpaid: tuple[Group, ...]
    skipped: tuple[Group, ...]
    cost: tuple[str, ...]
    caps: tuple[Cap, ...]
    tokens: tuple[tuple[str, str], ...]

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups of the bar that some proposal belongs to."""
        return tuple(dict.fromkeys(group for one in self.cards for group in one.groups))


@dataclass(frozen=True)
class Page:
    """All that the template prints."""

    title: str
    sections: tuple[Section, ...]
    filters: tuple[Filter, ...]


def view(reports: Sequence[Report], program: str = PROGRAM) -> Page:
    """The page's data; its commands call `program`."""
    sites = ", ".join(dict.fromkeys(report.site for report in reports))
    modes = ", ".join(dict.fromkeys(MODES[report.mode] for report in reports))
    sections = tuple(
        _section(f"r{place}", report, program) for place, report in enumerate(reports, 1)
    )
    title = f"{sites}: {modes}" if reports else "nothing to show"
    return Page(title=title, sections=sections, filters=_filters(sections))


def _section(anchor: str, report: Report, program: str) -> Section:
    sentence = headline(report)
    return Section(
        anchor=anchor,
        site=report.site,
        mode=MODES[report.mode],
        ending=f"{sentence[0].upper()}{sentence[1:]}.",
        calm=report.status in _CALM,
        reason=plain(report.reason),
        sentences=tuple(outcome(report)),
        band=warning(report),
        facts=_facts(report),
        numbers=_numbers(report),
        steps=_steps(report, program),
        findings=remarks(report.findings),
        cards=cards(anchor, report),
        failures=failures(report),
        unpaid=unpaid(report),
        skipped=skipped(report),
        cost=tuple(cost(report)),
        caps=_caps(report),
        tokens=_tokens(report),
    )


def _filters(sections: Sequence[Section]) -> tuple[Filter, ...]:
    """What there is to narrow the page to; "all" is always the first."""
    groups = [group for one in sections for card in one.cards for group in card.groups]
    failed = groups.count("failed") + sum(len(one.failures) for one in sections)
    left = {
        name: sum(group.number for one in sections for group in getattr(one, name))
        for name in ("unpaid", "skipped")
    }
    narrow = (
        Filter("look", "Worth a look", groups.count("look")),
        Filter("failed", "Failed", failed),
        Filter("held", "Held", groups.count("held")),
        Filter("stale", "Stale", groups.count("stale")),
        Filter("unpaid", "Out of budget", left["unpaid"]),
        Filter("skipped", "Skipped", left["skipped"]),
    )
    everything = sum(len(one.cards) + len(one.failures) for one in sections) + sum(left.values())
    return (Filter("all", "All", everything), *(one for one in narrow if one.number))


def _steps(report: Report, program: str) -> tuple[Advice, ...]:
    """What to do next; the page outlives its run, so that the way back stands on it too."""
    steps = advice(report, program)
    if report.mode is Mode.DRY_RUN and waiting(report):
        sentence = "Once applied, to put back what was there before:"
        steps.append(Advice(sentence, f"{program} revert {report.run_id}"))
    return tuple(steps)


def _facts(report: Report) -> tuple[tuple[str, str], ...]:
    facts = {
        "Window": stretch(report),
        "Started": f"{moment(report.started_at)} UTC, took {seconds(report.duration_s)}",
        "Prompt": report.prompt,
        "Run": report.run_id,
        "Spent": _spent(report),
    }
    return tuple((label, text) for label, text in facts.items() if text)


def _spent(report: Report) -> str:
    if report.simulated or not report.requests:
        return ""
    return f"{'at least ' if report.unknown_usd else ''}{dollars(report.cost_usd)}"


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


def _caps(report: Report) -> tuple[Cap, ...]:
    if report.simulated:
        return ()
    return tuple(_cap(report, key, line) for key, line in report.budget.items() if line.cap_usd)


def _cap(report: Report, key: str, line: BudgetLine) -> Cap:
    cap = line.cap_usd or Decimal(1)
    percent = min(100, round(100 * line.used_usd / cap))
    return Cap(f"{dollars(line.used_usd)} of {dollars(cap)} {period(key, report.trigger)}", percent)


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
