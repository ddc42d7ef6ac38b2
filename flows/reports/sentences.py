"""What a report says, in whole sentences: the terminal's and the preview's alike."""

from dataclasses import dataclass
from decimal import Decimal

from flows.reports.words import (
    ENDINGS,
    MODES,
    PROGRAM,
    STANDIN,
    counted,
    dollars,
    moment,
    period,
    series,
)
from schemas.overall import RECOVERED
from schemas.proposal import WAITING
from schemas.publication import IN_PART
from schemas.request import Kind
from schemas.run import BudgetLine, Counts, Mode, PublishingCounts, Report, RunStatus, Trigger


@dataclass(frozen=True)
class Advice:
    """What to do next; `command` where one command does it."""

    sentence: str
    command: str = ""


def headline(report: Report) -> str:
    """How the run ended: `the dry run is complete`."""
    return f"the {MODES[report.mode]} {ENDINGS[report.status]}"


def stretch(report: Report) -> str:
    """The window that was looked at, "" where there was none."""
    if report.window is None:
        return ""
    return f"from {moment(report.window.since)} until {moment(report.window.until)} UTC"


def tally(report: Report) -> list[str]:
    """What became of the articles, as sentences; none where the run did not get to any."""
    if not _looked(report):
        return []
    if isinstance(report.counts, Counts):
        return [*_selected(report.counts), *outcome(report)]
    return _publishing(report.mode, report.counts)


def outcome(report: Report) -> list[str]:
    """What a list of the counts would not say: how it went, and what that did to the site."""
    if not isinstance(report.counts, Counts) or not _looked(report):
        return []
    rounds = {"repaired": report.counts.repaired, "escalated": report.counts.escalated}
    on_the_way = [f"On the way: {_listed(rounds)}."] if any(rounds.values()) else []
    return [*on_the_way, _written(report, report.counts)]


def spending(report: Report) -> list[str]:
    """What was spent, of which budget, and for how many tokens."""
    if _spent_nothing(report):
        return cost(report)
    caps = [
        _cap(report, name, line) for name, line in report.budget.items() if line.cap_usd is not None
    ]
    used = [f"Used of the {_budget(report)}: {series(caps)}."] if caps else []
    return [*cost(report), *used, _tokens(report)]


def cost(report: Report) -> list[str]:
    """What was spent, and what may yet have been."""
    if _spent_nothing(report):
        return ["Claude was not asked, and nothing was spent."]
    amount = f"{'at least ' if report.unknown_usd else ''}{dollars(report.cost_usd)}"
    spent = f"Spent {amount}."
    if report.simulated:
        spent = f"{STANDIN} Its tokens would have cost {amount}."
    if not report.unknown_usd:
        return [spent]
    unknown = dollars(report.unknown_usd)
    return [spent, f"Up to {unknown} more may be billed for requests that got no answer."]


def warning(report: Report) -> str:
    """That the words are the stand-in's, "" where they are not."""
    if not report.simulated:
        return ""
    if not _spent_nothing(report):
        return STANDIN
    reused = isinstance(report.counts, Counts) and report.counts.reused
    return (
        "These words are the stand-in's, of an earlier run: no model wrote them." if reused else ""
    )


def advice(report: Report, program: str = PROGRAM) -> list[Advice]:
    """What to do next, the most wanted first; `program` is how it is called where this is read."""
    return [*_publish(report, program), *_undo(report, program), *_go_on(report, program)]


def _looked(report: Report) -> bool:
    """Whether the counts are of what was found: one that was ended may have counted nothing."""
    ended = report.status in (RunStatus.CANCELLED, RunStatus.FAILED)
    return bool(report.counts.listed) or not ended


def _selected(counts: Counts) -> list[str]:
    listed = counted(counts.listed, "article")
    sentences = [f"{listed} listed: {counts.selected:,} selected, {counts.skipped:,} skipped."]
    parts = {
        "generated": counts.generated,
        "reused at no cost": counts.reused,
        "refused by Claude": counts.refused,
        "failed": counts.failed,
        "left out for want of budget": counts.out_of_budget,
        "waiting for an answer": counts.waiting,
    }
    if counts.selected:
        sentences.append(f"Selected: {_listed(parts)}.")
    return sentences


def _written(report: Report, counts: Counts) -> str:
    parts = {
        "published": counts.published,
        "held for an editor": counts.held,
        "stale and not written": counts.stale,
        "written in part": _in_part(report),
    }
    if report.mode is not Mode.DRY_RUN and (written := _listed(parts)):
        return f"On the site: {written}."
    others = any(finding.rule == RECOVERED for finding in report.findings)
    return f"Nothing {'else ' if others else ''}was written to the site."


def _publishing(mode: Mode, counts: PublishingCounts) -> list[str]:
    noun = "write" if mode is Mode.REVERT else "proposal"
    parts = {
        "published": counts.published,
        "put back": counts.reverted,
        "stale and left as it is": counts.stale,
        "held for an editor": counts.held,
        "failed": counts.failed,
    }
    if not counts.listed:
        return [f"There was no {noun} to {mode}."]
    return [f"{counted(counts.listed, noun)} to {mode}: {_listed(parts)}."]


def _listed(parts: dict[str, int]) -> str:
    return series([f"{number:,} {words}" for words, number in parts.items() if number])


def _spent_nothing(report: Report) -> bool:
    return not (report.requests or report.cost_usd or report.unknown_usd)


def _budget(report: Report) -> str:
    return "make-believe budget" if report.simulated else "budget"


def _cap(report: Report, name: str, line: BudgetLine) -> str:
    cap = dollars(line.cap_usd or Decimal(0))
    return f"{dollars(line.used_usd)} of {cap} {period(name, report.trigger)}"


def _tokens(report: Report) -> str:
    usage = report.usage
    thinking = f", {usage.thinking_tokens:,} of them thinking" if usage.thinking_tokens else ""
    cached = usage.cache_read_input_tokens
    cache = f", {cached:,} of them from the cache" if cached else ""
    return (
        f"{counted(report.requests, 'answer')}: {usage.prompt_tokens:,} tokens in{cache}; "
        f"{usage.output_tokens:,} out{thinking}."
    )


def waiting(report: Report) -> int:
    """How many of its proposals an apply would publish."""
    return sum(proposal.status in WAITING for proposal in report.proposals)


def _publish(report: Report, program: str) -> list[Advice]:
    number = waiting(report)
    command = f"{program} apply {report.run_id}"
    if report.mode is Mode.DRY_RUN and number:
        these = "this proposal" if number == 1 else f"these {number:,} proposals"
        sentence = f"To publish {these} exactly as previewed, at no cost:"
    elif isinstance(report.counts, Counts) and min(number, report.counts.held):
        held = counted(min(number, report.counts.held), "proposal")
        sentence = f"To publish what is held for an editor ({held}):"
    else:
        return []
    return [Advice(sentence, command)]


def _undo(report: Report, program: str) -> list[Advice]:
    if not (report.counts.published or _in_part(report)):
        return []
    sentence = "To put back what was there before, wherever nobody has changed it since:"
    return [Advice(sentence, f"{program} revert {report.run_id}")]


def _in_part(report: Report) -> int:
    """How many articles have one of two fields of ours, because the other would not be written."""
    return sum(failure.reason.startswith(IN_PART) for failure in report.failures)


def _go_on(report: Report, program: str) -> list[Advice]:
    match report.status:
        case RunStatus.STOPPED_BY_BUDGET:
            return [Advice(_more_money(report))]
        case RunStatus.FAILED | RunStatus.STOPPED_BY_FAILURES | RunStatus.CRASHED:
            sentence = "Nothing is paid for twice: start it again once this finds nothing wrong:"
            return [Advice(sentence, f"{program} doctor")]
        case RunStatus.WAITING:
            return [Advice("Start it again later to collect the answers it waits for.")]
        case RunStatus.CANCELLED:
            return [Advice("Start it again to go on: nothing is paid for twice.")]
        case RunStatus.COMPLETED_WITH_FAILURES:
            return [_again(report, program)]
    return []


def _again(report: Report, program: str) -> Advice:
    if report.failures and _in_part(report) == len(report.failures):
        return Advice("A plain run leaves what is written in part; edit it, or put it back.")
    if all(failure.stage not in set(Kind) for failure in report.failures):
        return Advice("Start it again for what failed: nothing is paid for twice.")
    sentence = "To try again exactly what failed; a plain run skips what was rejected or refused:"
    dry = " --dry-run" if report.mode is Mode.DRY_RUN else ""
    return Advice(sentence, f"{program} run --failed-of {report.run_id}{dry}")


def _more_money(report: Report) -> str:
    """Which cap stands in the way: the one with the least left."""
    left = {
        name: line.cap_usd - line.used_usd
        for name, line in report.budget.items()
        if line.cap_usd is not None
    }
    if report.reason or not left:
        return "Raise the limit that Claude's API names, then start it again to go on."
    name = min(left, key=lambda name: left[name])
    if name == "per_run_usd" and report.trigger is Trigger.BACKFILL:
        return (
            "Raise what all of the backfill may cost, its max_usd, and start the backfill again"
            " to go on."
        )
    if name == "per_run_usd" and not report.budget[name].used_usd:
        return "One request may cost more than that; raise budget.per_run_usd, or --max-usd."
    if name == "per_run_usd":
        return (
            "Start it again to go on with a new budget for the run, or raise budget.per_run_usd"
            " (for one run: --max-usd)."
        )
    when = "tomorrow" if name == "per_day_usd" else "next month"
    return f"Raise budget.{name} and start it again to go on, or start it again {when} (UTC)."
