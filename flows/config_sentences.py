"""What is wrong with a configuration: `field: what is, what was expected; what to do`."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from schemas.config import BudgetSettings, ClaudeSettings, Settings
from schemas.web_address import without_secrets

Kinds = Mapping[str, type[BaseModel]]  # of sites, by their connectors
Location = tuple[int | str, ...]

SECTIONS: dict[str, type[BaseModel]] = {"claude": ClaudeSettings, "budget": BudgetSettings}
WORDS = {  # where pydantic's own speak of Python
    "decimal_type": "it should be an amount, like 1.00",
    "decimal_parsing": "it should be an amount, like 1.00",
    "int_parsing": "it should be a whole number",
    "int_from_float": "it should be a whole number",
    "string_type": "it should be a text between quotes",
    "string_too_short": "it should not be empty",
    "tuple_type": 'it should be a list, like ["one"]',
    "string_pattern_mismatch": "it should be up to 64 of a-z, 0-9, - and _",
    "too_long": "this version knows none",
    "model_type": "it should be a section of its own",
    "model_attributes_type": "it should be a section of its own",
    "dict_type": "it should be a section of its own",
}
# Where people write a secret by mistake, in the place of its name or behind a user's.
NOT_REPEATED = re.compile(r"username|.*_(?:env|file|block)")
ENOUGH = 200  # characters of a value, to know it again


def sentences(errors: Iterable[ErrorDetails], kinds: Kinds) -> list[str]:
    """Each problem once: of a tuple with a faulty item pydantic also says that it is too short."""
    told = list(errors)
    return [
        _sentence(details, kinds)
        for details in told
        if details["type"] != "too_short" or details["loc"][0] not in _faulty_lists(told)
    ]


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant; "" where none is near."""
    return next(iter(get_close_matches(word, list(known), n=1, cutoff=0.5)), "")


def _faulty_lists(errors: Iterable[ErrorDetails]) -> set[int | str]:
    return {details["loc"][0] for details in errors if len(details["loc"]) > 1}


def _sentence(details: ErrorDetails, kinds: Kinds) -> str:
    """One problem as `field: what is, what was expected; what to do`."""
    field = _field(details["loc"], kinds)
    kind = details["type"]
    if field == "sites":
        return "sites: there is no site; write [[sites]] above the settings of each"
    if kind == "extra_forbidden":
        near = nearest(str(details["loc"][-1]), _keys_beside(details["loc"], kinds))
        return f"{field}: there is no such key; " + (
            f"did you mean {near}?" if near else "remove it"
        )
    if kind == "missing":
        return f"{field}: it is missing; add it"
    if kind == "union_tag_not_found":
        return f"{field}.connector: it is missing; add it, one of {', '.join(kinds)}"
    if kind == "union_tag_invalid":
        return f"{field}.connector: {_no_such_connector(str(details['ctx']['tag']), kinds)}"
    message = WORDS.get(kind) or details["msg"].removeprefix("Value error, ")
    message = message.replace("Input should", "it should", 1)
    repeated = not NOT_REPEATED.fullmatch(field.rpartition(".")[2])
    shown = f"; it is {_shown(details['input'])}" if repeated else ""
    return f"{field}: {message[0].lower()}{message[1:]}{shown}"


def _shown(given: Any) -> str:  # noqa: ANN401 - whatever stands in the file
    """The value as it may stand where others read it."""
    if isinstance(given, Decimal):
        return f"{given}"
    shown = repr(without_secrets(given)) if isinstance(given, str) else without_secrets(f"{given}")
    return shown if len(shown) <= ENOUGH else f"{shown[:ENOUGH]}..."


def _no_such_connector(name: str, kinds: Kinds) -> str:
    near = nearest(name, kinds)
    cure = f"did you mean {near}?" if near else f"there are: {', '.join(kinds)}"
    return f"{name!r} is not known; {cure}"


def _field(location: Location, kinds: Kinds) -> str:
    """Where it stands in the file; pydantic also names the kind of the site."""
    told = [part for place, part in enumerate(location) if not _is_kind(location, place, kinds)]
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in told)
    return path.lstrip(".")


def _is_kind(location: Location, place: int, kinds: Kinds) -> bool:
    return place == len(("sites", 0)) and location[0] == "sites" and location[place] in kinds


def _keys_beside(location: Location, kinds: Kinds) -> Iterable[str]:
    """The keys that are known where an unknown one stands."""
    if len(location) == 1:
        return Settings.model_fields
    sections = kinds if location[0] == "sites" else SECTIONS
    name = location[2] if location[0] == "sites" else location[0]
    return sections[str(name)].model_fields
