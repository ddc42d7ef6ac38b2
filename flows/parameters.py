"""The parameters of the flows: how forms and the API bound them, and what they mean."""

from dataclasses import fields
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from flows.context import Wishes
from schemas.run import Mode
from schemas.shards import MOST, MOST_AT_ONCE

Limit = Annotated[int, Field(ge=1)] | None
Articles = list[str] | None
ShardSize = Annotated[int, Field(ge=1, le=MOST)]
AtOnce = Annotated[int, Field(ge=1, le=MOST_AT_ONCE)]
# A form's number box; `Decimal` would be a text box without bounds. Its text is exact enough.
Dollars = Annotated[float, Field(gt=0, le=1000, allow_inf_nan=False)] | None


def wishes(parameters: dict[str, Any], mode: Mode | None = None) -> Wishes:
    """What the parameters of a flow, by their names, ask for."""
    known = {field.name for field in fields(Wishes)}
    given = {name: value for name, value in parameters.items() if name in known}
    max_usd = parameters.get("max_usd")
    given["max_usd"] = None if max_usd is None else Decimal(str(max_usd))
    given["articles"] = tuple(parameters.get("article") or ())
    given["of_run"] = parameters.get("run_id")
    if mode is not None:
        given["mode"] = mode
    return Wishes(**given)
