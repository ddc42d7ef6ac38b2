"""What the connectors' tests have in common: a stand-in, a client, and where answers come from."""

import os
from collections.abc import Iterator

import pytest

from connectors.claude.client import Claude
from tests.connectors.cassettes import Source, Tape, client
from tests.standin_server import StandIn, running


def pytest_addoption(parser: pytest.Parser) -> None:
    """Two flags that record Claude's cassettes anew, instead of playing them back."""
    group = parser.getgroup("claude")
    for flag, source, text in (
        ("--record-claude", Source.API, "record from the real API: needs a key, costs money"),
        ("--record-standin", Source.STANDIN, "record from the stand-in"),
    ):
        group.addoption(flag, action="store_const", const=source, dest="record_claude", help=text)


@pytest.fixture
def tape(request: pytest.FixtureRequest) -> Tape:
    """Recorded answers of Claude's API."""
    source = request.config.getoption("record_claude", default=None) or Source.PLAYBACK
    if source is Source.API and not os.environ.get("ANTHROPIC_API_KEY"):
        pytest.fail("--record-claude needs a key in ANTHROPIC_API_KEY")
    return Tape(source)


@pytest.fixture(scope="module")
def server() -> Iterator[StandIn]:
    """A stand-in for all tests of a module; each uses up what it queues."""
    with running() as standin:
        yield standin


@pytest.fixture(scope="module")
def claude(server: StandIn) -> Iterator[Claude]:
    """The connector, at the stand-in; it keeps nothing from one test to the next."""
    with client(server.url) as made:
        yield made
