"""What can be set about the stand-in."""

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from connectors.standin.faults import KINDS
from connectors.standin.models import MODELS

Share = Annotated[float, Field(ge=0, le=1)]
"""A part of all requests: 0.1 is one in ten."""

_CLOSE = 1e-9  # shares that come to 1 may come to a little more when they are added


class Settings(BaseModel):
    """How a stand-in answers. The limits are those of the Start tier, each model's its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    port: int = Field(default=0, ge=0, le=65_535)
    """The port of 127.0.0.1 it listens at; 0 takes a free one."""
    latency: float = Field(default=0.0, ge=0)
    """Seconds between a request and its answer."""
    limits: Literal["off", "bucket", "second", "window"] = "off"
    """How the limits are enforced: not at all (they are only shown), as a bucket that holds a
    minute's worth, as one that holds a second's, or in whole minutes of the clock."""
    requests_per_minute: int = Field(default=1_000, gt=0)
    input_tokens_per_minute: int = Field(default=2_000_000, gt=0)
    output_tokens_per_minute: int = Field(default=400_000, gt=0)
    ramp: float = Field(default=0.0, ge=0)
    """At most so many times the requests of the ten seconds before, but ten always; 0: no limit."""
    faults: Share = 0.0
    """The share of requests that meet a fault, of all kinds but those of a whole account."""
    fault: dict[str, Share] = Field(default_factory=dict)
    """The share of requests that meet this kind of fault, besides."""
    seed: int = 0
    """Which requests those are: the same for the same seed, article and attempt."""
    slow: float = Field(default=5.0, ge=0)
    """Seconds that slow answers and dribbled bodies take more."""
    obedient: bool = False
    """Whether orders hidden in an article are obeyed."""
    retire: tuple[str, ...] = ()
    """Models that are treated as retired."""
    overloaded: tuple[str, ...] = ()
    """Models that are always overloaded."""

    @model_validator(mode="after")
    def _names_are_known(self) -> Self:
        for name in self.fault.keys() - KINDS.keys():
            raise ValueError(f"fault: there is no {name!r}, only {', '.join(KINDS)}")
        for name in {*self.retire, *self.overloaded} - MODELS.keys():
            raise ValueError(f"model: there is no {name!r}, only {', '.join(MODELS)}")
        if sum(self.fault.values()) + self.faults > 1 + _CLOSE:
            raise ValueError("faults: the shares come to more than 1")
        return self

    def changed(self, changes: dict[str, Any]) -> "Settings":
        """The same but for these; raises ValueError where one is not as it should be."""
        if "port" in changes:
            raise ValueError("port: a stand-in that runs stays where it is")
        return Settings.model_validate({**self.model_dump(), **changes})


def words(error: ValidationError) -> str:
    """What is wrong with settings, in one line."""
    troubles = (
        ".".join(map(str, [*each["loc"], ""]))[:-1] + ": " + each["msg"] for each in error.errors()
    )
    return "; ".join(trouble.removeprefix(": Value error, ") for trouble in troubles)
