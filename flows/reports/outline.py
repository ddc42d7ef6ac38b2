"""The few lines of a stored report that a list of runs shows."""

from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from schemas.ledger import RunRow


class Outline(BaseModel):
    """What a run counted and cost. A report's many proposals are passed over unread."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    simulated: bool
    counts: dict[str, int]
    cost_usd: Decimal
    unknown_usd: Decimal


def outline(row: RunRow) -> Outline | None:
    """The outline of a run's report; `None` where it has left none."""
    return Outline.model_validate_json(row.report) if row.report else None
