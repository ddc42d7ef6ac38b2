"""The work pool of Rubricator's deployments: opened, looked at, and paused while nobody serves."""

from contextlib import suppress
from datetime import datetime

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.actions import WorkPoolCreate, WorkPoolUpdate
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
    WorkPoolFilter,
    WorkPoolFilterName,
)
from prefect.client.schemas.objects import StateType, Worker, WorkerStatus, WorkPool
from prefect.client.schemas.sorting import FlowRunSort
from prefect.exceptions import ObjectAlreadyExists
from prefect.states import Crashed

from flows.config import ConfigError

POOL = "rubricator"
PAUSED = "Paused by rubricator serve, which resumes it when it has started."
OURS = WorkPoolFilter(name=WorkPoolFilterName(any_=[POOL]))
UNDER_WAY = (StateType.RUNNING, StateType.PENDING, StateType.CANCELLING)
ENDED_WITH_US = "rubricator serve ended before this run did; the next one goes on from there."


def make_pool(client: SyncPrefectClient, *, held: bool = False) -> WorkPool:
    """The pool, made so if there is none. Raises `ConfigError` where it is of another kind."""
    from prefect.workers.process import ProcessWorker  # noqa: PLC0415 - shards start without it

    with suppress(ObjectAlreadyExists):
        told = PAUSED if held else None
        # What its first worker would add, while we deploy; SQLite then may have it wait in vain.
        template = ProcessWorker.get_default_base_job_template()
        made = WorkPoolCreate(
            name=POOL,
            type="process",
            is_paused=held,
            description=told,
            base_job_template=template,
        )
        client.create_work_pool(made)
    pool = client.read_work_pool(POOL)
    if pool.type != "process":
        raise ConfigError(
            f"work pool {POOL}: it is of type {pool.type}, and process is needed; "
            f"run prefect work-pool delete {POOL}"
        )
    return pool


def hold_pool(client: SyncPrefectClient, worker: str) -> None:
    """A pool that starts no runs, unless others than our worker start them too.

    Raises `ConfigError` where it is of another kind.
    """
    pool = make_pool(client, held=True)
    online = {one.name for one in workers(client) if one.status is WorkerStatus.ONLINE}
    if not pool.is_paused and online <= {worker}:
        description = f"{pool.description or ''} {PAUSED}".strip()
        client.update_work_pool(POOL, WorkPoolUpdate(is_paused=True, description=description))


def open_pool(client: SyncPrefectClient) -> bool:
    """Whether runs start, once what `hold_pool` paused is opened; a person's pause stays."""
    pool = client.read_work_pool(POOL)
    said = pool.description or ""
    if not (pool.is_paused and PAUSED in said):
        return not pool.is_paused
    description = said.replace(PAUSED, "").strip()
    client.update_work_pool(POOL, WorkPoolUpdate(is_paused=False, description=description))
    return True


def workers(client: SyncPrefectClient) -> list[Worker]:
    """The pool's workers, also those of earlier days."""
    return client.read_workers_for_work_pool(POOL)


def bury_the_dead(client: SyncPrefectClient) -> int:
    """How many runs were still said to be under way, on a server of ours that starts anew."""
    state = FlowRunFilterState(type=FlowRunFilterStateType(any_=list(UNDER_WAY)))
    dead = client.read_flow_runs(work_pool_filter=OURS, flow_run_filter=FlowRunFilter(state=state))
    for run in dead:
        client.set_flow_run_state(run.id, Crashed(message=ENDED_WITH_US), force=True)
    return len(dead)


def upcoming(client: SyncPrefectClient) -> dict[str, datetime | None]:
    """When each deployment with an active schedule runs next; None where it is not known yet."""
    state = FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED]))
    scheduled: dict[str, datetime | None] = {}
    for deployment in client.read_deployments(work_pool_filter=OURS):
        if deployment.paused or not any(schedule.active for schedule in deployment.schedules):
            continue
        runs = client.read_flow_runs(
            deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=[deployment.id])),
            flow_run_filter=FlowRunFilter(state=state),
            sort=FlowRunSort.EXPECTED_START_TIME_ASC,
            limit=1,
        )
        scheduled[deployment.name] = runs[0].expected_start_time if runs else None
    return scheduled
