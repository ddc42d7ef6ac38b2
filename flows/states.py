"""The states in which Prefect shows our flow runs: nobody else gives them names."""

import httpx
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import TERMINAL_STATES, State
from prefect.exceptions import PrefectException
from prefect.runtime import flow_run
from prefect.states import Completed, Failed, Running

from flows.log import LOG
from schemas.run import RunStatus

FAILED = (RunStatus.FAILED, RunStatus.STOPPED_BY_FAILURES)

MISCONFIGURED = "Misconfigured"
NEEDS_CONFIRMATION = "NeedsConfirmation"
WAITING_TO_PUBLISH = "WaitingToPublish"
ZOMBIE = "Zombie"  # what an automation makes of a run that is not heard of any more


def name_of(status: RunStatus) -> str:
    """What Prefect calls a run that ended so; it is the name of the event, too."""
    return "".join(word.capitalize() for word in status.split("_"))


# Each by its whole name: an automation that waits for an end knows no others.
FINAL = tuple(
    dict.fromkeys(
        [
            *(name_of(status) for status in RunStatus if status is not RunStatus.RUNNING),
            *(MISCONFIGURED, NEEDS_CONFIRMATION, ZOMBIE),
            *(State(type=kind).name or "" for kind in sorted(TERMINAL_STATES)),
            "TimedOut",  # Prefect's as well, where somebody limits the time of all flows
        ]
    )
)


def ended(status: RunStatus, message: str) -> State:
    """The state of a flow run whose runs ended so, the worst of them."""
    kind = Failed if status in FAILED else Completed
    return kind(name=name_of(status), message=message)


def misconfigured(message: str) -> State:
    """The state of a flow run that could not begin; nothing was called."""
    return Failed(name=MISCONFIGURED, message=message)


def unconfirmed(message: str) -> State:
    """The state of a backfill that waits for somebody to agree with what it costs."""
    return Completed(name=NEEDS_CONFIRMATION, message=message)


def show_waiting(message: str) -> None:
    """Have Prefect say that this flow run waits, and for whom."""
    _show(Running(name=WAITING_TO_PUBLISH, message=message))


def show_running() -> None:
    """Have Prefect say that this flow run goes on; one that is being cancelled stays so."""
    _show(Running())


def _show(state: State) -> None:
    if flow_run.id is None:
        return
    try:
        with get_client(sync_client=True) as client:
            client.set_flow_run_state(flow_run.id, state)
    except (httpx.HTTPError, PrefectException, RuntimeError) as error:  # no reason to stop
        LOG.warning("state.unshown name=%s error=%s", state.name, type(error).__name__)
