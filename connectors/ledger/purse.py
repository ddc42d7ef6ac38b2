"""A run's way to money: every request is reserved for before it is sent, and settled after it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import repeat
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, bindparam, insert, select, update
from sqlmodel import Session

from connectors.clock import Clock
from connectors.ledger.database import Database
from connectors.ledger.meters import Movement, Used, held, move
from connectors.ledger.tables import CALLS
from schemas.budget import Budget, Level, More, Period, Taken, meters
from schemas.call import CallId, Outcome, Outcomes, Reply, Trouble
from schemas.money import in_picodollars
from schemas.prices import PRICES_AS_OF
from schemas.request import Request
from schemas.run import RunId
from schemas.usage import Usage

_OPEN = ("id", "run_id", "endpoint", "sent_at", "reserved", "state")
_OUTCOME = (
    *("state", "settled_at", "cost", "prices_as_of", "simulated", "status", "trouble"),
    *("request_id", "model_answered", "stop_reason", "refusal_category", "reply"),
    *("batch", "us_only", "duration_ms", *Usage.model_fields),
)
_BLANK = {name: getattr(CALLS.c[name].default, "arg", None) for name in _OUTCOME}

# Prepared once, and run for many calls together: a busy run does little else in its ledger.
_INSERTED = insert(CALLS).returning(CALLS.c.id, sort_by_parameter_order=True)
_ASKED = select(*(CALLS.c[name] for name in _OPEN)).where(
    CALLS.c.id.in_(bindparam("ids", expanding=True))
)
_SETTLED = (
    update(CALLS)
    .where(CALLS.c.id == bindparam("call"))
    .values({name: bindparam(f"its_{name}") for name in _OUTCOME})
)
_UNANSWERED = select(*(CALLS.c[name] for name in _OPEN)).where(
    CALLS.c.run_id == bindparam("run"), CALLS.c.state == "reserved"
)


class Payer(NamedTuple):
    """A run, where it asks, and whose cap a run it counts under."""

    run_id: RunId
    endpoint: str
    account: str


class Purse:
    """The budgets of one run at one endpoint.

    Settled + unknown + reserved never exceeds a cap, whatever the number of threads and
    processes: the meters are read and moved in one transaction that holds them.
    """

    def __init__(
        self,
        database: Database,
        payer: Payer,
        budget: Budget,
        *,
        clock: Clock,
        reap: Callable[[], object],
    ) -> None:
        self._database = database
        self._run_id, self._endpoint, self._account = payer
        self._budget = budget
        self._clock = clock
        self._reap = reap
        self._outstanding = 0
        self.levels: list[Level] = []  # as of the latest `take`

    def take(self, requests: Sequence[Request], most: int, back: Outcomes = ()) -> Taken:
        """Record what came back; then reserve for the first requests that fit, at most so many.

        Each is a call row. One that does not fit lets smaller ones pass. Before waiting for
        other runs it is made sure that they live: what a dead one reserved becomes unknown.
        """
        taken = self._take(requests, most, dict(back))
        if taken.more is More.LATER and not taken.calls and not self._outstanding:
            self._reap()
            taken = self._take(requests, most, {})
        self._outstanding += len(taken.calls)
        return taken

    def settle(self, outcomes: Outcomes) -> None:
        """Record what came back: billed, so recorded before it is judged.

        Raises `ValueError` for a call that is not waiting for it: a call settles once.
        """
        back = dict(outcomes)
        with self._database.writing() as session:
            self._settle(session.connection(), back, self._clock.now())

    def _settle(self, connection: Connection, back: dict[CallId, Outcome], now: datetime) -> None:
        if not back:
            return
        calls = connection.execute(_ASKED, {"ids": list(back)}).all()
        settled = [_settled(call, back[call.id], now) for call in calls]
        connection.execute(_SETTLED, settled)
        move(connection, map(_settling, calls, settled, repeat(self._account)))
        self._outstanding -= len(back)

    def _take(self, requests: Sequence[Request], most: int, back: dict[CallId, Outcome]) -> Taken:
        now = self._clock.now()
        chosen: list[Request] = []
        too_big: list[int] = []
        names = meters(self._account, now)
        with self._database.writing() as session:
            connection = session.connection()
            self._settle(connection, back, now)
            used = held(connection, self._endpoint, names)
            reserved = 0
            for request in requests:
                if len(chosen) == most:
                    break
                amount = in_picodollars(request.worst_case)
                if amount > self._room(used) - reserved:
                    too_big.append(amount)
                else:
                    chosen.append(request)
                    reserved += amount
            self.levels = self._levels(names, used, min(too_big, default=0))
            ids = self._reserved(connection, chosen, now) if chosen else []
            return Taken(calls=tuple(zip(chosen, ids, strict=True)), more=self._more(used, too_big))

    def _more(self, used: dict[Period, Used], too_big: list[int]) -> More:
        if not too_big:
            return More.NOW
        at_best = self._room(used, reserved=False)
        return More.LATER if min(too_big) <= at_best else More.NEVER

    def _levels(
        self, names: dict[Period, str], used: dict[Period, Used], least: int
    ) -> list[Level]:
        """How far each cap is used; full where not even the least of what was left fits."""
        return [
            Level(period, names[period], spent, cap, full=cap - spent < least)
            for period, meter in used.items()
            for spent in [meter.settled + meter.unknown]
            for cap in [in_picodollars(self._budget.cap(period))]
        ]

    def _room(self, used: dict[Period, Used], *, reserved: bool = True) -> int:
        return min(
            in_picodollars(self._budget.cap(period))
            - meter.settled
            - meter.unknown
            - (meter.reserved if reserved else 0)
            for period, meter in used.items()
        )

    def _reserved(
        self, connection: Connection, requests: Sequence[Request], now: datetime
    ) -> list[CallId]:
        """The calls of these requests, written down, with what they may cost."""
        rows = [self._row(request, now) for request in requests]
        ids = [CallId(row.id) for row in connection.execute(_INSERTED, rows)]
        reserved = Used(reserved=sum(row["reserved"] for row in rows))
        move(connection, [Movement(self._endpoint, self._account, now, reserved)])
        return ids

    def _row(self, request: Request, now: datetime) -> dict[str, Any]:
        return {
            "run_id": self._run_id,
            "site": request.site,
            "article_id": request.article_id,
            "content_hash": request.content_hash,
            "prompt_digest": request.prompt_digest,
            "prompt": request.prompt,
            "attempt": request.attempt.key,
            "model": request.attempt.model,
            "endpoint": self._endpoint,
            "sent_at": now,
            "reserved": in_picodollars(request.worst_case),
        }


def write_off(session: Session, run_id: str, account: str, now: datetime) -> None:
    """Charge the calls that nobody will answer for any more at their reservation, as unknown."""
    connection = session.connection()
    calls = connection.execute(_UNANSWERED, {"run": run_id}).all()
    lost = {"state": "unknown", "settled_at": now, "trouble": "the run ended first"}
    waits = CALLS.c.run_id == run_id, CALLS.c.state == "reserved"
    connection.execute(update(CALLS).where(*waits).values(lost))
    move(connection, (_movement(call, account, Used(unknown=call.reserved)) for call in calls))


def _settled(call: Row[Any], outcome: Outcome, now: datetime) -> dict[str, Any]:
    """What becomes of a call's row."""
    if call.state != "reserved":
        raise ValueError(f"call {call.id}: it is {call.state}, and a call settles once")
    if isinstance(outcome, Reply):
        cost = outcome.cost()
        known, values = None if cost is None else in_picodollars(cost), _of_reply(outcome)
    else:
        known, values = (None if outcome.may_be_billed else 0), _of_trouble(outcome)
    state = "unknown" if known is None else "settled"
    values |= {"state": state, "cost": known, "settled_at": now}
    return {"call": call.id} | {f"its_{n}": values.get(n, blank) for n, blank in _BLANK.items()}


def _of_reply(reply: Reply) -> dict[str, Any]:
    return {
        "status": 200,
        "prices_as_of": PRICES_AS_OF.isoformat(),
        "model_answered": reply.model,
        "reply": reply.text,
        "stop_reason": reply.stop_reason,
        "refusal_category": reply.refusal_category,
        "batch": reply.batch,
        "us_only": reply.us_only,
        "duration_ms": reply.duration_ms,
        "request_id": reply.request_id,
        "simulated": reply.simulated,
        **dict(reply.usage),
    }


def _of_trouble(trouble: Trouble) -> dict[str, Any]:
    return {
        "status": trouble.status,
        "trouble": trouble.reason,
        "request_id": trouble.request_id,
        "simulated": trouble.simulated,
    }


def _settling(call: Row[Any], values: dict[str, Any], account: str) -> Movement:
    known = values["its_cost"]
    by = Used(unknown=call.reserved) if known is None else Used(settled=known)
    return _movement(call, account, by)


def _movement(call: Row[Any], account: str, by: Used) -> Movement:
    """What a call does to its meters when it is not waiting any more."""
    by.reserved -= call.reserved
    return Movement(call.endpoint, account, call.sent_at, by)
