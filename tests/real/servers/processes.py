"""Commands that run to their end, and servers that run until they are stopped."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

GLANCE = 0.02  # seconds between two looks
TAIL = 15  # lines of an output that an error quotes
# Reads what never comes: who started it is gone, however that came, when there is no more to read.
GUARD = ("sh", "-c", 'read -r end; kill -s KILL -- "-$1"', "guard")


class ServerError(Exception):
    """A server could not be made, started or asked."""


def say(sentence: str) -> None:
    """Tell who waits what is being done."""
    sys.stderr.write(f"servers: {sentence}\n")
    sys.stderr.flush()


def run(
    *command: str | Path, cwd: Path | None = None, given: str | None = None, seconds: float = 600
) -> str:
    """What a command prints. Raises `ServerError` with the end of its output where it fails."""
    try:
        done = subprocess.run(
            command,
            cwd=cwd,
            input=given,
            stdin=subprocess.DEVNULL if given is None else None,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=seconds,
            check=False,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"},
        )
    except FileNotFoundError as error:
        raise ServerError(f"{command[0]}: is not on this machine; install it") from error
    except subprocess.TimeoutExpired as error:
        raise ServerError(f"{command[0]}: did not end within {seconds:.0f} s") from error
    if done.returncode:
        said = f"{tail(done.stdout)}\n{tail(done.stderr)}".strip()
        raise ServerError(f"{shown(command)}: exit {done.returncode}\n{said}")
    return done.stdout


class Server:
    """A program in the background; it ends with its `stop`, or at the latest with this process."""

    def __init__(
        self,
        command: Sequence[str | Path],
        log: Path,
        *,
        ending: signal.Signals = signal.SIGTERM,
        env: Mapping[str, str] | None = None,
    ) -> None:
        self.command, self.log, self.ending = command, log, ending
        # A session of its own: Ctrl-C reaches the tests alone, which then stop it in order.
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **(env or {})},
                start_new_session=True,
            )
        self.guard = subprocess.Popen(
            [*GUARD, str(self.process.pid)], stdin=subprocess.PIPE, start_new_session=True
        )

    def until(self, ready: Callable[[], bool], *, seconds: float = 60) -> None:
        """Wait until it is ready. Raises `ServerError` where it ends or takes too long."""
        patience = time.monotonic() + seconds
        while not ready():
            if self.process.poll() is not None:
                raise ServerError(f"{shown(self.command)}: ended\n{self.logged()}")
            if time.monotonic() > patience:
                raise ServerError(
                    f"{shown(self.command)}: not ready after {seconds:.0f} s\n{self.logged()}"
                )
            time.sleep(GLANCE)

    def stop(self) -> None:
        """End it and all that it started."""
        with self.guard:  # which closes its end
            self.guard.kill()
        for sent in (self.ending, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, sent)
            except ProcessLookupError:
                break
            try:
                self.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                continue

    def logged(self) -> str:
        """The end of what it has said."""
        return tail(self.log.read_text(encoding="utf-8", errors="replace"))


def tail(output: str) -> str:
    """The last lines of an output."""
    return "\n".join(output.strip().splitlines()[-TAIL:])


def shown(command: Sequence[str | Path]) -> str:
    """The beginning of a command, for an error."""
    return " ".join(str(part) for part in command[:4])
