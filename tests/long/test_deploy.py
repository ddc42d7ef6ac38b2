"""`deploy`: onto a Prefect server that is there, for workers wherever they are."""

from prefect.client.orchestration import get_client
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.pool import POOL
from tests.flows.journal import Journal
from tests.flows.terminal import Shell

AT_NOON = """
deployments:
  - name: noon
    entrypoint: flows.daily:daily
    description: At noon.
    schedules: [{cron: "0 12 * * *", timezone: UTC, slug: noon, parameters: {trigger: schedule}}]
    work_pool: {name: rubricator}
"""


def test_the_file_beside_the_configuration_is_deployed(journal: Journal, shell: Shell) -> None:
    """Its runs work in the configuration's folder, and wait for a worker of the pool."""
    (journal.folder / "prefect.yaml").write_text(AT_NOON)
    told = shell("deploy")
    assert (0, "") == (told.code, told.out)
    assert f"{journal.folder / 'prefect.yaml'} is deployed." in told.err
    with get_client(sync_client=True) as client:
        deployed = client.read_deployment_by_name("daily/noon")
        client.delete_deployment(deployed.id)
    assert POOL == deployed.work_pool_name
    assert str(journal.folder) in repr(deployed.pull_steps)
    assert ["noon"] == [schedule.slug for schedule in deployed.schedules]


def test_a_server_has_to_be_named(journal: Journal, shell: Shell) -> None:
    """A temporary one would be gone with the command."""
    with temporary_settings({PREFECT_API_URL: None}):
        told = shell("deploy")
    assert 2 == told.code
    assert "PREFECT_API_URL: it is not set; name a server, or run rubricator serve" in told.err


def test_a_server_that_does_not_answer_is_named(journal: Journal, shell: Shell) -> None:
    """Nothing is deployed anywhere else."""
    with temporary_settings({PREFECT_API_URL: "http://127.0.0.1:9/api"}):
        told = shell("deploy")
    assert 4 == told.code
    assert "PREFECT_API_URL: http://127.0.0.1:9/api cannot be reached" in told.err


def test_a_broken_configuration_is_not_deployed(journal: Journal, shell: Shell) -> None:
    """Every run would fail, and nobody would look before the morning."""
    journal.configure('trust = "blind"')
    told = shell("deploy")
    assert 2 == told.code
    assert "sites[0].trust" in told.err
