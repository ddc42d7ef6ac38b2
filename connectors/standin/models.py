"""The models that can be asked for: ids, limits and what each accepts, as of 2026-10-08."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from typing import Any

EFFORTS = ("low", "medium", "high", "xhigh", "max")
THINKING = ("adaptive", "between_tools", "disabled", "enabled")


@dataclass(frozen=True)
class Model:
    """A model of Claude's, described by the facts that requests are checked against."""

    id: str
    line: str
    name: str
    created_at: str
    thinking: tuple[str, ...]
    efforts: tuple[str, ...] = EFFORTS
    default_effort: str = "medium"
    thinks_unasked: bool = True
    lifecycle: str = "active"
    deprecated_at: str | None = None
    retires_at: str | None = None
    max_input_tokens: int = 1_000_000
    max_tokens: int = 128_000


_TABLE = (
    Model(
        id="claude-haiku-5-5",
        line="haiku",
        name="Claude Haiku 5.5",
        created_at="2026-10-07T00:00:00Z",
        thinking=("adaptive", "disabled"),
    ),
    Model(
        id="claude-sonnet-5-5",
        line="sonnet",
        name="Claude Sonnet 5.5",
        created_at="2026-09-28T00:00:00Z",
        thinking=("adaptive", "between_tools"),
        default_effort="high",
    ),
    Model(
        id="claude-opus-5-5",
        line="opus",
        name="Claude Opus 5.5",
        created_at="2026-09-22T00:00:00Z",
        thinking=("adaptive",),
    ),
    Model(
        id="claude-sonnet-4-5",
        line="sonnet",
        name="Claude Sonnet 4.5",
        created_at="2025-09-29T00:00:00Z",
        thinking=("disabled", "enabled"),
        efforts=(),
        thinks_unasked=False,
        lifecycle="deprecated",
        deprecated_at="2026-09-28T00:00:00Z",
        retires_at="2026-11-30T00:00:00Z",
        max_input_tokens=200_000,
        max_tokens=64_000,
    ),
    Model(
        id="claude-3-5-haiku-20241022",
        line="haiku",
        name="Claude Haiku 3.5",
        created_at="2024-10-22T00:00:00Z",
        thinking=("disabled",),
        efforts=(),
        thinks_unasked=False,
        lifecycle="retired",
        deprecated_at="2025-12-19T00:00:00Z",
        retires_at="2026-02-19T00:00:00Z",
        max_input_tokens=200_000,
        max_tokens=8_192,
    ),
)
MODELS = {model.id: model for model in _TABLE}


def models(retired: Container[str]) -> Mapping[str, Model]:
    """All models by id, these retired too."""
    return {
        model.id: replace(model, lifecycle="retired") if model.id in retired else model
        for model in _TABLE
    }


def info(model: Model) -> dict[str, Any]:
    """A model as `GET /v1/models/{id}` describes it."""
    return {
        "type": "model",
        "id": model.id,
        "line": model.line,
        "display_name": model.name,
        "created_at": model.created_at,
        "lifecycle": model.lifecycle,
        "deprecated_at": model.deprecated_at,
        "retires_at": model.retires_at,
        "max_input_tokens": model.max_input_tokens,
        "max_tokens": model.max_tokens,
        "capabilities": _capabilities(model),
    }


def _capabilities(model: Model) -> dict[str, Any]:
    said = {"batch": True, "structured_outputs": model.lifecycle != "retired"}
    unneeded = ("citations", "code_execution", "image_input", "pdf_input")
    return {
        **{name: {"supported": supported} for name, supported in said.items()},
        **{name: {"supported": False} for name in unneeded},
        "context_management": {"supported": False},
        "server_tools": {
            "supported": False,
            "code_execution": {"supported": False},
            "web_search": {"supported": False},
        },
        "effort": {"supported": bool(model.efforts), **_each(EFFORTS, model.efforts)},
        "thinking": {
            "supported": model.thinks_unasked or "enabled" in model.thinking,
            "types": _each(THINKING, model.thinking),
        },
    }


def _each(names: tuple[str, ...], supported: tuple[str, ...]) -> dict[str, dict[str, bool]]:
    return {name: {"supported": name in supported} for name in names}
