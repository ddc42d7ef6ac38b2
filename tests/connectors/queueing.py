"""Runs that ask one model at the same time, as fast as its limits let them, by a clock of ours."""

from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from typing import Any, NamedTuple

from connectors.claude.delivery import Queue
from connectors.claude.gate import Remaining
from connectors.claude.limits import Limits
from connectors.claude.pace import Pace
from connectors.claude.round import FOR_OTHERS
from connectors.clock import Clock
from connectors.ledger.database import Database
from connectors.ledger.queue import Queue as LedgerQueue
from schemas.run import RunId
from schemas.turns import Seconds, Turn, Turns
from schemas.usage import Usage
from tests.builders import MODEL, a_request
from tests.clock import StillClock
from tests.connectors.limiting import A_MINUTE, Server

ENDPOINT = "http://claude.test"
BETWEEN = 1000.0  # seconds: no two processes count their ticks from the same moment
LATENCY = 0.3
REQUEST = a_request()
USED = Usage(input_tokens=2000, output_tokens=100)


class Ticks(StillClock):
    """The clock of one run."""

    def __init__(self, crowd: "Crowd", began: float) -> None:
        super().__init__()
        self._crowd, self._began = crowd, began

    def ticks(self) -> float:
        """The seconds since it began to count."""
        return self._crowd.now + self._began


class MemoryQueue:
    """A queue that no disk is waited for: it keeps in memory what another keeps in a ledger."""

    def __init__(self, crowd: "Crowd", name: str, clock: Clock) -> None:
        self._crowd, self._name, self._clock = crowd, name, clock

    def look(self) -> Turn:
        """What is new."""
        turns = self._now()
        return turns.told(self._name, self._clock.ticks())

    def take(self, asked: Seconds, back: Seconds) -> Turn:
        """The next turn."""
        self._crowd.turns, begins = self._now().take(self._name, asked, back)
        return self._crowd.turns.told(self._name, self._clock.ticks(), begins)

    def rest(self, until: float, *, refused: bool, gently: bool) -> Turn:
        """Have everybody rest."""
        turns = self._now()
        tick = self._clock.ticks()
        self._crowd.turns = turns.put_off(until - tick, refused=refused, gently=gently)
        return self._crowd.turns.told(self._name, tick)

    def leave(self, back: Seconds) -> None:
        """Ask nothing more for now."""
        self._crowd.turns = self._now().leave(self._name, back)

    def _now(self) -> Turns:
        self._crowd.visits += 1
        self._crowd.now += self._crowd.takes
        return self._crowd.turns.later(self._crowd.now)


@dataclass
class Crowd:
    """Where runs come from, and the time that they share; their turns are in a ledger, or here."""

    database: Database | None = None
    now: float = 0.0
    turns: Turns = field(default_factory=Turns)
    takes: float = 0.0  # seconds until it is one's turn to come to it
    visits: int = 0
    size: int = 0

    def at(self, moment: float) -> float:
        """Have it that late; these are the ticks of the first run, too."""
        self.now = moment
        return moment

    def queue(self) -> tuple[Queue, Clock]:
        """What one run more has."""
        name, clock = RunId(f"run-{self.size}"), Ticks(self, self.size * BETWEEN)
        self.size += 1
        if self.database is None:
            return MemoryQueue(self, name, clock), clock
        ledgers = LedgerQueue(
            self.database, ENDPOINT, MODEL, name, clock=clock, time=lambda _: self.now
        )
        return ledgers, clock

    def limits(self, requests_per_minute: int = 0) -> Limits:
        """The limits of one run more."""
        return Limits(self.queue()[0], requests_per_minute)


@dataclass
class Asker:
    """A run with so much to ask, and what became of it."""

    limits: Limits
    clock: Clock
    work: int
    width: int = 16
    latency: float = LATENCY
    killed_at: float = float("inf")
    wakes_at: float = 0.0
    out: int = 0
    sent: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    refused: int = 0

    def __post_init__(self) -> None:
        self.pace = Pace(self.width)


def an_asker(
    crowd: Crowd, work: int, width: int = 16, *, requests_per_minute: int = 0, **values: Any
) -> Asker:
    """One run more."""
    queue, clock = crowd.queue()
    return Asker(Limits(queue, requests_per_minute), clock, work, width, **values)


class _Sent(NamedTuple):
    at: float  # in ticks of the run
    cost: dict[str, float]
    wait: float | None
    left: float


def deliver(crowd: Crowd, server: Server, *askers: Asker, apart: float = 0.0) -> None:
    """Have each ask until it has all its answers; one after the other starts so much later."""
    order = count()
    events: list[tuple[float, int, Asker, _Sent | None]] = []
    for number, asker in enumerate(askers):
        asker.wakes_at = number * apart
        heappush(events, (asker.wakes_at, next(order), asker, None))
    while events:
        crowd.now, _, asker, answered = heappop(events)
        if crowd.now >= asker.killed_at or not (answered or crowd.now == asker.wakes_at):
            continue
        if answered:
            _hear(crowd, asker, answered)
        while asker.work and (free := asker.pace.width - asker.out) > 0:
            room = min(free, asker.work, asker.limits.room(asker.clock.ticks()))
            for _ in range(room):
                sent = _send(crowd, asker, server)
                spread = 0.8 + len(asker.sent) * 0.618 % 0.4  # no two answers take as long
                heappush(events, (crowd.now + asker.latency * spread, next(order), asker, sent))
            if not room:
                wait = asker.limits.wait(asker.clock.ticks()) or FOR_OTHERS
                asker.wakes_at = crowd.now + wait
                heappush(events, (asker.wakes_at, next(order), asker, None))
                break
        if not asker.work and not asker.out:
            asker.limits.leave()


def _send(crowd: Crowd, asker: Asker, server: Server) -> _Sent:
    tick = asker.clock.ticks()
    cost = asker.limits.sent(tick, REQUEST)
    asker.work, asker.out = asker.work - 1, asker.out + 1
    asker.sent.append(crowd.now)
    return _Sent(tick, cost, server.takes(crowd.now), server.left())


def _hear(crowd: Crowd, asker: Asker, sent: _Sent) -> None:
    tick = asker.clock.ticks()
    asker.out -= 1
    asker.limits.heard(tick, {"requests": Remaining(A_MINUTE, sent.left)}, asker.out)
    if sent.wait is None:
        asker.answers.append(crowd.now)
        asker.pace.answered()
        asker.limits.answered(tick, sent.at, REQUEST, USED, sent.cost)
    else:
        asker.refused, asker.work = asker.refused + 1, asker.work + 1
        asker.limits.refused(tick, sent.at)
        asker.limits.rest(tick + sent.wait)


def rate(*askers: Asker, since: float = 0.0, until: float = float("inf")) -> float:
    """Answers a minute, from the first to the last."""
    answers = sorted(at for asker in askers for at in asker.answers if since <= at < until)
    return (len(answers) - 1) / (answers[-1] - answers[0]) * 60


def refused(*askers: Asker) -> int:
    """Requests that were one too many."""
    return sum(asker.refused for asker in askers)
