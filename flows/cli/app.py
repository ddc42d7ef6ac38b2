"""The command `rubricator`: names and exit codes. What a command needs, it imports when called."""

import errno
import os
import sys
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

from cyclopts import App, CycloptsError, Parameter

from flows.cli import (
    alarms,
    audit,
    backfill,
    brakes,
    deploy,
    doctor,
    init,
    ledger,
    moving,
    run,
    serve,
    standin,
)
from flows.cli.exits import CLOSED_PIPE, CONFIGURATION, INTERRUPTED, UNWRITTEN, Exit
from flows.cli.paragraphs import in_paragraphs

UNWRITABLE = {errno.EBADF, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.ENOSPC}

app = App(
    name="rubricator",
    help="Keywords and meta descriptions for every article: previewed, written, undoable.",
    version=lambda: version("rubricator"),
    default_parameter=Parameter(negative=()),
    help_format="plaintext",
    result_action="return_value",
    suppress_keyboard_interrupt=False,
)
for command in (
    init.init,
    init.companion,
    doctor.doctor,
    audit.audit,
    run.run,
    backfill.backfill,
    run.apply,
    run.revert,
    brakes.pause,
    brakes.resume,
    ledger.runs,
    ledger.show,
    ledger.spend,
    serve.serve,
    deploy.deploy,
    standin.standin,
):
    app.command(in_paragraphs(command))
app.command(in_paragraphs(moving.move_ledger), usage=moving.USAGE)
app.command(alarms.alarms)
app.meta.suppress_keyboard_interrupt = False  # `main` says what becomes of the run


@app.meta.default
def launch(
    *tokens: Annotated[str, Parameter(show=False, allow_leading_hyphen=True)],
    config: Path | None = None,
) -> int:
    """Run one command.

    Args:
        tokens: The command and its options.
        config: The configuration file; else RUBRICATOR_CONFIG, else ./rubricator.toml.
    """
    if config is not None:
        os.environ["RUBRICATOR_CONFIG"] = str(config)
    return int(app(tokens, exit_on_error=False, print_error=False) or 0)


def main() -> None:
    """What the installed command calls."""
    try:
        code = _ended()
        print(end="", flush=True)  # noqa: T201 - what cannot be written is heard of here
    except BrokenPipeError:  # whoever read it has enough
        code = CLOSED_PIPE
        _write_nowhere()
    except OSError as error:
        if error.errno not in UNWRITABLE:
            raise
        code = UNWRITTEN
        with suppress(OSError):
            sentence = f"rubricator: the output could not be written ({error.strerror})"
            print(sentence, file=sys.stderr)  # noqa: T201
        _write_nowhere()
    if code == INTERRUPTED:
        _leave_at_once()
    sys.exit(code)


def _ended() -> int:
    """Run the command, say what went wrong, and return the exit code."""
    try:
        return int(app.meta(sys.argv[1:], exit_on_error=False, print_error=False) or 0)
    except CycloptsError as error:
        print(f"rubricator: {error}\nSee rubricator --help.", file=sys.stderr)  # noqa: T201
        return CONFIGURATION
    except Exit as ending:
        print(f"rubricator: {ending}", file=sys.stderr)  # noqa: T201
        return ending.code
    except KeyboardInterrupt:
        sentence = "rubricator: interrupted; start it again to go on, nothing is paid for twice"
        print(sentence, file=sys.stderr)  # noqa: T201
        return INTERRUPTED


def _leave_at_once() -> None:
    """Not even wait for the threads to which Claude, or whoever is slow, owes an answer."""
    sys.stderr.flush()
    os._exit(INTERRUPTED)


def _write_nowhere() -> None:
    """Let the interpreter, which tries once more at its end, write what is left to nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
