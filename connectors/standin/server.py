"""The stand-in as a process: it listens, says where and what it is, and ends when told to."""

import argparse
import asyncio
import signal
import socket
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import cast

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from connectors.standin import wire
from connectors.standin.app import create_app
from connectors.standin.limits import Clock
from connectors.standin.settings import Settings

_BANNER = f"""\
This is Rubricator's stand-in for Claude's API: {wire.HEADER_VALUE}.
Its answers are extracts of the articles, at best a floor for what a model writes.
Try it:  export RUBRICATOR_CLAUDE_BASE_URL={{url}} ANTHROPIC_API_KEY=any
"""


class _Protocol(H11Protocol):
    """HTTP whose requests can reach their connection: a script may ask to have it cut."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.app_state = {**self.app_state, "transport": transport}


def serve(settings: Settings) -> None:
    """Answer until told to end; the first line printed is the address to send requests to."""
    signal.signal(
        signal.SIGTERM, lambda *_: sys.exit(0)
    )  # the server raises it again when it is done
    with listen(settings) as listening:
        url = address(listening)
        sys.stdout.write(f"{url}\n{_BANNER.format(url=url)}")
        sys.stdout.flush()
        with suppress(KeyboardInterrupt):  # likewise
            server(settings).run(sockets=[listening])


def listen(settings: Settings) -> socket.socket:
    """A socket that takes connections from now on, on this machine only."""
    return socket.create_server(("127.0.0.1", settings.port), backlog=512)


def address(listening: socket.socket) -> str:
    """The base URL of what listens there."""
    host, port = cast("tuple[str, int]", listening.getsockname())
    return f"http://{host}:{port}"


def server(settings: Settings, clock: Clock = time.time) -> uvicorn.Server:
    """A server of a fresh stand-in, which names itself in every response."""
    config = uvicorn.Config(
        create_app(settings, clock),
        http=_Protocol,
        ws="none",
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        headers=[(wire.HEADER_NAME, wire.HEADER_VALUE)],
        timeout_graceful_shutdown=1,
    )
    return uvicorn.Server(config)


def main(argv: Sequence[str] | None = None) -> None:
    """Run a stand-in as the arguments say."""
    parser = argparse.ArgumentParser(prog="python -m connectors.standin", description=__doc__)
    parser.add_argument("--port", type=int, default=8765, help="0 takes a free one")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before an answer")
    serve(Settings(**vars(parser.parse_args(argv))))
