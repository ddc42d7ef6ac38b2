"""A process that is looked after: started again where it dies, ended with what it started."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from flows import tether
from flows.tended import GivenUpError, Tended
from tests.clock import StillClock
from tests.flows.served import eventually

FAILS = "raise SystemExit(3)"
READS = "import sys; sys.stdin.read()"
SLEEPS = "import time; time.sleep(60)"
PARENT = f"""\
import subprocess, sys
subprocess.Popen([sys.executable, "-c", {SLEEPS!r}])
sys.stdin.read()
"""

Make = Callable[[str], Tended]


@pytest.fixture
def clock() -> StillClock:
    """Time that only passes where a test lets it."""
    return StillClock()


@pytest.fixture
def tend(tmp_path: Path, clock: StillClock) -> Iterator[Make]:
    """A process with this program, started; nothing of it is left after the test."""
    with ExitStack() as stack:

        def started(program: str) -> Tended:
            tended = Tended("It", (sys.executable, "-c", program), tmp_path, clock)
            tended.start(os.environ)
            stack.callback(tended.kill)
            return tended

        yield started


def children_of(tended: Tended) -> list[int]:
    """The processes that it has started."""
    assert tended._process is not None
    return tether.children(tended._process.pid)


def test_one_that_dies_is_started_again_later_each_time(tend: Make, clock: StillClock) -> None:
    """Until it has died five times in a minute: then something is wrong that no start mends."""
    tended = tend(FAILS)
    for delay in (1, 2, 4, 8):
        eventually(lambda: not tended.alive)
        told = f"It died (exit code 3); it is started again in {delay} s."
        assert [told, ""] == [tended.look_after(), tended.look_after()]
        clock.sleep(delay)
        assert "It is started again." == tended.look_after()
    eventually(lambda: not tended.alive)
    with pytest.raises(GivenUpError, match="It died 5 times in a minute, the last time exit code"):
        tended.look_after()


def test_one_that_dies_now_and_then_is_always_started_again(tend: Make, clock: StillClock) -> None:
    """After a second, as it was the first time."""
    tended = tend(FAILS)
    for _ in range(6):
        eventually(lambda: not tended.alive)
        assert "It died (exit code 3); it is started again in 1 s." == tended.look_after()
        clock.sleep(61)
        tended.look_after()


def test_one_that_lives_is_left_alone(tend: Make) -> None:
    """Nothing is said of it; it ends when it is let go of."""
    tended = tend(READS)
    assert "" == tended.look_after()
    tended.end(patience=10)
    assert not tended.alive


def test_one_that_does_not_end_is_killed(tend: Make) -> None:
    """It has had its time."""
    tended = tend(SLEEPS)
    begun = time.monotonic()
    tended.end(patience=0.1)
    assert not tended.alive
    assert time.monotonic() - begun < 5


def test_what_a_dead_one_has_started_is_told_to_end(tend: Make) -> None:
    """Nobody else would."""
    tended = tend(PARENT)
    (child,) = eventually(lambda: children_of(tended))
    tended.look_after()
    assert tended._process is not None
    os.kill(tended._process.pid, signal.SIGKILL)
    eventually(lambda: not tended.alive)
    assert "It died (SIGKILL); it is started again in 1 s." == tended.look_after()
    eventually(lambda: child not in tether.processes())


def test_both_lists_of_processes_are_the_same() -> None:
    """Linux has a folder of them; elsewhere `ps` is asked."""
    with subprocess.Popen([sys.executable, "-c", SLEEPS]) as child:
        try:
            for listed in (tether.processes(), dict(tether._asked())):
                assert os.getpid() == listed[child.pid]
        finally:
            child.kill()
