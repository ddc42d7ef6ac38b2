"""The answer to a request: an extract of its article, in the JSON that was asked for."""

import json
from itertools import cycle
from typing import Any

from connectors.standin.describing import describe
from connectors.standin.keywords import choose, rank
from connectors.standin.models import EFFORTS
from connectors.standin.reading import read

_STEP = 2  # phrases that each further answer passes over


def answer(asked: str, effort: str, schema: dict[str, Any] | None) -> str:
    """What the stand-in says: the same to the same request, something else at a higher effort.

    It also differs from an answer that the request quotes, as a request for a repair does.
    """
    reading = read(asked)
    skip = EFFORTS.index(effort)
    ranked = rank(reading)
    description = describe(reading, ranked, skip)
    keywords = choose(reading, ranked, description, _STEP * skip)
    if schema is None:
        return description
    filled = _fill(schema, keywords, description)
    return json.dumps(filled, ensure_ascii=False, separators=(",", ":"))


def _fill(schema: dict[str, Any], keywords: list[str], description: str) -> dict[str, Any]:
    """An object of the schema: required properties in their order, then the others."""
    properties = schema.get("properties", {})
    required = set(schema.get("required", []))
    next_keyword = cycle(keywords)
    values: dict[str, Any] = {}
    for name in sorted(properties, key=lambda name: name not in required):
        if properties[name].get("type") == "array":
            values[name] = keywords
        else:
            values[name] = description if "description" in name else next(next_keyword)
    return values
