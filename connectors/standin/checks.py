"""What Claude refuses to answer: each check says why, in the API's words where they are known."""

from collections.abc import Iterator, Mapping
from typing import Any

from connectors.standin.errors import ApiError
from connectors.standin.models import EFFORTS, Model
from connectors.standin.tokens import of_request

_VERSIONS = ("2023-01-01", "2023-06-01", "2026-10-21")
_FIELDS = frozenset(
    (
        *("model", "max_tokens", "messages", "system", "stream", "thinking", "output_config"),
        *("temperature", "top_p", "top_k", "stop_sequences", "tools", "tool_choice"),
        *("cache_control", "container", "diagnostics", "inference_geo", "metadata"),
        *("service_tier", "speed", "user_profile_id"),
    ),
)
_NEUTRAL = {"temperature": 1, "top_p": 0.99}  # the only values that the older versions accept
_UNKNOWN_TO_GRAMMARS = frozenset(
    ("minLength", "maxLength", "minimum", "maximum", "multipleOf", "maxItems"),
)


def check_headers(headers: Mapping[str, str]) -> None:
    """Raise where no key is sent, or no version of the API that is known."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if not (scheme.lower() == "bearer" and token.strip()) and not headers.get("x-api-key"):
        raise ApiError(401, "invalid bearer token")
    version = headers.get("anthropic-version")
    if version is None:
        raise _invalid("anthropic-version: header is required")
    if version not in _VERSIONS:
        raise _invalid(f'anthropic-version: "{version}" is not a valid version')


def check(body: dict[str, Any], version: str, models: Mapping[str, Model]) -> Model:
    """The model asked for; raises what Claude would answer to a request that it refuses."""
    for name in body.keys() - _FIELDS:
        raise _invalid(f"{name}: Extra inputs are not permitted")
    model = _model(body.get("model"), models)
    for name in ("metadata", "output_config", "thinking"):
        if not isinstance(body.get(name) or {}, dict):
            raise _invalid(f"{name}: Input should be an object")
    _check_sampling(body, version)
    _check_messages(body.get("messages"))
    _check_output(body, model)
    _check_thinking(body, model)
    if body.get("stream") or body.get("tools"):
        raise _invalid("stream, tools: the stand-in answers at once and uses no tools")
    if body.get("inference_geo", "global") not in {"global", "us", None}:
        raise _invalid(f"inference_geo: {body['inference_geo']!r} is not available")
    if (length := of_request(body)) > model.max_input_tokens:
        raise _invalid(f"prompt is too long: {length} tokens > {model.max_input_tokens} maximum")
    return model


def check_max_tokens(body: dict[str, Any], model: Model) -> None:
    """Raise where an answer's length is not limited, or beyond the model's."""
    limit = body.get("max_tokens")
    if limit is None:
        raise _invalid("max_tokens: Field required")
    if not isinstance(limit, int) or isinstance(limit, bool) or limit < 0:
        raise _invalid("max_tokens: Input should be a valid integer, 0 or more")
    if limit > model.max_tokens:
        raise _invalid(
            f"max_tokens: {limit} > {model.max_tokens}, which is the maximum allowed number of"
            f" output tokens for {model.id}",
        )


def effort_of(body: dict[str, Any], model: Model) -> str:
    """The effort of a request, which each model has a default of."""
    return (body.get("output_config") or {}).get("effort") or model.default_effort


def thinks(body: dict[str, Any], model: Model) -> bool:
    """Whether the model thinks before it answers."""
    thinking = body.get("thinking")
    return model.thinks_unasked if thinking is None else thinking["type"] in {"adaptive", "enabled"}


def _invalid(message: str) -> ApiError:
    return ApiError(400, message)


def _model(name: object, models: Mapping[str, Model]) -> Model:
    if not isinstance(name, str) or not name:
        raise _invalid("model: Field required")
    model = models.get(name)
    if model is None or model.lifecycle == "retired":
        raise ApiError(404, f"model: {name}")
    return model


def _check_sampling(body: dict[str, Any], version: str) -> None:
    for name in ("temperature", "top_p", "top_k"):
        neutral = version < "2026-10-21" and body.get(name) == _NEUTRAL.get(name, "none is")
        if body.get(name) is not None and not neutral:
            raise _invalid(f"{name}: this parameter is not supported for this model")


def _check_messages(messages: object) -> None:
    if not isinstance(messages, list) or not messages:
        raise _invalid("messages: at least one message is required")
    for place, message in enumerate(messages):
        if not isinstance(message, dict) or message.get("role") not in {"user", "assistant"}:
            raise _invalid(f"messages.{place}.role: Input should be 'user' or 'assistant'")
        _check_content(f"messages.{place}.content", message.get("content"))
    if messages[-1]["role"] != "user":
        raise _invalid(
            "This model does not support assistant message prefill. The conversation must end with"
            " a user message.",
        )


def _check_content(where: str, content: object) -> None:
    if isinstance(content, str) and content.strip():
        return
    if not isinstance(content, list) or not content:
        raise _invalid(f"{where}: text content must be non-empty")
    for block in content:
        if not isinstance(block, dict) or block.get("type") != "text" or not block.get("text"):
            raise _invalid(f"{where}: the stand-in reads text blocks with a text only")


def _check_output(body: dict[str, Any], model: Model) -> None:
    if body.get("system"):
        _check_content("system", body["system"])
    config = body.get("output_config") or {}
    effort = config.get("effort")
    if effort is not None and effort not in model.efforts:
        known = ", ".join(sorted(model.efforts)) or "none"
        raise _invalid(
            f"This model does not support effort level '{effort}'. Supported levels: {known}.",
        )
    form = config.get("format")
    if form is None:
        return
    if (
        not isinstance(form, dict)
        or form.get("type") != "json_schema"
        or not isinstance(form.get("schema"), dict)
    ):
        raise _invalid("output_config.format: Input should have type 'json_schema' and a schema")
    for trouble in _troubles(form["schema"]):
        raise _invalid(f"output_config.format.schema: {trouble}")
    properties = form["schema"].get("properties", {}).values()
    if not all(inner.get("type") in {"string", "array"} for inner in properties):
        raise _invalid("output_config.format.schema: the stand-in fills objects of strings only")


def _troubles(schema: dict[str, Any]) -> Iterator[str]:
    """What the grammar of a schema cannot express."""
    kind = schema.get("type", "any")
    for keyword in sorted(schema.keys() & _UNKNOWN_TO_GRAMMARS):
        yield f"For '{kind}' type, property '{keyword}' is not supported"
    if schema.get("minItems", 0) not in {0, 1}:
        yield "For 'array' type, 'minItems' values other than 0 or 1 are not supported"
    if kind == "object" and schema.get("additionalProperties") is not False:
        yield "For 'object' type, 'additionalProperties' must be explicitly set to false"
    if not str(schema.get("$ref", "#")).startswith("#"):
        yield "External schema references are not supported"
    for name in ("properties", "$defs"):
        for inner in schema.get(name, {}).values():
            yield from _troubles(inner)
    for inner in [*schema.get("anyOf", []), *schema.get("allOf", [])]:
        yield from _troubles(inner)
    if isinstance(schema.get("items"), dict):
        yield from _troubles(schema["items"])


def _check_thinking(body: dict[str, Any], model: Model) -> None:
    thinking = body.get("thinking")
    if thinking is None:
        return
    kind = thinking.get("type")
    if kind not in model.thinking:
        raise _invalid(f'"thinking.type.{kind}" is not supported for this model.')
    effort = effort_of(body, model)
    if kind in {"disabled", "between_tools"} and EFFORTS.index(effort) > EFFORTS.index("high"):
        raise _invalid(f"\"thinking.type.{kind}\" is not supported at effort level '{effort}'.")
