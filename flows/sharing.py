"""The shards of a backfill, shared between this process and the workers of the pool."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass
from threading import Event, RLock, Thread
from uuid import UUID

import httpx
from prefect.client.schemas.objects import State
from prefect.exceptions import PrefectException

from connectors.clock import Clock
from flows.listener import LISTENER
from flows.log import LOG
from flows.shard_runs import Workers
from schemas.ledger import RunRow
from schemas.run import Report, RunStatus
from schemas.shards import Shard

LOOK = 2.0  # seconds between two looks at what the workers do
TICK = 0.2  # seconds between two looks at what is left for us
PATIENCE = 30.0  # seconds that a worker has to take a shard; it looks every ten by default
STARTING = 180.0  # seconds in which a run is in the ledger, once a worker has taken its shard
LAST = 5.0  # seconds that the end of a backfill waits for a look that is under way
TROUBLE = (httpx.HTTPError, PrefectException, RuntimeError)  # with an API that is away

Work = Callable[[Shard], Report | None]
Known = Callable[[Shard], RunRow | None]


@dataclass(frozen=True)
class Place:
    """Who works: at most so many at once, in the pool and, where `here`, in this process."""

    workers: Workers | None
    at_once: int
    here: bool


class Sharing:
    """What waits, what the workers have, and what was reported.

    A thread keeps the workers supplied. What they end without a report, and what none of them
    takes, is done here. The ledger is asked how a shard stands: it knows who is alive, also
    where nobody is left to tell Prefect.
    """

    def __init__(self, shards: Iterable[Shard], place: Place, known: Known, clock: Clock) -> None:
        """`known` is the ledger's word for the latest run of a shard."""
        self.reports: list[Report] = []
        self.unbegun: list[Shard] = []  # because of how another one ended
        self.lost: list[Shard] = []  # nobody could say anything of them
        self._waiting = deque(shards)
        self._ours: deque[Shard] = deque()
        self._theirs: dict[UUID, tuple[Shard, float]] = {}  # and when it was handed out
        self._place = place
        self._known = known
        self._clock = clock
        self._lock = RLock()
        self._over = Event()

    def all_done(self, work: Work) -> None:
        """Have all of them done, those that are done here by `work`."""
        with self._supplied():
            while self._waiting or self._ours or self._theirs:
                shard = self._next()
                if shard is None:
                    self._clock.sleep(TICK)
                elif report := work(shard):
                    self._heard(report)
                else:
                    self.lost.append(shard)

    @contextmanager
    def _supplied(self) -> Iterator[None]:
        """The workers get shards meanwhile; where it ends early, they end as well."""
        workers = self._place.workers
        if workers is None:
            yield
            return
        thread = Thread(target=copy_context().run, args=(self._supply, workers), daemon=True)
        thread.start()
        try:
            yield
        except BaseException:
            self._over.set()
            thread.join(LAST)
            self._call_off(workers)
            raise
        self._over.set()
        thread.join(LAST)

    def _supply(self, workers: Workers) -> None:
        while not self._over.is_set():
            try:
                with self._lock:
                    self._look(workers)
                    self._hand_out(workers)
                    self._take_back(workers)
            except TROUBLE as error:
                LOG.warning("backfill.unwatched error=%s", type(error).__name__)
            self._over.wait(LOOK)

    def _look(self, workers: Workers) -> None:
        """Hear of those that have ended."""
        for flow_run, (shard, handed) in list(self._theirs.items()):
            state = workers.state(flow_run)  # first: a report is there before its run has ended
            run = self._known(shard)
            if run is not None and run.report:
                report = Report.model_validate_json(run.report)
                LISTENER.get().reported(report)
                self._heard(report)
            elif state is None or state.is_final() or self._gone(run, state, handed):
                workers.bury(flow_run)
                LOG.warning("backfill.returned shard=%s", shard.sentence)
                self._ours.append(shard)
            else:
                continue
            del self._theirs[flow_run]

    def _gone(self, run: RunRow | None, state: State, handed: float) -> bool:
        """Whether nobody works on it any more, whatever Prefect says."""
        if run is None:
            return not state.is_scheduled() and handed < self._clock.ticks() - STARTING
        return run.status != RunStatus.RUNNING

    def _hand_out(self, workers: Workers) -> None:
        places = self._place.at_once - self._place.here
        while self._waiting and len(self._theirs) < places and not self._over.is_set():
            shard = self._waiting[0]
            self._theirs[workers.hand(shard)] = shard, self._clock.ticks()
            LOG.info("backfill.handed_out shard=%s", shard.sentence)
            self._waiting.popleft()

    def _take_back(self, workers: Workers) -> None:
        """What nobody has begun for long; one by one, as it can be done here."""
        if self._ours:
            return
        before = self._clock.ticks() - PATIENCE
        for flow_run, (shard, handed) in self._theirs.items():
            if handed < before and workers.take_back(flow_run):
                del self._theirs[flow_run]
                self._ours.append(shard)
                return

    def _call_off(self, workers: Workers) -> None:
        try:
            for flow_run in self._theirs:
                workers.call_off(flow_run)
        except TROUBLE as error:
            LOG.warning("backfill.left_running error=%s", type(error).__name__)

    def _next(self) -> Shard | None:
        """What is to be done here now."""
        with self._lock:
            if self._ours:
                return self._ours.popleft()
            return self._waiting.popleft() if self._waiting and self._place.here else None

    def _heard(self, report: Report) -> None:
        """Keep a report, and drop what needs not be begun after it."""
        with self._lock:
            self.reports.append(report)
            left = [*self._ours, *self._waiting]
            self.unbegun += [shard for shard in left if not shard.goes_on(after=report)]
            self._ours = deque(shard for shard in self._ours if shard.goes_on(after=report))
            self._waiting = deque(shard for shard in self._waiting if shard.goes_on(after=report))
