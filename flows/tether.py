"""A Prefect command that ends with its parent, whatever ends that, and its runs before it.

A worker that is told to end kills the runs that it started, and they stay `Running` for ever. Here
each of them is told first, and says itself what became of it. The parent holds the other end of
the standard input: it lets go of it, or the system does.
"""

import os
import runpy
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from flows.garbage import collect_aside
from flows.in_turn import write_in_turn

RUNS = 15.0  # seconds for the runs to hear what they have asked, and write down where they are
REPORT = 1.0  # second in which a worker learns how they ended, and passes it on
LAST = 3.0  # seconds for the command itself
GLANCE = 0.1  # seconds between two looks at the processes
TABLE = Path("/proc")


def main() -> None:
    """Run `prefect` with the arguments given."""
    # Where SIGINT is ignored, as a shell's `&` has it, a worker does not hear SIGTERM either.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    collect_aside()
    if "server" in sys.argv[1:2]:
        write_in_turn()
    sys.argv[0] = "prefect"
    runpy.run_module("prefect", run_name="__main__", alter_sys=True)


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    if running := children(os.getpid()):
        tell(running, signal.SIGTERM)
        if not wait_until(lambda: not children(os.getpid()), RUNS):
            tell(children(os.getpid()), signal.SIGKILL)
        threading.Event().wait(REPORT)
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Event().wait(LAST)
    os._exit(0)


def children(parent: int) -> list[int]:
    """The processes that a process has started and that still run."""
    return [pid for pid, its_parent in processes().items() if its_parent == parent]


def processes() -> dict[int, int]:
    """Every process that runs, with its parent."""
    return dict(_listed() if TABLE.is_dir() else _asked())


def _listed() -> Iterable[tuple[int, int]]:
    for folder in TABLE.glob("[0-9]*"):
        with suppress(OSError):  # it has just ended
            # Its name stands in brackets, and may hold any.
            state, parent = (folder / "stat").read_bytes().rpartition(b")")[2].split()[:2]
            if state != b"Z":
                yield int(folder.name), int(parent)


def _asked() -> Iterable[tuple[int, int]]:
    command = ["ps", "-A", "-o", "pid=,ppid=,stat="]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as asked:  # noqa: S603
        told, _ = asked.communicate()
    for pid, parent, state in (line.split(None, 2) for line in told.splitlines()):
        if int(pid) != asked.pid and not state.startswith("Z"):
            yield int(pid), int(parent)


def tell(running: Iterable[int], what: signal.Signals) -> None:
    """Send a signal to those of the processes that are still there."""
    for pid in running:
        with suppress(ProcessLookupError):
            os.kill(pid, what)


def wait_until(so: Callable[[], bool], seconds: float) -> bool:
    """Whether it came to be so, in so many seconds."""
    end = time.monotonic() + seconds
    while not so():
        if time.monotonic() > end:
            return False
        threading.Event().wait(GLANCE)
    return True


if __name__ == "__main__":
    main()
