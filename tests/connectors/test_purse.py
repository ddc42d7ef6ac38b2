"""Budgets: what may be spent is reserved before, settled after, and never exceeded."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from sqlmodel import select

from connectors.ledger.database import Database
from connectors.ledger.purse import Purse
from connectors.ledger.store import Ledger
from schemas.budget import Budget, More, Period
from schemas.call import Course, Outcome, Trouble
from schemas.ledger import CallRow, MeterRow
from schemas.money import in_picodollars, in_usd
from schemas.run import BackfillId, RunId
from tests.builders import a_reply, a_request, a_run_row
from tests.clock import StillClock

ENDPOINT = "http://claude.test"
WORST = a_request().worst_case
BUSY = Trouble(reason="busy", course=Course.RETRY, status=529)
CUT = Trouble(reason="the connection was cut", course=Course.RETRY)
NEVER_SENT = Trouble(reason="no route", course=Course.RETRY, sent=False)
UNPRICED = a_reply(model="claude-somebody-else")

MakePurse = Callable[..., Purse]


@pytest.fixture
def purse_of(database: Database) -> MakePurse:
    """Purses of runs that begin here, with caps in USD."""
    ledger = Ledger(database, StillClock())

    def make(run_id: str = "run-1", **caps: str) -> Purse:
        ledger.start(a_run_row(run_id))
        defaults = {"per_run_usd": "1", "per_day_usd": "1", "per_month_usd": "1"}
        budget = Budget(**{name: Decimal(cap) for name, cap in {**defaults, **caps}.items()})
        return ledger.purse(RunId(run_id), ENDPOINT, budget)

    return make


def meters(database: Database) -> dict[str, tuple[Decimal, Decimal, Decimal]]:
    """Settled, unknown and reserved dollars of each meter."""
    with database.reading() as session:
        return {
            row.name: (in_usd(row.settled), in_usd(row.unknown), in_usd(row.reserved))
            for row in session.exec(select(MeterRow))
        }


def test_the_shards_of_a_backfill_have_one_cap(database: Database) -> None:
    """What one of them has reserved, the other has not; also where the first is killed."""
    ledger = Ledger(database, StillClock())
    cap = Budget(per_run_usd=WORST, per_day_usd=Decimal(1), per_month_usd=Decimal(1))
    backfill = BackfillId("archive")
    for run_id in ("run-1", "run-2"):
        ledger.start(a_run_row(run_id, backfill=backfill))
    first, second = (
        ledger.purse(RunId(run_id), ENDPOINT, cap, backfill) for run_id in ("run-1", "run-2")
    )
    assert 1 == len(first.take([a_request()], 1).calls)
    assert More.LATER == second.take([a_request(2)], 1).more
    ledger.abandon(RunId("run-1"))
    assert More.NEVER == second.take([a_request(2)], 1).more
    assert (Decimal(0), WORST, Decimal(0)) == meters(database)["run archive"]


def test_a_reservation_is_a_call_before_anything_is_sent(
    database: Database, purse_of: MakePurse
) -> None:
    """The intent stands in the ledger, with the most that it can cost."""
    taken = purse_of().take([a_request()], 1)

    with database.reading() as session:
        (call,) = session.exec(select(CallRow)).all()
        assert (call.id, call.state, call.reserved) == (
            taken.calls[0][1],
            "reserved",
            in_picodollars(WORST),
        )


def test_a_reservation_counts_on_the_meters_of_run_day_and_month(
    database: Database, purse_of: MakePurse
) -> None:
    """All three caps see it."""
    purse_of().take([a_request()], 1)

    reserved = (Decimal(0), Decimal(0), WORST)
    assert meters(database) == {
        "run run-1": reserved,
        "day 2026-11-21": reserved,
        "month 2026-11": reserved,
    }


@pytest.mark.parametrize(
    ("outcome", "settled", "unknown"),
    [
        (a_reply(), Decimal("0.000215"), Decimal(0)),
        (a_reply(text="not what was asked for"), Decimal("0.000215"), Decimal(0)),
        (a_reply(text="", stop_reason="refusal", refusal_category="bio"), Decimal("0.000215"), 0),
        (a_reply(text="", stop_reason="refusal"), Decimal(0), Decimal(0)),
        (BUSY, Decimal(0), Decimal(0)),
        (NEVER_SENT, Decimal(0), Decimal(0)),
        (CUT, Decimal(0), WORST),
        (UNPRICED, Decimal(0), WORST),
    ],
    ids=[
        "reply",
        "bad reply",
        "billed refusal",
        "free refusal",
        "529",
        "unsent",
        "cut",
        "unpriced",
    ],
)
def test_what_came_back_is_settled(
    database: Database,
    purse_of: MakePurse,
    outcome: Outcome,
    settled: Decimal,
    unknown: Decimal,
) -> None:
    """Answers at their cost, errors at nothing, and what nobody can know at its reservation."""
    purse = purse_of()
    ((_, call_id),) = purse.take([a_request()], 1).calls
    purse.settle([(call_id, outcome)])

    assert set(meters(database).values()) == {(settled, unknown, Decimal(0))}


@pytest.mark.parametrize("period", ["per_run_usd", "per_day_usd", "per_month_usd"])
def test_no_cap_is_passed(purse_of: MakePurse, period: str) -> None:
    """Five fit, the sixth does not."""
    purse = purse_of(**{period: str(WORST * 5)})

    taken = purse.take([a_request(n) for n in range(8)], 8)

    assert (len(taken.calls), taken.more) == (5, More.LATER)


def test_two_runs_share_the_day(purse_of: MakePurse) -> None:
    """What one run has reserved is not there for the other, and may be there later."""
    first, second = (purse_of(run, per_day_usd=str(WORST * 5)) for run in ("run-1", "run-2"))

    first.take([a_request(n) for n in range(4)], 4)
    taken = second.take([a_request(n) for n in range(4)], 4)

    assert (len(taken.calls), taken.more) == (1, More.LATER)


def test_a_smaller_request_passes_one_that_does_not_fit(purse_of: MakePurse) -> None:
    """So that a cap is used well."""
    large, small = a_request(1, max_tokens=4000), a_request(2)
    purse = purse_of(per_run_usd=str(small.worst_case))

    taken = purse.take([large, small], 2)

    assert [request for request, _ in taken.calls] == [small]


def test_waiting_is_pointless_where_even_free_reservations_would_not_do(
    purse_of: MakePurse,
) -> None:
    """Nothing is outstanding that could turn out cheaper."""
    purse = purse_of(per_run_usd=str(WORST / 2))

    assert purse.take([a_request()], 1).more is More.NEVER


def test_a_settled_request_makes_room_for_the_next(purse_of: MakePurse) -> None:
    """A reservation is the worst case; the rest of it comes back."""
    purse = purse_of(per_run_usd=str(WORST))
    ((_, call_id),) = purse.take([a_request(1)], 1).calls
    assert not purse.take([a_request(2)], 1).calls

    purse.settle([(call_id, Trouble(reason="busy", course=Course.RETRY, status=529))])

    assert purse.take([a_request(2)], 1).calls


def test_budgets_count_by_endpoint(database: Database, purse_of: MakePurse) -> None:
    """A stand-in's make-believe dollars never touch the real ones."""
    purse_of(per_day_usd=str(WORST)).take([a_request()], 1)
    ledger = Ledger(database, StillClock())
    ledger.start(a_run_row("run-2"))
    caps = dict.fromkeys(("per_run_usd", "per_day_usd", "per_month_usd"), WORST)
    elsewhere = ledger.purse(RunId("run-2"), "https://api.anthropic.com", Budget(**caps))

    assert elsewhere.take([a_request()], 1).calls


def test_a_dead_runs_reservation_becomes_unknown_before_anybody_waits_for_it(
    database: Database, purse_of: MakePurse
) -> None:
    """It stays charged: nobody can know whether it was billed."""
    dead = purse_of("dead", per_day_usd=str(WORST))
    dead.take([a_request()], 1)
    database.locks.release("run-dead")  # as the system does at the end of a process

    taken = purse_of("next", per_day_usd=str(WORST)).take([a_request(2)], 1)

    assert (taken.calls, taken.more) == ((), More.NEVER)
    assert meters(database)["day 2026-11-21"] == (Decimal(0), WORST, Decimal(0))


def test_the_purse_knows_how_far_each_cap_is_used(purse_of: MakePurse) -> None:
    """Settled and unknown; full is a cap for which what was left over is too much."""
    purse = purse_of(per_run_usd=str(WORST * Decimal("1.5")))
    ((_, first),) = purse.take([a_request()], 1).calls
    purse.take([a_request()], 1)
    assert {(0, False)} == {(level.used, level.full) for level in purse.levels}

    purse.take([a_request()], 1, [(first, CUT)])

    of_run, of_day, _ = purse.levels
    assert (Period.RUN, "run run-1") == (of_run.period, of_run.meter)
    assert (in_picodollars(WORST), 66, True) == (of_run.used, of_run.percent, of_run.full)
    assert (in_picodollars(WORST), False) == (of_day.used, of_day.full)
