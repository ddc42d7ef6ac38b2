"""What every noun of this room is: frozen, complete, without surprises."""

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value: compared by content, never changed, refusing what it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")
