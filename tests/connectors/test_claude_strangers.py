"""Somebody else who answers at the address of the Claude API, with status 200."""

from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from connectors.claude.catalogue import described
from connectors.claude.client import NOT_CLAUDE, Claude, UnavailableError
from connectors.claude.counting import input_tokens
from tests.builders import MODEL, a_request
from tests.connectors.scripted_server import Told, serving

PAGE = Told(200, b"<html>Welcome</html>", {"Content-Type": "text/html"})


@pytest.fixture(params=[PAGE, Told(200, {}), Told(200, []), Told(200, {"input_tokens": "many"})])
def stranger(request: pytest.FixtureRequest) -> Iterator[Claude]:
    """A client of a server that is not Claude's."""
    with serving() as script:
        script.on(f"GET /v1/models/{MODEL}", request.param)
        script.on("POST /v1/messages/count_tokens", request.param)
        claude = Claude(script.url, SecretStr("key"))
        yield claude
        claude.close()


def test_a_stranger_knows_no_model(stranger: Claude) -> None:
    """It is said that it is one."""
    with pytest.raises(UnavailableError) as caught:
        described(stranger, MODEL)
    assert NOT_CLAUDE is caught.value.trouble


def test_a_stranger_counts_no_tokens(stranger: Claude) -> None:
    """An estimate is not made of whatever it says."""
    with pytest.raises(UnavailableError) as caught:
        input_tokens(stranger, a_request())
    assert NOT_CLAUDE is caught.value.trouble
