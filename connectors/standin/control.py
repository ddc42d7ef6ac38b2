"""The routes under `/standin/`: what tests look at and arrange."""

from collections.abc import Awaitable, Callable

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from connectors.standin.errors import ApiError
from connectors.standin.settings import words
from connectors.standin.state import REMEMBERED, State


def routes(state: State) -> list[Route]:
    """The routes to this stand-in's settings, script, requests and counters."""

    async def counters(_: Request) -> Response:
        return JSONResponse(state.counters.shown())

    async def requests(request: Request) -> Response:
        last = int(request.query_params.get("last", REMEMBERED))
        return JSONResponse(list(state.seen)[-last:])

    async def settings(_: Request) -> Response:
        return JSONResponse(state.settings.model_dump(mode="json"))

    async def change(request: Request) -> Response:
        try:
            state.change(await request.json())
        except ValidationError as error:
            raise ApiError(400, f"settings: {words(error)}") from error
        except (TypeError, ValueError) as error:
            raise ApiError(400, f"settings: {error}") from error
        return await settings(request)

    async def queue(request: Request) -> Response:
        try:
            state.script.add((await request.json())["answers"])
        except (KeyError, TypeError, ValueError) as error:
            raise ApiError(400, f"script: {error}") from error
        return JSONResponse({})

    async def clear(_: Request) -> Response:
        state.script.clear()
        return JSONResponse({})

    table: list[tuple[str, Callable[[Request], Awaitable[Response]], list[str]]] = [
        ("counters", counters, ["GET"]),
        ("requests", requests, ["GET"]),
        ("settings", settings, ["GET"]),
        ("settings", change, ["POST", "PUT"]),
        ("script", queue, ["POST"]),
        ("script", clear, ["DELETE"]),
    ]
    return [Route(f"/standin/{name}", does, methods=verbs) for name, does, verbs in table]
