"""prefect.yaml, deployed as a person does it: what is there then, and what its forms refuse."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.responses import DeploymentResponse
from prefect.client.schemas.schedules import CronSchedule
from prefect.exceptions import PrefectHTTPStatusError
from prefect.states import Scheduled

from tests.flows.terminal import environment

YAML = Path(__file__).parents[2] / "prefect.yaml"
DEPLOYED = {
    "daily": "daily/daily",
    "preview": "daily/preview",
    "backfill": "backfill/backfill",
    "shard": "shard/shard",
    "apply": "apply/apply",
    "revert": "revert/revert",
}


@pytest.fixture(scope="module")
def deployments(
    prefect_server: None, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, DeploymentResponse]:
    """All of them, by name, after `prefect deploy --all`."""
    folder = tmp_path_factory.mktemp("deployed")
    shutil.copy(YAML, folder)
    with get_client(sync_client=True) as client:
        pool = WorkPoolCreate(name="rubricator", type="process")
        client.create_work_pool(pool, overwrite=True)  # another test may have made it
        deploying = subprocess.run(
            [Path(sys.executable).with_name("prefect"), "--no-prompt", "deploy", "--all"],
            cwd=folder,
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert 0 == deploying.returncode, deploying.stdout + deploying.stderr
        return {name: client.read_deployment_by_name(path) for name, path in DEPLOYED.items()}


@pytest.fixture
def client(deployments: dict[str, DeploymentResponse]) -> Iterator[SyncPrefectClient]:
    """A way to the server that knows the deployments."""
    with get_client(sync_client=True) as connected:
        yield connected


def properties(deployment: DeploymentResponse) -> dict[str, Any]:
    """The fields of a deployment's form."""
    schema = deployment.parameter_openapi_schema or {}
    found: dict[str, Any] = schema["properties"]
    return found


def test_the_file_has_the_six_deployments() -> None:
    """Each is described, and its flow is named as a module: a file would be loaded twice."""
    listed = yaml.safe_load(YAML.read_text(encoding="utf-8"))["deployments"]
    assert list(DEPLOYED) == [deployment["name"] for deployment in listed]
    for deployment in listed:
        assert deployment["description"]
        assert deployment["enforce_parameter_schema"]
        assert ".py" not in deployment["entrypoint"]


def test_daily_has_its_schedule(deployments: dict[str, DeploymentResponse]) -> None:
    """A cron that runs; the others have none."""
    (schedule,) = deployments["daily"].schedules
    assert isinstance(schedule.schedule, CronSchedule)
    assert ("0 5 * * *", "UTC") == (schedule.schedule.cron, schedule.schedule.timezone)
    assert schedule.active
    assert {"trigger": "schedule"} == schedule.parameters
    assert not any(d.schedules for name, d in deployments.items() if name != "daily")


def test_each_deployment_knows_what_it_is_for(deployments: dict[str, DeploymentResponse]) -> None:
    """The same flow previews, fills an archive, or runs by the clock."""
    parameters = {name: deployment.parameters for name, deployment in deployments.items()}
    assert {
        "daily": {},
        "preview": {"mode": "dry_run"},
        "backfill": {},
        "shard": {},
        "apply": {},
        "revert": {},
    } == parameters
    assert {"rubricator"} == {deployment.work_pool_name for deployment in deployments.values()}


def test_every_field_of_a_form_is_explained(deployments: dict[str, DeploymentResponse]) -> None:
    """In a sentence from the flow's docstring."""
    silent = [
        f"{name}.{field}"
        for name, deployment in deployments.items()
        for field, schema in properties(deployment).items()
        if not schema.get("description", "").endswith(".")
    ]
    assert not silent
    assert ["run_id"] == (deployments["apply"].parameter_openapi_schema or {})["required"]


def test_numbers_have_their_bounds_in_the_form(deployments: dict[str, DeploymentResponse]) -> None:
    """So that the browser refuses what the run would."""
    form = properties(deployments["daily"])
    assert ("integer", 1) == (form["limit"]["type"], form["limit"]["minimum"])
    most = form["max_usd"]
    assert ("number", 0.0001, 1000) == (most["type"], most["minimum"], most["maximum"])


def test_a_field_that_may_stay_empty_is_a_field(deployments: dict[str, DeploymentResponse]) -> None:
    """Not a choice between the field and nothing, nor one that is sent as null."""
    for deployment in deployments.values():
        for field in properties(deployment).values():
            assert "anyOf" not in field
            assert field.get("default", "given") is not None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("mode", "lively"),
        ("mode", "revert"),  # that is a deployment of its own
        ("limit", 0),
        ("max_usd", -1),
        ("overwrite", "all"),
    ],
)
def test_a_parameter_that_cannot_be_is_refused(
    deployments: dict[str, DeploymentResponse], client: SyncPrefectClient, field: str, value: object
) -> None:
    """By the API, before there is a run."""
    with pytest.raises(PrefectHTTPStatusError) as caught:
        client.create_flow_run_from_deployment(
            deployments["daily"].id, parameters={field: value}, state=Scheduled()
        )
    assert 409 == caught.value.response.status_code
    assert field in caught.value.response.text


def test_parameters_that_can_be_are_taken(
    deployments: dict[str, DeploymentResponse], client: SyncPrefectClient
) -> None:
    """All at once, as a form sends them."""
    parameters = {
        "site": "journal",
        "mode": "dry_run",
        "since": "2026-11-01T00:00:00Z",
        "limit": 5,
        "article": ["mills.md"],
        "max_usd": 0.5,
        "overwrite": "never",
    }
    run = client.create_flow_run_from_deployment(
        deployments["preview"].id, parameters=parameters, state=Scheduled()
    )
    assert parameters == run.parameters
    client.delete_flow_run(run.id)
