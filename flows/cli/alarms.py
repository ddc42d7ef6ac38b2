"""`alarms`: what tells people that a run needs them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from cyclopts import App

from flows.cli.exits import UNREACHABLE, Exit, clear_errors
from flows.cli.paragraphs import in_paragraphs
from flows.cli.printing import print_json

if TYPE_CHECKING:
    from prefect.client.orchestration import SyncPrefectClient
    from prefect.events import Automation

alarms = App(name="alarms", help="Have Prefect tell people that a run needs them.")


@alarms.command
@in_paragraphs
def install(  # noqa: PLR0913 - an address is given in one of three ways
    *,
    webhook: str = "",
    webhook_env: str = "",
    webhook_file: Path | None = None,
    editors: str = "",
    editors_env: str = "",
    editors_file: Path | None = None,
    json: bool = False,
) -> None:
    """Put the alarms into the Prefect server at PREFECT_API_URL, each once.

    An address may hold a secret, as Slack's do: one that a variable or a file holds does not get
    into the shell's history. Prefect keeps it in a block, and it is shown nowhere.

    Args:
        webhook: The address to call when something is wrong.
        webhook_env: The name of a variable that holds it.
        webhook_file: A file that holds it.
        editors: The address to call when proposals wait; the same where none is given.
        editors_env: The name of a variable that holds it.
        editors_file: A file that holds it.
        json: Print one JSON object and nothing else.
    """
    with clear_errors():
        from flows.config import path_of, read_env_file  # noqa: PLC0415 - slow to import
        from flows.secrets import found_webhook, host_of  # noqa: PLC0415

        read_env_file(path_of())
        to = found_webhook("--webhook", webhook, webhook_env, str(webhook_file or ""))
        theirs = (editors, editors_env, str(editors_file or ""))
        to_editors = found_webhook("--editors", *theirs) if any(theirs) else None
    with _prefect() as client:
        from flows import automations  # noqa: PLC0415

        automations.install(client, to, to_editors)
        told = f"They call {host_of(to)}; that proposals wait, {host_of(to_editors or to)}."
        _say(automations.installed(client), told, json=json)


@alarms.command(name="list")
@in_paragraphs
def list_(*, json: bool = False) -> None:
    """List the alarms that are in the Prefect server at PREFECT_API_URL.

    Args:
        json: Print one JSON object and nothing else.
    """
    with _prefect() as client:
        from flows import automations  # noqa: PLC0415

        there = automations.installed(client)
        hint = "There are none; put them there: rubricator alarms install --help"
        _say(there, "" if there else hint, json=json)


@alarms.command
@in_paragraphs
def remove(*, json: bool = False) -> None:
    """Take the alarms out of the Prefect server at PREFECT_API_URL, and the addresses with them.

    Args:
        json: Print one JSON object and nothing else.
    """
    with _prefect() as client:
        from flows import automations  # noqa: PLC0415

        gone = automations.remove(client)
        _say([], f"Removed {len(gone)} alarms." if gone else "There were none.", json=json)


def _say(there: "Sequence[Automation]", sentence: str, *, json: bool) -> None:
    """Those that are there now, and a sentence."""
    if json:
        told = {"alarms": [{"name": each.name, "enabled": each.enabled} for each in there]}
        print_json(told)
        return
    lines = [f"{'on ' if each.enabled else 'off'}  {each.name}" for each in there]
    print("\n".join([*lines, *([sentence] if sentence else [])]))  # noqa: T201


@contextmanager
def _prefect() -> "Iterator[SyncPrefectClient]":
    """A way to the server that is configured; what goes wrong there ends the command."""
    with clear_errors():
        from flows.engine import NoServerError, lasting_server  # noqa: PLC0415 - slow to import

        try:
            url = lasting_server()
        except NoServerError as error:
            raise Exit(UNREACHABLE, str(error)) from None
    from httpx import HTTPError, HTTPStatusError  # noqa: PLC0415
    from prefect.client.orchestration import get_client  # noqa: PLC0415
    from prefect.exceptions import PrefectException  # noqa: PLC0415

    from schemas.web_address import without_secrets  # noqa: PLC0415

    try:
        with get_client(sync_client=True) as client:
            yield client
    except (HTTPError, PrefectException) as error:  # its text may quote an address that was sent
        why = type(error).__name__
        if isinstance(error, HTTPStatusError):
            why = f"it answered {error.response.status_code}"
        failed = f"{without_secrets(url)}: Prefect's API failed ({why})"
        sentence = f"{failed}; check PREFECT_API_AUTH_STRING or the key"
        raise Exit(UNREACHABLE, sentence) from None
