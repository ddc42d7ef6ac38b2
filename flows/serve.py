"""One machine, one command: Prefect's server, the deployments, a worker, and their end."""

import os
import socket
import sys
from collections.abc import Callable
from contextlib import ExitStack, closing, suppress
from contextvars import copy_context
from threading import Thread
from typing import Any

import httpx
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.exceptions import PrefectException
from prefect.settings import (
    PREFECT_API_AUTH_STRING,
    PREFECT_API_REQUEST_TIMEOUT,
    PREFECT_API_URL,
    PREFECT_CLIENT_MAX_RETRIES,
    PREFECT_HOME,
    PREFECT_SERVER_API_AUTH_STRING,
    temporary_settings,
)

from connectors.ledger.errors import LedgerError
from connectors.ledger.locks import Locks
from flows.alarms import zombies
from flows.automations import put
from flows.cli.exits import INTERRUPTED
from flows.config import ConfigError, Configuration, path_of
from flows.context import Desk, SystemClock
from flows.deploying import deploy, deployments_file
from flows.doctor import examine
from flows.engine import FIRST_START, STARTUP, NoServerError, load_block, look_for
from flows.links import page
from flows.pool import POOL, bury_the_dead, hold_pool, open_pool, upcoming, workers
from flows.reports.words import counted
from flows.tended import Tended
from schemas.web_address import without_secrets

Say = Callable[[str], None]

SETTINGS = {  # for one machine; what the environment says already stands
    "DO_NOT_TRACK": "1",
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",  # seconds, the least there is
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_WORKER_QUERY_SECONDS": "2",  # the default, 10, is most of the waiting
}
NEAR = ("127.0.0.1", "::1", "localhost")
LOOPBACK = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - how to reach who listens to all
TICK = 0.1  # seconds between two looks at what was asked of us
LOOK = 3  # ticks between two questions to a server, which have their cost
WATCH = 10  # ticks between two looks at the processes
SIGN_OF_LIFE = 3.0  # seconds after which waiting is said to go on
SCHEDULED = 30.0  # seconds in which the first runs are scheduled and the worker reports
RUNS, SERVER = 20.0, 5.0  # seconds that they get to end, of the 30 there are
HURRY: dict[Any, Any] = {PREFECT_API_REQUEST_TIMEOUT: 2.0, PREFECT_CLIENT_MAX_RETRIES: 1}


class StopAsked(Exception):
    """Somebody has asked for the end."""


def check_port(host: str, port: int) -> None:
    """Raise `ConfigError` where no server could listen there."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with closing(socket.socket(family, kind)) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise ConfigError(
            f"--port: {host}:{port} cannot be had ({error.strerror}), perhaps another serve runs; "
            "name another with --port, or set PREFECT_API_URL to the server that is there"
        ) from None


class Serving:
    """Everything that `serve` has started, until it is asked to stop."""

    def __init__(self, configuration: Configuration, host: str, port: int, say: Say) -> None:
        """Look at what can be known beforehand. Raises `ConfigError`."""
        self._configuration = configuration
        self._folder = configuration.folder
        self._file = deployments_file(self._folder)
        self._say = say
        self._clock = SystemClock()
        self._begun = self._clock.now()
        self._asked = self._ticks = 0
        self._tended: list[Tended] = []  # what has been started, and is to stay
        self._pooled = False
        self._host, self._port = host, port
        self._ours = not PREFECT_API_URL.value()
        self._name = f"{socket.gethostname()}-{POOL}"
        worker = ("worker", "start", "--pool", POOL, "--name", self._name)
        self._server = self._tethered("Prefect's server", "server", "start")
        self._worker = self._tethered("The worker", *worker)
        if self._ours:
            check_port(host, port)

    def _tethered(self, title: str, *command: str) -> Tended:
        tethered = (sys.executable, "-m", "flows.tether", *command)
        return Tended(title, tethered, self._folder, self._clock)

    def stop(self, *_signal: object) -> None:
        """What a signal calls: the first one is heard at the next tick, the second at once."""
        self._asked += 1
        if self._asked > 1:
            self._worker.kill()
            self._server.kill()
            os._exit(INTERRUPTED)

    def run(self) -> None:
        """Serve until a signal. Raises `NoServerError`, `GivenUpError` or `ConfigError`."""
        with ExitStack() as stack:
            url = self._address() if self._ours else PREFECT_API_URL.value()
            settings: dict[Any, Any] = {PREFECT_API_URL: url}
            if self._ours and not PREFECT_API_AUTH_STRING.value():
                settings[PREFECT_API_AUTH_STRING] = PREFECT_SERVER_API_AUTH_STRING.value()
            stack.enter_context(temporary_settings(settings))
            try:
                self._start()
                self._examine_meanwhile()
                self._hold()
                self._worker.start(self._environment())  # which takes as long as to deploy
                self._tended.append(self._worker)
                self._deploy()
                self._tell()
                while True:
                    self._rest()
            except StopAsked:
                pass
            except (httpx.HTTPError, PrefectException) as error:
                told = str(error).partition("\n")[0]
                raise NoServerError(f"{url}: Prefect's API failed ({told}); see above") from None
            finally:
                self._end()

    def _address(self) -> str:
        host = LOOPBACK.get(self._host, self._host)
        return f"http://{f'[{host}]' if ':' in host else host}:{self._port}/api"

    def _environment(self) -> dict[str, str]:
        """For our processes. Secrets get to the runs in here, and nowhere else."""
        ours = {"RUBRICATOR_CONFIG": str(path_of()), "PREFECT_API_URL": PREFECT_API_URL.value()}
        if auth := PREFECT_API_AUTH_STRING.value():
            ours["PREFECT_API_AUTH_STRING"] = str(auth)
        return {**SETTINGS, **os.environ, **ours}

    def _start(self) -> None:
        """The server, until it answers."""
        url = PREFECT_API_URL.value()
        if not self._ours:
            look_for(url)
            self._say(
                f"Using the Prefect server at {without_secrets(url)}, as PREFECT_API_URL says."
            )
            return
        self._say(f"Starting Prefect's server at {url}; the first start makes its database.")
        if self._host not in NEAR and not PREFECT_SERVER_API_AUTH_STRING.value():
            self._say("Whoever reaches it can start runs: set PREFECT_SERVER_API_AUTH_STRING.")
        place = {
            "PREFECT_SERVER_API_HOST": self._host,
            "PREFECT_SERVER_API_PORT": str(self._port),
            "PREFECT_UI_API_URL": os.environ.get("PREFECT_UI_API_URL", url),
        }
        with Locks(PREFECT_HOME.value()).exclusive(FIRST_START), httpx.Client() as client:
            self._server.start({**self._environment(), **place})
            self._wait_for("Prefect's server", lambda: self._answers(client), STARTUP)
        self._tended.append(self._server)

    def _answers(self, client: httpx.Client) -> bool:
        if not self._server.alive:
            raise NoServerError("Prefect's server did not start; the lines above say why")
        with suppress(httpx.TransportError):
            return client.get(f"{PREFECT_API_URL.value()}/health").is_success
        return False

    def _hold(self) -> None:
        """The pool, which starts no run before all is deployed."""
        with get_client(sync_client=True) as client:
            hold_pool(client, self._name)
            self._pooled = True
            if self._ours and (dead := bury_the_dead(client)):
                self._say(f"Marked as crashed: {counted(dead, 'run')} that had been cut off.")

    def _deploy(self) -> None:
        self._say(f"Deploying {self._file}.")
        deploy(self._file, self._folder, self._environment(), self._rest)
        with get_client(sync_client=True) as client:
            self._watch(client)
            if not open_pool(client):
                self._say(f"The work pool {POOL} is paused: no run starts until it is resumed.")

    def _watch(self, client: SyncPrefectClient) -> None:
        """Have Prefect end, in its pages, what has died where nobody saw it."""
        try:
            put(client, zombies())
        except httpx.HTTPStatusError as error:  # an account of its cloud may have enough of them
            refused = error.response.status_code
            self._say(f"Prefect watches for no dead runs: it refused the automation ({refused}).")

    def _tell(self) -> None:
        """When the next runs are, where the pages are, and how to stop."""
        with get_client(sync_client=True) as client:
            try:
                self._wait_for("the worker", lambda: self._reported(client), SCHEDULED)
                self._wait_for("the schedule", lambda: all(upcoming(client).values()), SCHEDULED)
            except NoServerError as error:
                self._say(f"{error}; it may still come.")
            schedule = upcoming(client)
        for name, moment in schedule.items():
            when = f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "not known yet"
            self._say(f"The next run of {name}: {when}.")
        if not schedule:
            self._say("No schedule is active: runs start when someone starts them.")
        self._say(f"The pages: {page('deployments')}")
        self._say("Ctrl-C or SIGTERM stops all of it; the next run goes on where one was stopped.")
        self._say("A backfill that was stopped goes on when you start it again.")

    def _examine_meanwhile(self) -> None:
        """Say what the doctor does not like; none of it stops us."""

        def say_warnings() -> None:
            for check in examine(load_block):
                if not check.ok or check.warns:
                    self._say(f"{check.subject}: {check.sentence}")

        Thread(target=copy_context().run, args=(say_warnings,), daemon=True).start()

    def _reported(self, client: SyncPrefectClient) -> bool:
        return any(
            one.name == self._name and (one.last_heartbeat_time or self._begun) > self._begun
            for one in workers(client)
        )

    def _wait_for(self, what: str, there: Callable[[], bool], patience: float) -> None:
        """Wait until it is there, and say now and then that we do. Raises `NoServerError`."""
        begun = said = self._clock.ticks()
        while not there():
            for _ in range(LOOK):
                self._rest()
            now = self._clock.ticks()
            if now - begun > patience:
                raise NoServerError(f"{what} is not there after {patience:.0f} s")
            if now - said > SIGN_OF_LIFE:
                self._say(f"Waiting for {what}, {now - begun:.0f} s.")
                said = now

    def _rest(self) -> None:
        """Let a tick pass, and look after what runs. Raises `StopAsked` or `GivenUpError`."""
        if self._asked:
            raise StopAsked
        self._clock.sleep(TICK)
        self._ticks += 1
        if self._ticks % WATCH == 0:
            for tended in self._tended:
                if said := tended.look_after():
                    self._say(said)

    def _end(self) -> None:
        """The pool, then the runs, the worker, the server: in this order nothing stays behind."""
        if not (self._pooled or self._server.alive):
            return
        self._say("Stopping: no new run starts, and one that is under way notes where it is.")
        if self._pooled and (self._server.alive or not self._ours):
            try:
                with temporary_settings(HURRY), get_client(sync_client=True) as client:
                    hold_pool(client, self._name)
            except (httpx.HTTPError, PrefectException, RuntimeError) as error:
                self._say(f"The work pool could not be paused ({type(error).__name__}).")
        self._worker.end(RUNS)
        self._server.end(SERVER)
        with suppress(LedgerError), closing(Desk(self._configuration, key=None)) as desk:
            desk.ledger.reap()  # a run that had to be killed could not say so
        self._say("Stopped.")
