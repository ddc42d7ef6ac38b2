"""The ledger against chance: runs begin, spend, end and die in any order, and the sums hold."""

from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import text
from sqlmodel import SQLModel, select

from connectors.ledger.purse import Purse
from connectors.ledger.store import Ledger
from schemas.budget import Budget, More, Period, meters
from schemas.call import CallId, Outcome, Reply
from schemas.ledger import CallRow, ClaimRow, MeterRow, RunRow
from schemas.money import in_picodollars
from schemas.run import RunId, RunStatus
from tests.builders import (
    DIGEST,
    a_candidate,
    a_proposal,
    a_reply,
    a_request,
    a_run_row,
    an_article,
)
from tests.clock import StillClock
from tests.crash.processes import BUSY, CUT, ENDPOINT, claim, end, kill
from tests.ledgers import KINDS, POSTGRESQL, SQLITE, Server, new_ledger

WORST = a_request().worst_case
CAPS = Budget(per_run_usd=3 * WORST, per_day_usd=5 * WORST, per_month_usd=9 * WORST)
STATES = ("settled", "unknown", "reserved")
ARTICLES = 4
STORIES = {SQLITE: 10, POSTGRESQL: 4}
ALIVE = 3
KILLED, BROKEN = "killed", "broken"
ENDS = [RunStatus.COMPLETED, RunStatus.STOPPED_BY_BUDGET, RunStatus.FAILED]
OUTCOMES: list[Outcome] = [a_reply(), BUSY, CUT, a_reply(model="claude-somebody-else")]

numbers = st.integers(0, ARTICLES - 1)
Sums = Counter[tuple[str, str]]
Row = TypeVar("Row", bound=SQLModel)


class LedgerMachine(RuleBasedStateMachine):
    """Everything that runs do to a ledger, beside the little that has to be so."""

    runs = Bundle("runs")
    settled = Bundle("settled")

    def __init__(self, kind: str, postgres: Server) -> None:
        super().__init__()
        self.kind, self.resources = kind, ExitStack()
        folder = Path(self.resources.enter_context(TemporaryDirectory()))
        place = self.resources.enter_context(new_ledger(kind, folder, postgres))
        self.database = place.open()
        self.clock = StillClock()
        self.ledger = Ledger(self.database, self.clock)
        self.purses: dict[str, Purse] = {}  # of the runs that live
        self.dead: set[str] = set()  # killed, and not found dead yet
        self.claimed: dict[str, str] = {}
        self.out: dict[CallId, tuple[str, int]] = {}  # sent, and not answered yet
        self.paid: set[int] = set()  # articles with a reply that led to nothing yet
        self.spent: dict[int, int] = {}  # the last call that counts for a proposal, by article
        self.concluded: dict[int, tuple[str, int | None]] = {}
        self.begun = 0

    @initialize(target=runs)
    def two_start(self) -> MultipleResults[str]:
        """Every story has two runs in it."""
        return multiple(self.begin(), self.begin())

    @precondition(lambda self: len(self.purses) < ALIVE)
    @rule(target=runs)
    def start(self) -> str:
        """A run begins."""
        return self.begin()

    def begin(self) -> str:
        """The next run, alive."""
        self.begun += 1
        run_id = f"run-{self.begun}"
        self.ledger.start(a_run_row(run_id, endpoint=ENDPOINT, started_at=self.clock.now()))
        self.purses[run_id] = self.ledger.purse(RunId(run_id), ENDPOINT, CAPS)
        return run_id

    @rule(run_id=runs, articles=st.integers(1, ARTICLES))
    def claim(self, run_id: str, articles: int) -> None:
        """It claims what nobody alive has; the dead are found on the way."""
        got = claim(self.ledger, run_id, articles)
        self.bury(self.dead)
        for candidate in got.candidates:
            assert candidate.article.id not in self.claimed
            self.claimed[candidate.article.id] = run_id

    @rule(
        target=settled,
        run_id=runs,
        wanted=st.lists(st.tuples(numbers, st.booleans()), min_size=1, max_size=4),
        answers=st.lists(st.sampled_from([*OUTCOMES, None]), min_size=4, max_size=4),
    )
    def ask(
        self, run_id: str, wanted: list[tuple[int, bool]], answers: list[Outcome | None]
    ) -> MultipleResults[CallId]:
        """It reserves for some requests, large or small; some are answered at once."""
        requests = [a_request(n, max_tokens=600 if large else 300) for n, large in wanted]
        taken = self.purses[run_id].take(requests, len(requests))
        self.bury({row.id for row in self.rows(RunRow) if row.status == "crashed"} & self.dead)
        for request, call_id in taken.calls:
            number = int(request.article_id.removeprefix("post-").removesuffix(".md"))
            self.out[call_id] = (run_id, number)
        if taken.more is More.LATER:
            assert self.out, "it waits, and nobody has anything reserved"
        came = zip(taken.calls, answers, strict=False)
        return multiple(*(self.answer(call, got) for (_, call), got in came if got is not None))

    @precondition(lambda self: self.out)
    @rule(target=settled, outcome=st.sampled_from(OUTCOMES), pick=st.integers(0, 100))
    def settle(self, outcome: Outcome, pick: int) -> CallId:
        """Something comes back that took longer."""
        return self.answer(sorted(self.out)[pick % len(self.out)], outcome)

    def answer(self, call_id: CallId, outcome: Outcome) -> CallId:
        """What came back for one call is settled."""
        run_id, number = self.out.pop(call_id)
        self.purses[run_id].settle([(call_id, outcome)])
        if isinstance(outcome, Reply) and call_id > self.spent.get(number, 0):
            self.paid.add(number)
        return call_id

    @rule(run_id=runs, call_id=settled, outcome=st.sampled_from(OUTCOMES))
    def settle_again(self, run_id: str, call_id: CallId, outcome: Outcome) -> None:
        """What has come back does not come back another time."""
        with pytest.raises(ValueError, match="settles once"):
            self.purses[run_id].settle([(call_id, outcome)])

    @rule(run_id=runs, number=numbers)
    def keep(self, run_id: str, number: int) -> None:
        """It stores a proposal, on which the replies so far are spent."""
        self.ledger.keep(RunId(run_id), [a_proposal(number, run_id=run_id)], simulated=False)
        self.paid.discard(number)
        of_article = [
            call for call in self.rows(CallRow) if call.article_id == an_article(number).id
        ]
        self.spent[number] = max((call.id or 0 for call in of_article), default=0)

    @rule(run_id=consumes(runs), how=st.sampled_from([*ENDS, KILLED, BROKEN]))
    def leave(self, run_id: str, how: RunStatus | str) -> None:
        """It comes to its end; or is killed and says nothing; or breaks, and its process lives."""
        if isinstance(how, RunStatus):
            end(self.ledger, run_id, how)
        elif how is BROKEN:
            self.ledger.abandon(RunId(run_id))
            self.bury(self.dead)
        else:
            kill(self.database, run_id)
            self.dead.add(run_id)
            del self.purses[run_id]
            self.out = {call: of for call, of in self.out.items() if of[0] != run_id}
            return
        self.forget(run_id)

    @rule()
    def reap(self) -> None:
        """Somebody looks for the dead."""
        assert set(self.ledger.reap()) == self.dead
        self.bury(self.dead)

    @rule(days=st.sampled_from([1, 31]))
    def sleep(self, days: int) -> None:
        """It is another day, perhaps another month."""
        self.clock.sleep(timedelta(days=days).total_seconds())

    @invariant()
    def each_meter_is_the_sum_of_its_calls(self) -> None:
        """Settled, unknown and reserved; and no sum passes its cap."""
        sums: Sums = Counter()
        for call in self.rows(CallRow):
            amount = call.reserved if call.cost is None else call.cost
            for name in meters(RunId(call.run_id), call.sent_at).values():
                sums[name, call.state] += amount
        for meter in self.rows(MeterRow):
            cap = in_picodollars(CAPS.cap(Period(meter.name.split()[0])))
            amounts = [
                sums.pop((meter.name, state), 0) for state in ("settled", "unknown", "reserved")
            ]
            assert [meter.settled, meter.unknown, meter.reserved] == amounts
            assert sum(amounts) <= cap
        assert not +sums

    @invariant()
    def only_those_not_found_dead_hold_anything(self) -> None:
        """Articles or money; who ended, or was found dead, holds nothing."""
        holders = self.dead | set(self.purses)
        assert {row.article_id: row.run_id for row in self.rows(ClaimRow)} == self.claimed
        assert set(self.claimed.values()) <= holders
        waiting = {call.id: call.run_id for call in self.rows(CallRow) if call.state == "reserved"}
        assert set(waiting.values()) <= holders
        assert set(self.out) <= set(waiting)

    @invariant()
    def what_a_call_cost_does_not_change(self) -> None:
        """Once it is settled, or nobody can know."""
        now = {call.id or 0: (call.state, call.cost) for call in self.rows(CallRow)}
        assert now.items() >= self.concluded.items()
        self.concluded = {
            call: as_it_is for call, as_it_is in now.items() if as_it_is[0] != "reserved"
        }

    @invariant()
    def what_is_paid_for_is_recalled(self) -> None:
        """Until there is a proposal; whoever asked for it, and whatever became of them."""
        everything = [a_candidate(number) for number in range(ARTICLES)]
        found = self.ledger.replies(everything, DIGEST, simulated=False)
        assert set(found) == {an_article(number).id for number in self.paid}

    def rows(self, table: type[Row]) -> Sequence[Row]:
        """All of one table."""
        with self.database.reading() as session:
            found = session.exec(select(table)).all()
            session.expunge_all()
            return found

    def forget(self, run_id: str) -> None:
        """A run is over: what it held is free."""
        self.dead.discard(run_id)
        self.purses.pop(run_id, None)
        self.out = {call: of for call, of in self.out.items() if of[0] != run_id}
        self.claimed = {article: of for article, of in self.claimed.items() if of != run_id}

    def bury(self, found: set[str]) -> None:
        """These were found dead."""
        for run_id in list(found):
            self.forget(run_id)

    def teardown(self) -> None:
        """The database itself has nothing to complain of either, its constraints included."""
        with self.database.reading() as session:
            if self.kind == SQLITE:  # the other checks what it is told at once
                assert session.execute(text("PRAGMA integrity_check")).scalars().all() == ["ok"]
                assert not session.execute(text("PRAGMA foreign_key_check")).all()
        self.database.close()
        self.resources.close()


@pytest.mark.parametrize("kind", KINDS)
def test_the_sums_hold_whatever_happens(kind: str, postgres: Server) -> None:
    """Money, claims and replies, through any story that chance tells."""
    machine: Any = partial(LedgerMachine, kind, postgres)
    run_state_machine_as_test(
        machine,
        settings=settings(max_examples=STORIES[kind], stateful_step_count=30),
    )
