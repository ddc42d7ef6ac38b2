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
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from flows.garbage import collect_aside

GRACE = 2  # seconds for open connections once the parent is gone
BUSY = 503  # two wrote to its database at once; it says no time to wait, so a client takes two
SOON = b"0.2"  # seconds


def main() -> None:
    """Serve Prefect's API at the socket that is inherited by the number given as the argument."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    collect_aside()
    config = uvicorn.Config(
        "flows.temporary_server:create_app",
        factory=True,
        log_level="error",
        lifespan="on",
        timeout_graceful_shutdown=GRACE,
    )
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=int(sys.argv[1]))])


def create_app() -> ASGIApp:
    """Prefect's API, which asks a client to come back soon where it is busy."""
    from prefect.server.api.server import create_app as prefects  # noqa: PLC0415 - takes seconds

    api = prefects()

    async def patient(scope: Scope, receive: Receive, send: Send) -> None:
        async def heard(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == BUSY:
                message["headers"] = [*message["headers"], (b"retry-after", SOON)]
            await send(message)

        await api(scope, receive, heard)

    return patient


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Timer(2 * GRACE, os._exit, args=(0,)).start()


if __name__ == "__main__":
    main()
