"""The routes: Claude's under `/v1/`, and under `/standin/` what tests look at and arrange."""

import asyncio
import json
from collections import deque
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from connectors.standin import wire
from connectors.standin.checks import check, check_headers, check_max_tokens
from connectors.standin.counters import Counters
from connectors.standin.errors import ApiError
from connectors.standin.messages import reply
from connectors.standin.models import MODELS, info
from connectors.standin.script import ORDINARY, Script, Special
from connectors.standin.settings import Settings
from connectors.standin.tokens import of_request

Body = dict[str, Any]

_REMEMBERED = 50  # request bodies
_BODY_LIMIT = 32 * 2**20  # bytes


def create_app(settings: Settings) -> Starlette:
    """A stand-in with nothing in its memory."""
    standin = _StandIn(settings)
    return Starlette(
        routes=[
            Route("/v1/messages", standin.messages, methods=["POST"]),
            Route("/v1/messages/count_tokens", standin.count_tokens, methods=["POST"]),
            Route("/v1/models", standin.models),
            Route("/v1/models/{id}", standin.model),
            Route("/standin/counters", standin.show_counters),
            Route("/standin/requests", standin.show_requests),
            Route("/standin/script", standin.queue, methods=["POST"]),
            Route("/standin/script", standin.clear, methods=["DELETE"]),
        ],
        exception_handlers={HTTPException: standin.refuse, Exception: standin.refuse},
    )


class _StandIn:
    """One stand-in: how it is set, what it has been asked, and what it says."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._counters = Counters()
        self._script = Script()
        self._seen: deque[Body] = deque(maxlen=_REMEMBERED)

    async def messages(self, request: Request) -> Response:
        """Answer, refuse or drop a request; whatever it is, it is counted before it is sent."""
        self._counters.requests += 1
        special = ORDINARY
        try:
            body = await _body(request)
            self._seen.append(body)
            special = self._script.next()
            response = self._answer(body, request.headers, special)
        except ApiError as error:
            self._counters.by_status[str(error.status_code)] += 1
            response = self._failure(error)
        await asyncio.sleep(self._settings.latency if special.latency is None else special.latency)
        return await _hang_up(request) if special.cut else response

    async def count_tokens(self, request: Request) -> Response:
        """The input tokens that a request would be billed for."""
        body = await _body(request)
        check(body, request.headers["anthropic-version"])
        return JSONResponse({"input_tokens": of_request(body)}, headers=wire.headers())

    async def models(self, request: Request) -> Response:
        """The models of the lifecycles asked for, else those that answer; on one page."""
        check_headers(request.headers)
        wanted = request.query_params.getlist("lifecycle[]") or ["active", "deprecated"]
        data = [info(model) for model in MODELS.values() if model.lifecycle in wanted]
        ids = [model["id"] for model in data] or [None]
        page = {"data": data, "has_more": False, "first_id": ids[0], "last_id": ids[-1]}
        return JSONResponse(page, headers=wire.headers())

    async def model(self, request: Request) -> Response:
        """One model, retired ones too."""
        check_headers(request.headers)
        name = request.path_params["id"]
        if name not in MODELS:
            raise ApiError(404, f"model: {name}")
        return JSONResponse(info(MODELS[name]), headers=wire.headers())

    async def show_counters(self, _: Request) -> Response:
        """What has been counted so far."""
        return JSONResponse(self._counters.shown())

    async def show_requests(self, request: Request) -> Response:
        """The last bodies sent to `/v1/messages`, oldest first."""
        last = int(request.query_params.get("last", _REMEMBERED))
        return JSONResponse(list(self._seen)[-last:])

    async def queue(self, request: Request) -> Response:
        """Queue special answers."""
        try:
            self._script.add((await request.json())["answers"])
        except (KeyError, TypeError, ValueError) as error:
            raise ApiError(400, f"script: {error}") from error
        return JSONResponse({})

    async def clear(self, _: Request) -> Response:
        """Forget the special answers that are queued."""
        self._script.clear()
        return JSONResponse({})

    async def refuse(self, _: Request, error: Exception) -> Response:
        """The response for what a check or the router raised."""
        if isinstance(error, ApiError):
            return self._failure(error)
        status = error.status_code if isinstance(error, HTTPException) else 500
        return self._failure(ApiError(status, str(error)))

    def _answer(self, body: Body, headers: Mapping[str, str], special: Special) -> Response:
        if special.status is not None:
            raise special.error(special.status)
        if special.cut and not special.billed:
            self._counters.by_status["cut"] += 1
            return Response()
        model = check(body, headers["anthropic-version"])
        check_max_tokens(body, model)
        message = reply(body, model, special)
        self._counters.answered(message)
        billed = message["usage"]
        limits = wire.limits(self._settings, billed["input_tokens"], billed["output_tokens"])
        return JSONResponse(message, headers=wire.headers(limits))

    def _failure(self, error: ApiError) -> Response:
        stranger = error.status_code == HTTPStatus.UNAUTHORIZED
        own = wire.request_id() if stranger else wire.headers(wire.limits(self._settings))
        headers = {**own, **(error.headers or {})}
        if error.text is not None:
            return Response(error.text, error.status_code, headers)
        body = wire.error(error.kind, error.detail, error.code, headers["request-id"])
        return JSONResponse(body, error.status_code, headers)


async def _body(request: Request) -> Body:
    """The JSON object that was sent, by somebody with a key."""
    check_headers(request.headers)
    sent = await request.body()
    if len(sent) > _BODY_LIMIT:
        raise ApiError(413, "Request exceeds the maximum size")
    try:
        body = json.loads(sent)
    except ValueError as error:
        raise ApiError(400, "The request body is not valid JSON: it could not be parsed") from error
    if not isinstance(body, dict):
        raise ApiError(400, "The request body should be a JSON object")
    return body


async def _hang_up(request: Request) -> Response:
    """Close the connection; the response that a route has to return then goes nowhere."""
    request.state.transport.close()
    await asyncio.sleep(0)  # until the server has seen it closed
    return Response()
