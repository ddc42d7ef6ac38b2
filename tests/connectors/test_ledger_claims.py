"""Claims: what one run works on no other does, for as long as it lives and no longer."""

import time
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, func, select

from connectors.ledger.database import Database
from connectors.ledger.store import Ledger
from schemas.article import ArticleId, SiteName, SkipReason
from schemas.budget import More
from schemas.ledger import CallRow, ClaimRow, MeterRow, RunRow
from schemas.money import in_picodollars
from schemas.run import RunId, RunStatus
from schemas.selection import Selection
from tests.builders import SITE, a_candidate, a_request, a_run_row, an_article
from tests.clock import StillClock
from tests.crash.processes import (
    BUSY,
    claim,
    claiming,
    end,
    kill,
    living_or_looking,
    purse,
    race,
    reaping,
    runners,
    spending,
)
from tests.ledgers import SQLITE, Place

ARTICLES = 200
RUNNERS = 4
DEAD = 12
WORST = in_picodollars(a_request().worst_case)


@pytest.fixture
def ledger(database: Database) -> Ledger:
    """Its runs and claims."""
    return Ledger(database, StillClock())


def begin(ledger: Ledger, run_id: str, articles: int = 3) -> list[ArticleId]:
    """What a run that starts now gets of the first so many articles."""
    ledger.start(a_run_row(run_id))
    return [candidate.article.id for candidate in claim(ledger, run_id, articles).candidates]


def claims(database: Database) -> dict[str, str]:
    """Which run holds which article."""
    with database.reading() as session:
        return {row.article_id: row.run_id for row in session.exec(select(ClaimRow))}


def statuses(database: Database) -> dict[str, str]:
    """How each run stands."""
    with database.reading() as session:
        return {row.id: row.status for row in session.exec(select(RunRow))}


def used(database: Database) -> tuple[int, int, int]:
    """Settled, unknown and reserved picodollars of the day."""
    with database.reading() as session:
        found = session.exec(select(MeterRow).where(col(MeterRow.name).startswith("day"))).first()
        return (found.settled, found.unknown, found.reserved) if found else (0, 0, 0)


def called(database: Database) -> tuple[int, int, int]:
    """The same, added up call by call."""
    amounts = {"settled": CallRow.cost, "unknown": CallRow.reserved, "reserved": CallRow.reserved}
    with database.reading() as session:
        settled, unknown, reserved = (
            session.exec(select(func.sum(amount)).where(CallRow.state == state)).one() or 0
            for state, amount in amounts.items()
        )
        return settled, unknown, reserved


def test_what_a_live_run_holds_is_claimed_for_another(ledger: Ledger) -> None:
    """The second run skips it and says why; what is left over is its own."""
    mine = begin(ledger, "first", articles=2)
    ledger.start(a_run_row("second"))

    selection = claim(ledger, "second", articles=3)

    assert [skipped.article_id for skipped in selection.skipped] == mine
    assert {skipped.reason for skipped in selection.skipped} == {SkipReason.CLAIMED}
    assert [candidate.article.id for candidate in selection.candidates] == [an_article(2).id]


def test_a_selection_is_claimed_whole_or_not_at_all(database: Database, ledger: Ledger) -> None:
    """One transaction: a decision that disregards what is claimed takes nothing besides either."""
    begin(ledger, "first", articles=1)
    ledger.start(a_run_row("second"))
    both = Selection(candidates=(a_candidate(1), a_candidate(0)))

    with pytest.raises(IntegrityError):
        ledger.claim(RunId("second"), SITE, [], lambda _memory, _claimed: both, simulated=False)

    assert claims(database) == {an_article(0).id: "first"}


def test_another_sites_claims_are_its_own(ledger: Ledger) -> None:
    """Ids are a site's: post 1 of one is not post 1 of the other."""
    begin(ledger, "first")
    ledger.start(a_run_row("second", site="magazine"))

    def decide(_: object, claimed: frozenset[ArticleId]) -> Selection:
        assert claimed == frozenset()
        return Selection(candidates=(a_candidate(0),))

    assert ledger.claim(RunId("second"), SiteName("magazine"), [], decide, simulated=False)


def test_claims_end_with_their_run(ledger: Ledger) -> None:
    """What a finished run left undone is there for the next."""
    mine = begin(ledger, "first")
    end(ledger, "first")

    assert begin(ledger, "second") == mine


def test_a_dead_runs_claims_are_free_at_once(database: Database, ledger: Ledger) -> None:
    """Also where it died after the other run had begun: no lease has to run out."""
    mine = begin(ledger, "first")
    ledger.start(a_run_row("second"))
    kill(database, "first")

    assert [candidate.article.id for candidate in claim(ledger, "second").candidates] == mine


def test_a_run_that_breaks_is_concluded_as_crashed(database: Database, ledger: Ledger) -> None:
    """By its own process, which lives on: its claims are free as well."""
    begin(ledger, "first")

    ledger.abandon(RunId("first"))

    assert (claims(database), statuses(database)) == ({}, {"first": "crashed"})


def test_a_run_that_breaks_after_its_end_stays_as_it_ended(
    database: Database, ledger: Ledger
) -> None:
    """Its report is in the ledger; only the telling of it went wrong."""
    begin(ledger, "first")
    end(ledger, "first")

    ledger.abandon(RunId("first"))

    assert statuses(database) == {"first": "completed"}


@pytest.mark.parametrize("status", [RunStatus.COMPLETED, RunStatus.STOPPED_BY_FAILURES])
def test_no_reservation_outlives_its_run(
    database: Database, ledger: Ledger, status: RunStatus
) -> None:
    """Nobody would answer for it any more, and other runs would wait for it for ever."""
    ledger.start(a_run_row("first"))
    purse(ledger, "first").take([a_request()], 1)

    end(ledger, "first", status)

    assert used(database) == called(database) == (0, WORST, 0)


def test_a_run_that_waits_for_a_batch_keeps_its_reservations(
    database: Database, ledger: Ledger
) -> None:
    """They are going to be answered, to another run."""
    ledger.start(a_run_row("first"))
    purse(ledger, "first").take([a_request()], 1)

    end(ledger, "first", RunStatus.WAITING)

    assert used(database) == called(database) == (0, 0, WORST)


def test_a_call_settles_once(database: Database, ledger: Ledger) -> None:
    """A second time, its reservation would be given back out of another's."""
    ledger.start(a_run_row("first"))
    mine = purse(ledger, "first")
    (_, call_id), (_, _other) = mine.take([a_request(1), a_request(2)], 2).calls
    mine.settle([(call_id, BUSY)])

    with pytest.raises(ValueError, match="a call settles once"):
        mine.settle([(call_id, BUSY)])

    assert used(database) == called(database) == (0, 0, WORST)


@pytest.mark.parametrize("place", [SQLITE], indirect=True)
def test_nothing_is_left_of_a_runs_lock(tmp_path: Path, database: Database, ledger: Ledger) -> None:
    """Whether it finished, broke or was killed; the names that others wait on stay."""
    for run_id in ("finished", "broken", "killed"):
        ledger.start(a_run_row(run_id))
    with ledger.publishing(RunId("finished"), SITE, lambda _: None):
        end(ledger, "finished")
    ledger.abandon(RunId("broken"))
    (tmp_path / "ledger.db.locks" / "publishing-killed.lock").touch()  # as it left it
    kill(database, "killed")
    ledger.reap()

    left = {path.name for path in (tmp_path / "ledger.db.locks").iterdir()}
    assert left == {"upgrade.lock", f"publish-{SITE}.lock"}


# From here on in processes of their own, all of which start at one moment.


@pytest.mark.parametrize("limit", [None, ARTICLES // RUNNERS], ids=["all", "a share each"])
def test_runs_that_race_never_share_an_article(nowhere: Place, limit: int | None) -> None:
    """Four first starts where there is no ledger yet, each after the same articles."""
    shares = race(claiming, RUNNERS, nowhere, ARTICLES, limit)

    got = sorted(article_id for share in shares for article_id in share)
    assert got == sorted(an_article(number).id for number in range(ARTICLES))


def test_the_dead_are_buried_once(place: Place, database: Database, ledger: Ledger) -> None:
    """Four look at the same moment; what the dead had reserved is written off by one of them."""
    dead = sorted(f"run-{number}" for number in range(DEAD))
    for run_id in dead:
        ledger.start(a_run_row(run_id))
        purse(ledger, run_id).take([a_request()], 1)
        kill(database, run_id)

    buried = race(reaping, RUNNERS, place)

    assert sorted(run_id for found in buried for run_id in found) == dead
    assert used(database) == called(database) == (0, DEAD * WORST, 0)


def test_a_run_that_ends_is_never_taken_for_dead(place: Place, database: Database) -> None:
    """Two processes live through one run after the other, and two look for dead ones."""
    found = race(living_or_looking, RUNNERS, place)

    assert found == [[]] * RUNNERS
    assert set(statuses(database).values()) == {"completed"}


@pytest.mark.parametrize(
    ("processes", "threads", "usd"),
    [(4, 2, Decimal("0.02")), (2, 64, Decimal("0.01"))],
    ids=["processes", "threads"],
)
def test_a_cap_holds_whoever_races_for_it(
    place: Place, database: Database, processes: int, threads: int, usd: Decimal
) -> None:
    """Threads of several processes, with replies, errors and cuts; and the cap is used well."""
    seen: list[int] = []
    with runners(processes) as pool:
        racing = [
            pool.submit(spending, place, number, str(usd), threads) for number in range(processes)
        ]
        while not all(each.done() for each in racing):
            seen.append(sum(used(database)))
            time.sleep(0.01)
        assert {told for each in racing for told in each.result()} == {More.NEVER}
    settled, unknown, reserved = used(database)

    assert max(seen) <= in_picodollars(usd)
    assert in_picodollars(usd) * 8 // 10 <= settled + unknown <= in_picodollars(usd)
    assert (settled, unknown, reserved) == called(database) == (settled, unknown, 0)
