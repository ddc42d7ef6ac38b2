"""A real Prefect API for the flows, and a site of a few posts for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
from prefect.testing.utilities import prefect_test_harness

from tests.flows.journal import Journal
from tests.standin_server import StandIn


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[None]:
    """One Prefect server for the tests of a process; runs end without the heartbeat's nap."""
    with (
        prefect_test_harness(server_startup_timeout=90),
        temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}),
    ):
        yield


@pytest.fixture
def journal(
    tmp_path: Path,
    standin: StandIn,
    monkeypatch: pytest.MonkeyPatch,
    prefect_server: None,
) -> Journal:
    """A site of three posts about ferries, mills and bread, and the stand-in as its Claude."""
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-secret-of-this-test")
    monkeypatch.setenv("RUBRICATOR_CONFIG", str(tmp_path / "rubricator.toml"))
    site = Journal(tmp_path, standin)
    site.configure()
    for name in ("ferries", "mills", "bread"):
        site.post(name)
    return site
