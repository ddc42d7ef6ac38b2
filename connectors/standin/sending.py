"""Ways for an answer to reach, or not to reach, who asked."""

import asyncio
from collections.abc import Mapping

from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

_PIECES = 10


class NoResponse(Response):
    """A connection that is closed where a response was due."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Send nothing."""
        await _hang_up(scope)


class Half(JSONResponse):
    """A response that ends in its middle, and the connection with it."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Send the headers, which tell the whole length, and half of the body."""
        await _begin(self, send)
        await _piece(self.body[: len(self.body) // 2], send)
        await _hang_up(scope)


class Dribble(JSONResponse):
    """A response whose body comes a little at a time, over so many seconds."""

    def __init__(self, content: object, headers: Mapping[str, str], seconds: float) -> None:
        super().__init__(content, headers=headers)
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Send the headers at once and the body piece by piece."""
        await _begin(self, send)
        body = bytes(self.body)
        size = len(body) // _PIECES + 1
        for start in range(0, len(body), size):
            await asyncio.sleep(self._seconds / _PIECES)
            await _piece(body[start : start + size], send)
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _begin(response: Response, send: Send) -> None:
    status, headers = response.status_code, response.raw_headers
    await send({"type": "http.response.start", "status": status, "headers": headers})


async def _piece(body: bytes | memoryview, send: Send) -> None:
    await send({"type": "http.response.body", "body": bytes(body), "more_body": True})


async def _hang_up(scope: Scope) -> None:
    scope["state"]["transport"].close()
    await asyncio.sleep(0)  # until the server has seen it closed
