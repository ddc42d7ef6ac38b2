"""The shapes of Claude's API: messages, usage, errors, and the headers around them."""

from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from types import MappingProxyType
from typing import Any
from uuid import uuid4

HEADER_NAME = "rubricator-standin"
HEADER_VALUE = "no model was called and no money was spent"
ORGANIZATION = "00000000-0000-4000-8000-000000000000"


def usage(input_tokens: int, output_tokens: int, thinking_tokens: int, geo: str) -> dict[str, Any]:
    """What an answer is billed by. Nothing is ever cached here."""
    return {
        "input_tokens": input_tokens,
        "cache_creation_input_tokens": 0,
        "cache_read_input_tokens": 0,
        "cache_creation": {"ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 0},
        "output_tokens": output_tokens,
        "output_tokens_details": {"thinking_tokens": thinking_tokens},
        "service_tier": "standard",
        "inference_geo": geo,
    }


def message(model: str, content: list[dict[str, Any]], billed: dict[str, Any]) -> dict[str, Any]:
    """An answer, as `POST /v1/messages` gives it, of a model that has said all it had to say."""
    return {
        "id": f"msg_{uuid4().hex[:24]}",
        "type": "message",
        "role": "assistant",
        "model": model,
        "content": content,
        "stop_reason": "end_turn",
        "stop_sequence": None,
        "stop_details": None,
        "usage": billed,
    }


def thinking_block(text: str) -> dict[str, Any]:
    """The block that precedes an answer: its words are omitted, a signature stands for them."""
    signature = b64encode(sha256(text.encode()).digest()).decode()
    return {"type": "thinking", "thinking": "", "signature": signature}


def text_block(text: str) -> dict[str, Any]:
    """The block that holds the answer."""
    return {"type": "text", "text": text}


def error(kind: str, words: str, code: str | None, request_id: str) -> dict[str, Any]:
    """An error; only some carry a code."""
    inner: dict[str, Any] = {"type": kind, "message": words}
    if code is not None:
        inner["details"] = {"error_code": code}
    return {"type": "error", "error": inner, "request_id": request_id}


def request_id() -> dict[str, str]:
    """The header that names a response."""
    return {"request-id": f"req_{uuid4().hex[:24]}"}


def headers(more: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
    """The headers of a response to somebody known: which it is, for whom, and more."""
    return {**request_id(), "anthropic-organization-id": ORGANIZATION, **more}
