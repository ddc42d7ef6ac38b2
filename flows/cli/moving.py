"""`move-ledger`: the ledger, into another database."""

import os
from typing import TYPE_CHECKING

from flows.cli.exits import CONFIGURATION, UNREACHABLE, Exit, clear_errors
from flows.cli.printing import print_json

if TYPE_CHECKING:
    from connectors.ledger.moving import Moved
    from flows.context import Desk

TO_URL = "RUBRICATOR_TO_URL"
USAGE = "Usage: rubricator move-ledger [OPTIONS] [TO_URL]"


def move_ledger(to_url: str | None = None, /, *, json: bool = False) -> None:
    """Copy the ledger into an empty database, as from SQLite to PostgreSQL.

    All of it is copied, or nothing. No run may be under way, and none starts meanwhile. The old
    ledger stays as it is; at the end is said which line of the configuration names the new one.

    Args:
        to_url: The empty database, like postgresql+psycopg://user@host/name. A password does not
            belong into the history of a shell: leave it to PGPASSWORD or ~/.pgpass, or put the
            whole URL into RUBRICATOR_TO_URL and give none here.
        json: Print one JSON object and nothing else.
    """
    from connectors.ledger.errors import LostError  # noqa: PLC0415 - the ledger is slow to import
    from flows.config import load, path_of  # noqa: PLC0415
    from flows.context import Desk  # noqa: PLC0415
    from flows.reports import moved as reports  # noqa: PLC0415

    with clear_errors():
        desk = Desk(load(), key=None)
        try:
            moved = _moved(desk, to_url or os.environ.get(TO_URL), quiet=json)
        except LostError as error:
            sentence = f"the ledger was not moved ({error}); nothing of it was kept, start it again"
            raise Exit(UNREACHABLE, sentence) from None
    file = None if os.environ.get(reports.VARIABLE) else path_of()
    old = reports.Old(desk.database.place, file, desk.brake.pulled())
    if json:
        print_json(reports.as_dict(moved, old))
    else:
        print(reports.summary(moved, old))  # noqa: T201
    desk.close()


def _moved(desk: "Desk", to_url: str | None, *, quiet: bool) -> "Moved":
    from connectors.ledger.moving import move  # noqa: PLC0415
    from flows.cli.terminal import Terminal  # noqa: PLC0415
    from flows.log import LOG  # noqa: PLC0415

    if not to_url:
        sentence = f"TO_URL: it is missing; name an empty database, here or in {TO_URL}"
        raise Exit(CONFIGURATION, sentence)
    with Terminal(quiet=quiet) as terminal:

        def step(table: str, rows: int) -> None:
            LOG.info("ledger.copying table=%s rows=%d", table, rows)
            terminal.step(table, "copying", rows)

        desk.ledger.reap()
        return move(desk.database, to_url, desk.configuration.folder, step, terminal.advance)
