"""What each Claude model accepts. A request is built per model, never copied from another's.

From the official models overview, the thinking and effort pages and the deprecations page as of
October 2026; the installed SDK's lists agree.
"""

from datetime import date
from enum import StrEnum
from typing import Any

from schemas.base import Frozen


class Effort(StrEnum):
    """How hard the model tries: `output_config.effort`."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Model(Frozen):
    """A model's manners.

    `thinking_off` is the value of `thinking` that turns up-front thinking off at every effort
    above; empty where none does. `takes_effort` is false where the parameter is refused.
    """

    thinking_off: str = ""
    takes_effort: bool = True
    retires: date | None = None
    successor: str = ""


MODELS: dict[str, Model] = {
    "claude-haiku-5-5": Model(thinking_off="disabled"),
    "claude-sonnet-5-5": Model(thinking_off="between_tools"),  # "disabled" is a 400 here
    "claude-opus-5-5": Model(),  # both are a 400 here
    "claude-fable-5-1": Model(),
    "claude-sonnet-5": Model(successor="claude-sonnet-5-5"),
    "claude-sonnet-4-6": Model(successor="claude-sonnet-5-5"),
    "claude-haiku-4-5": Model(
        takes_effort=False, retires=date(2026, 10, 15), successor="claude-haiku-5-5"
    ),
}

# Requests to these fail. Prefixes, because the older ids carry a date.
RETIRED = {
    "claude-3": "claude-haiku-5-5",
    "claude-2": "claude-haiku-5-5",
    "claude-instant": "claude-haiku-5-5",
    "claude-opus-4-0": "claude-opus-5-5",
    "claude-opus-4-1": "claude-opus-5-5",
    "claude-opus-4-2025": "claude-opus-5-5",
    "claude-sonnet-4-0": "claude-sonnet-5-5",
    "claude-sonnet-4-2025": "claude-sonnet-5-5",
}


def successor_of_retired(model: str) -> str:
    """The model to use instead of a retired one; "" where the model is not known to be retired."""
    return next((new for old, new in RETIRED.items() if model.startswith(old)), "")


class Described(Frozen):
    """A model's stage of life, the day it ends, and what it lacks of what our requests need."""

    lifecycle: str
    retires: date | None = None
    lacks: tuple[str, ...] = ()


def ending(model: str, said: Described | None) -> str:
    """How a model that still answers comes to its end; "" where that is far away.

    `said` is what the API says of it, if it says anything.
    """
    known = MODELS.get(model, Model())
    retires = (said.retires if said else None) or known.retires
    if said and said.lifecycle == "deprecated":
        return f"is deprecated and retires on {retires}" if retires else "is deprecated"
    if retires and known.successor:  # announced, and not begun at this endpoint
        return f"may be retired from {retires} on"
    return ""


def instead(model: str) -> str:
    """What to do about a model that ends."""
    known = MODELS.get(model)
    successor = known.successor if known else ""
    return f"use {successor}" if successor else "name another"


def thinking(model: str, *, wanted: bool) -> dict[str, Any] | None:
    """The `thinking` parameter; `None` leaves it out, which means adaptive."""
    manners = MODELS.get(model, Model())
    return {"type": manners.thinking_off} if manners.thinking_off and not wanted else None


def thinks(model: str, *, wanted: bool) -> bool:
    """Whether the model is going to think: because it is wanted, or cannot be turned off."""
    return wanted or not MODELS.get(model, Model()).thinking_off


def output_config(model: str, effort: Effort, schema: dict[str, Any]) -> dict[str, Any]:
    """The `output_config` parameter: the answer's grammar, and the effort where it is taken."""
    config: dict[str, Any] = {"format": {"type": "json_schema", "schema": schema}}
    if MODELS.get(model, Model()).takes_effort:
        config["effort"] = effort.value
    return config
