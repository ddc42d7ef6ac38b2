"""One HTTP attempt of the Messages API: a request in, what came of it out."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import anthropic
import httpx2
from pydantic import SecretStr

from connectors.claude.errors import STANDIN_HEADER, trouble_of
from connectors.claude.limits import Said, said
from schemas.call import Course, Outcome, Reply, Trouble
from schemas.models import output_config, thinking
from schemas.request import Request
from schemas.usage import Usage

TIMEOUT = 90.0  # seconds to begin an answer, and to end it; the longest takes a fraction of it

Heed = Callable[[Said], object]


class Claude:
    """Claude at one base URL. Used by many threads at once; keeps no state between requests."""

    def __init__(self, base_url: str, key: SecretStr, timeout: float = TIMEOUT) -> None:
        """Take the key and the URL as given: the SDK's own profile files could supply others."""
        secret = key.get_secret_value()
        self._timeout = timeout
        self._trusted = httpx2.create_ssl_context()
        self._client = anthropic.Anthropic(
            api_key=secret,
            default_headers={"Authorization": f"Bearer {secret}"},  # the environment's would win
            base_url=base_url,
            max_retries=0,  # each attempt is reserved for and recorded, so we make them
            timeout=timeout,
            open_telemetry=False,
            http_client=self._connection(),
        )
        self._all, self._idle = [self._client], [self._client]

    def close(self) -> None:
        """Give the connections back."""
        for client in self._all:
            client.close()

    def _connection(self) -> httpx2.Client:
        return anthropic.DefaultHttpxClient(
            follow_redirects=False,  # it would be a second request on one reservation
            verify=self._trusted,
            event_hooks={"response": [partial(_in_time, self._timeout)]},
        )

    @contextmanager
    def _one(self) -> Iterator[anthropic.Anthropic]:
        """A client that nobody else uses meanwhile, with a connection of its own.

        In one that all threads share, each request has to look at every connection for one that
        is free, and all others wait until it has.
        """
        try:
            client = self._idle.pop()
        except IndexError:
            client = self._client.with_options(http_client=self._connection())
            self._all.append(client)
        try:
            yield client
        finally:
            self._idle.append(client)

    def send(self, request: Request, heed: Heed | None = None) -> Outcome:
        """The reply or the trouble; never raises. `heed` is told what is left of the limits."""
        started = time.perf_counter()
        try:
            with self._one() as client:
                raw = client.messages.with_raw_response.create(**_body(request))
            if heed:
                heed(said(raw.headers.raw))
            message = _message(raw.http_response.content)
            if isinstance(message, Trouble):
                return message
            simulated = STANDIN_HEADER in raw.headers
            duration = round((time.perf_counter() - started) * 1000)
            return _reply(message, raw.request_id or "", duration, simulated=simulated)
        except anthropic.APIStatusError as error:
            if heed:
                heed(said(error.response.headers.raw))
            return trouble_of(error)
        except anthropic.APIError as error:
            return trouble_of(error)
        except Exception as error:  # noqa: BLE001 - whatever it sent, one reply never stops a run
            reason = f"the answer could not be read ({type(error).__name__})"
            return Trouble(reason=reason, course=Course.GIVE_UP)


# A 200 that cannot be read may be billed: it has no status, so it counts as unknown. Half an
# answer or a proxy's page may be better the next time; a message of a strange form will not.
CUT_OFF = Trouble(reason="the answer was cut off", course=Course.RETRY)
NOT_CLAUDE = Trouble(reason="the answer is not Claude's; is there a proxy?", course=Course.RETRY)


class UnavailableError(Exception):
    """Claude could not be asked."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.reason)
        self.trouble = trouble


class _InTime(httpx2.SyncByteStream):
    """A body that has to end by a moment: the SDK's timeout is for each part of it alone."""

    def __init__(self, stream: httpx2.SyncByteStream, end: float) -> None:
        self._stream, self._end = stream, end

    def __iter__(self) -> Iterator[bytes]:
        for part in self._stream:
            if time.perf_counter() > self._end:
                raise httpx2.ReadTimeout("the body does not end")
            yield part

    def close(self) -> None:
        self._stream.close()


def _in_time(timeout: float, response: httpx2.Response) -> None:
    if isinstance(response.stream, httpx2.SyncByteStream):
        response.stream = _InTime(response.stream, time.perf_counter() + timeout)


def _body(request: Request) -> dict[str, Any]:
    attempt = request.attempt
    body: dict[str, Any] = {
        "model": attempt.model,
        "max_tokens": request.max_tokens,
        "system": request.system,
        "messages": [{"role": "user", "content": request.user}],
        "output_config": output_config(attempt.model, attempt.effort, request.answer_schema),
        "inference_geo": "global",  # explicit: a workspace default would cost a tenth more
    }
    thoughts = thinking(attempt.model, wanted=attempt.thinks)
    return body if thoughts is None else {**body, "thinking": thoughts}


def _message(body: bytes) -> dict[str, Any] | Trouble:
    """The message as it was sent: the SDK's own type of it takes longer to make than to receive."""
    try:
        message = json.loads(body)
    except ValueError:
        return CUT_OFF if body[:1] in {b"", b"{"} else NOT_CLAUDE
    return message if isinstance(message, dict) else NOT_CLAUDE


def _reply(message: dict[str, Any], request_id: str, duration_ms: int, *, simulated: bool) -> Reply:
    usage = message["usage"]
    return Reply(
        text=next((block["text"] for block in message["content"] if block["type"] == "text"), ""),
        stop_reason=message.get("stop_reason") or "",
        refusal_category=(message.get("stop_details") or {}).get("category"),
        model=message["model"],
        usage=_usage(usage),
        batch=usage.get("service_tier") == "batch",
        us_only=usage.get("inference_geo") == "us",
        request_id=request_id,
        simulated=simulated,
        duration_ms=duration_ms,
    )


def _usage(said: dict[str, Any]) -> Usage:
    thought = (said.get("output_tokens_details") or {}).get("thinking_tokens")
    kept_long = (said.get("cache_creation") or {}).get("ephemeral_1h_input_tokens")
    return Usage(
        input_tokens=said["input_tokens"],
        output_tokens=said["output_tokens"],
        thinking_tokens=thought or 0,
        cache_read_input_tokens=said.get("cache_read_input_tokens") or 0,
        cache_creation_input_tokens=said.get("cache_creation_input_tokens") or 0,
        cache_creation_1h_input_tokens=kept_long or 0,
    )
