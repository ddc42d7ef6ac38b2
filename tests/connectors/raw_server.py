"""A server that sends what no well-behaved one would: bytes, at its own pace."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

TLS = b"\x16"
PAUSE = 0.05  # seconds between two parts


@contextmanager
def sending(*parts: bytes, tls: ssl.SSLContext | None = None) -> Iterator[str]:
    """The base URL of a server that answers each request by these parts, and hangs up."""
    listening = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=_serve, args=(listening, parts, tls), daemon=True).start()
    scheme = "https" if tls else "http"
    with listening:
        yield f"{scheme}://127.0.0.1:{listening.getsockname()[1]}"
        listening.shutdown(socket.SHUT_RDWR)


def _serve(listening: socket.socket, parts: Sequence[bytes], tls: ssl.SSLContext | None) -> None:
    while True:
        try:
            connection, _ = listening.accept()
        except OSError:
            return  # the test is over
        with suppress(OSError), connection:
            if tls:
                tls.wrap_socket(connection, server_side=True).recv(1)
                continue
            _read(connection)
            for part in parts:
                connection.sendall(part)
                time.sleep(PAUSE)


def _read(connection: socket.socket) -> None:
    """The whole request: closing before that would reset the connection. Of TLS, the start."""
    received = connection.recv(65_536)
    if received.startswith(TLS):
        return
    while b"\r\n\r\n" not in received:
        received += connection.recv(65_536)
    head, _, body = received.partition(b"\r\n\r\n")
    _, named, after = head.lower().partition(b"content-length: ")
    length = int(after.split(b"\r\n")[0]) if named else 0
    while len(body) < length:
        body += connection.recv(65_536)
