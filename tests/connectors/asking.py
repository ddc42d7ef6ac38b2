"""What a process does that asks Claude, beside others that ask with the same key."""

from collections.abc import Sequence

from pydantic import SecretStr

from connectors.claude.client import Claude
from connectors.claude.messages import Messages
from connectors.ledger.queue import Queue
from connectors.ledger.store import Ledger
from flows.context import SystemClock
from schemas.call import Outcome
from schemas.run import RunId
from tests.builders import a_request, a_run_row
from tests.crash.processes import ENDPOINT, end, purse, together
from tests.ledgers import Place

AT_ONCE = 3


def asking(
    place: Place, number: int, url: str, requests: int, requests_per_minute: int
) -> Sequence[Outcome | None]:
    """All that came back for so many requests, in whatever order."""
    clock, run_id = SystemClock(), RunId(f"run-{number}")
    database = place.open()
    ledger = Ledger(database, clock)
    ledger.start(a_run_row(run_id))
    messages = Messages(
        Claude(url, SecretStr("k")),
        AT_ONCE,
        clock,
        queue=lambda model: Queue(database, ENDPOINT, model, run_id, clock=clock),
        requests_per_minute=requests_per_minute,
    )
    mine = [a_request(number * requests + one) for one in range(requests)]
    together()
    back = [outcome for _, outcome in messages.deliver(mine, purse(ledger, run_id))]
    messages.close()
    end(ledger, run_id)
    return back
