"""`runs`, `show` and `spend`: looking at the ledger."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter
from cyclopts.validators import Number

from flows.cli.exits import CONFIGURATION, Exit, clear_errors
from flows.cli.printing import print_json

if TYPE_CHECKING:
    from flows.context import Desk


def runs(
    *, limit: Annotated[int, Parameter(validator=Number(gte=1))] = 20, json: bool = False
) -> None:
    """List the latest runs, newest first.

    Args:
        limit: How many.
        json: Print one JSON object and nothing else.
    """
    from flows.cli.calling import program  # noqa: PLC0415 - the ledger is slow to import
    from flows.reports import json as contract  # noqa: PLC0415
    from flows.reports import text  # noqa: PLC0415

    desk = _desk()
    rows, pause = desk.queries.runs(limit), desk.brake.pulled()
    if json:
        paused = pause.model_dump(mode="json") if pause else None
        _print({"paused": paused, **contract.runs_as_dict(rows)})
    else:
        said = f"Everything is {pause.sentence}.\n\n" if pause else ""
        _print(said + text.runs_table(rows, program()))


def show(run_id: str, /, *, json: bool = False) -> None:
    """Show what one run did.

    Args:
        run_id: The run, as `rubricator runs` lists it.
        json: Print one JSON object and nothing else.
    """
    from flows.cli.calling import program  # noqa: PLC0415
    from flows.reports import json as contract  # noqa: PLC0415
    from flows.reports import text  # noqa: PLC0415
    from schemas.run import RunId  # noqa: PLC0415

    desk = _desk()
    report = desk.queries.report(RunId(run_id))
    if report is None:
        row = desk.queries.run(RunId(run_id))
        unknown = "there is no such run; rubricator runs lists them all"
        told = text.unreported(row, program()) if row else unknown
        raise Exit(CONFIGURATION, f"{run_id}: {told}")
    if json:
        _print(contract.as_dict(report))
    else:
        offered = desk.ledger.offered_by(RunId(run_id))
        now = {proposal.article_id: proposal.status for proposal in offered}
        _print(text.summary(report.by_now(now), program()))


def spend(
    *,
    by: Literal["run", "day", "month", "model", "prompt", "site"] = "run",
    since: datetime | None = None,
    json: bool = False,
) -> None:
    """Add up tokens and dollars.

    Args:
        by: What to add them up by.
        since: Only what was sent from this date or time (UTC) on.
        json: Print one JSON object and nothing else.
    """
    from flows.reports import json as contract  # noqa: PLC0415
    from flows.reports import text  # noqa: PLC0415
    from schemas.spend import SpendBy  # noqa: PLC0415

    start = since.replace(tzinfo=since.tzinfo or UTC) if since else None
    report = _desk().queries.spend(SpendBy(by), start)
    _print(contract.spend_as_dict(report) if json else text.spend_table(report))


def _desk() -> "Desk":
    with clear_errors():
        from flows.config import load  # noqa: PLC0415
        from flows.context import Desk  # noqa: PLC0415

        desk = Desk(load(), key=None)
        desk.ledger.reap()  # or one that was killed would be shown as running
        return desk


def _print(what: object) -> None:
    if isinstance(what, str):
        print(what)  # noqa: T201
    else:
        print_json(what)
