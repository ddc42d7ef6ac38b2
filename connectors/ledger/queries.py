"""Looking at the ledger: runs, and what was spent. Nothing here writes."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, String, case, cast, func, literal_column
from sqlmodel import Session, col, select

from connectors.ledger.database import Database
from schemas.article import SiteName
from schemas.budget import Budget, meters
from schemas.ledger import BackfillRow, CallRow, MeterRow, RunRow
from schemas.money import in_usd
from schemas.run import BackfillId, BudgetLine, Mode, Report, RunId, RunStatus
from schemas.shards import Shard
from schemas.spend import Spend, SpendBy, SpendReport
from schemas.usage import Usage


class Queries:
    """Questions to one ledger."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def runs(self, limit: int) -> Sequence[RunRow]:
        """The latest runs, newest first."""
        newest = select(RunRow).order_by(col(RunRow.started_at).desc()).limit(limit)
        with self._database.reading() as session:
            rows = session.exec(newest).all()
            session.expunge_all()
            return rows

    def run(self, run_id: RunId) -> RunRow | None:
        """One run; `None` where there is none of that id."""
        with self._database.reading() as session:
            row = session.get(RunRow, run_id)
            session.expunge_all()
            return row

    def report(self, run_id: RunId) -> Report | None:
        """What a run had to say for itself at its end."""
        row = self.run(run_id)
        return Report.model_validate_json(row.report) if row and row.report else None

    def last_until(self, site: SiteName) -> datetime | None:
        """The end of the window of the last completed live run that looked at all of it."""
        ends = select(func.max(RunRow.until)).where(
            RunRow.site == site,
            RunRow.mode == Mode.LIVE,
            ~col(RunRow.narrowed),
            RunRow.status == RunStatus.COMPLETED,  # or what got no answer would never be seen again
        )
        with self._database.reading() as session:
            return session.exec(ends).one()

    def spend_of(self, run_id: RunId) -> tuple[Spend, dict[str, int], bool]:
        """What a run spent, its answers by model, and whether a stand-in gave them."""
        of_run = CallRow.run_id == run_id
        with self._database.reading() as session:
            spend = _sums(session, CallRow.run_id, of_run)
            counted = select(CallRow.model_answered, func.count()).where(
                of_run, col(CallRow.reply).is_not(None)
            )
            models = session.exec(counted.group_by(col(CallRow.model_answered))).all()
            stand_in = select(CallRow.id).where(of_run, col(CallRow.simulated)).limit(1)
            simulated = session.exec(stand_in).first() is not None
        total = sum(spend, Spend())
        return total, {model or "": count for model, count in models}, simulated

    def cap_of(self, backfill: BackfillId) -> Decimal | None:
        """What a backfill may cost; `None` where this ledger does not know it."""
        with self._database.reading() as session:
            row = session.get(BackfillRow, backfill)
            return in_usd(row.cap) if row else None

    def run_of(self, backfill: BackfillId, shard: Shard) -> RunRow | None:
        """The latest run of a shard; `None` where none has begun."""
        runs = (
            select(RunRow)
            .where(RunRow.backfill == backfill, RunRow.site == shard.site)
            .where(RunRow.since == shard.window.since, RunRow.until == shard.window.until)
            .order_by(col(RunRow.started_at).desc())
            .limit(1)
        )
        with self._database.reading() as session:
            row = session.exec(runs).first()
            session.expunge_all()
            return row

    def used(
        self, account: str, endpoint: str, budget: Budget, moment: datetime
    ) -> dict[str, BudgetLine]:
        """Each cap, and what is used of it, settled and unknown."""
        names = meters(account, moment)
        with self._database.reading() as session:
            rows = session.exec(
                select(MeterRow).where(
                    MeterRow.endpoint == endpoint, col(MeterRow.name).in_(names.values())
                )
            )
            by_name = {row.name: row.settled + row.unknown for row in rows}
        return {
            f"per_{period}_usd": BudgetLine(
                cap_usd=budget.cap(period), used_usd=in_usd(by_name.get(name, 0))
            )
            for period, name in names.items()
        }

    def spend(self, by: SpendBy, since: datetime | None) -> SpendReport:
        """What was spent, by one aspect; a stand-in's dollars only where there are no others."""
        column = _aspect(by)
        wanted = [CallRow.sent_at >= since] if since else []
        # By endpoint: a call that was cut or killed has no header to tell a stand-in by.
        stand_ins = select(CallRow.endpoint).where(col(CallRow.simulated))
        with self._database.reading() as session:
            rows = _sums(session, column, col(CallRow.endpoint).not_in(stand_ins), *wanted)
            simulated = not rows
            if simulated:
                rows = _sums(session, column, *wanted)
        return SpendReport(by=by, since=since, simulated=simulated and bool(rows), rows=rows)


def _aspect(by: SpendBy) -> Any:  # noqa: ANN401 - a column, or an expression over one
    sent_at = cast(CallRow.sent_at, String)  # it is in UTC, and begins like 2026-11-21
    model = func.coalesce(CallRow.model_answered, CallRow.model)
    columns = {
        SpendBy.RUN: CallRow.run_id,
        SpendBy.DAY: _begin(sent_at, len("2026-11-21")),
        SpendBy.MONTH: _begin(sent_at, len("2026-11")),
        SpendBy.MODEL: model,
        SpendBy.PROMPT: CallRow.prompt,
        SpendBy.SITE: CallRow.site,
    }
    return columns[by]


def _begin(column: ColumnElement[str], length: int) -> ColumnElement[str]:
    """The first characters. Written out: a parameter is not the same one where it is grouped by."""
    return func.substr(column, literal_column("1"), literal_column(f"{length}"))


def _sums(session: Session, key: Any, *where: ColumnElement[bool] | bool) -> tuple[Spend, ...]:  # noqa: ANN401
    unknown = case((col(CallRow.state) == "unknown", CallRow.reserved), else_=0)
    answered = case((col(CallRow.reply).is_not(None), 1), else_=0)
    summed = [CallRow.cost, unknown, answered]
    summed += [getattr(CallRow, bucket) for bucket in Usage.model_fields]
    sums = [cast(func.coalesce(func.sum(column), 0), BigInteger) for column in summed]
    rows = session.execute(select(key, *sums).where(*where).group_by(key).order_by(key))
    return tuple(_spend(row) for row in rows)


def _spend(row: Any) -> Spend:  # noqa: ANN401 - a row of sums
    key, cost, unknown, answered, *tokens = row
    return Spend(
        key=str(key),
        requests=answered,
        usage=Usage(**dict(zip(Usage.model_fields, tokens, strict=True))),
        cost_usd=in_usd(cost),
        unknown_usd=in_usd(unknown),
    )
