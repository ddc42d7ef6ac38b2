"""What every test may ask for."""

from collections.abc import Iterator

import pytest

from tests.standin_server import StandIn, running

pytest.register_assert_rewrite("tests.connectors.conformance", "tests.connectors.plugin_stories")


@pytest.fixture
def standin() -> Iterator[StandIn]:
    """A stand-in of this test's own, with nothing asked and nothing scripted yet."""
    with running() as server:
        yield server
