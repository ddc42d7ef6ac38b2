"""When the next request may be sent: what the server says of its limits, and a bound of our own.

A limit a minute is enforced in ways that nobody can tell beforehand: as a bucket that holds a
minute's worth, second by second, or by the clock's minutes. So requests go as fast as they can
while plenty remains, and evenly, at the limit, when little does or one was refused: none of the
ways refuses that, and nothing of the limit is lost. What is spent evenly is shared with the other
runs that ask with the same key: they take turns.

`reset` is not read: it is the end of a minute here, and there when a bucket will be full again.
Where one has to wait, `retry-after` says for how long.
"""

from collections.abc import Iterable

from connectors.claude.delivery import Queue
from connectors.claude.gate import Gate, Remaining
from schemas.request import Request
from schemas.turns import KINDS, Turn
from schemas.usage import Usage

TURN = 0.5  # seconds of a limit at once: a turn costs a transaction, and others wait for its end
ALONE = 1.0  # seconds of it, where nobody waits
HERE = 4.0  # seconds after which the others are told again that we are there
SOON = 0.25  # seconds: a rest that is no longer than this beyond the known one is no news
HEADER = b"anthropic-ratelimit-"

# Before the first answer has shown the truth. Claude's documentation: 2.5 characters a token.
TOKENS_A_CHARACTER = 0.4
TOKENS_AROUND = 400  # the schema's explanation
TOKENS_OUT = 150
LEARNT = 0.05  # the weight of the latest answer


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


class Limits:
    """All limits of one model together, for all that is asked of it in a run.

    After a refusal everybody rests as long as the server asked. Where the next is refused too, or
    the limit is not known, one request tries then, and the others follow when it was answered.

    In the queue a run learns of the others' rests as well, and how many they are. Where there are
    any, its first request tries for all, too: what others use already is not there for it.
    """

    def __init__(self, queue: Queue, requests_per_minute: int = 0) -> None:
        bounds = {"requests": requests_per_minute}
        self._gates = {kind: Gate(bounds.get(kind, 0)) for kind in KINDS}
        self._queue = queue
        self._here_at: float | None = None  # when the others were told of us
        self._told = Turn()
        self._number = self._used = 1  # of requests: what the latest turn was for, and used for
        self._refused = False  # we, or others lately
        self._slowed = False  # others, by a server that found the growth too sharp
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
        """How many may be sent now; asked where something is to be sent, since it takes turns."""
        if now >= self._rests_until and self._trial is None and self._queue_up(now):
            now = self._told.at  # it took its time
        return self._room(now)

    def _room(self, now: float) -> int:
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
        self._used += 1
        self._trial = now if self._tries else None
        return cost

    def heard(self, now: float, heard: Said, under_way: int) -> None:
        """Learn what an answer says, while so many are under way."""
        for kind, remaining in heard.items():
            if kind in self._gates:
                out = under_way * self._usual[kind]
                self._gates[kind].shown(now, remaining, out, 1 + self._told.others)

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
        self._refused = True
        self.refusals += 1
        self._tries = self.refusals > 1 or not self.known
        for gate in self._gates.values():
            gate.refused(now)

    def rest(self, until: float, *, gently: bool = False) -> None:
        """Nothing is sent before that tick; `gently` where the growth was found too sharp."""
        self._rests_until = max(self._rests_until, until)
        if until > self._told.rests_until + SOON:
            told = self._queue.rest(until, refused=self._refused, gently=gently)
            self._heed(told, ours=True)

    def slowed(self) -> bool:
        """Whether others were told since this was asked last that the growth is too sharp."""
        slowed, self._slowed = self._slowed, False
        return slowed

    def leave(self) -> None:
        """Nothing more is to be sent for now.

        What is left of a turn is lost, and less than a second: others have the turns behind it.
        """
        if self._here_at is not None:
            known = {kind: gate for kind, gate in self._gates.items() if gate.known}
            self._queue.leave({kind: min(0.0, gate.left) for kind, gate in known.items()})
            self._here_at = None
            for gate in known.values():
                gate.begin(0.0, 0.0)

    def _queue_up(self, now: float) -> bool:
        """Have a turn where one is needed; else hear now and then what others have met."""
        first = self._here_at is None
        if first:
            self._take({})
        if any(gate.lacks(now, self._usual[kind]) for kind, gate in self._gates.items()):
            self._take({kind: gate for kind, gate in self._gates.items() if gate.even})
        elif now - self._told.at >= self._stretch and self._room(now):
            if now - (self._here_at or 0.0) >= HERE:
                self._take({})
            else:
                self._heed(self._queue.look())
        else:
            return first
        return True

    def _take(self, even: dict[str, Gate]) -> None:
        """Have a turn at what is spent evenly, as long as it is likely to be used.

        Without a limit to keep to, it only tells the others that we are there.
        """
        each = {kind: gate.seconds(self._usual[kind]) for kind, gate in even.items()}
        if even:
            most = int(min(self._stretch / seconds for seconds in each.values()))
            self._number = 2 * self._number if self._used >= self._number else self._used
            self._number, self._used = max(1, min(most, self._number)), 0
        asked = {kind: self._number * seconds for kind, seconds in each.items()}
        turn = self._queue.take(asked, {kind: gate.left for kind, gate in even.items()})
        self._heed(turn)
        self._here_at = turn.at
        for kind, gate in even.items():
            gate.begin(turn.begins, asked[kind])

    @property
    def _stretch(self) -> float:
        return TURN if self._told.others else ALONE

    def _heed(self, turn: Turn, *, ours: bool = False) -> None:
        """Do as the others do."""
        told, self._told = self._told, turn
        first = self._here_at is None
        self._rests_until = max(self._rests_until, turn.rests_until)
        rested = 0.0 if first else turn.rested - told.rested
        for gate in self._gates.values():
            gate.put_off(rested)
        self._slowed |= turn.gently and not ours and (first or rested > 0)
        news = turn.refused and not self._refused
        if news:
            self._refused = True
            for gate in self._gates.values():
                gate.evenly()
        if (news or (first and turn.others)) and not self.known:
            self._tries = True


def _cost(tokens_in: float, tokens_out: float) -> dict[str, float]:
    return {
        "requests": 1.0,
        "input-tokens": tokens_in,
        "output-tokens": tokens_out,
        "tokens": tokens_in + tokens_out,
    }
