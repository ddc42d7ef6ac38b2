"""The ledger's migrations: where they lead, and that they can be walked with a ledger in hand."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect, text
from sqlmodel import SQLModel, func, select

from connectors.ledger.database import HEAD, Database
from connectors.ledger.errors import LedgerError
from connectors.ledger.migrations import config, downgrade, upgrade
from schemas.ledger import (
    BackfillRow,
    CallRow,
    ClaimRow,
    MeterRow,
    OfferRow,
    PauseRow,
    ProposalRow,
    ReceiptRow,
    RunRow,
    TurnsRow,
)
from tests.ledgers import URL, Place, Server

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)

START = """
import sys
from pathlib import Path
from connectors.ledger.database import Database
print("ready", flush=True)
sys.stdin.readline()
Database(sys.argv[1], Path(sys.argv[2])).close()
"""


@pytest.fixture
def engine(database: Database) -> Engine:
    """What a new ledger is reached by."""
    return database._engine


@pytest.fixture
def plain(place: Place, postgres: Server) -> Iterator[Engine]:
    """A database of the same kind with the tables as they are described."""
    file = f"sqlite:///{place.folder / 'plain.db'}"
    made = create_engine(file if place.url == URL else postgres().empty())
    SQLModel.metadata.create_all(made)
    yield made
    made.dispose()


def test_the_program_knows_its_newest_migration(engine: Engine) -> None:
    """The constant is compared on every start, and Alembic is only loaded where it differs."""
    assert ScriptDirectory.from_config(config(engine)).get_current_head() == HEAD


def test_the_migrations_lead_to_the_tables(engine: Engine) -> None:
    """A ledger that was upgraded is the one that the tables describe."""
    assert differences(engine) == []


def test_the_migrations_lead_to_the_constraints(engine: Engine, plain: Engine) -> None:
    """Alembic does not compare what the database itself checks."""
    assert constraints(plain) == constraints(engine)


def test_each_step_goes_down_and_up_again_with_rows(database: Database, engine: Engine) -> None:
    """Whoever goes back to an older program and returns finds a ledger that works."""
    script = ScriptDirectory.from_config(config(engine))
    for step in script.walk_revisions():
        fill(database)
        downgrade(engine, str(step.down_revision or "base"))
        upgrade(engine)
        assert differences(engine) == [], step.revision


def test_a_second_start_leaves_the_rows_as_they_are(database: Database, place: Place) -> None:
    """There is nothing to upgrade; and the rows of these tests leave out no table."""
    fill(database)
    place.open().close()
    assert dict.fromkeys(SQLModel.metadata.tables, 1) == rows_in(database)


def test_a_ledger_of_the_first_release_is_upgraded_with_its_rows(
    database: Database, engine: Engine, place: Place
) -> None:
    """Only what the release did not know is empty."""
    fill(database)
    downgrade(engine, "0001")
    place.open().close()
    unknown = dict.fromkeys(["pause", "backfill", "turns"], 0)
    assert dict.fromkeys(SQLModel.metadata.tables, 1) | unknown == rows_in(database)


def test_a_ledger_of_a_newer_program_is_refused(nowhere: Place) -> None:
    """Nobody can know what an older program would break in it."""
    database = nowhere.open()
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    with pytest.raises(LedgerError, match="upgraded to 9999 by a newer Rubricator"):
        nowhere.open()


def test_two_first_starts_at_once_both_succeed(nowhere: Place) -> None:
    """One of them upgrades, the other waits and finds it done."""
    starting = [start(nowhere) for _ in range(2)]
    for process in starting:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in starting:  # both stand at the door; now let them in
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    ends = [(process.communicate(timeout=60)[1], process.returncode) for process in starting]
    assert ends == [("", 0), ("", 0)]


def start(place: Place) -> subprocess.Popen[str]:
    """A process that opens the ledger when it is sent a line."""
    return subprocess.Popen(
        [sys.executable, "-c", START, *map(str, place)],
        cwd=Path(__file__).parent.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def differences(engine: Engine) -> list[object]:
    """What a migration would still have to change."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        return list(compare_metadata(context, SQLModel.metadata))


def constraints(engine: Engine) -> dict[str, set[str]]:
    """The conditions that the database checks, by table."""
    inspector = inspect(engine)
    return {
        table: {str(check["sqltext"]) for check in inspector.get_check_constraints(table)}
        for table in SQLModel.metadata.tables
    }


def fill(database: Database) -> None:
    """Put a row into each table."""
    endpoint = "http://localhost"
    of_run = {"run_id": "r", "site": "journal", "article_id": "a.md"}
    of_content = {**of_run, "content_hash": "1:c", "prompt_digest": "p"}
    rows: list[SQLModel] = [
        RunRow.model_validate(
            {"id": "r", "site": "journal", "mode": "live", "trigger": "manual"}
            | {"status": "running", "endpoint": endpoint, "started_at": NOON}
        ),
        BackfillRow(id="b", cap=1, started_at=NOON),
        MeterRow(endpoint=endpoint, name="day 2026-11-20", settled=1),
        ClaimRow.model_validate(of_run),
        CallRow.model_validate(
            {**of_content, "id": 1, "prompt": "metadata-1", "attempt": "ask", "model": "m"}
            | {"endpoint": endpoint, "sent_at": NOON, "reserved": 1}
        ),
        ProposalRow.model_validate(
            {**of_content, "id": 1, "revision": "1", "ladder": "l", "simulated": True}
            | {"last_call": 1, "status": "proposed", "value": "{}"}
        ),
        OfferRow(run_id="r", proposal_id=1, targets="", before="{}"),
        ReceiptRow.model_validate(
            {**of_run, "id": 1, "proposal_id": 1, "act": "write"}
            | {"begun_at": NOON, "raw": b"", "value": "{}"}
        ),
        PauseRow(since=NOON, by="ada", reason="the site moves"),
        TurnsRow(endpoint=endpoint, model="m", value="{}"),
    ]
    with database.writing() as session:
        for row in rows:  # in the order that they refer to each other
            session.merge(row)
            session.flush()


def rows_in(database: Database) -> dict[str, int]:
    """How many rows each table has."""
    with database.reading() as session:
        return {
            name: session.exec(select(func.count()).select_from(table)).one()
            for name, table in SQLModel.metadata.tables.items()
        }
