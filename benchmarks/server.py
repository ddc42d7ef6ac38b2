"""A server that answers every request after a fixed time and does next to nothing else.

It speaks just enough of the Messages API for the SDK, and takes its answer from the article: the
first paragraph, and five words of it.
"""

import argparse
import asyncio
import json
import re
from typing import Any, cast

Body = dict[str, Any]

_TEXT = re.compile(r"<text>\n(.*?)\n", re.DOTALL)
_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
_WORD = re.compile(r"\b[a-z]{4,}\b")
_HEADERS = (
    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nrequest-id: req_bench\r\n"
    "anthropic-ratelimit-requests-limit: 100000\r\n"
    "anthropic-ratelimit-requests-remaining: 99999\r\n"
    "anthropic-ratelimit-requests-reset: 2026-01-01T00:00:00Z\r\n"
    "content-length: %d\r\n\r\n"
)


class Answering(asyncio.Protocol):
    """One connection, kept alive."""

    latency = 0.3

    def __init__(self) -> None:
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember whom to answer."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Answer each whole request, later."""
        self._received += data
        head, end, rest = self._received.partition(b"\r\n\r\n")
        if not end:
            return
        length = int(_LENGTH.split(head)[1])
        if len(rest) >= length:
            self._received = rest[length:]
            loop = asyncio.get_running_loop()
            loop.call_later(self.latency, self._answer, rest[:length])

    def _answer(self, body: bytes) -> None:
        if not self._transport.is_closing():
            message = json.dumps(answer(json.loads(body))).encode()
            self._transport.write((_HEADERS % len(message)).encode() + message)


def answer(request: Body) -> Body:
    """A whole answer to a request for metadata."""
    user = request["messages"][0]["content"]
    lead = _TEXT.split(user)[1]
    words = list(dict.fromkeys(_WORD.findall(lead)))
    fields = {f"keyword_{n}": word for n, word in enumerate(words[:5], start=1)}
    text = json.dumps({**fields, "meta_description": lead})
    return {
        "id": "msg_bench",
        "type": "message",
        "role": "assistant",
        "model": request["model"],
        "content": [{"type": "text", "text": text}],
        "stop_reason": "end_turn",
        "stop_sequence": None,
        "usage": {"input_tokens": len(user) // 3, "output_tokens": 80},
    }


async def serve(port: int) -> None:
    """Listen on this machine, say where, and answer until killed."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Answering, "127.0.0.1", port, backlog=512)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--latency", type=float, default=Answering.latency, help="seconds")
    given = parser.parse_args()
    Answering.latency = given.latency
    asyncio.run(serve(given.port))
