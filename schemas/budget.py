"""What may be spent, and on which meters it is counted.

The amounts are decided in this room; taking them is one atomic update in the ledger.
"""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from schemas.base import Frozen
from schemas.call import CallId
from schemas.money import Usd
from schemas.request import Request


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
