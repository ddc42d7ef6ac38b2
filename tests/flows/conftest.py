"""A real Prefect API for the flows, and a site of a few posts for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.authority import trust_it_alone
from tests.flows.journal import Journal
from tests.flows.terminal import Shell
from tests.ledgers import first_start
from tests.prefect_server import serving
from tests.sharing import Sharing
from tests.standin_server import StandIn

trust_it_alone()


@pytest.fixture(scope="session")
def prefect_server(sharing: Sharing) -> Iterator[None]:
    """One temporary Prefect server for all tests, as the command starts it."""
    with serving(sharing):
        yield


@pytest.fixture
def journal(
    tmp_path: Path,
    standin: StandIn,
    monkeypatch: pytest.MonkeyPatch,
    prefect_server: None,
) -> Journal:
    """A site of three posts about ferries, mills and bread, and the stand-in as its Claude.

    Its ledger is there and empty: to make one anew for each test would take seconds in all.
    """
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-secret-of-this-test")
    monkeypatch.setenv("RUBRICATOR_CONFIG", str(tmp_path / "rubricator.toml"))
    site = Journal(tmp_path, standin)
    site.configure()
    site.ledger.write_bytes(first_start())
    for name in ("ferries", "mills", "bread"):
        site.post(name)
    return site


@pytest.fixture
def shell(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, journal: Journal
) -> Shell:
    """A terminal in the site's folder."""
    monkeypatch.chdir(journal.folder)
    return Shell(capsys, monkeypatch)
