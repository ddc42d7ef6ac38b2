"""One HTTP attempt of the Messages API: a request in, what came of it out."""

import time
from typing import Any

import anthropic
from anthropic.types import Message
from pydantic import SecretStr

from connectors.claude.errors import STANDIN_HEADER, trouble_of
from schemas.call import Course, Outcome, Reply, Trouble
from schemas.models import output_config, thinking
from schemas.request import Request
from schemas.usage import Usage

TIMEOUT = 90.0  # seconds; the longest answer allowed takes a fraction of it


class Claude:
    """Claude at one base URL. Used by many threads at once; keeps no state between requests."""

    def __init__(self, base_url: str, key: SecretStr) -> None:
        """Take the key and the URL as given: the SDK's own profile files could supply others."""
        secret = key.get_secret_value()
        self._client = anthropic.Anthropic(
            api_key=secret,
            default_headers={"Authorization": f"Bearer {secret}"},  # the environment's would win
            base_url=base_url,
            max_retries=0,  # each attempt is reserved for and recorded, so we make them
            timeout=TIMEOUT,
            open_telemetry=False,
            # A redirect would be a second request on one reservation.
            http_client=anthropic.DefaultHttpxClient(follow_redirects=False),
        )

    def close(self) -> None:
        """Give the connections back."""
        self._client.close()

    def send(self, request: Request) -> Outcome:
        """The reply or the trouble; never raises."""
        started = time.perf_counter()
        try:
            raw = self._client.messages.with_raw_response.create(**_body(request))
            message = raw.parse()
            simulated = STANDIN_HEADER in raw.headers
            duration = round((time.perf_counter() - started) * 1000)
            return _reply(message, raw.request_id or "", duration, simulated=simulated)
        except anthropic.APIError as error:
            return trouble_of(error)
        except Exception as error:  # noqa: BLE001 - whatever it sent, one reply never stops a run
            reason = f"the answer could not be read ({type(error).__name__})"
            return Trouble(reason=reason, course=Course.GIVE_UP)

    def lifecycle(self, model: str) -> str:
        """What the API says of a model: active, deprecated or retired. Free.

        Raises `UnavailableError`, which holds the trouble.
        """
        try:
            return str(self._client.models.retrieve(model).lifecycle)
        except anthropic.APIError as error:
            raise UnavailableError(trouble_of(error)) from None


class UnavailableError(Exception):
    """Claude could not be asked."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.reason)
        self.trouble = trouble


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


def _reply(message: Message, request_id: str, duration_ms: int, *, simulated: bool) -> Reply:
    text = next((block.text for block in message.content if block.type == "text"), "")
    details = message.stop_details
    return Reply(
        text=text,
        stop_reason=message.stop_reason or "",
        refusal_category=details.category if details else None,
        model=message.model,
        usage=_usage(message),
        batch=message.usage.service_tier == "batch",
        us_only=message.usage.inference_geo == "us",
        request_id=request_id,
        simulated=simulated,
        duration_ms=duration_ms,
    )


def _usage(message: Message) -> Usage:
    usage = message.usage
    details, written = usage.output_tokens_details, usage.cache_creation
    return Usage(
        input_tokens=usage.input_tokens,
        output_tokens=usage.output_tokens,
        thinking_tokens=(details.thinking_tokens or 0) if details else 0,
        cache_read_input_tokens=usage.cache_read_input_tokens or 0,
        cache_creation_input_tokens=usage.cache_creation_input_tokens or 0,
        cache_creation_1h_input_tokens=(written.ephemeral_1h_input_tokens or 0) if written else 0,
    )
