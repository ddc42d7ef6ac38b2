"""A stand-in for the time of a test, and ways to ask it something."""

import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import anthropic
import httpx
from anthropic.types import Message

from connectors.standin import server
from connectors.standin.limits import Clock
from connectors.standin.settings import Settings

NOBODY = "http://127.0.0.1:9"  # the port of a service that nobody runs any more
TEXT = (
    "The harbour council has bought three electric ferries for the route to Mill Island. "
    "They replace diesel ferries that have crossed the bay since the winter of 1987. "
    "Each of the electric ferries carries four hundred people and charges at night in the harbour."
)
ARTICLE = f"<article><title>Electric ferries for Mill Island</title><text>{TEXT}</text></article>"
_TLS = ssl.create_default_context()  # never used, but slow to make for each request
SCHEMA = {
    "type": "object",
    "properties": {
        **{f"keyword_{place}": {"type": "string"} for place in range(1, 6)},
        "meta_description": {"type": "string"},
    },
    "required": [*(f"keyword_{place}" for place in range(1, 6)), "meta_description"],
    "additionalProperties": False,
}


@dataclass(frozen=True)
class StandIn:
    """A running stand-in: where it is, and what tests ask of it."""

    url: str

    def counters(self) -> dict[str, Any]:
        """What it has counted so far."""
        counted: dict[str, Any] = httpx.get(f"{self.url}/standin/counters", verify=_TLS).json()
        return counted

    def requests(self, last: int = 50) -> list[dict[str, Any]]:
        """The last bodies it was sent, oldest first."""
        sent: list[dict[str, Any]] = httpx.get(
            f"{self.url}/standin/requests",
            params={"last": last},
            verify=_TLS,
        ).json()
        return sent

    def script(self, *answers: dict[str, Any]) -> None:
        """Queue special answers for the next requests."""
        httpx.post(
            f"{self.url}/standin/script", json={"answers": answers}, verify=_TLS
        ).raise_for_status()

    def settings(self, **changes: Any) -> dict[str, Any]:
        """How it is set, once these are changed."""
        answered = httpx.post(
            f"{self.url}/standin/settings", json=changes, verify=_TLS
        ).raise_for_status()
        settings: dict[str, Any] = answered.json()
        return settings

    def clear(self) -> None:
        """Forget the special answers that are still queued."""
        httpx.delete(f"{self.url}/standin/script", verify=_TLS).raise_for_status()


@contextmanager
def running(clock: Clock = time.time, **settings: Any) -> Iterator[StandIn]:
    """A stand-in in a thread of its own, at a free port.

    It ends in the fifth of a second after the block, for which nobody has to wait.
    """
    chosen = Settings(**settings)
    listening, running_server = server.listen(chosen), server.server(chosen, clock)
    threading.Thread(target=running_server.run, kwargs={"sockets": [listening]}).start()
    try:
        yield StandIn(server.address(listening))
    finally:
        running_server.should_exit = True


def body(**changes: Any) -> dict[str, Any]:
    """A request that is in order, but for the changes."""
    asked = {
        "model": "claude-haiku-5-5",
        "max_tokens": 600,
        "messages": [{"role": "user", "content": ARTICLE}],
        "output_config": {"effort": "low", "format": {"type": "json_schema", "schema": SCHEMA}},
    }
    return {name: value for name, value in {**asked, **changes}.items() if value is not None}


def ask(standin: StandIn, **changes: Any) -> Message:
    """What the SDK makes of the answer."""
    with anthropic.Anthropic(api_key="k", base_url=standin.url, max_retries=0) as client:
        answered: Message = client.messages.create(**body(**changes))
        return answered


def post(standin: StandIn, sent: object, **headers: str) -> httpx.Response:
    """The raw response to a body, sent with a key and a version unless headers say otherwise."""
    usual = {"authorization": "Bearer k", "anthropic-version": "2026-10-21"}
    chosen = {name: value for name, value in {**usual, **headers}.items() if value}
    return httpx.post(f"{standin.url}/v1/messages", json=sent, headers=chosen, verify=_TLS)
