"""What we ask of Prefect from outside a run: an API to talk to, and secrets from its blocks."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, cast

import httpx
from prefect import tags
from prefect.blocks.system import Secret
from prefect.client.orchestration import get_client
from prefect.events.clients import NullEventsClient
from prefect.events.worker import EventsWorker
from prefect.exceptions import PrefectException
from prefect.settings import (
    PREFECT_API_URL,
    PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
    PREFECT_HOME,
    PREFECT_LOGGING_TO_API_ENABLED,
    PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED,
    temporary_settings,
)

from connectors.ledger.locks import Locks
from flows.config import ConfigError
from flows.context import SystemClock
from schemas.web_address import without_secrets

# As Prefect sets for its own temporary server: no pages, and its background services in one go.
ENVIRONMENT = {
    "PREFECT_UI_ENABLED": "0",
    "PREFECT__SERVER_EPHEMERAL": "1",
    "PREFECT__SERVER_FINAL": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "0",
}
# They watch over many runs of a long life; this server has one, and nobody looks at it afterwards.
ENVIRONMENT |= {
    f"PREFECT_SERVER_SERVICES_{service}_ENABLED": "0"
    for service in (
        "CANCELLATION_CLEANUP",
        "CLEANUP_RECONCILER",
        "EVENT_PERSISTER",
        "FOREMAN",
        "LATE_RUNS",
        "PAUSE_EXPIRATIONS",
        "REPOSSESSOR",
        "SCHEDULER",
        "TASK_RUN_RECORDER",
        "TRIGGERS",
    )
}
# Seconds, the least there is: a server that stays finds dead runs by it. Its thread sleeps in
# whole seconds and is waited for at the end of each run; a temporary server does without.
HEARTBEAT: dict[Any, Any] = {PREFECT_FLOWS_HEARTBEAT_FREQUENCY: 30}
FIRST_START = "rubricator-server"  # the lock: two at once would make one database twice
CLOCK = SystemClock()
GLANCE = 1.0  # seconds between two looks whether it still runs
TAG = "rubricator"  # of all our flow runs: a server may have other flows, which automations leave
STAYS = (
    ", and this needs a server that stays; start rubricator serve, then export "
    "PREFECT_API_URL=http://127.0.0.1:4200/api"
)
STARTUP = 90.0  # seconds; a first start makes the database, on a busy machine slowly


class NoServerError(Exception):
    """Prefect's API cannot be reached, or its temporary server did not start."""


@contextmanager
def prefect_api(meanwhile: Callable[[], object] = lambda: None) -> Iterator[None]:
    """Prefect's API for the block: the one at PREFECT_API_URL, else a temporary server.

    First starts are serialised: two at once would make one database twice. `meanwhile` is called
    while the server starts, which takes seconds. Raises `NoServerError`.
    """
    with ExitStack() as stack:
        stack.enter_context(tags(TAG))
        if url := PREFECT_API_URL.value():
            look_for(url)
            meanwhile()
            stack.enter_context(temporary_settings(HEARTBEAT))
        else:
            with Locks(PREFECT_HOME.value()).exclusive(FIRST_START):
                url = stack.enter_context(_server(meanwhile))
            stack.enter_context(at_temporary(url))
        yield


@contextmanager
def at_temporary(url: str) -> Iterator[None]:
    """A temporary server at a URL is Prefect's for the block.

    It is told of no event: nobody acts on one there, and what is still to be sent when the server
    ends would keep the command waiting.
    """
    settings: dict[Any, Any] = {
        PREFECT_API_URL: url,
        PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None,
        PREFECT_LOGGING_TO_API_ENABLED: False,  # nobody will read them there
        PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED: False,  # as is so there
    }
    EventsWorker.set_client_override(NullEventsClient)
    try:
        with temporary_settings(settings):
            yield
    finally:
        EventsWorker.set_client_override(None)


def acts_on_events() -> bool:
    """Whether the server may have automations; a temporary one has none."""
    return bool(PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED.value())


def lasting_server(unset: str = STAYS) -> str:
    """The address of the server that is configured, and answers.

    Raises `ConfigError` where none is configured, with `unset` to say so, `NoServerError` where it
    cannot be reached.
    """
    url: str = PREFECT_API_URL.value() or ""
    if not url:
        raise ConfigError(f"PREFECT_API_URL: it is not set{unset}")
    try:
        look_for(url)
    except NoServerError:
        raise NoServerError(
            f"PREFECT_API_URL: {without_secrets(url)} cannot be reached; start that server, or "
            "correct the variable"
        ) from None
    return url


def look_for(url: str) -> None:
    """Raise `NoServerError` where nobody answers; any answer will do, also a refusal."""
    with get_client(sync_client=True) as client:
        if isinstance(client.api_healthcheck(), httpx.TransportError):
            raise NoServerError(
                f"PREFECT_API_URL: {without_secrets(url)} cannot be reached; start that server, "
                "or unset the variable for a temporary one"
            )


@contextmanager
def _server(meanwhile: Callable[[], object]) -> Iterator[str]:
    # It inherits its port open: one that is only looked up would be free for others meanwhile,
    # for seconds, and every connection of theirs takes one.
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "flows.temporary_server", str(listening.fileno())],
            pass_fds=[listening.fileno()],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **ENVIRONMENT, "PREFECT_HOME": str(PREFECT_HOME.value())},
        )
    try:
        meanwhile()
        _wait_for(process, f"http://127.0.0.1:{port}/api/health")
        yield f"http://127.0.0.1:{port}/api"
    finally:
        try:
            process.communicate(timeout=5)  # closes its standard input, which ends it
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def _wait_for(process: "subprocess.Popen[bytes]", health: str) -> None:
    end = CLOCK.ticks() + STARTUP
    with httpx.Client(timeout=GLANCE) as client:  # a request waits at the port until it is served
        while process.poll() is None and CLOCK.ticks() < end:
            try:
                if client.get(health).is_success:
                    return
            except httpx.TransportError:
                pass
            CLOCK.sleep(0.1)
    raise NoServerError(
        "Prefect's temporary server did not start; run prefect server start and set "
        "PREFECT_API_URL, or remove a broken database from PREFECT_HOME"
    )


def load_block(name: str) -> str:
    """The value of a Prefect Secret block. Raises `ConfigError`."""
    try:
        return str(cast("Secret[str]", Secret.load(name)).get())
    except (ValueError, PrefectException):
        raise ConfigError(
            f"claude.key_block: there is no Secret block {name!r} in Prefect; create it"
        ) from None
