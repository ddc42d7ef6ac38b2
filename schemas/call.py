"""What came back for one request: a reply, or the trouble that stood in its way."""

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import NewType

from schemas.base import Frozen
from schemas.prices import cost
from schemas.usage import Usage

CallId = NewType("CallId", int)

# Billed even where Claude refused before any output (billing rule of 2026-09-24); the other
# categories, and none, are free although their usage shows tokens.
BILLED_REFUSALS = frozenset({"bio", "frontier_llm", "reasoning_extraction"})

COMPLETE = "end_turn"
REFUSAL = "refusal"


class Reply(Frozen):
    """One HTTP 200 of the Messages API. Always recorded before it is judged."""

    text: str
    stop_reason: str
    refusal_category: str | None = None
    model: str
    usage: Usage
    batch: bool = False
    us_only: bool = False
    request_id: str = ""
    simulated: bool = False
    duration_ms: int = 0

    @property
    def refused(self) -> bool:
        """Whether Claude declined to answer."""
        return self.stop_reason == REFUSAL

    @property
    def complete(self) -> bool:
        """Whether the text is all that Claude meant to say."""
        return self.stop_reason == COMPLETE

    def cost(self) -> Decimal | None:
        """What this reply is billed; `None` where the answering model has no known price."""
        free = self.refused and not self.text and self.refusal_category not in BILLED_REFUSALS
        if free:
            return Decimal(0)
        return cost(self.usage, self.model, batch=self.batch, us_only=self.us_only)


class Course(StrEnum):
    """What to do after an attempt without a reply."""

    RETRY = "retry"
    GIVE_UP = "give_up"  # on this article
    FALL_BACK = "fall_back"  # on another model
    STOP = "stop"  # the run
    STOP_SPENDING = "stop_spending"  # the run, because a spend limit of the API is reached
    CANCEL = "cancel"  # the run, because a person wants it


UNFIT = frozenset({400, 413})  # HTTP: the request is invalid, or too large


class Trouble(Frozen):
    """One HTTP attempt without a reply.

    `status` is `None` where there was none: then a request that was `sent` may have been executed
    and billed. `retry_after` is in seconds, as the server asked. `slows_down` is set where fewer
    requests at once are asked for, `rate_limited` where fewer a minute are, and `model_fails`
    where another model may well answer.
    """

    reason: str
    course: Course
    status: int | None = None
    sent: bool = True
    retry_after: float | None = None
    slows_down: bool = False
    rate_limited: bool = False
    model_fails: bool = False
    request_id: str = ""
    simulated: bool = False

    @property
    def of_the_request(self) -> bool:
        """Whether it is this request that could not be, and no other has to fare like it."""
        return self.course is Course.GIVE_UP and (not self.sent or self.status in UNFIT)

    @property
    def may_be_billed(self) -> bool:
        """Whether nobody can say that the request was not paid for."""
        return self.sent and self.status is None


Outcome = Reply | Trouble
Outcomes = Iterable[tuple[CallId, Outcome]]
