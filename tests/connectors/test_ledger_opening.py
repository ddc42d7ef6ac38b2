"""Opening a ledger: where it is, and what cannot be one."""

import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from connectors.ledger.database import Database
from connectors.ledger.errors import LedgerError
from tests.crash.processes import opening, race
from tests.ledgers import KINDS, POSTGRESQL, SQLITE, URL, Server, no_ledger

STARTS = {SQLITE: 15, POSTGRESQL: 2}  # a new file costs less than a new database


def test_a_ledger_may_be_named_by_its_whole_path(tmp_path: Path) -> None:
    """Else it is beside the configuration."""
    Database(f"sqlite:///{tmp_path}/whole.db", Path("/nowhere")).close()
    Database("sqlite:///beside.db", tmp_path).close()

    assert {"whole.db", "beside.db"} <= {path.name for path in tmp_path.iterdir()}


def test_a_link_leads_to_one_ledger_and_its_locks(tmp_path: Path) -> None:
    """By whatever name it was opened, a run that is alive counts as alive."""
    (tmp_path / "link.db").symlink_to("ledger.db")
    ledger, linked = (Database(f"sqlite:///{name}.db", tmp_path) for name in ("ledger", "link"))

    ledger.locks.hold("run-1")

    assert linked.locks.is_held("run-1")
    ledger.locks.release("run-1")


@pytest.mark.parametrize("kind", KINDS)
def test_first_starts_may_come_at_once(kind: str, tmp_path: Path, postgres: Server) -> None:
    """Six processes make one ledger together; again and again, for each meets another moment."""
    folders = [tmp_path / f"{number}" for number in range(STARTS[kind])]
    for folder in folders:
        folder.mkdir()

    race(opening, 6, [no_ledger(kind, folder, postgres) for folder in folders])


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("ledger.db", "this is not a database URL; write one like sqlite:///rubricator.db"),
        ("", "this is not a database URL"),
        ("sqlite://host:port/x.db", "this is not a database URL"),
        ("mysql://me:secret@host/x", "mysql is not supported; write one like sqlite:///"),
        ("sqlite://", "the ledger must be a file"),
        ("sqlite:///:memory:", "the ledger must be a file"),
        ("sqlite://data/ledger.db", "'data' is read as a host here"),
        ("sqlite:///no/such/folder/ledger.db", "No such file or directory"),
        ("sqlite:///corrupt.db", "file is not a database"),
        ("sqlite:///corrupt.db/ledger.db", "Not a directory"),
        ("sqlite:///damaged.db", "malformed"),
        ("sqlite:///foreign.db", "table run already exists"),
        ("sqlite:///.", "unable to open database file"),
    ],
)
def test_what_cannot_be_a_ledger_is_refused_in_words(
    tmp_path: Path, url: str, sentence: str
) -> None:
    """With what to do, and without the password."""
    (tmp_path / "corrupt.db").write_bytes(b"Dear diary, today I was no database at all. " * 99)
    Database(URL, tmp_path).close()
    sound = (tmp_path / "ledger.db").read_bytes()
    (tmp_path / "damaged.db").write_bytes(sound[:100] + b"\xff" * 8000 + sound[8100:])
    with closing(sqlite3.connect(tmp_path / "foreign.db")) as foreign:
        foreign.execute("CREATE TABLE run (distance)")

    with pytest.raises(LedgerError, match=re.escape(sentence)) as refused:
        Database(url, tmp_path)

    assert str(refused.value).startswith("database_url: ")
    assert "; " in str(refused.value)
    assert "secret" not in str(refused.value)


def test_a_ledger_that_cannot_be_written_is_refused_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When it is opened, not when a run has begun. The system is asked: root may do everything."""
    Database(URL, tmp_path).close()
    monkeypatch.setattr(os, "access", lambda _path, right: right != os.W_OK)

    with pytest.raises(LedgerError, match="name a file in a folder that can be written to"):
        Database(URL, tmp_path)
