"""`serve`: a scheduled system on this machine."""

import signal
import sys
from contextlib import suppress
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from flows.cli.exits import UNREACHABLE, Exit, clear_errors


def serve(
    *,
    host: str = "127.0.0.1",
    port: Annotated[int, Parameter(validator=Number(gte=1, lte=65_535))] = 4200,
) -> None:
    """Run every morning on this machine: Prefect's server and pages, the schedule, a worker.

    The deployments are those of the prefect.yaml beside the configuration, or else the six that
    Rubricator brings along. Runs work in the configuration's folder, with the environment of this
    command. With PREFECT_API_URL, that server is used and none is started. Ctrl-C or SIGTERM stops
    everything within 30 seconds, a second one at once.

    Args:
        host: Where the pages and the API listen. Beyond this machine: set a password first, as
            PREFECT_SERVER_API_AUTH_STRING="name:password".
        port: Its port.
    """
    _say("Looking at the configuration.")
    from flows.cli.conducting import ready  # noqa: PLC0415 - Prefect is slow

    with clear_errors():
        from flows.config import load  # noqa: PLC0415

        ready(None, asks=True)
        from flows.engine import NoServerError  # noqa: PLC0415
        from flows.serve import Serving  # noqa: PLC0415
        from flows.tended import GivenUpError  # noqa: PLC0415

        serving = Serving(load(), host, port, _say)
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if each != signal.SIGHUP or signal.getsignal(each) != signal.SIG_IGN:  # nohup
                signal.signal(each, serving.stop)
        try:
            serving.run()
        except (NoServerError, GivenUpError) as error:
            raise Exit(UNREACHABLE, str(error)) from None


def _say(sentence: str) -> None:
    """One line on stderr; a terminal that is gone is no reason to stop in the middle."""
    with suppress(OSError):
        print(f"rubricator: {sentence}", file=sys.stderr, flush=True)  # noqa: T201
