"""`move-ledger`: a ledger in a file goes on in PostgreSQL as if nothing had happened."""

import json

import pytest
from sqlalchemy import text

from connectors.ledger.database import Database
from connectors.ledger.store import Ledger
from tests.builders import a_run_row
from tests.clock import StillClock
from tests.flows.journal import Journal, counts
from tests.flows.terminal import Shell
from tests.ledgers import Server

PASSWORD = "s3cr3t"


@pytest.fixture
def to_url(postgres: Server) -> str:
    """An empty database; its URL has a password, which nobody is asked for."""
    return postgres().empty().replace("//postgres@", f"//postgres:{PASSWORD}@")


def named(journal: Journal, told: str) -> None:
    """Do what was said: the one line of the configuration."""
    (line,) = [line.strip() for line in told.splitlines() if "database_url" in line]
    journal.configure(top=line)


@pytest.mark.postgresql
def test_the_next_day_is_one_of_the_same_ledger(
    journal: Journal, shell: Shell, to_url: str
) -> None:
    """Nothing is paid or written again, lists and sums are the same, and all can be undone."""
    before = journal.bytes()
    live = journal.run()
    journal.post("late", title="A late one")
    journal.run("dry_run")
    written, asked = journal.bytes(), journal.standin.counters()["answered"]
    looks = (("runs", "--json"), ("spend", "--json"), ("show", live.run_id, "--json"))
    old = [shell(*look) for look in looks]

    told = shell("move-ledger", to_url)

    assert 0 == told.code
    named(journal, told.out)
    assert old == [shell(*look) for look in looks]
    assert 4 == counts(journal.run("dry_run")).listed
    assert (asked, written) == (journal.standin.counters()["answered"], journal.bytes())
    journal.revert(live.run_id)
    late = journal.posts / "late.md"
    assert {**before, late.name: late.read_bytes()} == journal.bytes()


@pytest.mark.postgresql
def test_a_password_stays_where_it_is(
    journal: Journal, shell: Shell, to_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A URL may come from the environment; what is to be written down has none in it."""
    live = journal.run()
    monkeypatch.setenv("RUBRICATOR_TO_URL", to_url)

    told = shell("move-ledger", "--json")

    found = json.loads(told.out)
    assert to_url.replace(f":{PASSWORD}", "").partition("?")[0] in found["database_url"]
    assert (str(journal.folder / "rubricator.db"), 1) == (found["from"], found["rows"]["run"])
    assert f"{live.cost_usd.normalize():f}" == found["cost_usd"]
    assert found["simulated"]
    assert "ledger.copying table=call rows=3" in told.err
    assert PASSWORD not in told.out + told.err


@pytest.mark.postgresql
def test_what_is_said_fits_the_ledger(
    journal: Journal, shell: Shell, to_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who names it, where a password may be, what was spent, and that all is paused."""
    journal.run("dry_run")
    shell("pause", "--reason", "a move")
    monkeypatch.setenv("RUBRICATOR_DATABASE_URL", "sqlite:///rubricator.db")

    told = shell("move-ledger", to_url)

    assert 0 == told.code
    assert "RUBRICATOR_DATABASE_URL names the old one; set it to the new one:" in told.out
    assert "PGPASSWORD, ~/.pgpass or, with the whole URL, RUBRICATOR_DATABASE_URL" in told.out
    assert "Counts and sums are the same in both: $0.00" in told.out
    assert "the stand-in answered" in told.out
    assert "Both are paused" in told.out
    assert "pause 1" in told.out
    assert PASSWORD not in told.out + told.err


@pytest.mark.parametrize(
    ("to", "sentence"),
    [
        (None, "TO_URL: it is missing; name an empty database, here or in RUBRICATOR_TO_URL"),
        (f"mysql://me:{PASSWORD}@host/x", "TO_URL: mysql is not supported; write one like"),
        (f"postgresql://me:{PASSWORD}@host:port/x", "TO_URL: this is not a database URL; write"),
        (f"postgresql://me:{PASSWORD}@127.0.0.1:1/x", "; start that server, or correct the host"),
        ("sqlite:///rubricator.db", "rubricator.db is the ledger that is to be moved; name an"),
    ],
)
def test_where_it_cannot_go_is_said_in_a_sentence(
    journal: Journal, shell: Shell, to: str | None, sentence: str
) -> None:
    """With what to do, and without a password."""
    told = shell("move-ledger", *filter(None, [to]), "--json")

    assert (2, "") == (told.code, told.out)
    assert sentence in told.err
    assert PASSWORD not in told.err


def test_only_a_dead_run_does_not_hold_it_up(journal: Journal, shell: Shell) -> None:
    """A living one is to come to its end first."""
    database = Database("sqlite:///rubricator.db", journal.folder)
    Ledger(database, StillClock()).start(a_run_row("run-7"))

    living = shell("move-ledger", "sqlite:///new.db")
    database.locks.release("run-run-7")
    dead = shell("move-ledger", "sqlite:///new.db")

    assert (2, "") == (living.code, living.out)
    assert "the run run-7 is alive in" in living.err
    assert "or stop it with rubricator pause" in living.err
    assert 0 == dead.code
    named(journal, dead.out)
    assert "crashed" in shell("runs").out


def test_a_move_that_breaks_off_says_that_nothing_was_kept(journal: Journal, shell: Shell) -> None:
    """It is no fault of the configuration; it can just be given once more."""
    journal.run("dry_run")
    there = Database("sqlite:///new.db", journal.folder)
    with there.writing() as session:
        session.execute(
            text("CREATE TRIGGER no AFTER INSERT ON call BEGIN SELECT raise(FAIL, 'full'); END")
        )

    told = shell("move-ledger", "sqlite:///new.db")

    assert (4, "") == (told.code, told.out)
    assert "the ledger was not moved (full); nothing of it was kept, start it again" in told.err
