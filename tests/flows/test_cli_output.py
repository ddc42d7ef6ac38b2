"""What a command does when nobody takes what it says."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows.terminal import COMMAND, Told

ENOUGH = "companion"  # says more than the interpreter keeps until the end
LITTLE = "init"


@pytest.fixture(params=["", "1"], ids=["buffered", "unbuffered"])
def unbuffered(request: pytest.FixtureRequest) -> str:
    """What PYTHONUNBUFFERED says: where it is set, each `print` fails by itself."""
    return str(request.param)


@pytest.fixture
def closed_pipe() -> Iterator[int]:
    """The end to write to of a pipe that nobody reads."""
    read, write = os.pipe()
    os.close(read)
    yield write
    os.close(write)


def told(command: str, folder: Path, unbuffered: str, stdout: int) -> Told:
    """What the command says on stderr."""
    done = subprocess.run(
        [COMMAND, "--config", folder / "rubricator.toml", command],
        env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    return Told(done.returncode, "", done.stderr)


@pytest.mark.parametrize("command", [ENOUGH, LITTLE])
def test_a_pipe_that_is_closed_is_no_trouble(
    tmp_path: Path, closed_pipe: int, unbuffered: str, command: str
) -> None:
    """As of `| head`: not a word, and the code that a shell knows."""
    assert Told(141, "", "") == told(command, tmp_path, unbuffered, closed_pipe)


@pytest.mark.parametrize("command", [ENOUGH, LITTLE])
def test_a_disk_that_is_full_is_told_in_a_line(
    tmp_path: Path, unbuffered: str, command: str
) -> None:
    """And the command has not succeeded."""
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ending = told(command, tmp_path, unbuffered, full.fileno())
    sentence = "rubricator: the output could not be written (No space left on device)\n"
    assert Told(1, "", sentence) == ending
