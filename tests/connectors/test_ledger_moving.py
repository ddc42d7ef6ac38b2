"""Moving a ledger: all of it arrives, or nothing; and nothing happens to it meanwhile."""

import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor, wait
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, insert, inspect, select, text
from sqlalchemy.engine import make_url
from sqlmodel import SQLModel

from connectors.ledger.database import Database
from connectors.ledger.errors import LedgerError, LostError
from connectors.ledger.moving import TOGETHER, Moved, move
from connectors.ledger.store import Ledger
from schemas.ledger import ClaimRow, MeterRow
from tests.builders import SITE, a_request, a_run_row
from tests.clock import StillClock
from tests.crash.processes import PATIENCE, end, purse
from tests.ledgers import KINDS, ON_POSTGRESQL, SQLITE, Place, Server, new_ledger
from tests.postgres_server import HANG_UP
from tests.test_migrations import fill, rows_in

HOUSE = Path(__file__).parent.parent.parent
FROM_A_FILE = pytest.mark.parametrize("place", [SQLITE], indirect=True)
MOVE = """
import sys
from pathlib import Path
from connectors.ledger.database import Database
from connectors.ledger.moving import move
def wait(rows):
    print(rows, flush=True)
    sys.stdin.readline()
source, target, folder = sys.argv[1:]
move(Database(source, Path(folder)), target, Path(folder), advance=wait)
"""
DOUBLING = {
    "sqlite": "CREATE TRIGGER doubling AFTER INSERT ON meter "
    "BEGIN UPDATE meter SET settled = 2 * settled; END",
    "postgresql": "CREATE RULE doubling AS ON INSERT TO meter "
    "DO ALSO UPDATE meter SET settled = 2 * settled",
}


@pytest.fixture(params=KINDS)
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path, postgres: Server) -> Place:
    """Another database, of either kind, with nothing in it."""
    return Place("sqlite:///new.db" if request.param == SQLITE else postgres().empty(), tmp_path)


@pytest.fixture
def ledger(database: Database) -> Database:
    """A ledger with rows in each table, of one more than at a time; its run is over."""
    fill(database)
    articles = [f"{number}.md" for number in range(TOGETHER)]
    with database.writing() as session:
        session.execute(text("UPDATE run SET status = 'completed'"))
        session.add_all(ClaimRow(site=SITE, article_id=each, run_id="r") for each in articles)
    return database


def moved(ledger: Database, elsewhere: Place, **follow: Any) -> Moved:
    """What is said of the move."""
    return move(ledger, elsewhere.url, elsewhere.folder, **follow)


def refused(ledger: Database, elsewhere: Place) -> str:
    """What is said instead of a move."""
    with pytest.raises(LedgerError) as refusal:
        moved(ledger, elsewhere)
    sentence = str(refusal.value)
    assert "; " in sentence  # and what to do
    return sentence


def contents(database: Database) -> dict[str, list[dict[str, Any]]]:
    """Every value of every row."""
    with database.reading() as session:
        return {
            name: [dict(row) for row in session.execute(select(table)).mappings()]
            for name, table in SQLModel.metadata.tables.items()
        }


def tables_in(database: Database) -> list[str]:
    """What the database has tables for."""
    return inspect(database._engine).get_table_names()


def test_every_row_arrives_as_it_was(ledger: Database, elsewhere: Place) -> None:
    """Of whatever kind the two databases are, and however many rows are brought at a time."""
    before = contents(ledger)

    told = moved(ledger, elsewhere)

    there = elsewhere.open()
    assert before == contents(there) == contents(ledger)
    assert rows_in(there) == told.rows
    there.close()


def test_new_rows_get_the_next_numbers(ledger: Database, elsewhere: Place) -> None:
    """Not those of rows that were brought along: of calls, proposals and receipts alike."""
    moved(ledger, elsewhere)

    there = elsewhere.open()
    with there.writing() as session:
        for name in ("call", "proposal", "receipt"):
            table = SQLModel.metadata.tables[name]
            old = dict(session.execute(select(table)).mappings().one())
            number = old.pop("id")
            added = session.execute(insert(table).values(old).returning(table.c.id))
            assert number + 1 == added.scalar_one()
    there.close()


@FROM_A_FILE
def test_money_is_told_as_it_is_spent(database: Database, elsewhere: Place) -> None:
    """What was settled, and what may have been."""
    ledger = Ledger(database, StillClock())
    ledger.start(a_run_row())
    purse(ledger, "run-1").take([a_request()], 1)
    end(ledger, "run-1")

    total = moved(database, elsewhere).spend.total

    assert (Decimal(0), a_request().worst_case) == (total.cost_usd, total.unknown_usd)


@FROM_A_FILE
def test_a_copy_that_is_not_the_same_is_not_kept(ledger: Database, elsewhere: Place) -> None:
    """Here the other database has its own idea of a sum."""
    there = elsewhere.open()
    with there.writing() as session:
        session.execute(text(DOUBLING[session.connection().dialect.name]))

    with pytest.raises(LostError, match="counts and sums"):
        moved(ledger, elsewhere)

    assert {0} == set(rows_in(there).values())
    there.close()


@FROM_A_FILE
def test_what_holds_something_is_refused(ledger: Database, elsewhere: Place) -> None:
    """Be it one row; and nothing is added to it."""
    there = elsewhere.open()
    with there.writing() as session:
        session.add(MeterRow(endpoint="e", name="day"))
    before = contents(there)

    told = refused(ledger, elsewhere)

    assert told.startswith(f"TO_URL: {there.place} is not empty, there are rows in its table meter")
    assert before == contents(there)
    there.close()


@FROM_A_FILE
def test_an_older_ledger_is_refused_before_it_is_upgraded(
    ledger: Database, elsewhere: Place
) -> None:
    """The older program that uses it would refuse it afterwards."""
    there = elsewhere.open()
    fill(there)
    with there.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))

    assert "is not empty" in refused(ledger, elsewhere)

    with there.reading() as session:
        assert "0001" == session.execute(text("SELECT * FROM alembic_version")).scalar()
    there.close()


@FROM_A_FILE
def test_a_newer_one_is_refused(ledger: Database, elsewhere: Place) -> None:
    """Though nothing is in it."""
    there = elsewhere.open()
    with there.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    there.close()

    told = refused(ledger, elsewhere)

    assert told.startswith("TO_URL: ")
    assert "upgraded to 9999 by a newer Rubricator" in told


@pytest.mark.parametrize("kind", KINDS)
def test_the_ledger_itself_is_refused_by_whatever_name(
    kind: str, tmp_path: Path, postgres: Server
) -> None:
    """Also an empty one, in which no row would tell that it is the same."""
    with new_ledger(kind, tmp_path, postgres) as place:
        database = place.open()
        (tmp_path / "link.db").symlink_to(tmp_path / "ledger.db")
        other = "sqlite:///link.db" if kind == SQLITE else f"{place.url}&port=5432"

        for url in (place.url, other):
            assert "is the ledger that is to be moved" in refused(database, Place(url, tmp_path))
        database.close()


def test_while_a_run_is_alive_nothing_is_moved(ledger: Database, elsewhere: Place) -> None:
    """Nor is a table made where it would go."""
    Ledger(ledger, StillClock()).start(a_run_row("run-7"))

    told = refused(ledger, elsewhere)

    assert f"database_url: the run run-7 is alive in {ledger.place}" in told
    engine = create_engine(elsewhere.url.replace("sqlite:///", f"sqlite:///{elsewhere.folder}/"))
    assert [] == inspect(engine).get_table_names()
    engine.dispose()


def test_no_run_begins_meanwhile(ledger: Database, place: Place, elsewhere: Place) -> None:
    """A process that opens the ledger waits at its door; one that has, waits to write."""
    ledger_of_a_run = Ledger(place.open(), StillClock())
    waiting: list[Future[None]] = []
    ended: list[bool] = []

    with ThreadPoolExecutor() as others:

        def look(_rows: int) -> None:
            if not waiting:
                waiting.append(others.submit(lambda: place.open().close()))
                waiting.append(others.submit(ledger_of_a_run.start, a_run_row("run-7")))
            ended.extend(each in wait(waiting, timeout=0.1).done for each in waiting)

        moved(ledger, elsewhere, advance=look)
        for each in waiting:
            each.result(PATIENCE)

    assert {False} == set(ended)


def test_one_that_was_killed_has_moved_nothing(
    ledger: Database, place: Place, elsewhere: Place
) -> None:
    """And is just given once more."""
    ledger.close()
    command = [sys.executable, "-c", MOVE, place.url, elsewhere.url, str(place.folder)]
    with subprocess.Popen(
        command, cwd=HOUSE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for _ in range(4):  # of ten portions
            assert process.stdout.readline()
            process.stdin.write("\n")
            process.stdin.flush()
        process.kill()

    there = elsewhere.open()
    assert {0} == set(rows_in(there).values())
    moved(ledger, elsewhere)
    assert contents(ledger) == contents(there)
    there.close()


@pytest.mark.parametrize("elsewhere", [ON_POSTGRESQL], indirect=True)
def test_a_connection_that_is_lost_is_told(
    ledger: Database, elsewhere: Place, postgres: Server
) -> None:
    """In the server's words; and nothing of the copy is kept."""
    name = str(make_url(elsewhere.url).database)

    with pytest.raises(LostError, match=r"terminating connection|closed the connection"):
        moved(ledger, elsewhere, advance=lambda _rows: postgres().say(HANG_UP, database=name))

    there = elsewhere.open()
    assert {0} == set(rows_in(there).values())
    there.close()
