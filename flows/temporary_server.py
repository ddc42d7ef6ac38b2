"""A Prefect server for one process, which ends with it whatever ends that process.

Prefect's own temporary server outlives a killed parent. This one watches its standard input: the
other end of the pipe is held by the parent, and the system closes it.
"""

import os
import signal
import sys
import threading

import uvicorn

GRACE = 2  # seconds for open connections once the parent is gone


def main() -> None:
    """Serve Prefect's API on the loopback port given as the argument."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    uvicorn.run(
        "prefect.server.api.server:create_app",
        factory=True,
        host="127.0.0.1",
        port=int(sys.argv[1]),
        log_level="error",
        lifespan="on",
        timeout_graceful_shutdown=GRACE,
    )


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
    threading.Timer(2 * GRACE, os._exit, args=(0,)).start()


if __name__ == "__main__":
    main()
