"""When the next request may be sent: what the server says of its limits, and a bound of our own.

A limit a minute is enforced in ways that nobody can tell beforehand: as a bucket that holds a
minute's worth, second by second, or by the clock's minutes. So requests go as fast as they can
while plenty remains, and evenly, at the limit, when little does or one was refused: none of the
ways refuses that, and nothing of the limit is lost.

`reset` is not read: it is the end of a minute here, and there when a bucket will be full again.
Where one has to wait, `retry-after` says for how long.
"""

from collections.abc import Iterable
from typing import NamedTuple

from schemas.request import Request
from schemas.usage import Usage

LOW = 0.1  # of a limit: what remains of it then is spent evenly
LATE = 0.5  # seconds that are caught up after a delay; a server's second forgives them
SLOWER = 0.95  # of the even rate, for each time that this was refused as well
FASTER = 0.001  # of it a second, back up
NOTHING = 1e-6  # of a request or a token: an error of rounding
MANY = 1_000_000  # more than can be under way
HEADER = b"anthropic-ratelimit-"

# Before the first answer has shown the truth. Claude's documentation: 2.5 characters a token.
TOKENS_A_CHARACTER = 0.4
TOKENS_AROUND = 400  # the schema's explanation
TOKENS_OUT = 150
LEARNT = 0.05  # the weight of the latest answer


class Remaining(NamedTuple):
    """What an answer says of one limit, a minute."""

    limit: float
    left: float


Said = dict[str, Remaining]


def said(headers: Iterable[tuple[bytes, bytes]]) -> Said:
    """What the headers of an answer say of each limit; without those that say it only in part."""
    found: dict[str, dict[str, float]] = {}
    for raw, value in headers:
        name = raw.lower()
        if name.startswith(HEADER) and value.isdigit():
            kind, _, what = name.removeprefix(HEADER).decode("latin-1").rpartition("-")
            found.setdefault(kind, {})[what] = float(value)
    return {
        kind: Remaining(numbers["limit"], numbers["remaining"])
        for kind, numbers in found.items()
        if numbers.keys() >= {"limit", "remaining"} and numbers["limit"] > 0
    }


class Gate:
    """One limit a minute, and a bound of our own (0: none). It opens, or lets pass evenly."""

    def __init__(self, bound: int = 0) -> None:
        self._bound = float(bound)
        self._limit = 0.0  # 0: the server has not said
        self._low = False
        self._refused = False
        self._share = 1.0  # of the even rate
        self._level = 0.0  # what may be spent at once; below zero after more was
        self._at: float | None = None
        self._rate = 0.0  # what may be spent a second
        self._slack = 0.0  # the most that may be spent at once

    def room(self, now: float, cost: float) -> int:
        """How many of this cost may be sent now."""
        if self.wait(now, cost):
            return 0
        return max(1, int(self._level / cost)) if self._even else MANY

    def wait(self, now: float, cost: float) -> float:
        """Seconds until one of this cost may be sent."""
        self._refill(now)
        missing = min(cost, self._slack) - self._level if self._even else 0.0
        return missing / self._rate if missing > NOTHING else 0.0

    def spend(self, now: float, amount: float) -> None:
        """Count what is sent, or by how much it was more than thought."""
        self._refill(now)
        self._level -= amount

    def shown(self, now: float, remaining: Remaining, under_way: float) -> None:
        """Learn what the server says; what is under way may not be in it yet."""
        self._refill(now)
        self._limit = remaining.limit
        self._low = remaining.left - under_way < LOW * remaining.limit

    def refused(self, now: float) -> None:
        """The server had enough, of this or of another limit: evenly from now on."""
        self._refill(now)
        if self._refused:
            self._share *= SLOWER
        self._refused = True

    def rest(self, until: float) -> None:
        """Begin anew then: nothing was saved up."""
        self._level, self._at = min(0.0, self._level), max(until, self._at or 0.0)

    @property
    def known(self) -> bool:
        """Whether there is anything to keep to."""
        return self._bound > 0 or self._limit > 0

    @property
    def _even(self) -> bool:
        return self._bound > 0 or (self._limit > 0 and (self._low or self._refused))

    def _refill(self, now: float) -> None:
        passed = max(0.0, now - self._at) if self._at is not None else LATE
        self._at = max(now, self._at or 0.0)
        self._share = min(1.0, self._share + FASTER * passed)
        limits = [limit for limit in (self._bound, self._limit * self._share) if limit]
        self._rate = min(limits) / 60 if limits else 0.0
        self._slack = self._rate * LATE
        refilled = self._level + passed * self._rate if self._even else self._slack
        self._level = min(self._slack, refilled)


class Limits:
    """All limits of one key together, for all that is sent with it in a run.

    After a refusal everybody rests as long as the server asked. Where the next is refused too, or
    the limit is not known, one request tries then, and the others follow when it was answered.
    """

    def __init__(self, requests_per_minute: int = 0) -> None:
        self._gates = {
            "requests": Gate(requests_per_minute),
            "input-tokens": Gate(),
            "output-tokens": Gate(),
            "tokens": Gate(),
        }
        self._rests_until = 0.0
        self._tries = False  # whether one request is to try for all
        self._trial: float | None = None  # when it was sent, while it is under way
        self.refusals = 0  # one after the other, without a reply between them
        self._a_character = TOKENS_A_CHARACTER
        self._out = float(TOKENS_OUT)
        self._usual = _cost(TOKENS_A_CHARACTER * 4000, TOKENS_OUT)

    @property
    def known(self) -> bool:
        """Whether there is a limit to keep to."""
        return any(gate.known for gate in self._gates.values())

    def room(self, now: float) -> int:
        """How many may be sent now."""
        if now < self._rests_until or self._trial is not None:
            return 0
        room = min(gate.room(now, self._usual[kind]) for kind, gate in self._gates.items())
        return min(1, room) if self._tries else room

    def wait(self, now: float) -> float:
        """Seconds until one may be sent, if nothing comes back until then."""
        waits = (gate.wait(now, self._usual[kind]) for kind, gate in self._gates.items())
        return max(self._rests_until - now, *waits)

    def sent(self, now: float, request: Request) -> dict[str, float]:
        """Count a request; what it is thought to take of each limit."""
        characters = len(request.system) + len(request.user)
        cost = _cost(characters * self._a_character + TOKENS_AROUND, self._out)
        for kind, gate in self._gates.items():
            gate.spend(now, cost[kind])
        self._usual = cost
        self._trial = now if self._tries else None
        return cost

    def heard(self, now: float, heard: Said, under_way: int) -> None:
        """Learn what an answer says, while so many are under way."""
        for kind, remaining in heard.items():
            if kind in self._gates:
                self._gates[kind].shown(now, remaining, under_way * self._usual[kind])

    def answered(
        self, now: float, sent_at: float, request: Request, usage: Usage, cost: dict[str, float]
    ) -> None:
        """A reply came, which took so much in truth; cache reads are not limited."""
        if not self._tries or sent_at == self._trial:
            self._tries, self.refusals = False, 0
        self.ended(sent_at)
        tokens = usage.input_tokens + usage.cache_creation_input_tokens
        true = _cost(tokens, usage.output_tokens)
        for kind, gate in self._gates.items():
            gate.spend(now, true[kind] - cost[kind])
        characters = max(1, len(request.system) + len(request.user))
        learnt = max(0.0, tokens - TOKENS_AROUND) / characters
        self._a_character += LEARNT * (learnt - self._a_character)
        self._out += LEARNT * (usage.output_tokens - self._out)

    def ended(self, sent_at: float) -> None:
        """Whatever became of it, a request that tried for all is not under way any more."""
        if sent_at == self._trial:
            self._trial = None

    def refused(self, now: float, sent_at: float) -> None:
        """A request was one too many. Those that were sent before all rested count as one."""
        trial = sent_at == self._trial
        self.ended(sent_at)
        if sent_at < self._rests_until or (self._tries and not trial):
            return
        self.refusals += 1
        self._tries = self.refusals > 1 or not self.known
        for gate in self._gates.values():
            gate.refused(now)

    def rest(self, until: float) -> None:
        """Nothing is sent before that tick."""
        self._rests_until = max(self._rests_until, until)
        for gate in self._gates.values():
            gate.rest(until)


def _cost(tokens_in: float, tokens_out: float) -> dict[str, float]:
    return {
        "requests": 1.0,
        "input-tokens": tokens_in,
        "output-tokens": tokens_out,
        "tokens": tokens_in + tokens_out,
    }
