"""What a terminal shows: plain text, in whole sentences and aligned tables."""

from collections.abc import Sequence
from datetime import UTC, datetime

from flows.reports.outline import Outline, outline
from flows.reports.sentences import advice, headline, spending, stretch, tally
from flows.reports.words import (
    ENDINGS,
    MODES,
    PROGRAM,
    REASONS,
    STAGES,
    STANDIN,
    dollars,
    plain,
    seconds,
    why,
)
from schemas.article import SkipReason
from schemas.ledger import RunRow
from schemas.money import shown
from schemas.proposal import Status
from schemas.run import Mode, Report, RunStatus
from schemas.spend import Spend, SpendReport

MOST_LISTED = 10  # the page and `--json` have them all
_BARE = "-"


def summary(report: Report, program: str = PROGRAM) -> str:
    """A run at its end: what was done, what was not and why, what it cost, what comes next."""
    paragraphs = [
        _opening(report),
        "\n".join(plain(finding.message) for finding in report.findings),
        _skipped(report),
        _stale(report),
        _failures(report),
        "\n".join(spending(report)),
        _next(report, program),
    ]
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def unreported(row: RunRow, program: str = PROGRAM) -> str:
    """Why a run has left no report, and what to do then."""
    if row.status == RunStatus.RUNNING:
        return "it is still running; its report comes at its end"
    free = ", nothing is paid for twice"
    again = f": {program} {row.mode} {row.of_run}" if row.of_run else free
    told = f"it {ENDINGS[RunStatus(row.status)]} and left no report; start it again to go on{again}"
    if row.mode not in (Mode.LIVE, Mode.APPLY):
        return told
    return f"{told}; {program} revert {row.id} takes back what it wrote"


def runs_table(rows: Sequence[RunRow], program: str = PROGRAM) -> str:
    """The latest runs, a line each."""
    if not rows:
        return f"There are no runs yet. Start one: {program} run --dry-run"
    head = ("run", "started (UTC)", "site", "mode", "status", "articles", "published", "cost")
    return _table(head, [_run(row) for row in rows], text_columns=5)


def spend_table(report: SpendReport) -> str:
    """Tokens and dollars, a line for each run, day, month, model, prompt or site."""
    if not report.rows:
        return "Nothing was spent."
    head = (report.by.value, "answers", "tokens in", "tokens out", "thinking", "cost", "unknown")
    rows = [_spend(row, row.key) for row in report.rows]
    table = _table(head, [*rows, _spend(report.total, "total")], text_columns=1)
    notes = []
    if report.simulated:
        notes.append(f"{STANDIN} These are the prices its tokens would have had.")
    if report.total.unknown_usd:
        notes.append("Unknown is the most that requests without an answer may have cost on top.")
    return "\n\n".join([table, *notes])


def _opening(report: Report) -> str:
    facts = [f"Run {report.run_id}", seconds(report.duration_s), stretch(report)]
    lines = [f"{report.site}: {headline(report)}.", ", ".join(filter(None, facts)) + "."]
    if report.reason:
        lines.append(plain(report.reason))
    return "\n".join([*lines, *tally(report)])


def _skipped(report: Report) -> str:
    if not report.skipped:
        return ""
    most_first = sorted(report.skipped.items(), key=lambda pair: -pair[1])
    width = max(len(f"{number:,}") for _, number in most_first)
    lines = [f"  {number:>{width},}  {REASONS[reason]}" for reason, number in most_first]
    broken = [
        f"{plain(one.article_id)}: {plain(one.detail)}"
        for one in report.skipped_articles
        if one.detail and one.reason is SkipReason.BROKEN_FRONT_MATTER
    ]
    missing = [
        plain(one.article_id)
        for one in report.skipped_articles
        if one.reason is SkipReason.NOT_FOUND
    ]
    named = [_first("To be mended:", broken), _first("Not found:", missing)]
    return "\n".join(["Skipped:", *lines, *filter(None, named)])


def _stale(report: Report) -> str:
    stale = [proposal for proposal in report.proposals if proposal.status is Status.STALE]
    return _first("Stale:", [f"{plain(one.article_id)}: {why(one.reason)}" for one in stale])


def _failures(report: Report) -> str:
    lines = [
        f"{plain(one.article_id)}, {STAGES.get(one.stage, plain(one.stage))}: {plain(one.reason)}"
        for one in report.failures
    ]
    return _first("Failed:", lines)


def _first(title: str, lines: Sequence[str]) -> str:
    if not lines:
        return ""
    more = len(lines) - MOST_LISTED
    rest = [f"and {more:,} more"] if more > 0 else []
    return "\n  ".join([title, *lines[:MOST_LISTED], *rest])


def _next(report: Report, program: str) -> str:
    lines = []
    for step in advice(report, program):
        lines.append(step.sentence)
        if step.command:
            lines.append(f"  {step.command}")
    return "\n".join(lines)


def _run(row: RunRow) -> tuple[str, ...]:
    told = outline(row)
    counts = told.counts if told else {}
    worked_on = counts.get("selected", counts.get("listed"))
    written = counts.get("reverted") if row.mode == Mode.REVERT else counts.get("published")
    return (
        row.id,
        _minute(row.started_at),
        row.site,
        MODES[Mode(row.mode)],
        row.status.replace("_", " "),
        _BARE if worked_on is None else f"{worked_on:,}",
        _BARE if written is None else f"{written:,}",
        _cost(told),
    )


def _cost(told: Outline | None) -> str:
    if told is None:
        return _BARE
    if told.simulated:
        return "stand-in"
    return f"{'at least ' if told.unknown_usd else ''}{dollars(told.cost_usd)}"


def _minute(moment: datetime) -> str:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return f"{aware.astimezone(UTC):%Y-%m-%d %H:%M}"


def _spend(spend: Spend, key: str) -> tuple[str, ...]:
    usage = spend.usage
    return (
        plain(key),
        f"{spend.requests:,}",
        f"{usage.prompt_tokens:,}",
        f"{usage.output_tokens:,}",
        f"{usage.thinking_tokens:,}",
        shown(spend.cost_usd),
        shown(spend.unknown_usd) if spend.unknown_usd else _BARE,
    )


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], *, text_columns: int) -> str:
    """Columns two spaces apart: the first so many are text, the others numbers."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    lines = []
    for row in (head, *rows):
        cells = [
            cell.ljust(width) if place < text_columns else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)
