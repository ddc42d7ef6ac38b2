"""The shards of a backfill, between the one who shares them out and the workers of the pool."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import copy_context
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import Any
from uuid import uuid4

import pytest
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.filters import FlowFilter, FlowFilterName
from prefect.client.schemas.objects import FlowRun, State
from prefect.exceptions import ObjectAlreadyExists
from prefect.states import Completed, Crashed, Running

from flows.context import SystemClock, Wishes
from flows.pool import POOL
from flows.shard_runs import NAME, Workers
from flows.sharing import Place, Sharing
from schemas.ledger import RunRow
from schemas.run import BackfillId, Report, RunStatus
from schemas.shards import Shard
from schemas.window import Window
from tests.builders import NOON, SITE, a_run_row
from tests.flows.served import eventually
from tests.reports import a_report

OF_SHARDS = FlowFilter(name=FlowFilterName(any_=[NAME.split("/")[0]]))
WEEK = timedelta(days=7)
SHARDS = [
    Shard(site=SITE, window=Window(since=NOON + n * WEEK, until=NOON + (n + 1) * WEEK))
    for n in range(3)
]


class HastyClock(SystemClock):
    """On which a short sleep is a minute."""

    def __init__(self) -> None:
        self._slept = 0.0

    def ticks(self) -> float:
        """The seconds slept."""
        return self._slept

    def sleep(self, seconds: float) -> None:
        """Let a minute pass in no time."""
        super().sleep(seconds / 10)
        self._slept += 60


@pytest.fixture
def client(prefect_server: None) -> Iterator[SyncPrefectClient]:
    """A server with the deployment that shards are runs of, and nobody who works on them."""
    with get_client(sync_client=True) as connected:
        with suppress(ObjectAlreadyExists):
            connected.create_work_pool(WorkPoolCreate(name=POOL, type="process"))
        flow_id = connected.create_flow_from_name(NAME.split("/")[0])
        connected.create_deployment(flow_id, NAME.split("/")[1], work_pool_name=POOL)
        yield connected


@pytest.fixture
def workers(client: SyncPrefectClient) -> Workers:
    """The workers' side of one backfill."""
    return Workers(BackfillId(str(uuid4())), Wishes())


def done(shard: Shard, status: RunStatus = RunStatus.COMPLETED) -> Report:
    """The report of a shard's run."""
    return a_report(site=shard.site, window=shard.window, status=status)


def never(_: Shard) -> None:
    """Nothing is done here, or nothing is in the ledger."""


def handed(client: SyncPrefectClient, workers: Workers) -> list[FlowRun]:
    """The runs that a backfill has left to the workers.

    The server has those of all tests, and tells them slowly; a page of it has two hundred.
    """
    runs = client.read_flow_runs(flow_filter=OF_SHARDS)
    return [run for run in runs if run.parameters.get("backfill") == workers.backfill]


class Worker:
    """Somebody who takes whatever is handed out and ends it so, in the ledger and in Prefect."""

    def __init__(self, client: SyncPrefectClient, workers: Workers) -> None:
        self._client = client
        self._workers = workers
        self._ledger: dict[datetime, RunRow] = {}

    def known(self, shard: Shard) -> RunRow | None:
        """What the ledger has of a shard."""
        return self._ledger.get(shard.window.since)

    @property
    def taken(self) -> int:
        """How many it has taken."""
        return len(self._ledger)

    @contextmanager
    def working(self, state: Callable[[], State], **row: Any) -> Iterator[None]:
        """It works for the block."""
        over = Event()

        def work() -> None:
            while not over.wait(0.1):
                for run in handed(self._client, self._workers):
                    if run.state and run.state.is_scheduled():
                        self._work(run, state(), row)

        thread = Thread(target=work, daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def _work(self, run: FlowRun, state: State, row: dict[str, Any]) -> None:
        self._client.set_flow_run_state(run.id, Running(), force=True)
        since = datetime.fromisoformat(run.parameters["since"])
        (shard,) = [one for one in SHARDS if one.window.since == since]
        completed = {"status": "completed", "report": done(shard).model_dump_json()}
        self._ledger[since] = a_run_row(**(row or completed))
        self._client.set_flow_run_state(run.id, state, force=True)


@pytest.fixture
def worker(client: SyncPrefectClient, workers: Workers) -> Worker:
    """One who does not work yet."""
    return Worker(client, workers)


def test_whoever_has_a_place_works_too(workers: Workers, worker: Worker) -> None:
    """A worker and this process share what there is; each shard is done once."""
    here: list[Shard] = []

    def work(shard: Shard) -> Report:
        time.sleep(0.5)  # so that there is something left to share
        here.append(shard)
        return done(shard)

    sharing = Sharing(SHARDS, Place(workers, 2, here=True), worker.known, SystemClock())
    with worker.working(Completed):
        sharing.all_done(work)
    assert len(SHARDS) == len(here) + worker.taken
    assert here
    assert worker.taken
    assert {shard.window for shard in SHARDS} == {report.window for report in sharing.reports}


def test_only_so_many_are_under_way_at_once(
    client: SyncPrefectClient, workers: Workers, worker: Worker
) -> None:
    """From a terminal, this process only watches."""
    sharing = Sharing(SHARDS, Place(workers, 2, here=False), worker.known, SystemClock())
    watching = Thread(target=copy_context().run, args=(sharing.all_done, never), daemon=True)
    watching.start()
    eventually(lambda: len(handed(client, workers)) == 2)
    time.sleep(2.5)  # another look
    assert 2 == len(handed(client, workers))
    with worker.working(Completed):
        watching.join()
    assert 3 == len(sharing.reports)


def test_what_no_worker_takes_is_done_here(client: SyncPrefectClient, workers: Workers) -> None:
    """A pool whose places are all taken, by the backfill itself perhaps, holds nobody up."""
    sharing = Sharing(SHARDS, Place(workers, 2, here=False), never, HastyClock())
    sharing.all_done(done)
    assert 3 == len(sharing.reports)
    assert {"Cancelled"} == {run.state_name for run in handed(client, workers)}


@pytest.mark.parametrize("state", [Crashed, Running])
def test_what_a_worker_did_not_get_to_the_end_of_is_done_here(
    client: SyncPrefectClient, workers: Workers, worker: Worker, state: Callable[[], State]
) -> None:
    """It was killed, also where nobody was left to tell Prefect so: the ledger knows."""
    sharing = Sharing(SHARDS[:1], Place(workers, 2, here=False), worker.known, SystemClock())
    with worker.working(state, status="crashed"):
        sharing.all_done(done)
    assert (1, 1) == (worker.taken, len(sharing.reports))
    assert ["Crashed"] == [run.state_name for run in handed(client, workers)]


def test_an_empty_purse_ends_them_all() -> None:
    """What was not begun is counted."""
    sharing = Sharing(SHARDS, Place(None, 4, here=True), never, SystemClock())
    sharing.all_done(lambda shard: done(shard, RunStatus.STOPPED_BY_BUDGET))
    assert (1, SHARDS[1:]) == (len(sharing.reports), sharing.unbegun)


def test_the_workers_end_with_the_backfill(client: SyncPrefectClient, workers: Workers) -> None:
    """Whoever ends it wants no more of it."""

    def interrupted(_: Shard) -> Report:
        eventually(lambda: handed(client, workers))
        raise KeyboardInterrupt

    sharing = Sharing(SHARDS, Place(workers, 2, here=True), never, SystemClock())
    with pytest.raises(KeyboardInterrupt):
        sharing.all_done(interrupted)
    assert ["Cancelled"] == [run.state_name for run in handed(client, workers)]


def test_a_backfill_that_goes_on_finds_its_shards_again(
    client: SyncPrefectClient, workers: Workers
) -> None:
    """The same run, not a second one beside it."""
    assert workers.hand(SHARDS[0]) == workers.hand(SHARDS[0])
    assert workers.hand(SHARDS[0]) != workers.hand(SHARDS[1])


def test_without_a_worker_there_is_nobody_to_share_with(workers: Workers) -> None:
    """A deployment alone does not work."""
    assert not workers.there()
