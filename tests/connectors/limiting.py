"""Servers with a limit of a thousand requests a minute, which each enforces in its own way."""

from collections.abc import Callable
from typing import Protocol

A_MINUTE = 1000


class Server(Protocol):
    """A way to enforce the limit."""

    def takes(self, now: float) -> float | None:
        """A request that comes now: `None`, or the seconds of a `retry-after`, whole ones."""

    def left(self) -> float:
        """What remains, as it says."""


class Bucket:
    """It is refilled evenly, and holds so many."""

    def __init__(self, capacity: float) -> None:
        self._capacity = self._level = capacity
        self._at = 0.0

    def takes(self, now: float) -> float | None:
        """Whether one is left."""
        self._level += (now - self._at) * A_MINUTE / 60
        self._level, self._at = min(self._capacity, self._level), now
        if self._level < 1:
            return 1.0
        self._level -= 1
        return None

    def left(self) -> float:
        """What is in it."""
        return int(self._level)


class Windows:
    """So many in each stretch of the clock, the first of which had begun before."""

    def __init__(self, seconds: float, most: int, begun: float = 0.0) -> None:
        self._seconds, self._most, self._begun = seconds, most, begun
        self._latest, self._used = 0.0, 0

    def takes(self, now: float) -> float | None:
        """Whether this stretch has room."""
        latest, into = divmod(now + self._begun, self._seconds)
        if latest != self._latest:
            self._latest, self._used = latest, 0
        if self._used >= self._most:
            return float(-((into - self._seconds) // 1))
        self._used += 1
        return None

    def left(self) -> float:
        """What this stretch has."""
        return self._most - self._used


class Silent:
    """One that says the same of what remains, whatever remains."""

    def __init__(self, server: Server) -> None:
        self.takes = server.takes

    def left(self) -> float:
        """Nearly everything."""
        return A_MINUTE - 1


SERVERS: dict[str, Callable[[], Server]] = {
    "a bucket for a minute": lambda: Bucket(1000),
    "a bucket for a second": lambda: Bucket(17),
    "a bucket for a little more": lambda: Bucket(20),
    "minutes": lambda: Windows(60, 1000),
    "minutes, the first half over": lambda: Windows(60, 1000, begun=30),
    "minutes, the first nearly over": lambda: Windows(60, 1000, begun=50),
    "seconds": lambda: Windows(1, 17),
}
