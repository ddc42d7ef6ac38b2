"""From a request that is in order to the message that answers it."""

from dataclasses import dataclass
from typing import Any

from connectors.standin import tokens, wire
from connectors.standin.answer import written
from connectors.standin.checks import effort_of, thinks
from connectors.standin.extract import extract
from connectors.standin.models import Model
from connectors.standin.obeying import obey
from connectors.standin.reading import read
from connectors.standin.special import Special
from connectors.standin.spoiling import SPOILERS

_MALFORMED = "malformed"
_CUT_SHORT = frozenset(("max_tokens", "model_context_window_exceeded"))


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
    asked, effort = asked_of(body), effort_of(body, model)
    text = _text(body, asked, effort, special) if special.text is None else special.text
    if special.stop_reason in _CUT_SHORT and special.text is None:
        text = text[: len(text) // 2]
    thinking = tokens.of_thinking(asked, effort) if thinks(body, model) else None
    output = _within(body["max_tokens"], text, thinking)
    output.stop_reason = special.stop_reason or output.stop_reason
    if output.stop_reason == "max_tokens":
        output.said = body["max_tokens"] - output.thinking
    if special.thinking_only:
        output.content = [block for block in output.content if block["type"] == "thinking"]
    return output


def _text(body: dict[str, Any], asked: str, effort: str, special: Special) -> str:
    said = extract(asked, effort)
    if special.obedient:
        reading = read(asked)
        system = tokens.texts(body.get("system") or "")
        said = obey(said, f"{reading.title}\n{reading.text}", system)
    if special.spoil in SPOILERS:
        said = SPOILERS[special.spoil](said)
    text = written(said, tokens.schema_of(body))
    return f"{text[:-1]}," if special.spoil == _MALFORMED else text


def _within(limit: int, text: str, thinking: int | None) -> _Output:
    """Thinking, then as much of the text as the limit leaves room for."""
    blocks = [] if thinking is None else [wire.thinking_block(text)]
    thought = min(thinking or 0, limit)
    kept = tokens.cut(text, limit - thought)
    if kept or not text:
        blocks.append(wire.text_block(kept))
    whole = kept == text and thought == (thinking or 0)
    return _Output(blocks, thought, tokens.count(kept), "end_turn" if whole else "max_tokens")


def _refused(special: Special) -> _Output:
    text = special.text or ""
    details = {"type": "refusal", "category": special.refusal, "explanation": None}
    content = [wire.text_block(text)] if text else []
    return _Output(content, 0, tokens.count(text), "refusal", details)


def asked_of(body: dict[str, Any]) -> str:
    """The conversation without the system prompt: its last article is asked about."""
    return "\n".join(tokens.texts(message["content"]) for message in body["messages"])
