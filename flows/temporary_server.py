"""A Prefect server for one process, which ends with it whatever ends that process.

Prefect's own temporary server outlives a killed parent. This one watches its standard input: the
other end of the pipe is held by the parent, and the system closes it.
"""

import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from flows.garbage import collect_aside
from flows.in_turn import write_in_turn

GRACE = 2  # seconds for open connections once the parent is gone
# A terminal sends its Ctrl-C to all processes, systemd its SIGTERM. They are for the parent, who
# has to say here yet how its runs ended, and would wait for a server that is gone.
NOT_MEANT = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class DeafServer(uvicorn.Server):
    """A server that sets no handlers of signals."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave them as they are."""
        yield


def main() -> None:
    """Serve Prefect's API at the socket that is inherited by the number given as the argument."""
    for each in NOT_MEANT:
        signal.signal(each, signal.SIG_IGN)
    collect_aside()
    write_in_turn()
    config = uvicorn.Config(
        "prefect.server.api.server:create_app",
        factory=True,
        log_level="error",
        lifespan="on",
        timeout_graceful_shutdown=GRACE,
    )
    server = DeafServer(config)
    threading.Thread(target=_end_with_parent, args=(server,), daemon=True).start()
    server.run(sockets=[socket.socket(fileno=int(sys.argv[1]))])


def _end_with_parent(server: uvicorn.Server) -> None:
    sys.stdin.buffer.read()
    server.should_exit = True
    threading.Timer(2 * GRACE, os._exit, args=(0,)).start()


if __name__ == "__main__":
    main()
