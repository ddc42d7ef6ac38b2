"""The parameters of the flows: how forms and the API bound them, and what they mean."""

from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, GetJsonSchemaHandler
from pydantic_core import CoreSchema

from flows.context import Wishes
from schemas.policy import Overwrite
from schemas.run import Mode
from schemas.shards import MOST, MOST_AT_ONCE


class _WithoutDefault(dict[str, Any]):
    """A field's schema without its default of null: a form would send it, and be refused."""

    def __setitem__(self, name: str, value: object) -> None:
        if name != "default":
            super().__setitem__(name, value)


class _Emptiable:
    """A field that may stay empty: in Prefect's forms its own box, not tabs for it and `None`."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        kinds = handler(schema)["anyOf"]
        (kind,) = [kind for kind in kinds if kind.get("type") != "null"]
        return _WithoutDefault(kind)


_EMPTIABLE = _Emptiable()
_Text = Annotated[str | None, BeforeValidator(lambda text: text or None), _EMPTIABLE]

Working = Literal[Mode.LIVE, Mode.DRY_RUN]  # the modes of a run that asks
Site = _Text
Earlier = _Text  # the id of a run
Moment = Annotated[datetime | None, _EMPTIABLE]
Limit = Annotated[Annotated[int, Field(ge=1)] | None, _EMPTIABLE]
Articles = Annotated[list[str] | None, _EMPTIABLE]
Overwriting = Annotated[Overwrite | None, _EMPTIABLE]
ShardSize = Annotated[int, Field(ge=1, le=MOST)]
AtOnce = Annotated[int, Field(ge=1, le=MOST_AT_ONCE)]
# A form's number box; `Decimal` would be a text box without bounds. Its text is exact enough. The
# browser knows no bound that is itself out of bounds, so the least is the least that is shown.
Dollars = Annotated[
    Annotated[float, Field(ge=0.0001, le=1000, allow_inf_nan=False)] | None, _EMPTIABLE
]


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
