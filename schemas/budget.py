"""What may be spent, and on which meters it is counted.

The amounts are decided in this room; taking them is one atomic update in the ledger.
"""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from schemas.base import Frozen
from schemas.call import CallId
from schemas.money import Usd
from schemas.request import Request

FULL = 100
THRESHOLDS = (50, 80, FULL)  # percent of a cap that are worth saying


class Period(StrEnum):
    """The stretches that a budget counts."""

    RUN = "run"
    DAY = "day"
    MONTH = "month"


class Budget(Frozen):
    """Caps in USD. Day and month are UTC, and those of the reservation."""

    per_run_usd: Usd
    per_day_usd: Usd
    per_month_usd: Usd

    def cap(self, period: Period) -> Decimal:
        """The cap of one period."""
        caps = {
            Period.RUN: self.per_run_usd,
            Period.DAY: self.per_day_usd,
            Period.MONTH: self.per_month_usd,
        }
        return caps[period]


def meters(account: str, moment: datetime) -> dict[Period, str]:
    """The meters that a reservation at this moment (UTC) is taken from.

    `account` is the run, or the backfill whose shard it is: its shards share one cap.
    """
    return {
        Period.RUN: f"run {account}",
        Period.DAY: f"day {moment:%Y-%m-%d}",
        Period.MONTH: f"month {moment:%Y-%m}",
    }


class More(StrEnum):
    """What to expect for requests that were not taken."""

    NOW = "now"  # room enough; only the number asked for was reached
    LATER = "later"  # outstanding reservations may turn out smaller
    NEVER = "never"  # not even without them


class Taken(Frozen):
    """The requests that were reserved for, and what to expect for the others."""

    calls: tuple[tuple[Request, CallId], ...] = ()
    more: More = More.NOW


class Level(NamedTuple):
    """How far one cap is used, settled and unknown, in picodollars.

    It is `full` where a request did not fit, and would not without what others have reserved.
    """

    period: Period
    meter: str
    used: int
    cap: int
    full: bool = False

    @property
    def percent(self) -> int:
        """The share of the cap that is used."""
        return 100 * self.used // self.cap


class Thresholds:
    """What one run has seen passed, each once; what was passed before it is not its news."""

    def __init__(self) -> None:
        self._before: dict[str, int] = {}
        self._said: set[tuple[str, int]] = set()

    def passed(self, levels: Iterable[Level]) -> list[tuple[Level, int]]:
        """The thresholds that were passed since the last look, in percent."""
        reached = [(level, each) for level in levels for each in self._reached(level)]
        news = [(level, each) for level, each in reached if (level.meter, each) not in self._said]
        self._said.update((level.meter, each) for level, each in news)
        return news

    def _reached(self, level: Level) -> list[int]:
        before = self._before.setdefault(level.meter, level.percent)
        shares = [each for each in THRESHOLDS if before < each <= level.percent]
        return [*shares, FULL] if level.full and FULL not in shares else shares
