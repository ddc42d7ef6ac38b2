"""The answer to a request: an extract of its article, in the JSON that was asked for."""

import json
from itertools import cycle
from typing import Any

from connectors.standin.extract import Extract, extract


def answer(asked: str, effort: str, schema: dict[str, Any] | None) -> str:
    """What the stand-in says where nothing is special."""
    return written(extract(asked, effort), schema)


def written(said: Extract, schema: dict[str, Any] | None) -> str:
    """An extract as the schema wants it; the description alone where there is none."""
    if schema is None:
        return said.description
    return json.dumps(_fill(schema, said), ensure_ascii=False, separators=(",", ":"))


def _fill(schema: dict[str, Any], said: Extract) -> dict[str, Any]:
    """An object of the schema: required properties in their order, then the others."""
    properties = schema.get("properties", {})
    required = set(schema.get("required", []))
    next_keyword = cycle(said.keywords)
    values: dict[str, Any] = {}
    for name in sorted(properties, key=lambda name: name not in required):
        if properties[name].get("type") == "array":
            values[name] = said.keywords
        else:
            values[name] = said.description if "description" in name else next(next_keyword)
    return values
