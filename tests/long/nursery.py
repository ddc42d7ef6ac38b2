"""The command, in process after process, without the seconds of importing Prefect."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from prefect.settings import PREFECT_API_URL

from tests.flows.journal import Journal

PATIENCE = 60.0  # seconds until what a kill waits for has happened
GLANCE = 0.01  # seconds between two looks at what it waits for
SAID = "said.log"
NURSERY = """\
import os, sys
from flows.cli.app import main
from flows.cli.conducting import warm_up
from flows import engine
warm_up("flows.daily")
for line in sys.stdin:
    word, *arguments = line.split()
    if word == "wait":
        print(os.waitstatus_to_exitcode(os.waitpid(int(arguments[0]), 0)[1]), flush=True)
    elif pid := os.fork():
        print(pid, flush=True)
    else:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(os.open(word, os.O_WRONLY | os.O_CREAT | os.O_APPEND), 2)
        sys.argv = ["rubricator", *arguments]
        main()
"""  # each child is the command, which says no more on stdout, and what it tells people in a file


class Nursery:
    """Starts the command in process after process, each a child of one that has all loaded."""

    def __init__(self, mother: "subprocess.Popen[str]") -> None:
        self._mother = mother

    def start(self, journal: Journal, *more: str) -> int:
        """A live run's process. What it tells people is added to the site's `SAID`."""
        config = journal.folder / "rubricator.toml"
        return self._say(f"{journal.folder / SAID} --config {config} run {' '.join(more)}")

    def wait(self, process: int) -> int:
        """Its exit code, when it has ended."""
        return self._say(f"wait {process}")

    def end_after(
        self,
        further: int,
        count: Callable[[], int],
        process: int,
        how: signal.Signals = signal.SIGKILL,
    ) -> int:
        """Its exit code, killed or told to end once so many more have been counted."""
        enough = count() + further
        end = time.monotonic() + PATIENCE
        while count() < enough and time.monotonic() < end:
            time.sleep(GLANCE)
        os.kill(process, how)
        return self.wait(process)

    def _say(self, line: str) -> int:
        assert self._mother.stdin is not None
        assert self._mother.stdout is not None
        self._mother.stdin.write(f"{line}\n")
        self._mother.stdin.flush()
        return int(self._mother.stdout.readline())


@contextmanager
def a_nursery(home: Path) -> Iterator[Nursery]:
    """One whose processes have a key, and the Prefect server with that home."""
    environment = {
        **os.environ,
        "PREFECT_HOME": str(home),
        "PREFECT_API_URL": PREFECT_API_URL.value() or "",
        "PREFECT_LOGGING_LEVEL": "CRITICAL",
        "ANTHROPIC_API_KEY": "sk-ant-any",
    }
    with subprocess.Popen(
        [sys.executable, "-c", NURSERY],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as mother:
        yield Nursery(mother)
