"""How the command is to be called again: what is printed here has to work here."""

from pathlib import Path
from shlex import quote

from flows.config import DEFAULT, path_of
from flows.reports.words import PROGRAM


def program() -> str:
    """`rubricator`, with `--config` where it would not find this configuration by itself."""
    path, here = path_of(), Path.cwd()
    if path == Path(DEFAULT).absolute():
        return PROGRAM
    shown = path.relative_to(here) if path.is_relative_to(here) else path
    return f"{PROGRAM} --config {quote(str(shown))}"
