"""Two processes that share one key: over HTTP, through a real ledger."""

from datetime import datetime

from schemas.call import Reply
from tests.connectors.asking import asking
from tests.crash.processes import race
from tests.ledgers import Place
from tests.standin_server import running

BOUND = 600  # requests a minute: ten a second
ENFORCED = 720  # twelve a second: less than what two would send that knew nothing of each other
EACH = 20


def test_two_processes_keep_to_a_limit_together(place: Place) -> None:
    """Nobody is refused, everything is answered; and it takes as long as it has to."""
    with running(limits="second", requests_per_minute=ENFORCED, latency=0.05) as server:
        back = race(asking, 2, place, server.url, EACH, BOUND)
        counted = server.counters()
    first, last = (datetime.fromisoformat(counted[f"{n}_answer_at"]) for n in ("first", "last"))

    assert [[Reply] * EACH] * 2 == [[type(outcome) for outcome in outcomes] for outcomes in back]
    assert {"200": 2 * EACH} == counted["by_status"]
    assert (last - first).total_seconds() > 0.8 * 2 * EACH / (BOUND / 60)
