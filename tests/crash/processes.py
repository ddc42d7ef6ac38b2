"""What other processes do with a ledger: start at one moment, claim, spend, end, and be killed."""

import multiprocessing
import os
import random
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from decimal import Decimal
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any, TypeVar

from connectors.ledger.database import Database
from connectors.ledger.errors import LedgerError
from connectors.ledger.purse import Purse
from connectors.ledger.server_locks import Line
from connectors.ledger.store import Ledger
from schemas.budget import Budget, More
from schemas.call import Course, Outcome, Trouble
from schemas.policy import Policy
from schemas.request import ladder_key
from schemas.run import Counts, Mode, Report, RunId, RunStatus, Trigger
from schemas.selection import Selection
from schemas.selection import select as decide
from tests.builders import DIGEST, LADDER, NOON, SITE, a_reply, a_request, a_run_row, an_article
from tests.clock import StillClock
from tests.ledgers import Place

ENDPOINT = "http://claude.test"
BUSY = Trouble(reason="busy", course=Course.RETRY, status=529)
CUT = Trouble(reason="the connection was cut", course=Course.RETRY)
PATIENCE = 60.0  # seconds that processes wait for each other to be there
TURNS = 40
LOOKS = 2000  # at the budget, while others hold the rest of it

Result = TypeVar("Result")

# Each is a fork of one clean process that has imported everything: nothing of this one is in it.
_CLEAN = multiprocessing.get_context("forkserver")
_CLEAN.set_forkserver_preload(
    ["__main__", "alembic.command", "connectors.ledger.postgresql", __name__]
)
_GATES: list[Barrier] = []


def runners(number: int) -> ProcessPoolExecutor:
    """So many processes, for one function each, that start its work at one moment."""
    gate = _CLEAN.Barrier(number)
    return ProcessPoolExecutor(number, _CLEAN, initializer=_stand_before, initargs=(gate,))


def _stand_before(gate: Barrier) -> None:
    _GATES.append(gate)


def together() -> None:
    """Wait until all processes of a race have come this far."""
    _GATES[0].wait(PATIENCE)


def race(work: Callable[..., Result], number: int, at: Any, *more: object) -> list[Result]:
    """What so many processes return that do the same, at the same moment, to one ledger."""
    with runners(number) as pool:
        racing = [pool.submit(work, at, turn, *more) for turn in range(number)]
        return [each.result() for each in racing]


def end(
    ledger: Ledger, run_id: str, status: RunStatus = RunStatus.COMPLETED, **changes: Any
) -> None:
    """A run comes to its end."""
    report = Report(
        run_id=RunId(run_id),
        site=SITE,
        mode=Mode.LIVE,
        trigger=Trigger.MANUAL,
        status=status,
        started_at=NOON,
        counts=Counts(),
    )
    ledger.finish(report.model_copy(update=changes))


def kill(database: Database, run_id: str) -> None:
    """What the system does at the end of a process: a file is closed, or a connection."""
    name = f"run-{run_id}"
    held: int | Line = getattr(database.locks, "_held").pop(name)  # noqa: B009
    if isinstance(held, int):
        os.close(held)
    else:
        held.close()
    end = time.monotonic() + PATIENCE
    while database.locks.is_held(name):
        assert time.monotonic() < end
        time.sleep(0.001)


def claim(ledger: Ledger, run_id: str, articles: int = 3, limit: int | None = None) -> Selection:
    """What a run gets of the first so many articles of the site."""
    policy = Policy(prompt_digest=DIGEST, ladder=ladder_key(LADDER), limit=limit)
    listed = [an_article(number) for number in range(articles)]
    return ledger.claim(
        RunId(run_id),
        SITE,
        [article.id for article in listed],
        lambda memory, claimed: decide(listed, memory, policy, claimed),
        simulated=False,
    )


def purse(ledger: Ledger, run_id: str, per_day_usd: str = "1") -> Purse:
    """A run's way to the day's money."""
    caps = {"per_run_usd": "1", "per_day_usd": per_day_usd, "per_month_usd": "1"}
    budget = Budget(**{name: Decimal(cap) for name, cap in caps.items()})
    return ledger.purse(RunId(run_id), ENDPOINT, budget)


def claiming(place: Place, number: int, articles: int, limit: int | None) -> list[str]:
    """A first start, and what its run gets while all the others live."""
    together()
    ledger = Ledger(place.open(), StillClock())
    ledger.start(a_run_row(f"run-{number}"))
    mine = claim(ledger, f"run-{number}", articles, limit)
    together()
    end(ledger, f"run-{number}")
    return [candidate.article.id for candidate in mine.candidates]


def opening(places: Sequence[Place], _number: int) -> None:
    """A first start, and another, and another, each of them at the same moment as the others'."""
    for place in places:
        together()
        try:
            place.open().close()
        except LedgerError:
            _GATES[0].abort()  # the others need not wait for this one
            raise


def reaping(place: Place, _number: int) -> list[str]:
    """The runs that this process found dead."""
    ledger = Ledger(place.open(), StillClock())
    together()
    return [*ledger.reap()]


def living_or_looking(place: Place, number: int) -> list[str]:
    """A process that lives through run after run, or one that looks for dead ones as often."""
    ledger = Ledger(place.open(), StillClock())
    together()
    found: list[str] = []
    for turn in range(TURNS):
        if number % 2:
            found += ledger.reap()
        else:
            ledger.start(a_run_row(f"run-{number}-{turn}"))
            end(ledger, f"run-{number}-{turn}")
    return found


def spending(place: Place, number: int, per_day_usd: str, threads: int) -> list[More]:
    """A run whose threads ask until the day's budget is used up: what each was told last."""
    ledger = Ledger(place.open(), StillClock())
    ledger.start(a_run_row(f"run-{number}"))
    shared = purse(ledger, f"run-{number}", per_day_usd)
    together()
    with ThreadPoolExecutor(threads) as pool:
        chances = [random.Random(f"{number} {thread}") for thread in range(threads)]  # noqa: S311
        ends = list(pool.map(lambda chance: spend(shared, chance), chances))
    end(ledger, f"run-{number}", RunStatus.STOPPED_BY_BUDGET)
    return ends


def spend(shared: Purse, chance: random.Random) -> More:
    """Ask and settle until nothing fits any more, even without what others have reserved."""
    for _ in range(LOOKS):
        requests = [a_request(n, max_tokens=chance.choice([300, 600])) for n in range(4)]
        taken = shared.take(requests, chance.randint(1, 3))
        shared.settle([(call_id, outcome(chance)) for _, call_id in taken.calls])
        if not taken.calls:
            if taken.more is More.NEVER:
                break
            time.sleep(0.005)
    return taken.more


def outcome(chance: random.Random) -> Outcome:
    """What comes back: mostly replies."""
    came: Sequence[Outcome] = (a_reply(), BUSY, CUT)
    return chance.choices(came, (8, 1, 1))[0]


def spend_until_killed(place: Place, seed: str) -> None:
    """Open, ask and settle for ever, saying each thing when it is done."""
    say("opening", seed)
    chance = random.Random(seed)  # noqa: S311 - a test, and a repeatable one
    ledger = Ledger(place.open(), StillClock())
    for dead in ledger.reap():
        say("buried", dead)
    ledger.start(a_run_row(f"run-{seed}"))
    say("started", f"run-{seed}")
    mine = purse(ledger, f"run-{seed}")
    while True:
        most = chance.randint(1, 4)
        calls = mine.take([a_request(n) for n in range(most)], most).calls
        for _, call_id in calls:
            say("reserved", call_id)
        time.sleep(chance.random() / 500)  # the answers are on their way
        for _, call_id in calls:
            came = outcome(chance)
            mine.settle([(call_id, came)])
            say("unknown" if came is CUT else "settled", call_id)


def say(word: str, of: object) -> None:
    """One line, which is out before anything else happens."""
    sys.stdout.write(f"{word} {of}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    spend_until_killed(Place(sys.argv[1], Path(sys.argv[2])), sys.argv[3])
