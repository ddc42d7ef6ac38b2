"""`pause` and `resume`: the brake on every run of a ledger."""

from typing import TYPE_CHECKING

from flows.cli.exits import clear_errors
from flows.cli.printing import print_json

if TYPE_CHECKING:
    from connectors.ledger.brake import Brake
    from schemas.pause import Pause


def pause(*, reason: str = "", json: bool = False) -> None:
    """Stop every run between two requests, and let none start, until resumed.

    Args:
        reason: Why, for whoever wonders: it is shown with the pause.
        json: Print one JSON object and nothing else.
    """
    standing, fresh = _brake().pull(_user(), " ".join(reason.split()))
    said = standing.sentence.replace("paused", "Paused" if fresh else "Already paused", 1)
    _say(standing, f"{said}.", json=json)


def resume(*, json: bool = False) -> None:
    """Let runs start again; start a run again that was stopped, nothing is paid for twice.

    Args:
        json: Print one JSON object and nothing else.
    """
    over = _brake().release()
    if over is None:
        said = "Nothing was paused: runs start."
    else:
        said = f"Resumed; it was paused since {over.since:%Y-%m-%d %H:%M} UTC. Runs start again."
    _say(None, said, json=json)


def _say(standing: "Pause | None", sentence: str, *, json: bool) -> None:
    told = {"paused": standing.model_dump(mode="json") if standing else None}
    if json:
        print_json(told)
    else:
        print(sentence)  # noqa: T201


def _brake() -> "Brake":
    with clear_errors():
        from flows.config import load  # noqa: PLC0415 - the ledger is slow to import
        from flows.context import Desk  # noqa: PLC0415

        return Desk(load(), key=None).brake


def _user() -> str:
    """The person's name on this machine; "" where the system does not know one."""
    from getpass import getuser  # noqa: PLC0415

    try:
        return getuser()
    except (OSError, KeyError, ImportError):
        return ""
