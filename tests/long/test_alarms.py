"""The alarms in Prefect: put there once, kept as people want them, taken away again."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import yaml
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.events import Automation
from prefect.events.actions import CallWebhook
from prefect.server.utilities.user_templates import render_user_template
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.alarms import PREFIX, SILENCE, Alarm, alarms
from flows.automations import installed, put, remove
from flows.engine import TAG
from tests.flows.terminal import Shell
from tests.prefect_server import CLOSED

YAML = Path(__file__).parents[2] / "prefect.yaml"
SECRET = "T0KEN"
ADDRESS = f"https://hooks.example/services/{SECRET}"
NAMES = sorted([PREFIX + alarm.name for alarm in alarms()] + [f"{PREFIX}a run is dead"])


@pytest.fixture
def shell(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    prefect_server: None,
) -> Shell:
    """A terminal in a folder of its own, without a configuration."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RUBRICATOR_CONFIG", str(tmp_path / "rubricator.toml"))
    return Shell(capsys, monkeypatch)


@pytest.fixture
def client(prefect_server: None) -> Iterator[SyncPrefectClient]:
    """A way to a server without alarms."""
    with get_client(sync_client=True) as connected:
        remove(connected)
        yield connected


def blocks(client: SyncPrefectClient, *, secrets: bool = False) -> dict[str, str]:
    """The addresses that Prefect keeps, as it shows them or as they are."""
    found = client.read_block_documents(include_secrets=secrets)
    ours = [block for block in found if (block.name or "").startswith("rubricator-")]
    return {str(block.name): block.data["url"] for block in ours}


def called(automation: Automation) -> UUID | None:
    """The block that an automation calls."""
    (action,) = automation.actions
    return action.block_document_id if isinstance(action, CallWebhook) else None


def test_two_installs_make_each_alarm_once(shell: Shell, client: SyncPrefectClient) -> None:
    """And one that a person has paused in between stays paused."""
    first = shell("alarms", "install", "--webhook", ADDRESS)
    late = next(each for each in installed(client) if each.name == f"{PREFIX}a run is late")
    client.pause_automation(late.id)
    second = shell("alarms", "install", "--webhook", ADDRESS, "--json")

    there = installed(client)
    assert (0, 0) == (first.code, second.code)
    assert NAMES == [each.name for each in there]
    assert [late.name] == [each.name for each in there if not each.enabled]
    assert f"off  {late.name}" in shell("alarms", "list").out
    shown = [{"name": each.name, "enabled": each.enabled} for each in there]
    assert {"alarms": shown} == json.loads(second.out)


def test_doubles_are_taken_away(client: SyncPrefectClient) -> None:
    """Names are no keys in Prefect: whoever has copied one would be told twice."""
    wanted = alarms()[0].automation(uuid4())
    client.create_automation(wanted)
    client.create_automation(wanted)
    put(client, wanted)
    assert [wanted.name] == [each.name for each in installed(client)]


def test_the_address_is_kept_in_a_block_and_shown_nowhere(
    shell: Shell, client: SyncPrefectClient
) -> None:
    """Only its host is told."""
    told = shell("alarms", "install", "--webhook", ADDRESS)
    assert "They call hooks.example; that proposals wait, hooks.example." in told.out
    assert SECRET not in told.out + told.err
    assert SECRET not in repr((installed(client), blocks(client)))
    assert {"rubricator-alarms": ADDRESS} == blocks(client, secrets=True)


def test_an_address_may_be_in_a_variable_or_a_file(
    shell: Shell, client: SyncPrefectClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also in the .env file beside the configuration; the editors' own goes when they have none."""
    monkeypatch.setenv("OPERATORS", "")  # so that it is gone again after this test
    monkeypatch.delenv("OPERATORS")
    (tmp_path / ".env").write_text(f"OPERATORS={ADDRESS}\n")
    (tmp_path / "desk").write_text("http://10.0.0.1/desk\n")

    to_editors = ("--editors-file", str(tmp_path / "desk"))
    assert 0 == shell("alarms", "install", "--webhook-env", "OPERATORS", *to_editors).code

    kept = blocks(client, secrets=True)
    assert {"rubricator-alarms": ADDRESS, "rubricator-editors": "http://10.0.0.1/desk"} == kept
    told_by = {each.name: called(each) for each in installed(client)}
    assert 2 == len(set(told_by.values()) - {None})
    assert 1 == [*told_by.values()].count(told_by[f"{PREFIX}proposals wait"])

    assert 0 == shell("alarms", "install", "--webhook", ADDRESS).code
    assert {"rubricator-alarms": ADDRESS} == blocks(client, secrets=True)


def test_they_are_taken_away_with_the_addresses(shell: Shell, client: SyncPrefectClient) -> None:
    """All that an install has made."""
    shell("alarms", "install", "--webhook", ADDRESS, "--editors", ADDRESS)
    assert f"Removed {len(NAMES)} alarms.\n" == shell("alarms", "remove").out
    assert ([], {}) == (installed(client), blocks(client))
    assert "There were none.\n" == shell("alarms", "remove").out
    assert "rubricator alarms install" in shell("alarms", "list").out


@pytest.mark.parametrize("alarm", alarms(), ids=lambda alarm: alarm.name)
def test_what_an_alarm_says_is_one_line(alarm: Alarm) -> None:
    """As JSON, whatever others wrote into it; it names the command that helps, or the file."""
    rude = 'it said "no"\nand <!channel> {{ 7 * 7 }}.'
    flow_run = {"name": "journal, live", "id": "f-1", "state": {"message": rude}}
    payload = {"sentence": rude, "url": "http://pages/v2/runs/flow-run/f-1", "run_id": "r-1"}
    event = {"resource": {"name": "journal"}, "payload": payload}
    context = {"flow_run": flow_run, "event": event, "deployment": {"name": "daily"}}

    (action,) = alarm.automation(uuid4()).actions
    assert isinstance(action, CallWebhook)
    said = json.loads(asyncio.run(render_user_template(action.payload, context)))

    line = said.pop("text")
    assert {} == said
    assert line.startswith("Rubricator")
    assert "/v2/runs/flow-run/f-1" in line
    assert not set("\n<>") & set(line)
    assert "rubricator " in line or "Start it again" in line or "rubricator.toml" in line


@pytest.mark.parametrize(
    ("command", "url", "code", "sentence"),
    [
        ("install", None, 2, "it is not set, and this needs a server that stays; start rubricator"),
        ("list", None, 2, "it is not set, and this needs a server that stays; start rubricator"),
        ("remove", CLOSED, 4, f"{CLOSED} cannot be reached; start that server, or correct the"),
    ],
)
def test_they_need_a_server_that_stays(
    shell: Shell, command: str, url: str | None, code: int, sentence: str
) -> None:
    """A temporary one would take them with it."""
    address = ("--webhook", ADDRESS) if command == "install" else ()
    with temporary_settings({PREFECT_API_URL: url}):
        told = shell("alarms", command, *address)
    assert (code, "") == (told.code, told.out)
    assert f"rubricator: PREFECT_API_URL: {sentence}" in told.err


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ((), "--webhook-env: it is missing; name a variable, like SLACK_WEBHOOK"),
        (("--webhook-env", "NOWHERE"), "--webhook-env: NOWHERE is not set; export it"),
        (("--webhook-file", "nowhere"), "--webhook-file: the file, as seen from"),
        (("--webhook", f"hooks.example/{SECRET}"), "--webhook: it is no address; give one that"),
        (("--webhook", f"http://[{SECRET}"), "--webhook: it is no address; give one that"),
        (("--webhook", ADDRESS, "--editors", SECRET), "--editors: it is no address; give one"),
    ],
)
def test_an_address_that_is_none_is_refused(
    shell: Shell, given: tuple[str, ...], sentence: str
) -> None:
    """Without saying it again: most of it may be right, and secret."""
    told = shell("alarms", "install", *given)
    assert (2, "") == (told.code, told.out)
    assert sentence in told.err
    assert SECRET not in told.err


def test_every_deployment_is_watched() -> None:
    """Its runs have the tag that alarms look for, and a heartbeat often enough."""
    for deployment in yaml.safe_load(YAML.read_text(encoding="utf-8"))["deployments"]:
        assert TAG in deployment["tags"]
        environment = deployment["work_pool"]["job_variables"]["env"]
        beat = float(environment["PREFECT_FLOWS_HEARTBEAT_FREQUENCY"])
        assert SILENCE.total_seconds() >= 3 * beat
