"""Fetches and installs servers, or runs one to be looked at: python -m tests.real.servers new."""

import argparse
import os
import signal
import sys
from contextlib import suppress

from tests.real.servers import KINDS, DownloadError, ServerError, prepare, wordpress
from tests.real.servers.processes import say


def main() -> int:
    """The exit code; EX_TEMPFAIL (75) says that WordPress itself could not be downloaded."""
    parser = argparse.ArgumentParser(prog="python -m tests.real.servers", description=__doc__)
    parser.add_argument("kinds", nargs="*", choices=[*KINDS, []], metavar="|".join(KINDS))
    parser.add_argument("--run", choices=KINDS, help="start one, until Ctrl-C")
    asked = parser.parse_args()
    try:
        for kind in asked.kinds:
            prepare(kind)
        if asked.run:
            show(asked.run)
    except DownloadError as error:
        say(str(error))
        return os.EX_TEMPFAIL
    except ServerError as error:
        say(str(error))
        return 1
    return 0


def show(kind: str) -> None:
    """A site for a person, until there is a signal."""
    with wordpress(kind) as site:
        say(f"{site.url} and {site.url}/wp-admin/ (admin, password admin)")
        say(f"application password: {site.username}:{site.app_password}; its files: {site.folder}")
        with suppress(KeyboardInterrupt):
            signal.pause()


if __name__ == "__main__":
    sys.exit(main())
