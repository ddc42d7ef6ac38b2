"""A Prefect server for one process, which ends with it whatever ends that process.

Prefect's own temporary server outlives a killed parent. This one watches its standard input: the
other end of the pipe is held by the parent, and the system closes it.
"""

import os
import signal
import socket
import sys
import threading

import uvicorn

from flows.garbage import collect_aside
from flows.in_turn import write_in_turn

GRACE = 2  # seconds for open connections once the parent is gone


def main() -> None:
    """Serve Prefect's API at the socket that is inherited by the number given as the argument."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    collect_aside()
    write_in_turn()
    config = uvicorn.Config(
        "prefect.server.api.server:create_app",
        factory=True,
        log_level="error",
        lifespan="on",
        timeout_graceful_shutdown=GRACE,
    )
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=int(sys.argv[1]))])


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Timer(2 * GRACE, os._exit, args=(0,)).start()


if __name__ == "__main__":
    main()
