"""One delivery under way: what waits, what is out, what is to be tried again, and when."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from heapq import heappop, heappush
from itertools import count, islice
from queue import Empty, SimpleQueue
from typing import NamedTuple

from connectors.claude.client import Claude
from connectors.claude.delivery import Purse
from connectors.claude.limits import Limits, Said
from connectors.claude.pace import Pace
from connectors.clock import Clock
from schemas.budget import More
from schemas.call import CallId, Course, Outcome, Reply, Trouble
from schemas.request import Request

TRIES = 5  # HTTP attempts for one request, each with a reservation of its own
COSTLY = 2  # tries that one counts for which may be billed, after a minute and a half of silence
LONGEST_WAIT = 120.0  # seconds; a server that asks for more is not waited for in this run
BACKOFF = 0.5  # seconds, doubled with each try; twice that for a server that is overloaded
LONGEST_BACKOFF = 30.0
SPREAD = 0.05  # of the time a server asks for, on top of it, so that runs do not return as one
FOR_OTHERS = 0.25  # seconds between looks at the budget while other runs hold the rest of it
AHEAD = 16  # requests made ready together
LOOK = 1.0  # seconds at most until it is seen that a delivery was told to stop
MANY = 16  # under way; with fewer, answers are too far apart to wait for the next
TOGETHER = 0.015  # seconds: a transaction costs as much as what is recorded in it
SPARE = 4  # for so many threads one request lies ready: none waits while answers are judged
LAST_ANSWERS = 20.0  # seconds an interrupted delivery waits for what is under way: it is billed

STOPS = frozenset({Course.STOP, Course.STOP_SPENDING})
NOT_SENT = Trouble(reason="the run ended first", course=Course.RETRY, sent=False)
TOO_LATE = Trouble(reason="the run ended before the answer came", course=Course.RETRY)


class Sent(NamedTuple):
    """A request under way: when it was sent, and what it is thought to take of the limits."""

    request: Request
    at: float
    cost: dict[str, float]
    future: Future[None]


class Round:
    """The threads talk to Claude and put what they hear in a queue; all else is one thread's."""

    def __init__(
        self, claude: Claude, purse: Purse, clock: Clock, limits: Limits, pace: Pace
    ) -> None:
        self._claude, self._purse, self._clock, self._limits = claude, purse, clock, limits
        self._pool = ThreadPoolExecutor(pace.most, "claude")
        self._pace = pace
        self._waiting: deque[Request] = deque()
        self._out: dict[CallId, Sent] = {}
        self._back: SimpleQueue[tuple[CallId, Outcome, Said]] = SimpleQueue()
        self._again: list[tuple[float, int, Request]] = []
        self._tries: dict[str, int] = {}
        self._due: list[tuple[CallId, Outcome]] = []  # came back, and is not recorded yet
        self._halted = False
        self._order = count()
        self._heard_at = clock.ticks()  # the latest reply

    def send(self, source: Iterator[Request]) -> bool:
        """Send what may be sent now; whether there is anything left to wait for."""
        while self._again and self._again[0][0] <= self._clock.ticks():
            self._waiting.appendleft(heappop(self._again)[2])
        more = More.NOW
        while (free := self._free()) > 0:
            if more is not More.NOW or not self._waiting:  # nothing at hand fits: look further
                fresh = list(islice(source, max(free, AHEAD)))
                self._waiting.extend(fresh)
                if not fresh:
                    break
            room = min(free, self._limits.room(self._clock.ticks()))
            if not room:
                break
            more = self._dispatch(room)
        if not self._waiting:
            self._waiting.extend(islice(source, 1))
        held = bool(self._waiting) and more is More.NOW
        return bool(self._out or self._again) or held or more is More.LATER

    def receive(self) -> list[tuple[Request, Outcome]]:
        """What came back, without what is going to be tried again.

        It is recorded by what is sent next, in one transaction with it, or by `record`.
        """
        patience = self._patience()
        if not self._out:
            self._clock.sleep(patience)
            return []
        heard = self._heard(patience)
        if heard and len(self._out) > MANY:  # what is just behind is recorded with it
            self._clock.sleep(TOGETHER)
        while not self._back.empty():
            heard.append(self._back.get())
        return [(sent.request, outcome) for sent, outcome in self._settled(heard)]

    def record(self) -> None:
        """Have what came back on record, if it is not already."""
        if self._due:
            self._purse.settle(self._due)
            self._due = []

    def close(self) -> list[tuple[Request, Outcome]]:
        """What was still under way, settled. What does not come in time may be billed: unknown."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._take_back()
        deadline = self._clock.ticks() + LAST_ANSWERS
        heard: list[tuple[CallId, Outcome, Said]] = []
        while len(heard) < len(self._out):
            latest = self._heard(max(0.0, deadline - self._clock.ticks()))
            if not latest:
                break
            heard += latest
        missing = self._out.keys() - {call_id for call_id, _, _ in heard}
        heard += [(call_id, TOO_LATE, {}) for call_id in missing]
        self._due += [(call_id, outcome) for call_id, outcome, _ in heard]
        self.record()
        back = [(self._out.pop(call_id).request, outcome) for call_id, outcome, _ in heard]
        self._waiting += [request for request, outcome in back if outcome is NOT_SENT]
        return [(request, outcome) for request, outcome in back if outcome is not NOT_SENT]

    def _take_back(self) -> None:
        """Free what was reserved for requests that lay ready and are not going to be sent."""
        ready = {id_: sent.request for id_, sent in self._out.items() if sent.future.cancelled()}
        for call_id, request in ready.items():
            del self._out[call_id]
            self._waiting.append(request)
            self._due.append((call_id, NOT_SENT))

    def unsent(self) -> list[Request]:
        """What was never sent, or not sent again."""
        return [*self._waiting, *(request for _, _, request in self._again)]

    def _free(self) -> int:
        """How many more may be under way, or lie ready."""
        if self._limits.slowed():
            now = self._clock.ticks()
            self._pace.slow_down(now, now, gently=True)
        ready = self._pace.most // SPARE if self._pace.width == self._pace.most else 0
        return self._pace.width + ready - len(self._out)

    def _patience(self) -> float:
        """How long to wait for an answer, before there may be something to send."""
        now = self._clock.ticks()
        waits = [LOOK]
        if self._again:
            waits.append(self._again[0][0] - now)
        if self._waiting and len(self._out) < self._pace.width:
            waits.append(self._limits.wait(now) or FOR_OTHERS)
        return max(0.0, min(waits))

    def _dispatch(self, room: int) -> More:
        taken = self._purse.take(self._waiting, room, self._due)
        self._due = []
        taken_ones = {id(request) for request, _ in taken.calls}
        self._waiting = deque(r for r in self._waiting if id(r) not in taken_ones)
        for request, call_id in taken.calls:
            now = self._clock.ticks()
            cost = self._limits.sent(now, request)
            future = self._pool.submit(self._ask, request, call_id)
            self._out[call_id] = Sent(request, now, cost, future)
        return taken.more

    def _ask(self, request: Request, call_id: CallId) -> None:
        """In a thread of its own: send it, and say what came of it."""
        heard: list[Said] = []
        outcome = NOT_SENT if self._halted else self._claude.send(request, heard.append)
        if isinstance(outcome, Trouble) and outcome.course in STOPS:
            self._halted = True  # what lies ready is not sent before anyone has seen this
        self._back.put((call_id, outcome, heard[0] if heard else {}))

    def _heard(self, patience: float) -> list[tuple[CallId, Outcome, Said]]:
        try:
            return [self._back.get(timeout=patience)]
        except Empty:
            return []

    def _settled(self, heard: list[tuple[CallId, Outcome, Said]]) -> Iterator[tuple[Sent, Outcome]]:
        self._due += [(call_id, outcome) for call_id, outcome, _ in heard]
        for call_id, outcome, said in heard:
            sent = self._out.pop(call_id)
            self._limits.heard(self._clock.ticks(), said, len(self._out))
            if isinstance(outcome, Reply):
                self._answered(sent, outcome)
            elif self._will_retry(sent, outcome):
                continue
            yield sent, outcome

    def _answered(self, sent: Sent, reply: Reply) -> None:
        now = self._heard_at = self._clock.ticks()
        self._pace.answered()
        self._limits.answered(now, sent.at, sent.request, reply.usage, sent.cost)

    def _will_retry(self, sent: Sent, trouble: Trouble) -> bool:
        """Whether a request is tried again, and for how long it waits, or everybody does."""
        now, request = self._clock.ticks(), sent.request
        if trouble.rate_limited:
            self._limits.refused(now, sent.at)
        self._limits.ended(sent.at)
        gently = trouble.slows_down and trouble.rate_limited
        if trouble.slows_down or (trouble.rate_limited and not self._limits.known):
            self._pace.slow_down(now, sent.at, gently=gently)
        if trouble.course is not Course.RETRY or (trouble.retry_after or 0.0) > LONGEST_WAIT:
            return False
        # A refusal for the number of requests is no failure while others are answered.
        if not (trouble.rate_limited and now - self._heard_at <= LONGEST_WAIT):
            weight = COSTLY if trouble.may_be_billed else 1
            self._tries[request.article_id] = self._tries.get(request.article_id, 0) + weight
        tries = self._tries.get(request.article_id, 0)
        due = now + self._delay(trouble, tries)
        if trouble.rate_limited or (trouble.slows_down and trouble.retry_after):
            self._limits.rest(due, gently=gently)
        if tries >= TRIES:
            return False
        heappush(self._again, (due, next(self._order), request))
        return True

    def _delay(self, trouble: Trouble, tries: int) -> float:
        """Seconds; never less than the server asked for, and more where that was of no use."""
        failed = self._limits.refusals if trouble.rate_limited else tries
        first = 2 * BACKOFF if trouble.slows_down else BACKOFF
        backoff = min(LONGEST_BACKOFF, first * 2.0**failed) * (0.5 + self._clock.chance() / 2)
        asked = trouble.retry_after
        if asked is None:
            return backoff
        spread = min(1.0, SPREAD * asked) * self._clock.chance()
        in_vain = backoff if trouble.rate_limited and failed > 1 else 0.0
        return max(asked + spread, in_vain)
