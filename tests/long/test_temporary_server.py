"""The server that a command starts for itself."""

import os
import signal
import subprocess
import sys
import time
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


def test_the_temporary_server_ends_with_its_parent(
    tmp_path: Path, sharing: Sharing, prefect_server: None
) -> None:
    """Also where the parent is killed and can clean up nothing."""
    new_home(tmp_path, sharing)
    environment = {k: v for k, v in os.environ.items() if k != "PREFECT_API_URL"}
    environment["PREFECT_HOME"] = str(tmp_path)
    with subprocess.Popen(
        [sys.executable, "-c", PARENT],
        env=environment,
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


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_what_ends_a_run_leaves_the_server_to_hear_of_it(
    tmp_path: Path, sharing: Sharing, journal: Journal, how: signal.Signals
) -> None:
    """A terminal's Ctrl-C goes to the server as well, as does what systemd ends a unit with."""
    new_home(tmp_path, sharing)
    environment = {k: v for k, v in os.environ.items() if k != "PREFECT_API_URL"}
    environment |= {"PREFECT_HOME": str(tmp_path), "ANTHROPIC_API_KEY": "sk-ant-any"}
    journal.standin.script(*[{"latency": 1}] * 3)
    with subprocess.Popen(
        [sys.executable, "-c", COMMAND, "run"],
        cwd=journal.folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as command:
        end = time.monotonic() + 3 * PATIENCE
        while not journal.standin.counters()["requests"] and time.monotonic() < end:
            time.sleep(0.05)
        os.killpg(command.pid, how)
        _, told = command.communicate(timeout=PATIENCE)

    assert (INTERRUPTED, ["cancelled"]) == (command.returncode, journal.statuses())
    assert "interrupted; start it again to go on, nothing is paid for twice" in told
    assert "rubricator show 2" in told
