"""A ledger in PostgreSQL: what cannot be one, and what its tables have to hold."""

import pytest
from sqlalchemy.engine import make_url
from sqlmodel import select

from connectors.ledger.database import Database
from connectors.ledger.errors import LedgerError
from connectors.ledger.store import Ledger
from schemas.ledger import CallRow, MeterRow, RunRow
from tests.builders import NOON, a_reply, a_request, a_run_row
from tests.clock import StillClock
from tests.crash.processes import purse
from tests.ledgers import ON_POSTGRESQL, Place, Server

SECRET = "s3cr3t"
START_OR_CORRECT = "start that server, or correct the host and the port"
ROLES = {
    "guarded": f"CREATE ROLE guarded LOGIN PASSWORD '{SECRET}'",
    "nobody": "CREATE ROLE nobody LOGIN",
}

pytestmark = pytest.mark.parametrize("place", [ON_POSTGRESQL], indirect=True)


@pytest.mark.parametrize(
    ("changes", "said", "advice"),
    [
        ({"host": "127.0.0.1", "port": 1, "query": {}}, "Connection refused", START_OR_CORRECT),
        ({"query": {"host": "/no/such/folder"}}, "No such file", START_OR_CORRECT),
        ({"host": "no.such.invalid", "query": {}}, "resolve host", "correct the host"),
        ({"database": "nothing"}, '"nothing" does not exist', "create it on the server (createdb)"),
        ({"username": "stranger"}, '"stranger" does not exist', "(createuser)"),
        ({"username": "nobody"}, "permission denied", "let that user create tables"),
        ({"username": "guarded"}, "password authentication failed", "PGPASSWORD or ~/.pgpass"),
        ({"database": "latin"}, "stores LATIN1", "--encoding UTF8"),
        ({"database": "archive"}, "it can only be read", "that can be written to"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_a_ledger_is_refused_in_words(
    place: Place, odd_databases: None, changes: dict[str, object], said: str, advice: str
) -> None:
    """With what to do, and without the password that somebody has written into the URL."""
    url = make_url(place.url).set(password="wrong-" + SECRET).set(**changes)  # type: ignore[arg-type]

    with pytest.raises(LedgerError) as refused:
        Database(url.render_as_string(hide_password=False), place.folder)

    sentence = str(refused.value)
    assert sentence.startswith("database_url: ")
    assert said in sentence
    assert advice in sentence.split("; ", 1)[1]
    assert SECRET not in sentence
    assert "\n" not in sentence


@pytest.fixture
def odd_databases(postgres: Server) -> None:
    """Users who may not do everything, and databases that cannot hold everything."""
    server = postgres()
    if (server.folder / "odd").exists():
        return
    (server.folder / "odd").touch()
    rules = server.folder / "data/pg_hba.conf"
    rules.write_text(f"local all guarded scram-sha-256\n{rules.read_text()}")
    for statement in (
        *ROLES.values(),
        "SELECT pg_reload_conf()",
        "CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1'",
        "CREATE DATABASE archive TEMPLATE migrated",
        "ALTER DATABASE archive SET default_transaction_read_only = on",
    ):
        server.say(statement)


def test_its_place_is_named_without_the_password(place: Place, database: Database) -> None:
    """Nor is anything else told that may be secret; only where it is, and for whom."""
    url = make_url(place.url).set(password=SECRET).update_query_dict({"application_name": SECRET})
    opened = Database(url.render_as_string(hide_password=False), place.folder)
    opened.close()

    assert f"postgresql://postgres@/{url.database}?host={url.query['host']}" == database.place
    assert opened.place == database.place


@pytest.mark.parametrize("start", ["postgresql", "postgresql+psycopg", "postgresql+psycopg2"])
def test_whatever_driver_is_named_ours_is_used(place: Place, start: str) -> None:
    """People copy URLs from elsewhere."""
    Database(place.url.replace("postgresql+psycopg", start), place.folder).close()


def test_the_null_character_is_replaced(database: Database) -> None:
    """PostgreSQL has none; and what was answered is paid for, whatever is in it."""
    ledger = Ledger(database, StillClock())
    ledger.start(a_run_row())
    mine = purse(ledger, "run-1")
    ((_, call_id),) = mine.take([a_request()], 1).calls
    mine.settle([(call_id, a_reply(text='{"keyword_1": "a\0b"}'))])

    with database.reading() as session:
        stored = session.get_one(CallRow, call_id).reply
        assert '{"keyword_1": "a\N{REPLACEMENT CHARACTER}b"}' == stored


def test_times_come_back_as_aware_as_they_were(database: Database) -> None:
    """In UTC, whatever zone the server and its role live in."""
    Ledger(database, StillClock()).start(a_run_row())
    with database.reading() as session:
        started_at = session.get_one(RunRow, "run-1").started_at
        assert (NOON, NOON.tzinfo) == (started_at, started_at.tzinfo)


def test_money_has_room(database: Database) -> None:
    """A thousand dollars are 10 to the 15 picodollars."""
    with database.writing() as session:
        session.add(MeterRow(endpoint="e", name="day", settled=10**15))
    with database.reading() as session:
        assert 10**15 == session.exec(select(MeterRow)).one().settled


def test_a_reader_sees_one_state(database: Database) -> None:
    """What is committed while it reads is not there for it, and nobody waits for anybody."""
    with database.reading() as session:
        assert [] == session.exec(select(MeterRow)).all()
        with database.writing() as other:
            other.add(MeterRow(endpoint="e", name="day"))
        assert [] == session.exec(select(MeterRow)).all()
    with database.reading() as session:
        assert 1 == len(session.exec(select(MeterRow)).all())
