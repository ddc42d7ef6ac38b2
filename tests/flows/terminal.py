"""The command, given in this process or in one of its own."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from prefect.settings import PREFECT_API_URL

from flows.cli.app import main

KEY = "sk-ant-secret-of-this-test"
COMMAND = Path(sys.executable).with_name("rubricator")


@dataclass(frozen=True)
class Told:
    """How a command ended: its exit code, and what it said."""

    code: int
    out: str
    err: str

    def __post_init__(self) -> None:
        """What holds for every command, however it ends."""
        assert "Traceback" not in self.out + self.err
        assert KEY not in self.out + self.err


class Shell:
    """Gives commands in this process, which spares the seconds that Prefect takes to import."""

    def __init__(self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self._capsys = capsys
        self._monkeypatch = monkeypatch
        # A run sets it for its process where nobody has.
        monkeypatch.setenv("PREFECT_LOGGING_LEVEL", "CRITICAL")

    def __call__(self, *arguments: str) -> Told:
        """What the command says."""
        self._capsys.readouterr()
        self._monkeypatch.setattr(sys, "argv", ["rubricator", *arguments])
        with pytest.raises(SystemExit) as ending:
            main()
        said = self._capsys.readouterr()
        return Told(int(ending.value.code or 0), said.out, said.err)


def environment(**changes: str) -> dict[str, str]:
    """This process's, with the Prefect server of the tests."""
    ours = {
        "PREFECT_API_URL": PREFECT_API_URL.value() or "",
        "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",  # as is so there
    }
    return {**os.environ, **ours, **changes}


def process(*arguments: str, **options: Any) -> Told:
    """What the installed command says in a process of its own."""
    done = subprocess.run(
        [COMMAND, *arguments],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        **options,
    )
    return Told(done.returncode, done.stdout, done.stderr)
