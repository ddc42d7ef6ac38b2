"""Shards as deployment runs: handed to the workers of the pool, watched, taken back."""

from typing import Any, cast
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import FlowRun, State, WorkerStatus
from prefect.client.schemas.responses import OrchestrationResult
from prefect.deployments import run_deployment
from prefect.exceptions import ObjectNotFound
from prefect.runtime import deployment
from prefect.states import Cancelled, Cancelling, Crashed

from flows.context import Wishes
from flows.pool import POOL, workers
from flows.running import titled
from schemas.run import BackfillId
from schemas.shards import Shard

NAME = "shard/shard"
TAKEN_BACK = "No worker had taken it; the backfill does it itself."
DEAD = "Its process is gone; the backfill goes on with its shard."
CALLED_OFF = "The backfill was ended."


def in_a_worker() -> bool:
    """Whether this process is a deployment run, and so has a worker's place itself."""
    return deployment.id is not None


class Workers:
    """The workers of the pool, as far as one backfill has to do with them."""

    def __init__(self, backfill: BackfillId, wanted: Wishes) -> None:
        self.backfill = backfill
        self._parameters: dict[str, Any] = {"backfill": backfill, "mode": wanted.mode}
        if wanted.overwrite:
            self._parameters["overwrite"] = wanted.overwrite

    @staticmethod
    def there() -> bool:
        """Whether there is anybody who would take a shard."""
        with get_client(sync_client=True) as client:
            try:
                client.read_deployment_by_name(NAME)
                paused = client.read_work_pool(POOL).is_paused
            except ObjectNotFound:
                return False
            online = any(worker.status is WorkerStatus.ONLINE for worker in workers(client))
            return online and not paused

    def hand(self, shard: Shard) -> UUID:
        """Leave it to them. Whoever asks again, a backfill that goes on, gets the same run."""
        window = {"since": shard.window.since, "until": shard.window.until}
        stretch = f"{shard.window.since.isoformat()} {shard.window.until.isoformat()}"
        parameters = {**self._parameters, "site": shard.site, **window}
        run = run_deployment(
            NAME,
            parameters=parameters,
            flow_run_name=titled("shard", parameters),
            timeout=0,
            idempotency_key=f"{self.backfill} {shard.site} {stretch}",
        )
        return cast("FlowRun", run).id  # a coroutine only where something awaits it

    def state(self, flow_run: UUID) -> State | None:
        """How it stands with a run; `None` where somebody deleted it."""
        with get_client(sync_client=True) as client:
            return _state(client, flow_run)

    def bury(self, flow_run: UUID) -> None:
        """Say what nobody was left to say: that a run is dead."""
        with get_client(sync_client=True) as client:
            state = _state(client, flow_run)
            if state is not None and not state.is_final():
                client.set_flow_run_state(flow_run, Crashed(message=DEAD), force=True)

    def take_back(self, flow_run: UUID) -> bool:
        """Whether it could be had back, because no worker had begun with it."""
        with get_client(sync_client=True) as client:
            state = _state(client, flow_run)
            if state is None or not state.is_scheduled():
                return state is None
            done: OrchestrationResult[Any] = client.set_flow_run_state(
                flow_run, Cancelled(message=TAKEN_BACK)
            )
            return bool(done.state and done.state.is_cancelled())

    def call_off(self, flow_run: UUID) -> None:
        """End it, in the way that it notes where it is."""
        with get_client(sync_client=True) as client:
            state = _state(client, flow_run)
            if state is not None and not state.is_final():
                ending = Cancelled if state.is_scheduled() else Cancelling
                client.set_flow_run_state(flow_run, ending(message=CALLED_OFF))


def _state(client: SyncPrefectClient, flow_run: UUID) -> State | None:
    try:
        return client.read_flow_run(flow_run).state
    except ObjectNotFound:
        return None
