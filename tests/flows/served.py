"""`rubricator serve` in a process of its own, and what it leaves behind."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.tether import processes
from tests.flows.terminal import COMMAND, KEY

PATIENCE = 90.0  # seconds for what takes ten on a quiet machine
UP = "Ctrl-C or SIGTERM stops"

Found = TypeVar("Found")


class Served:
    """One such process: its lines, its processes, its server."""

    def __init__(self, folder: Path, home: Path, port: int) -> None:
        self._lines = folder / f"serve-{time.monotonic_ns()}.log"
        self.url = f"http://127.0.0.1:{port}/api"
        environment = {
            **{name: value for name, value in os.environ.items() if name != "PREFECT_API_URL"},
            "ANTHROPIC_API_KEY": KEY,
            "PREFECT_HOME": str(home),
            "RUBRICATOR_CONFIG": str(folder / "rubricator.toml"),
            # A changed schedule is looked at once a minute, a full deployment twice.
            "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "3",
            "PREFECT_SERVER_DEPLOYMENTS_CONCURRENCY_SLOT_WAIT_SECONDS": "1",
        }
        with self._lines.open("w") as lines:
            self.process = subprocess.Popen(
                [COMMAND, "serve", "--port", str(port)], cwd="/", env=environment, stderr=lines
            )

    @property
    def said(self) -> str:
        """All that it has said so far."""
        return self._lines.read_text(encoding="utf-8")

    def until(self, words: str) -> None:
        """Wait until it says so."""
        eventually(lambda: words in self.said or self.process.poll() is not None, self.said)
        assert words in self.said, self.said

    def family(self) -> set[int]:
        """Its process, and all that come of it."""
        table = processes()
        family = {self.process.pid}
        while more := {pid for pid, parent in table.items() if parent in family} - family:
            family |= more
        return family

    def child(self, words: str) -> int:
        """The one process of its family that was started with these words."""
        for pid in self.family():
            command = ["ps", "-o", "args=", "-p", str(pid)]
            if words in subprocess.run(command, capture_output=True, text=True, check=False).stdout:
                return pid
        raise AssertionError(words)

    def end(self, how: signal.Signals = signal.SIGTERM) -> tuple[int, float]:
        """Its exit code, and how many seconds it took to end."""
        begun = time.monotonic()
        self.process.send_signal(how)
        return self.process.wait(PATIENCE), time.monotonic() - begun


@contextmanager
def serving(folder: Path, home: Path, port: int) -> Iterator[tuple[Served, SyncPrefectClient]]:
    """One that is up, with a way to its server; killed with all that came of it at the end."""
    served = Served(folder, home, port)
    try:
        served.until(UP)
        with temporary_settings({PREFECT_API_URL: served.url}), get_client(sync_client=True) as api:
            yield served, api
    finally:
        if served.process.poll() is None:
            served.process.kill()
        served.process.wait()


def eventually(look: Callable[[], Found | None], otherwise: str = "") -> Found:
    """What is found at last."""
    end = time.monotonic() + PATIENCE
    while not (found := look()):
        assert time.monotonic() < end, otherwise
        time.sleep(0.25)  # most looks are questions to a server
    return found


def free_port() -> int:
    """One that nobody has at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
