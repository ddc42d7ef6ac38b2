"""`serve`: from nothing to a schedule that fires, through a restart, to nothing again."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from prefect import tags
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.objects import FlowRun
from prefect.client.schemas.schedules import CronSchedule, IntervalSchedule
from prefect.events.clients import NullEventsClient
from prefect.events.worker import EventsWorker
from prefect.settings import (
    PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
    PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED,
    temporary_settings,
)
from prefect.states import Scheduled
from pydantic import SecretStr

from flows.automations import install, installed
from flows.engine import TAG
from flows.tether import processes
from tests.flows.journal import Journal
from tests.flows.served import Served, eventually, free_port, serving
from tests.flows.terminal import KEY
from tests.flows.webhook import answering
from tests.prefect_server import new_home
from tests.sharing import Sharing
from tests.standin_server import running

LASTING: dict[Any, Any] = {
    PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None,  # a run would wait a second for its end
    PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED: True,
}
HOUSE = Path(__file__).parents[2]


@dataclass
class Story:
    """What was seen: while it served, when it was stopped during a run, when it served again."""

    deployed: set[str]
    fired: FlowRun
    field: Any
    code: int
    seconds: float
    left: set[int]
    statuses: list[str]
    said: list[str]
    schedule: Any
    pool_paused: bool
    survivors: set[int]
    variables: list[Any]
    automations: list[str]
    flow_run: str
    told: list[str]
    told_editors: list[str]


@pytest.fixture(scope="module")
def story(
    tmp_path_factory: pytest.TempPathFactory, sharing: Sharing, prefect_server: None
) -> Story:
    """A first start, a scheduled run, a stop during another one; a second start, and a kill."""
    home, folder, port = (
        tmp_path_factory.mktemp("prefect"),
        tmp_path_factory.mktemp("site"),
        free_port(),
    )
    new_home(home, sharing)
    seen: dict[str, Any] = {}
    with running() as standin:
        journal = Journal(folder, standin)
        journal.configure()
        journal.post("mills")
        with serving(folder, home, port) as (served, api):
            seen |= first_part(served, api, journal)
            first = served.said
        seen["statuses"] = journal.statuses()
        with serving(folder, home, port) as (served, api):
            seen |= alarmed(api, journal)
            seen |= second_part(served, api)
            seen["said"] = [first, served.said]
    return Story(**seen)


def first_part(served: Served, api: SyncPrefectClient, journal: Journal) -> dict[str, Any]:
    """The schedule is made to fire, then paused; what is under way then is cut off."""
    deployments = api.read_deployments()
    (daily,) = [one for one in deployments if one.name == "daily"]
    soon = datetime.now(UTC) + timedelta(seconds=3)
    often = IntervalSchedule(interval=timedelta(seconds=20), anchor_date=soon)
    (usual,) = daily.schedules  # whose parameters an update forgets that does not name them
    api.update_deployment_schedule(daily.id, usual.id, schedule=often, parameters=usual.parameters)
    begun = eventually(lambda: fired(api), served.said)
    api.update_deployment_schedule(daily.id, usual.id, active=False)
    ended = eventually(lambda: completed(api, begun), served.said)
    field, _ = journal.fields("mills")
    asked = len(journal.standin.requests())
    journal.standin.settings(latency=2)
    journal.post("ferries")
    preview = api.read_deployment_by_name("daily/preview")  # the limit of daily may keep it waiting
    api.create_flow_run_from_deployment(preview.id, state=Scheduled())
    eventually(lambda: len(journal.standin.requests()) > asked, served.said)
    family = served.family()
    code, seconds = served.end()
    return {
        "deployed": {one.name for one in deployments},
        "variables": [one.job_variables for one in deployments],
        "fired": ended,
        "field": field,
        "code": code,
        "seconds": seconds,
        "left": family & set(processes()),
    }


def alarmed(api: SyncPrefectClient, journal: Journal) -> dict[str, Any]:
    """The alarms are installed, and a dry run is stopped by its budget."""
    there = [one.name for one in installed(api)]
    EventsWorker.drain_all(at_exit=False)  # it may be one that tells another server
    with answering() as called, asking(journal):
        addresses = (SecretStr(f"{called.url}/{place}") for place in ("operators", "editors"))
        install(api, *addresses)
        journal.standin.settings(latency=0)
        journal.post("bread")
        journal.run("dry_run", max_usd=0.0005, regenerate=True)
        EventsWorker.drain_all(at_exit=False)
        eventually(lambda: called.at("editors") and len(called.at("operators")) > 1)
        return {
            "automations": there,
            "flow_run": str(journal.state.state_details.flow_run_id),
            "told": called.at("operators"),
            "told_editors": called.at("editors"),
        }


@contextmanager
def asking(journal: Journal) -> Iterator[None]:
    """Runs in this process find the journal, and tell its events to a server that stays."""
    with pytest.MonkeyPatch.context() as environment, temporary_settings(LASTING), tags(TAG):
        environment.setenv("ANTHROPIC_API_KEY", KEY)
        environment.setenv("RUBRICATOR_CONFIG", str(journal.folder / "rubricator.toml"))
        EventsWorker.set_client_override(None)
        yield
        EventsWorker.set_client_override(NullEventsClient)  # as it was


def second_part(served: Served, api: SyncPrefectClient) -> dict[str, Any]:
    """The worker is killed, and after that the command itself."""
    (schedule,) = api.read_deployment_by_name("daily/daily").schedules
    paused = api.read_work_pool("rubricator").is_paused
    os.kill(served.child("flows.tether worker"), signal.SIGKILL)
    served.until("The worker is started again.")
    family = served.family()
    served.end(signal.SIGKILL)
    eventually(lambda: not family & set(processes()), "they outlive it")
    return {
        "schedule": schedule,
        "pool_paused": paused,
        "survivors": family & set(processes()),
    }


def fired(api: SyncPrefectClient) -> FlowRun | None:
    """A run that the schedule has started."""
    runs = api.read_flow_runs()
    return next((run for run in runs if run.start_time and run.auto_scheduled), None)


def completed(api: SyncPrefectClient, begun: FlowRun) -> FlowRun | None:
    """That run, when it has come to its end."""
    run = api.read_flow_run(begun.id)
    return run if run.state_name == "Completed" else None


def test_six_deployments_are_there(story: Story) -> None:
    """From the file that travels with the program: there is none beside the configuration."""
    assert {"daily", "preview", "backfill", "shard", "apply", "revert"} == story.deployed
    assert f"Deploying {HOUSE / 'flows/prefect.yaml'}." in story.said[0]


def test_the_schedule_fires(story: Story) -> None:
    """And the run works: it finds the configuration, the key and Claude."""
    assert "schedule" == story.fired.parameters["trigger"]
    assert story.field


def test_it_says_where_to_look_and_how_to_stop(story: Story) -> None:
    """In lines of its own."""
    assert "/v2/deployments" in story.said[0]
    assert "The next run of daily: 20" in story.said[0]
    assert "05:00 UTC." in story.said[0]


def test_no_secret_is_told_or_kept_by_prefect(story: Story) -> None:
    """The runs have it from the environment."""
    assert KEY not in "".join(story.said)
    assert KEY not in repr((story.variables, story.fired.job_variables, story.fired.parameters))


def test_a_stop_leaves_nothing_behind(story: Story) -> None:
    """Neither a process nor a run that the ledger takes for running."""
    assert (0, set()) == (story.code, story.left)
    assert story.seconds < 30
    assert "cancelled" in story.statuses
    assert "running" not in story.statuses


def test_a_schedule_that_was_paused_stays_paused(story: Story) -> None:
    """Everything else is as the file says, and what the stop had paused is not."""
    assert isinstance(story.schedule.schedule, CronSchedule)
    assert not story.schedule.active
    assert not story.pool_paused
    assert "No schedule is active" in story.said[1]


def test_a_worker_that_dies_is_started_again(story: Story) -> None:
    """After a second, and it is said."""
    assert "The worker died (SIGKILL); it is started again in 1 s." in story.said[1]


def test_what_it_started_ends_with_it(story: Story) -> None:
    """Even where it is killed and can end nothing itself."""
    assert set() == story.survivors


def test_it_watches_for_dead_runs_by_itself(story: Story) -> None:
    """Once, though it was started twice; a worker's runs have the heartbeat for it."""
    assert ["rubricator: a run is dead"] == story.automations
    beats = [each["env"]["PREFECT_FLOWS_HEARTBEAT_FREQUENCY"] for each in story.variables]
    assert {"30"} == set(beats)


def test_alarms_are_heard_where_they_are_to_be_heard(story: Story) -> None:
    """Of money and of a run's end by those who look after it, of proposals by editors."""
    spent, stopped = sorted(story.told)
    assert "The budget of this run has no room left for a request: $0.000" in spent
    assert "was stopped by the budget (journal: stopped_by_budget: 3 listed" in stopped
    (waiting,) = story.told_editors
    assert waiting.startswith("Rubricator, journal: ")
    page = f"/v2/runs/flow-run/{story.flow_run}"
    assert all(page in line for line in (spent, stopped, waiting))
