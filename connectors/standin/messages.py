"""From a request that is in order to the message that answers it."""

from dataclasses import dataclass
from typing import Any

from connectors.standin import tokens, wire
from connectors.standin.answer import answer
from connectors.standin.checks import effort_of, thinks
from connectors.standin.models import Model
from connectors.standin.script import Special


@dataclass
class _Output:
    """What a model says, and how it ends."""

    content: list[dict[str, Any]]
    thinking: int
    said: int
    stop_reason: str
    stop_details: dict[str, Any] | None = None


def reply(body: dict[str, Any], model: Model, special: Special) -> dict[str, Any]:
    """The message that answers a request: Claude's shape, the stand-in's words."""
    output = _refused(special) if special.refusal is not False else _said(body, model, special)
    billed = wire.usage(
        tokens.of_request(body),
        output.thinking + output.said,
        output.thinking,
        body.get("inference_geo") or "global",
    )
    return {
        **wire.message(special.model or model.id, output.content, billed),
        "stop_reason": output.stop_reason,
        "stop_details": output.stop_details,
    }


def _said(body: dict[str, Any], model: Model, special: Special) -> _Output:
    asked, effort = _asked(body), effort_of(body, model)
    text = answer(asked, effort, tokens.schema_of(body)) if special.text is None else special.text
    if special.stop_reason and special.text is None:
        text = text[: len(text) // 2]
    thinking = tokens.of_thinking(asked, effort) if thinks(body, model) else None
    output = _within(body["max_tokens"], text, thinking)
    output.stop_reason = special.stop_reason or output.stop_reason
    return output


def _within(limit: int, text: str, thinking: int | None) -> _Output:
    """Thinking, then as much of the text as the limit leaves room for."""
    blocks = [] if thinking is None else [wire.thinking_block(text)]
    thought = min(thinking or 0, limit)
    kept = tokens.cut(text, limit - thought)
    if kept:
        blocks.append(wire.text_block(kept))
    whole = kept == text and thought == (thinking or 0)
    return _Output(blocks, thought, tokens.count(kept), "end_turn" if whole else "max_tokens")


def _refused(special: Special) -> _Output:
    text = special.text or ""
    details = {"type": "refusal", "category": special.refusal, "explanation": None}
    content = [wire.text_block(text)] if text else []
    return _Output(content, 0, tokens.count(text), "refusal", details)


def _asked(body: dict[str, Any]) -> str:
    """The conversation without the system prompt: its last article is asked about."""
    return "\n".join(tokens.texts(message["content"]) for message in body["messages"])
