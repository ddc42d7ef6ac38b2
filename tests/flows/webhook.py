"""Somebody who is called where an alarm goes off."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


class Called:
    """Their address, and what they were told at which place of it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.heard: list[tuple[str, str]] = []

    def at(self, place: str) -> list[str]:
        """The lines that were told there."""
        return [line for path, line in self.heard if path == f"/{place}"]


@contextmanager
def answering() -> Iterator[Called]:
    """One who listens at a port of this machine."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            called.heard.append((self.path, json.loads(body)["text"]))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        called = Called(f"http://127.0.0.1:{server.server_port}")
        Thread(target=server.serve_forever, daemon=True).start()
        yield called
        server.shutdown()
