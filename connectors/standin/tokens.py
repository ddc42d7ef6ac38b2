"""How many tokens a request and its answer count: simple, stable, and about as many as Claude's."""

import json
import math
from typing import Any
from zlib import crc32

from connectors.standin.reading import CJK

_PER_CHARACTER = 1 / 3  # Markdown in Latin letters, measured by others on Claude's tokenizer
_SCHEMA = 80, 0.43  # tokens that a schema adds: fixed, and per character of its JSON
_THINKING = {  # the least and the most tokens of thinking before an easy answer
    "low": (0, 60),
    "medium": (150, 250),
    "high": (400, 600),
    "xhigh": (800, 1_200),
    "max": (1_500, 2_500),
}


def count(text: str) -> int:
    """A third of the characters, but each Chinese, Japanese or Korean one."""
    wide = 0 if text.isascii() else len(CJK.findall(text))
    return math.ceil((len(text) - wide) * _PER_CHARACTER) + wide


def of_request(body: dict[str, Any]) -> int:
    """The input tokens of a request: its words, and the schema it asks to be answered in."""
    words = texts(body.get("system") or "") + "".join(texts(m["content"]) for m in body["messages"])
    schema = schema_of(body)
    if schema is None:
        return count(words)
    written = json.dumps(schema, ensure_ascii=False, separators=(",", ":"))
    return count(words) + math.ceil(_SCHEMA[0] + _SCHEMA[1] * len(written))


def of_thinking(text: str, effort: str) -> int:
    """The tokens of thinking about a text: more at a higher effort, the same for the same text."""
    least, most = _THINKING[effort]
    return least + crc32(text.encode()) % (most - least + 1)


def cut(text: str, limit: int) -> str:
    """As much of a text as has no more tokens than that."""
    while (over := count(text) - limit) > 0:
        text = text[:-over]
    return text


def texts(content: str | list[dict[str, Any]]) -> str:
    """The words of a system prompt or message, which come plain or in blocks."""
    return content if isinstance(content, str) else "\n".join(block["text"] for block in content)


def schema_of(body: dict[str, Any]) -> dict[str, Any] | None:
    """The JSON schema that the answer has to follow, if any."""
    form = (body.get("output_config") or {}).get("format") or {}
    schema: dict[str, Any] | None = form.get("schema")
    return schema
