"""A clock for tests: time passes only where somebody sleeps."""

from datetime import datetime, timedelta

from tests.builders import NOON


class StillClock:
    """Always noon, until somebody waits."""

    def __init__(self, start: datetime = NOON) -> None:
        self._start = start
        self.slept: list[float] = []

    def now(self) -> datetime:
        """Noon, and what was slept since."""
        return self._start + timedelta(seconds=sum(self.slept))

    def ticks(self) -> float:
        """The seconds slept."""
        return sum(self.slept)

    def sleep(self, seconds: float) -> None:
        """Let the time pass, at once."""
        self.slept.append(seconds)

    def chance(self) -> float:
        """Never lucky."""
        return 0.5
