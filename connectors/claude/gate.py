"""One limit a minute: whether it holds anything back, and when the next may pass."""

from typing import NamedTuple

from schemas.turns import LATE

LOW = 0.1  # of a limit: what remains of it then is spent evenly
SLOWER = 0.95  # of the even rate, for each time that this was refused as well
FASTER = 0.001  # of it a second, back up
NOTHING = 1e-6  # of a request or a token: an error of rounding
MANY = 1_000_000  # more than can be under way


class Remaining(NamedTuple):
    """What an answer says of one limit, a minute."""

    limit: float
    left: float


class Gate:
    """One limit a minute, and a bound of our own (0: none). It opens, or lets pass evenly.

    Open, it lets pass what remains, less what other runs may be about to take, and a reserve.
    What passes evenly takes time of the limit in a turn of the run, and may pass when that is over.
    """

    def __init__(self, bound: int = 0) -> None:
        self._bound = float(bound)
        self._limit = 0.0  # 0: the server has not said
        self._spare = 0.0  # what may pass before little remains
        self._before = 0.0  # what passed before there was anything to keep to
        self._refused = False
        self._share = 1.0  # of the even rate
        self._at = 0.0
        self._free = self._end = 0.0  # what is left of the turn

    def room(self, now: float, cost: float) -> int:
        """How many of this cost may pass now."""
        if not self.known:
            return MANY
        if not self.even:
            return max(1, int(self._spare / cost))
        if self.lacks(now, cost) or self.wait(now, cost):
            return 0
        over = min(now, self._end) - self._begun(now)
        return max(1, int(over / self.seconds(cost) + NOTHING))

    def wait(self, now: float, cost: float) -> float:
        """Seconds until one of this cost may pass, in this turn."""
        if not self.even:
            return 0.0
        due = self._begun(now) + min(self.seconds(cost), LATE)
        return due - now if (due - now) * self._rate > NOTHING else 0.0

    def lacks(self, now: float, cost: float) -> bool:
        """Whether one of this cost needs another turn."""
        if not self.even:
            return False
        due = self._begun(now) + min(self.seconds(cost), LATE)
        return (due - self._end) * self._rate > NOTHING

    def spend(self, now: float, amount: float) -> None:
        """Count what is sent, or by how much it was more than thought."""
        self._recover(now)
        if self.even:
            self._free = (self._begun(now) if amount > 0 else self._free) + self.seconds(amount)
        elif self.known:
            self._spare -= amount
        else:
            self._before += amount

    def shown(self, now: float, remaining: Remaining, under_way: float, runs: int) -> None:
        """Learn what the server says. What is under way may not be in it yet, of each run."""
        self._recover(now)
        self._limit, left = remaining
        self._spare = (left - runs * under_way - LOW * self._limit) / runs

    def refused(self, now: float) -> None:
        """The server had enough, of this or of another limit: evenly from now on."""
        self._recover(now)
        if self._refused:
            self._share *= SLOWER
        self._refused, self._before = True, 0.0  # it counted that, and has said how long to rest

    def evenly(self) -> None:
        """Another run was refused."""
        self._refused = True

    def begin(self, at: float, seconds: float) -> None:
        """Have a turn of so many seconds of the limit."""
        self._free, self._end, self._before = at, at + seconds, 0.0

    def put_off(self, seconds: float) -> None:
        """Have the turn so many seconds later."""
        self._free, self._end = self._free + seconds, self._end + seconds

    def seconds(self, amount: float) -> float:
        """The time of the limit that so much takes."""
        return amount / self._rate

    @property
    def left(self) -> float:
        """Seconds of the turn that are not used; below zero, that were used without one."""
        return self._end - self._free - min(LATE, self.seconds(self._before))

    @property
    def known(self) -> bool:
        """Whether there is anything to keep to."""
        return self._bound > 0 or self._limit > 0

    @property
    def even(self) -> bool:
        """Whether it lets pass evenly."""
        return self._bound > 0 or (self._limit > 0 and (self._spare < 0 or self._refused))

    @property
    def _rate(self) -> float:
        """What passes a second."""
        limit = self._limit * self._share
        return min(self._bound or limit, limit or self._bound) / 60

    def _begun(self, now: float) -> float:
        """Since when nothing of the turn is used, as far as that may still be caught up."""
        return max(self._free, min(now - LATE, self._end))

    def _recover(self, now: float) -> None:
        self._share = min(1.0, self._share + FASTER * max(0.0, now - self._at))
        self._at = now
