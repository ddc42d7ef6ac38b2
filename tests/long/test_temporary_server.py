"""The server that a command starts for itself."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from flows.cli.exits import INTERRUPTED
from tests.flows.journal import Journal
from tests.prefect_server import new_home
from tests.sharing import Sharing

PATIENCE = 20.0  # seconds; the server gives open connections two, on a busy machine slowly
PARENT = """\
import sys
from prefect.settings import PREFECT_API_URL
from flows.engine import prefect_api
with prefect_api():
    print(PREFECT_API_URL.value(), flush=True)
    sys.stdin.read()
"""
COMMAND = "import sys; from flows.cli.app import main; sys.exit(main())"


@pytest.fixture
def alone(tmp_path: Path, sharing: Sharing, prefect_server: None) -> dict[str, str]:
    """An environment whose commands have to start a server."""
    new_home(tmp_path, sharing)
    ours = {"PREFECT_HOME": str(tmp_path), "ANTHROPIC_API_KEY": "sk-ant-any"}
    return {k: v for k, v in os.environ.items() if k != "PREFECT_API_URL"} | ours


def test_the_temporary_server_ends_with_its_parent(alone: dict[str, str]) -> None:
    """Also where the parent is killed and can clean up nothing."""
    with subprocess.Popen(
        [sys.executable, "-c", PARENT],
        env=alone,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        assert parent.stdout is not None
        health = f"{parent.stdout.readline().strip()}/health"
        assert httpx.get(health).is_success
        parent.kill()

    end = time.monotonic() + PATIENCE
    while answers(health):
        assert time.monotonic() < end, "the server outlives its parent"
        time.sleep(0.1)


def answers(url: str) -> bool:
    """Whether anybody listens there."""
    try:
        httpx.get(url)
    except httpx.ConnectError:
        return False
    except httpx.TransportError:
        pass  # it is about to end
    return True


@pytest.fixture
def command(
    alone: dict[str, str], journal: Journal, request: pytest.FixtureRequest
) -> Iterator["subprocess.Popen[str]"]:
    """A run with a server of its own, in a group of its own, that Claude owes an answer."""
    journal.standin.script(*[{"latency": request.param}] * 3)
    with subprocess.Popen(
        [sys.executable, "-c", COMMAND, "run"],
        cwd=journal.folder,
        env=alone,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        end = time.monotonic() + 3 * PATIENCE
        while not journal.standin.counters()["requests"] and time.monotonic() < end:
            time.sleep(0.05)
        yield process


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("command", [1], indirect=True)
def test_what_ends_a_run_leaves_the_server_to_hear_of_it(
    command: "subprocess.Popen[str]", journal: Journal, how: signal.Signals
) -> None:
    """A terminal's Ctrl-C goes to the server as well, as does what systemd ends a unit with."""
    os.killpg(command.pid, how)
    _, told = command.communicate(timeout=PATIENCE)

    assert (INTERRUPTED, ["cancelled"]) == (command.returncode, journal.statuses())
    assert "interrupted; start it again to go on, nothing is paid for twice" in told
    assert "rubricator show 2" in told


@pytest.mark.parametrize("command", [60], indirect=True)
def test_whoever_presses_ctrl_c_twice_does_not_wait(command: "subprocess.Popen[str]") -> None:
    """Not for the answer either; the second may come when the run has ended already."""
    for _ in range(2):
        os.killpg(command.pid, signal.SIGINT)
        time.sleep(1)
    _, told = command.communicate(timeout=PATIENCE)

    assert INTERRUPTED == command.returncode
    assert "interrupted; start it again to go on, nothing is paid for twice" in told
    assert "Traceback" not in told
