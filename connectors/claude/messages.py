"""Requests delivered at once, each by a thread of its own, so many at a time."""

from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from heapq import heappop, heappush
from itertools import count, islice

from connectors.claude.client import Claude
from connectors.claude.delivery import Purse
from connectors.claude.pace import Pace
from connectors.clock import Clock
from schemas.budget import More
from schemas.call import CallId, Course, Outcome, Reply, Trouble
from schemas.request import Request

TRIES = 5  # HTTP attempts for one request, each with a reservation of its own
LONGEST_WAIT = 120.0  # seconds; a server that asks for more is not waited for in this run
BACKOFF = 0.5  # seconds, doubled with each try
LONGEST_BACKOFF = 30.0
FOR_OTHERS = 0.25  # seconds between looks at the budget while other runs hold the rest of it
LAST_ANSWERS = 20.0  # seconds an interrupted delivery waits for what is under way: it is billed

TOO_LATE = Trouble(reason="the run ended before the answer came", course=Course.RETRY)


class Messages:
    """Immediate delivery. Threads only talk to Claude; the caller's thread keeps the books."""

    def __init__(self, claude: Claude, concurrency: int, clock: Clock) -> None:
        self._claude = claude
        self._concurrency = concurrency
        self._clock = clock
        self.stopped: Trouble | None = None

    def close(self) -> None:
        """Give the connections back."""
        self._claude.close()

    def stop(self, trouble: Trouble) -> None:
        """Send nothing more; what was not sent comes back with this trouble."""
        self.stopped = self.stopped or trouble

    def deliver(
        self, requests: Iterable[Request], purse: Purse
    ) -> Iterator[tuple[Request, Outcome | None]]:
        """Each request once, with its reply, its trouble, or `None` for want of budget."""
        source = iter(requests)
        round_ = _Round(self._claude, purse, self._clock, self._concurrency)
        try:
            going_on = self.stopped is None and round_.send(source)
            while going_on:
                back = round_.receive()
                for _, outcome in back:
                    self._heed(outcome)
                # The next requests are on their way before these replies are judged.
                going_on = self.stopped is None and round_.send(source)
                yield from back
        finally:
            last = round_.close()
        yield from last
        for request in (*round_.unsent(), *source):
            yield request, self.stopped

    def _heed(self, outcome: Outcome) -> None:
        stops = (Course.STOP, Course.STOP_SPENDING)
        if isinstance(outcome, Trouble) and (
            outcome.course in stops or (outcome.retry_after or 0) > LONGEST_WAIT
        ):
            self.stopped = outcome


class _Round:
    """One delivery under way: what waits, what is out, what is to be tried again and when."""

    def __init__(self, claude: Claude, purse: Purse, clock: Clock, most: int) -> None:
        self._claude, self._purse, self._clock = claude, purse, clock
        self._pool = ThreadPoolExecutor(most, "claude")
        self._pace = Pace(most)
        self._waiting: list[Request] = []
        self._out: dict[Future[Outcome], tuple[Request, CallId]] = {}
        self._again: list[tuple[float, int, Request]] = []
        self._tries: dict[str, int] = {}
        self._order = count()

    def send(self, source: Iterator[Request]) -> bool:
        """Send what may be sent now; whether there is anything left to wait for."""
        while self._again and self._again[0][0] <= self._clock.ticks():
            self._waiting.insert(0, heappop(self._again)[2])
        more = More.NOW
        while self._free() > 0:
            if more is not More.NOW or not self._waiting:  # nothing at hand fits: look further
                fresh = list(islice(source, self._free()))
                self._waiting.extend(fresh)
                if not fresh:
                    break
            more = self._dispatch()
        resting = self._rest() > 0 and bool(self._waiting)
        return bool(self._out or self._again) or resting or more is More.LATER

    def receive(self) -> list[tuple[Request, Outcome]]:
        """What came back, settled; without what is going to be tried again."""
        due = [self._again[0][0] - self._clock.ticks()] if self._again else []
        if not self._out:
            self._clock.sleep(max(0.0, min([*due, max(self._rest(), FOR_OTHERS)])))
            return []
        timeout = max(0.0, min(due)) if due else None
        done, _ = wait(self._out, timeout=timeout, return_when=FIRST_COMPLETED)
        return [pair for pair in self._settled(done) if not self._will_retry(*pair)]

    def close(self) -> list[tuple[Request, Outcome]]:
        """What was still under way, settled. What does not come in time may be billed: unknown."""
        self._pool.shutdown(wait=False)
        wait(self._out, timeout=LAST_ANSWERS)
        return self._settled(set(self._out))

    def unsent(self) -> list[Request]:
        """What was never sent, or not sent again."""
        return [*self._waiting, *(request for _, _, request in self._again)]

    def _free(self) -> int:
        return 0 if self._rest() > 0 else self._pace.width - len(self._out)

    def _rest(self) -> float:
        return self._pace.rests_until - self._clock.ticks()

    def _dispatch(self) -> More:
        taken = self._purse.take(self._waiting, self._free())
        sent = {id(request) for request, _ in taken.calls}
        self._waiting = [request for request in self._waiting if id(request) not in sent]
        for request, call_id in taken.calls:
            self._out[self._pool.submit(self._claude.send, request)] = (request, call_id)
        return taken.more

    def _settled(self, done: set[Future[Outcome]]) -> list[tuple[Request, Outcome]]:
        back = [
            (*self._out.pop(future), future.result() if future.done() else TOO_LATE)
            for future in done
        ]
        self._purse.settle((call_id, outcome) for _, call_id, outcome in back)
        return [(request, outcome) for request, _, outcome in back]

    def _will_retry(self, request: Request, outcome: Outcome) -> bool:
        if isinstance(outcome, Reply):
            self._pace.answered()
            return False
        tries = self._tries[request.article_id] = self._tries.get(request.article_id, 0) + 1
        delay = self._delay(outcome, tries)
        due = self._clock.ticks() + delay
        waits = outcome.course is Course.RETRY and tries < TRIES and delay <= LONGEST_WAIT
        if outcome.slows_down:
            self._pace.slow_down(due if waits and outcome.retry_after else 0.0)
        if not waits:
            return False
        heappush(self._again, (due, next(self._order), request))
        return True

    def _delay(self, trouble: Trouble, tries: int) -> float:
        if trouble.retry_after is not None:
            return trouble.retry_after + self._clock.chance()
        backoff = min(LONGEST_BACKOFF, BACKOFF * 2.0**tries)
        return backoff * (0.5 + self._clock.chance() / 2)
