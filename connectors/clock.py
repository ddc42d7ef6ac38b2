"""Time and chance, handed to whoever waits, dates or jitters."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """The only door to time. The real one is made where a run is put together."""

    def now(self) -> datetime:
        """The moment, aware, in UTC."""

    def ticks(self) -> float:
        """Seconds on a clock that never goes back."""

    def sleep(self, seconds: float) -> None:
        """Let the time pass."""

    def chance(self) -> float:
        """A number in [0, 1)."""
