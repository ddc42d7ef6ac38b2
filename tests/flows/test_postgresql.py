"""The daily flow and the commands with their ledger in PostgreSQL."""

import json
from collections.abc import Iterator

import pytest

from schemas.article import SkipReason
from tests.flows.journal import Journal, counts, reasons
from tests.flows.terminal import Shell
from tests.ledgers import Server

PASSWORD = "s3cr3t"


@pytest.fixture
def kept(journal: Journal, postgres: Server) -> Iterator[Journal]:
    """The journal, whose ledger is on a server; its configuration has a password in it."""
    with postgres().ledger() as url:
        with_password = url.replace("//postgres@", f"//postgres:{PASSWORD}@")
        journal.configure(top=f'database_url = "{with_password}"')
        journal.ledger.unlink()
        yield journal


@pytest.mark.postgresql
def test_a_day_is_like_one_with_a_file(kept: Journal) -> None:
    """What was previewed is not paid for again, nothing is done twice, and all comes back."""
    before = kept.bytes()
    kept.run("dry_run")
    assert before == kept.bytes()

    live = kept.run()
    assert (3, 3, 0) == (counts(live).reused, counts(live).published, live.requests)
    assert {SkipReason.UNCHANGED} == set(reasons(kept.run()).values())

    kept.revert(live.run_id)
    assert before == kept.bytes()
    assert not kept.ledger.exists()


@pytest.mark.postgresql
def test_the_commands_read_it_and_name_it_without_the_password(kept: Journal, shell: Shell) -> None:
    """The doctor says which database it is; sums and lists are those of any ledger."""
    run = json.loads(shell("run", "--json").out)

    doctor = shell("doctor")
    spend = json.loads(shell("spend", "--by", "month", "--json").out)
    runs = shell("runs")

    (ledger,) = [line for line in doctor.out.splitlines() if "ledger" in line]
    assert "postgresql://postgres@/ledger_" in ledger
    assert "up to date" in ledger
    assert run["cost_usd"] == spend["cost_usd"]
    assert run["run_id"] in runs.out
    assert PASSWORD not in doctor.out + doctor.err + runs.out


def test_a_server_that_is_away_is_told_before_anything_is_called(
    journal: Journal, shell: Shell
) -> None:
    """It is the configuration that is wrong, as far as anybody can see from here."""
    journal.configure(top=f'database_url = "postgresql+psycopg://me:{PASSWORD}@127.0.0.1:1/x"')

    told = shell("run", "--json")

    assert (2, "") == (told.code, told.out)
    assert "postgresql://me@127.0.0.1:1/x cannot be used as a ledger" in told.err
    assert "start that server" in told.err
    assert PASSWORD not in told.err
