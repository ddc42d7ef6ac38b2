"""What was spent, added up by one aspect of the calls."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from schemas.base import Frozen
from schemas.money import Usd
from schemas.usage import Usage


class SpendBy(StrEnum):
    """What spending is added up by."""

    RUN = "run"
    DAY = "day"
    MONTH = "month"
    MODEL = "model"
    PROMPT = "prompt"
    SITE = "site"


class Spend(Frozen):
    """Tokens and dollars of some calls. `requests` are the answers: HTTP 200."""

    key: str = ""
    requests: int = 0
    usage: Usage = Usage()
    cost_usd: Usd = Decimal(0)
    unknown_usd: Usd = Decimal(0)

    def __add__(self, other: "Spend") -> "Spend":
        return Spend(
            key=self.key,
            requests=self.requests + other.requests,
            usage=self.usage + other.usage,
            cost_usd=self.cost_usd + other.cost_usd,
            unknown_usd=self.unknown_usd + other.unknown_usd,
        )


class SpendReport(Frozen):
    """What was spent since a moment. `simulated` where a stand-in was all that ever answered."""

    by: SpendBy
    since: datetime | None
    simulated: bool
    rows: tuple[Spend, ...]

    @property
    def total(self) -> Spend:
        """All rows together."""
        return sum(self.rows, Spend())
