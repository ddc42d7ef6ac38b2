"""A real HTTP server that answers what a test tells it to, and remembers what it was asked."""

import json
import socket
import ssl
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Headers = Mapping[str, str]
CUT = 0  # in the place of a status: the connection is cut without a word


@dataclass(frozen=True)
class Told:
    """An answer. A body that is no bytes is sent as JSON."""

    status: int = 200
    body: object = b""
    headers: Headers = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """A request as it came in; `port` is its connection's, at the other end."""

    method: str
    target: str
    headers: Headers
    body: bytes
    port: int

    @property
    def path(self) -> str:
        """The path, or what plain permalinks give in its place."""
        return self.parameters.get("rest_route") or urlsplit(self.target).path

    @property
    def parameters(self) -> dict[str, str]:
        """What follows the question mark."""
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    @property
    def value(self) -> Any:
        """The JSON that was sent."""
        return json.loads(self.body)


Reply = Told | Callable[[Asked], Told]


class Script:
    """What is answered to "GET /path", in turn; the last one for ever. Else 404, as WordPress."""

    def __init__(self, url: str) -> None:
        """Without any answer."""
        self.url = url
        self.asked: list[Asked] = []
        self._replies: dict[str, list[Reply]] = defaultdict(list)
        self._lock = threading.Lock()

    def on(self, line: str, *replies: Reply) -> "Script":
        """Answer a request line so, in the place of what was told before."""
        self._replies[line] = list(replies)
        return self

    def to(self, path: str, method: str = "") -> list[Asked]:
        """The requests that came to a path."""
        return [a for a in self.asked if a.path == path and method in {"", a.method}]

    def reply(self, asked: Asked) -> Told:
        """What is answered to this request."""
        with self._lock:
            self.asked.append(asked)
            queue = self._replies[f"{asked.method} {asked.path}"] or self._replies["*"]
            told = queue.pop(0) if len(queue) > 1 else queue[0] if queue else NO_ROUTE
        return told if isinstance(told, Told) else told(asked)


NO_ROUTE = Told(404, {"code": "rest_no_route", "message": "No route.", "data": {"status": 404}})


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[Script]:
    """A server on a port of its own, for as long as the test needs it."""
    server = _Server(("127.0.0.1", 0), _Handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    scheme, port = "https" if tls else "http", server.server_address[1]
    server.script = Script(f"{scheme}://127.0.0.1:{port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), name=f"server {port}")
    thread.start()
    try:
        yield server.script
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    script: Script

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing: a client that hangs up is part of some tests."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def answer(self) -> None:
        """Any method's answer."""
        assert isinstance(self.server, _Server)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(self.command, self.path, headers, body, self.client_address[1])
        told = self.server.script.reply(asked)
        if told.status == CUT:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        body = told.body if isinstance(told.body, bytes) else json.dumps(told.body).encode()
        self.send_response(told.status)
        given = {"Content-Length": str(len(body)), "Content-Type": "application/json"}
        for name, value in (given | dict(told.headers)).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_CONNECT = answer  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Nothing: tests ask the script."""
