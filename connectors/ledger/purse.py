"""A run's way to money: every request is reserved for before it is sent, and settled after it."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from sqlalchemy import insert
from sqlmodel import Session, col, select

from connectors.clock import Clock
from connectors.ledger.database import Database
from schemas.budget import Budget, More, Period, Taken, meters
from schemas.call import CallId, Outcome, Reply
from schemas.ledger import CallRow, MeterRow
from schemas.money import in_picodollars
from schemas.prices import PRICES_AS_OF
from schemas.request import Request
from schemas.run import RunId

Meters = dict[Period, MeterRow]


class Purse:
    """The budgets of one run at one endpoint.

    Settled + unknown + reserved never exceeds a cap, whatever the number of threads and
    processes: the meters are read and moved in one transaction that holds them.
    """

    def __init__(
        self,
        database: Database,
        run_id: RunId,
        endpoint: str,
        budget: Budget,
        *,
        clock: Clock,
        reap: Callable[[], object],
    ) -> None:
        self._database = database
        self._run_id = run_id
        self._endpoint = endpoint
        self._budget = budget
        self._clock = clock
        self._reap = reap
        self._outstanding = 0

    def take(self, requests: Sequence[Request], most: int) -> Taken:
        """Reserve for the first requests that fit, at most so many, each as a call row.

        One that does not fit lets smaller ones pass. Before waiting for other runs it is made
        sure that they live: what a dead one reserved becomes unknown.
        """
        taken = self._take(requests, most)
        if taken.more is More.LATER and not taken.calls and not self._outstanding:
            self._reap()
            taken = self._take(requests, most)
        self._outstanding += len(taken.calls)
        return taken

    def settle(self, outcomes: Iterable[tuple[CallId, Outcome]]) -> None:
        """Record what came back: billed, so recorded before it is judged."""
        now = self._clock.now()
        with self._database.writing() as session:
            for call_id, outcome in outcomes:
                call = session.get_one(CallRow, call_id)
                _settle(session, call, outcome, now)
                self._outstanding -= 1

    def _take(self, requests: Sequence[Request], most: int) -> Taken:
        now = self._clock.now()
        calls: list[tuple[Request, CallId]] = []
        too_big: list[int] = []
        with self._database.writing() as session:
            rows = held_meters(session, self._endpoint, meters(self._run_id, now))
            for request in requests:
                amount = in_picodollars(request.worst_case)
                if len(calls) == most:
                    break
                if amount > self._room(rows):
                    too_big.append(amount)
                    continue
                for row in rows.values():
                    row.reserved += amount
                calls.append((request, self._call(session, request, amount, now)))
            return Taken(calls=tuple(calls), more=self._more(rows, too_big))

    def _more(self, rows: Meters, too_big: list[int]) -> More:
        if not too_big:
            return More.NOW
        at_best = self._room(rows, reserved=False)
        return More.LATER if min(too_big) <= at_best else More.NEVER

    def _room(self, rows: Meters, *, reserved: bool = True) -> int:
        return min(
            in_picodollars(self._budget.cap(period))
            - row.settled
            - row.unknown
            - (row.reserved if reserved else 0)
            for period, row in rows.items()
        )

    def _call(self, session: Session, request: Request, amount: int, now: datetime) -> CallId:
        values = insert(CallRow).values(
            run_id=self._run_id,
            site=request.site,
            article_id=request.article_id,
            content_hash=request.content_hash,
            prompt_digest=request.prompt_digest,
            prompt=request.prompt,
            attempt=request.attempt.key,
            model=request.attempt.model,
            endpoint=self._endpoint,
            sent_at=now,
            reserved=amount,
        )
        inserted = session.connection().execute(values).inserted_primary_key
        return CallId(inserted[0]) if inserted else CallId(0)


def held_meters(session: Session, endpoint: str, names: dict[Period, str]) -> Meters:
    """The named meters, made where they are missing, held until the transaction ends."""
    found = session.exec(
        select(MeterRow)
        .where(MeterRow.endpoint == endpoint, col(MeterRow.name).in_(names.values()))
        .order_by(col(MeterRow.name))  # always in one order, so that two never wait crosswise
        .with_for_update()
    )
    by_name = {row.name: row for row in found}
    for name in names.values():
        if name not in by_name:
            by_name[name] = MeterRow(endpoint=endpoint, name=name)
            session.add(by_name[name])
    return {period: by_name[name] for period, name in names.items()}


def _settle(session: Session, call: CallRow, outcome: Outcome, now: datetime) -> None:
    if call.state != "reserved":
        raise ValueError(f"call {call.id}: it is {call.state}, and a call settles once")
    rows = held_meters(session, call.endpoint, meters(call.run_id, call.sent_at))
    call.settled_at = now
    call.request_id = outcome.request_id
    call.simulated = outcome.simulated
    if isinstance(outcome, Reply):
        _record(call, outcome)
        cost = outcome.cost()
        known = None if cost is None else in_picodollars(cost)
    else:
        call.status, call.trouble = outcome.status, outcome.reason
        known = None if outcome.may_be_billed else 0
    call.cost = known
    call.state = "unknown" if known is None else "settled"
    for row in rows.values():
        row.reserved -= call.reserved
        if known is None:
            row.unknown += call.reserved
        else:
            row.settled += known


def _record(call: CallRow, reply: Reply) -> None:
    call.status = 200
    call.prices_as_of = PRICES_AS_OF.isoformat()
    call.model_answered = reply.model
    call.stop_reason = reply.stop_reason
    call.refusal_category = reply.refusal_category
    call.reply = reply.text
    call.batch, call.us_only = reply.batch, reply.us_only
    call.duration_ms = reply.duration_ms
    for bucket, tokens in reply.usage.model_dump().items():
        setattr(call, bucket, tokens)


def write_off(session: Session, calls: Iterable[CallRow], now: datetime) -> None:
    """Charge calls that nobody will answer for any more at their reservation, as unknown."""
    for call in calls:
        call.state, call.settled_at, call.trouble = "unknown", now, "the run ended first"
        for row in held_meters(session, call.endpoint, meters(call.run_id, call.sent_at)).values():
            row.reserved -= call.reserved
            row.unknown += call.reserved
