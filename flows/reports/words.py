"""What statuses, reasons and amounts are called where people read them."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal

from schemas.article import SkipReason
from schemas.finding import Severity
from schemas.money import shown
from schemas.proposal import Status
from schemas.publication import GONE
from schemas.request import Kind
from schemas.run import Mode, RunStatus, Trigger

REASONS: dict[SkipReason, str] = {
    SkipReason.DRAFT: "still a draft",
    SkipReason.PRIVATE: "private",
    SkipReason.PASSWORD: "behind a password",
    SkipReason.EXCLUDED: "excluded in the configuration",
    SkipReason.PROTECTED: "protected in the configuration",
    SkipReason.EMPTY: "without a text to describe",
    SkipReason.NO_FRONT_MATTER: "without front matter to write to",
    SkipReason.BROKEN_FRONT_MATTER: "with front matter that cannot be read",
    SkipReason.UNREADABLE: "could not be read",
    SkipReason.NOT_FOUND: "not found on the site",
    SkipReason.WRITTEN_BY_PEOPLE: "described by a person, whose words are kept",
    SkipReason.UNCHANGED: "unchanged since Rubricator last wrote to it",
    SkipReason.REVERTED: "reverted, and unchanged since",
    SkipReason.REJECTED: "rejected by an editor, and unchanged since",
    SkipReason.FAILED_BEFORE: "failed before, and unchanged since",
    SkipReason.REFUSED_BEFORE: "refused by Claude before, and unchanged since",
    SkipReason.CLAIMED: "in the hands of another run",
    SkipReason.OVER_LIMIT: "beyond the limit that was given",
}

MODES: dict[Mode, str] = {
    Mode.LIVE: "live run",
    Mode.DRY_RUN: "dry run",
    Mode.APPLY: "apply",
    Mode.REVERT: "revert",
}

# Each goes after "the dry run".
ENDINGS: dict[RunStatus, str] = {
    RunStatus.RUNNING: "is still running",
    RunStatus.WAITING: "waits for answers",
    RunStatus.COMPLETED: "is complete",
    RunStatus.COMPLETED_WITH_FAILURES: "is complete, with failures",
    RunStatus.STOPPED_BY_BUDGET: "stopped at its budget",
    RunStatus.STOPPED_BY_FAILURES: "stopped itself after too many failures",
    RunStatus.CANCELLED: "was cancelled",
    RunStatus.FAILED: "failed",
    RunStatus.CRASHED: "crashed",
}

STATUSES: dict[Status, str] = {
    Status.PROPOSED: "proposed",
    Status.APPROVED: "approved by an editor",
    Status.EDITED: "edited by an editor",
    Status.REJECTED: "rejected by an editor",
    Status.PUBLISHED: "published",
    Status.STALE: "stale, not written",
    Status.REVERTED: "put back",
    Status.FAILED: "failed",
}

STAGES: Mapping[str, str] = {
    Kind.ASK: "asking",
    Kind.REPAIR: "asking for a repair",
    Kind.ESCALATION: "asking with more effort",
    Kind.FALLBACK: "asking the fallback model",
    "publish": "writing to the site",
}

STEPS: Mapping[str, str] = {
    "reading": "reading the articles",
    "ask": "asking Claude",
    "repair": "asking again, with what was wrong",
    "escalation": "asking again, with more effort",
    "publishing": "publishing",
    "fallback": "asking the fallback model",
    "restoring": "putting back",
}

SEVERITIES: dict[Severity, str] = {
    Severity.REJECT: "Must be mended",
    Severity.WARNING: "Worth a look",
}

PERIODS: dict[str, str] = {
    "per_run_usd": "for the run",
    "per_day_usd": "for the day",
    "per_month_usd": "for the month",
}

PROGRAM = "rubricator"  # what advice begins with, where nobody knows better
STANDIN = "No model was called and no money was spent: the stand-in answered."

# Control characters and overrides of the writing direction: a title could move the cursor of a
# terminal with them, or turn around what stands beside it.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+")
_OF_MARKDOWN = re.compile(r"[\\`*_\[\]()<>!|#]")
_CENTS = Decimal("0.01")


def plain(text: str) -> str:
    """The text on one line, without what a terminal or a page would obey."""
    return _UNSEEN.sub(" ", text).strip()


def cell(text: str) -> str:
    """Text of others, with nothing in it that Markdown would take for its own."""
    return _OF_MARKDOWN.sub(r"\\\g<0>", plain(text))


def counted(number: int, noun: str) -> str:
    """`1 article`, `2,000 articles`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def series(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def dollars(usd: Decimal) -> str:
    """Whole cents as cents; else four decimals, or as many as it takes to see it."""
    return f"${usd:.2f}" if usd == usd.quantize(_CENTS) else shown(usd)


def moment(when: datetime) -> str:
    """A date and a time in UTC, to the minute: `21 November 2026, 10:41`."""
    utc = when.astimezone(UTC)
    return f"{utc.day} {utc:%B %Y, %H:%M}"


def seconds(duration: float) -> str:
    """`0.4 s`, `12 s`, `3 min 20 s`."""
    minute, ten = 60, 10
    if duration < ten:
        return f"{duration:.1f} s"
    minutes, rest = divmod(round(duration), minute)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def period(cap: str, trigger: Trigger) -> str:
    """What a cap holds for; the shards of a backfill have one together."""
    if cap == "per_run_usd" and trigger is Trigger.BACKFILL:
        return "for the backfill"
    return PERIODS.get(cap, plain(cap))


def why(reason: str) -> str:
    """The reason of a stale or failed proposal, in words."""
    return "the article is gone" if reason == GONE else plain(reason)
