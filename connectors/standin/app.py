"""The routes under `/v1/`: what Claude's API is to a program."""

import asyncio
import json
import time
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from connectors.standin import control, wire
from connectors.standin.checks import check, check_headers, check_max_tokens
from connectors.standin.errors import ApiError
from connectors.standin.limits import Clock
from connectors.standin.messages import asked_of, reply
from connectors.standin.models import Model, info
from connectors.standin.reading import read
from connectors.standin.sending import Dribble, Half, NoResponse
from connectors.standin.settings import Settings
from connectors.standin.special import Special
from connectors.standin.state import State
from connectors.standin.tokens import of_request

Body = dict[str, Any]

_BODY_LIMIT = 32 * 2**20  # bytes


def create_app(settings: Settings, clock: Clock = time.time) -> Starlette:
    """A stand-in with nothing in its memory, which goes by that clock."""
    state = State(settings, clock)
    standin = _StandIn(state)
    return Starlette(
        routes=[
            Route("/v1/messages", standin.messages, methods=["POST"]),
            Route("/v1/messages/count_tokens", standin.count_tokens, methods=["POST"]),
            Route("/v1/models", standin.models),
            Route("/v1/models/{id}", standin.model),
            *control.routes(state),
        ],
        exception_handlers={HTTPException: standin.refuse, Exception: standin.refuse},
    )


class _StandIn:
    """What a stand-in says, and does about what it is told to do."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def messages(self, request: Request) -> Response:
        """Answer, refuse or drop a request; whatever it is, it is counted before it is sent."""
        state = self._state
        with state.counters.request():
            body: Body = {}
            try:
                body = await _body(request)
                state.seen.append(body)
                model = self._admitted(body, request.headers["anthropic-version"])
            except ApiError as error:
                state.counters.by_status[str(error.status_code)] += 1
                return self._failure(error, body.get("model"))
            special = state.script.next() or self._drawn(body)
            special = replace(special, obedient=special.obedient or state.settings.obedient)
            outcome = self._outcome(body, model, special)
            usual = state.settings.latency + (state.settings.slow if special.slow else 0)
            await asyncio.sleep(usual if special.latency is None else special.latency)
            return self._response(outcome, model, special)

    async def count_tokens(self, request: Request) -> Response:
        """The input tokens that a request would be billed for."""
        body = await _body(request)
        check(body, request.headers["anthropic-version"], self._state.models)
        return JSONResponse({"input_tokens": of_request(body)}, headers=wire.headers())

    async def models(self, request: Request) -> Response:
        """The models of the lifecycles asked for, else those that answer; on one page."""
        check_headers(request.headers)
        wanted = request.query_params.getlist("lifecycle[]") or ["active", "deprecated"]
        models = self._state.models.values()
        data = [info(model) for model in models if model.lifecycle in wanted]
        ids = [model["id"] for model in data] or [None]
        page = {"data": data, "has_more": False, "first_id": ids[0], "last_id": ids[-1]}
        return JSONResponse(page, headers=wire.headers())

    async def model(self, request: Request) -> Response:
        """One model, retired ones too."""
        check_headers(request.headers)
        name = request.path_params["id"]
        if name not in self._state.models:
            raise ApiError(404, f"model: {name}")
        return JSONResponse(info(self._state.models[name]), headers=wire.headers())

    async def refuse(self, _: Request, error: Exception) -> Response:
        """The response for what a check or the router raised."""
        if isinstance(error, ApiError):
            return self._failure(error)
        status = error.status_code if isinstance(error, HTTPException) else 500
        return self._failure(ApiError(status, str(error)))

    def _admitted(self, body: Body, version: str) -> Model:
        """The model that will answer; raises what else there is to say to a request."""
        model = check(body, version, self._state.models)
        check_max_tokens(body, model)
        if model.id in self._state.settings.overloaded:
            raise ApiError(529, "Overloaded")
        self._state.limiter.admit(model.id, of_request(body))
        return model

    def _drawn(self, body: Body) -> Special:
        """What this attempt meets, which depends on its article alone."""
        reading = read(asked_of(body))
        return self._state.faults.draw(f"{reading.title}\n{reading.text}")

    def _outcome(self, body: Body, model: Model, special: Special) -> Body | ApiError | None:
        """A message, an error, or nothing at all; counted, and taken from the limits."""
        counters = self._state.counters
        if special.fault is not None:
            counters.by_fault[special.fault] += 1
        if special.status is not None:
            counters.by_status[str(special.status)] += 1
            return special.error(special.status)
        if special.cut and not special.billed:
            counters.by_status["cut"] += 1
            return None
        message = reply(body, model, special)
        counters.answered(message)
        self._state.limiter.produced(model.id, message["usage"]["output_tokens"])
        return message

    def _response(
        self, outcome: Body | ApiError | None, model: Model, special: Special
    ) -> Response:
        if outcome is None:
            return NoResponse()
        if isinstance(outcome, ApiError):
            return self._failure(outcome, model.id)
        self._state.counters.sent(self._state.clock())
        if special.cut:
            return NoResponse()
        used = outcome["usage"]["input_tokens"], outcome["usage"]["output_tokens"]
        headers = wire.headers(self._state.limiter.headers(model.id, *used))
        if special.dribble:
            return Dribble(outcome, headers=headers, seconds=self._state.settings.slow)
        return (Half if special.half else JSONResponse)(outcome, headers=headers)

    def _failure(self, error: ApiError, model: object = None) -> Response:
        stranger = error.status_code == HTTPStatus.UNAUTHORIZED
        known = model if isinstance(model, str) and model in self._state.models else ""
        limits = self._state.limiter.headers(known)
        own = wire.request_id() if stranger else wire.headers(limits)
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
