"""Looking at a ledger: its runs, and what was spent."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from connectors.ledger.database import Database
from connectors.ledger.queries import Queries
from connectors.ledger.store import Ledger
from schemas.article import SkipReason
from schemas.budget import Budget
from schemas.call import Outcome
from schemas.request import Attempt, Request
from schemas.run import BudgetLine, RunId, RunStatus
from schemas.spend import Spend, SpendBy
from schemas.usage import Usage
from tests.builders import ASK, ESCALATION, NOON, SITE, a_reply, a_request, a_run_row
from tests.clock import StillClock
from tests.crash.processes import BUSY, CUT, ENDPOINT, end

COST = Decimal("0.000215")  # of a reply, as built
FERRIES = a_request()
WORST = FERRIES.worst_case
CAPS = Budget(per_run_usd=Decimal(1), per_day_usd=Decimal(2), per_month_usd=Decimal(30))
STAND_IN = "http://127.0.0.1:8100"
MADE_UP = a_reply(simulated=True)
DAY = timedelta(days=1)

Ask = Callable[..., None]


@pytest.fixture
def queries(database: Database) -> Queries:
    """Questions to it."""
    return Queries(database)


@pytest.fixture
def ask(database: Database) -> Ask:
    """A request in some run at some time, and what came back; `None` for nothing so far."""
    begun: set[str] = set()

    def one(
        outcome: Outcome | None,
        run_id: str = "run-1",
        at: datetime = NOON,
        endpoint: str = ENDPOINT,
        request: Request = FERRIES,
    ) -> None:
        ledger = Ledger(database, StillClock(at))
        if run_id not in begun:
            begun.add(run_id)
            ledger.start(a_run_row(run_id, endpoint=endpoint))
        purse = ledger.purse(RunId(run_id), endpoint, CAPS)
        ((_, call_id),) = purse.take([request], 1).calls
        if outcome is not None:
            purse.settle([(call_id, outcome)])

    return one


def spent(queries: Queries, by: SpendBy, since: datetime | None = None) -> dict[str, Decimal]:
    """Dollars by key."""
    return {row.key: row.cost_usd for row in queries.spend(by, since).rows}


def test_a_run_spent_what_its_calls_cost(queries: Queries, ask: Ask) -> None:
    """Errors nothing, what is unknown apart, and only answers are requests."""
    for outcome in (a_reply(), a_reply(text="no"), BUSY, CUT, None):
        ask(outcome)
    ask(a_reply(), "run-2")

    spend, models, simulated = queries.spend_of(RunId("run-1"))

    assert spend == Spend(
        requests=2,
        usage=Usage(input_tokens=3200, output_tokens=220),
        cost_usd=2 * COST,
        unknown_usd=WORST,
    )
    assert (models, simulated) == ({"claude-haiku-5-5": 2}, False)


def test_a_run_that_asked_nothing_spent_nothing(queries: Queries) -> None:
    """All was recalled, or there was nothing to do."""
    assert queries.spend_of(RunId("run-1")) == (Spend(), {}, False)


def test_every_bucket_of_tokens_is_added_up(queries: Queries, ask: Ask) -> None:
    """Each on its own; they are priced differently."""
    usage = Usage(**{bucket: 2**n for n, bucket in enumerate(Usage.model_fields)})
    ask(a_reply(usage=usage))
    ask(a_reply(usage=usage), "run-2")

    assert queries.spend(SpendBy.SITE, None).total.usage == usage + usage


def test_spending_is_told_by_each_aspect(queries: Queries, ask: Ask) -> None:
    """The same dollars, added up by run, day, month, model, prompt or site."""
    sonnet = "claude-sonnet-5-5"
    stronger = Attempt(kind=ESCALATION.kind, model=sonnet, effort=ASK.effort)
    ask(a_reply())
    ask(a_reply(), at=NOON + DAY, request=a_request(prompt="metadata-2"))
    later = {"run_id": "run-2", "at": NOON + 20 * DAY}
    ask(a_reply(), request=a_request(site="magazine"), **later)
    ask(a_reply(model=sonnet), request=a_request(1, stronger, site="magazine"), **later)
    dear = COST * 20  # Sonnet's tokens cost twenty times Haiku's

    assert spent(queries, SpendBy.RUN) == {"run-1": 2 * COST, "run-2": COST + dear}
    assert spent(queries, SpendBy.DAY) == {
        "2026-11-21": COST,
        "2026-11-22": COST,
        "2026-12-11": COST + dear,
    }
    assert spent(queries, SpendBy.MONTH) == {"2026-11": 2 * COST, "2026-12": COST + dear}
    assert spent(queries, SpendBy.MODEL) == {"claude-haiku-5-5": 3 * COST, sonnet: dear}
    assert spent(queries, SpendBy.PROMPT) == {"metadata-1": 2 * COST + dear, "metadata-2": COST}
    assert spent(queries, SpendBy.SITE) == {SITE: 2 * COST, "magazine": COST + dear}


@pytest.mark.parametrize("by", SpendBy)
def test_every_aspect_adds_up_to_the_same(queries: Queries, ask: Ask, by: SpendBy) -> None:
    """Nothing is counted twice, or left out."""
    for day, outcome in enumerate((a_reply(), BUSY, CUT, a_reply(), None)):
        ask(outcome, f"run-{day % 2}", at=NOON + 5 * day * DAY)

    total = queries.spend(by, None).total

    assert (total.requests, total.cost_usd, total.unknown_usd) == (2, 2 * COST, WORST)


def test_days_are_those_of_utc(queries: Queries, ask: Ask) -> None:
    """However late it is where somebody asks; `since` is a moment, in whatever zone."""
    ask(a_reply(), at=datetime(2026, 11, 30, 23, 59, 59, 999999, tzinfo=UTC))
    ask(a_reply(), at=datetime(2026, 12, 1, tzinfo=UTC))

    assert spent(queries, SpendBy.MONTH) == {"2026-11": COST, "2026-12": COST}
    assert spent(queries, SpendBy.DAY, datetime.fromisoformat("2026-12-01T01:00+01:00")) == {
        "2026-12-01": COST
    }


def test_what_a_stand_in_made_up_is_left_out(queries: Queries, ask: Ask) -> None:
    """Its calls without an answer too: they have no header to tell it by."""
    for outcome in (MADE_UP, CUT, None):
        ask(outcome, "tried", endpoint=STAND_IN)
    ask(a_reply(), "real")

    report = queries.spend(SpendBy.RUN, None)

    assert (report.simulated, [row.key for row in report.rows]) == (False, ["real"])
    assert report.total.unknown_usd == 0


def test_what_a_stand_in_made_up_is_shown_where_there_is_nothing_else(
    queries: Queries, ask: Ask
) -> None:
    """And said to be so."""
    for outcome in (MADE_UP, CUT):
        ask(outcome, "tried", endpoint=STAND_IN)

    report = queries.spend(SpendBy.RUN, None)

    assert (report.simulated, report.total.cost_usd) == (True, COST)
    assert queries.spend_of(RunId("tried"))[2]


def test_nothing_spent_is_nobodys_make_believe(queries: Queries) -> None:
    """An empty ledger has no rows, and nothing to say of them."""
    report = queries.spend(SpendBy.RUN, None)

    assert (report.simulated, report.rows, report.total) == (False, (), Spend())


def test_budget_lines_tell_what_is_used_of_each_cap(queries: Queries, ask: Ask) -> None:
    """Settled and unknown, of this run, day and month, at this endpoint."""
    ask(a_reply(), "run-0", at=NOON - DAY)
    ask(a_reply(), endpoint=STAND_IN)
    for outcome in (a_reply(), CUT, None):
        ask(outcome)

    assert queries.used(RunId("run-1"), ENDPOINT, CAPS, NOON) == {
        "per_run_usd": BudgetLine(cap_usd=Decimal(1), used_usd=COST + WORST),
        "per_day_usd": BudgetLine(cap_usd=Decimal(2), used_usd=COST + WORST),
        "per_month_usd": BudgetLine(cap_usd=Decimal(30), used_usd=2 * COST + WORST),
    }


def test_runs_are_listed_newest_first(database: Database, queries: Queries) -> None:
    """Whatever order they were noted in, and at most so many."""
    ledger = Ledger(database, StillClock())
    for day in (1, 3, 0, 2):
        ledger.start(a_run_row(f"run-{day}", started_at=NOON + day * DAY))

    assert [run.id for run in queries.runs(3)] == ["run-3", "run-2", "run-1"]


def test_a_run_is_found_with_its_report(database: Database, queries: Queries) -> None:
    """There is none before its end, nor of a run that never was."""
    ledger = Ledger(database, StillClock())
    ledger.start(a_run_row())
    assert queries.report(RunId("run-1")) is None

    end(ledger, "run-1", RunStatus.COMPLETED_WITH_FAILURES)

    run, report = queries.run(RunId("run-1")), queries.report(RunId("run-1"))
    assert run is not None
    assert (run.status, run.ended_at) == ("completed_with_failures", NOON)
    assert report is not None
    assert report.status is RunStatus.COMPLETED_WITH_FAILURES
    assert (queries.run(RunId("no")), queries.report(RunId("no"))) == (None, None)


@pytest.mark.parametrize(
    ("status", "changes", "counts"),
    [
        (RunStatus.COMPLETED, {}, True),
        (RunStatus.COMPLETED_WITH_FAILURES, {}, False),
        (RunStatus.COMPLETED, {"narrowed": True}, False),
        (RunStatus.COMPLETED, {"mode": "dry_run"}, False),
        (RunStatus.COMPLETED, {"mode": "apply"}, False),
        (RunStatus.COMPLETED, {"site": "magazine"}, False),
        (RunStatus.STOPPED_BY_BUDGET, {}, False),
        (RunStatus.STOPPED_BY_FAILURES, {}, False),
        (RunStatus.CANCELLED, {}, False),
        (RunStatus.FAILED, {}, False),
        (RunStatus.WAITING, {}, False),
        (RunStatus.CRASHED, {}, False),
        (RunStatus.RUNNING, {}, False),
    ],
)
def test_the_next_window_begins_where_a_whole_live_run_ended(
    database: Database,
    queries: Queries,
    status: RunStatus,
    changes: dict[str, Any],
    *,
    counts: bool,
) -> None:
    """One that was narrowed, previewed, stopped or killed has not seen everything."""
    ledger = Ledger(database, StillClock())
    ledger.start(a_run_row(**changes, since=NOON - DAY, until=NOON))
    if status is RunStatus.CRASHED:
        ledger.abandon(RunId("run-1"))
    elif status is not RunStatus.RUNNING:
        end(ledger, "run-1", status)

    assert queries.last_until(SITE) == (NOON if counts else None)


def test_the_next_window_begins_at_the_latest_end(database: Database, queries: Queries) -> None:
    """Runs may be started again for days that are past."""
    ledger = Ledger(database, StillClock())
    for day in (1, 3, 2):
        ledger.start(a_run_row(f"run-{day}", until=NOON + day * DAY))
        end(ledger, f"run-{day}")

    assert queries.last_until(SITE) == NOON + 3 * DAY


def test_the_next_window_holds_what_another_run_held(database: Database, queries: Queries) -> None:
    """Nobody knows that the other run came to its end."""
    ledger = Ledger(database, StillClock())
    ledger.start(a_run_row(since=NOON - DAY, until=NOON))
    end(ledger, "run-1", skipped={SkipReason.CLAIMED: 1, SkipReason.DRAFT: 2})

    assert queries.last_until(SITE) is None
