"""Limits that several runs share: together they keep to them, and leave nothing of them unused."""

from collections.abc import Callable

import pytest
from sqlalchemy import event

from connectors.claude.gate import Remaining
from connectors.claude.limits import Limits
from connectors.claude.pace import FIRST
from connectors.ledger.database import Database
from schemas.turns import GONE, LATE
from schemas.usage import Usage
from tests.connectors.limiting import A_MINUTE, SERVERS, Bucket, Server, Silent
from tests.connectors.queueing import (
    REQUEST,
    USED,
    Asker,
    Crowd,
    an_asker,
    deliver,
    rate,
    refused,
)

NUMBER = 1200
FULL = 0.95 * A_MINUTE
ENDLESS = 100_000
EVEN = Remaining(A_MINUTE, 50)  # little remains: it is spent evenly
PLENTY = Remaining(A_MINUTE, 900)


@pytest.fixture
def crowd() -> Crowd:
    """Runs whose turns no disk is waited for."""
    return Crowd()


def in_a_turn(crowd: Crowd) -> tuple[Limits, dict[str, float]]:
    """A run's limits, of which little was left when it sent a request; and what that is to cost."""
    limits = crowd.limits()
    limits.room(0.0)
    limits.heard(0.0, {"output-tokens": Remaining(60_000, 50)}, 0)
    limits.room(0.0)
    return limits, limits.sent(0.0, REQUEST)


def most_at_once(askers: list[Asker], a_minute: int) -> float:
    """By how many requests any stretch of time held more than its part of the limit."""
    moments = sorted(at for asker in askers for at in asker.sent)
    least, most = 0.0, 0.0
    for number, at in enumerate(moments):
        behind = number - at * a_minute / 60
        least = min(least, behind)
        most = max(most, behind + 1 - least)
    return most


@pytest.mark.parametrize("runs", [2, 8])
@pytest.mark.parametrize("server", SERVERS.values(), ids=SERVERS)
def test_runs_use_a_limit_to_the_full_together(
    crowd: Crowd, server: Callable[[], Server], runs: int
) -> None:
    """At 95 % or better, as one alone would; a bucket that says what is in it never overflows."""
    enforcing = server()
    askers = [an_asker(crowd, NUMBER // runs) for _ in range(runs)]
    deliver(crowd, enforcing, *askers, apart=0.1)

    assert NUMBER == sum(len(asker.answers) for asker in askers)
    assert rate(*askers) > FULL
    assert refused(*askers) <= (0 if isinstance(enforcing, Bucket) else 20)


@pytest.mark.parametrize("runs", [2, 8])
def test_a_server_that_does_not_say_is_run_into_once(crowd: Crowd, runs: int) -> None:
    """By what is under way then; all rest, and go on evenly."""
    askers = [an_asker(crowd, NUMBER // runs) for _ in range(runs)]
    deliver(crowd, Silent(Bucket(20)), *askers, apart=0.1)

    assert rate(*askers) > FULL
    assert refused(*askers) <= 1.1 * 16 * runs


@pytest.mark.parametrize("runs", [1, 2, 8])
def test_a_bound_of_ours_is_kept_together(crowd: Crowd, runs: int) -> None:
    """In no stretch of time are more sent than it allows, and half a second's that was saved up."""
    askers = [an_asker(crowd, 600 // runs, requests_per_minute=600) for _ in range(runs)]
    deliver(crowd, Bucket(10_000), *askers)

    assert most_at_once(askers, 600) <= 1 + LATE * 10
    assert rate(*askers) > 0.95 * 600


def test_runs_on_a_ledger_come_to_it_a_few_times_a_second(database: Database) -> None:
    """Of either kind, and however many requests they have."""
    begun: list[object] = []
    event.listen(database._engine, "begin", begun.append)
    crowd = Crowd(database)
    askers = [an_asker(crowd, 100) for _ in range(2)]
    deliver(crowd, Bucket(17), *askers)

    assert rate(*askers) > FULL
    assert refused(*askers) == 0
    assert len(begun) <= 5 * crowd.now


@pytest.mark.parametrize("ends", ["is done", "is killed"])
def test_others_take_over_the_part_of_a_run_that_ends(crowd: Crowd, ends: str) -> None:
    """Within two seconds."""
    done = ends == "is done"
    going_on = an_asker(crowd, 500)
    ending = an_asker(crowd, 90 if done else ENDLESS, killed_at=ENDLESS if done else 10.0)
    deliver(crowd, Bucket(17), going_on, ending)
    end = ending.answers[-1]

    assert end == pytest.approx(11, abs=2)
    assert rate(going_on, until=end) < 0.6 * A_MINUTE
    assert rate(going_on, since=end + 2) > FULL


def test_a_run_that_comes_later_gets_its_part(crowd: Crowd) -> None:
    """It tries with one request, so that nobody is refused."""
    first, second = an_asker(crowd, 400), an_asker(crowd, 200)
    deliver(crowd, Bucket(17), first, second, apart=10.0)

    assert refused(first, second) == 0
    assert rate(second) == pytest.approx(A_MINUTE / 2, rel=0.1)


@pytest.mark.parametrize("slow", [1, 7])
def test_what_slow_runs_leave_unused_is_the_fast_ones(crowd: Crowd, slow: int) -> None:
    """They take no longer turns than they use."""
    fast = an_asker(crowd, 600)
    others = [an_asker(crowd, ENDLESS, 1, latency=1.0, killed_at=30.0) for _ in range(slow)]
    deliver(crowd, Bucket(17), fast, *others, apart=0.1)

    assert rate(fast, *others, until=30.0) > FULL
    assert rate(others[-1]) > 30  # of sixty that are possible


@pytest.mark.parametrize("capacity", [17, 10_000], ids=["limited", "not limited"])
def test_a_run_alone_comes_to_the_ledger_about_once_a_second(
    database: Database, capacity: int
) -> None:
    """To begin with more often, until its turns are as long as they may be."""
    begun: list[object] = []
    event.listen(database._engine, "begin", begun.append)
    crowd = Crowd(database)
    deliver(crowd, Bucket(capacity), an_asker(crowd, 200))

    assert len(begun) <= 7 + 1.2 * crowd.now


def test_a_ledger_that_is_busy_holds_nobody_up_for_ever(crowd: Crowd) -> None:
    """Where each transaction waits for longer than a delay is caught up."""
    crowd.takes = LATE + 0.1
    asker = an_asker(crowd, 30, requests_per_minute=600)
    deliver(crowd, Bucket(10_000), asker)

    assert len(asker.answers) == 30


def test_while_plenty_remains_it_is_shared(crowd: Crowd) -> None:
    """All but a tenth; what others have under way may not be missing from it yet."""
    limits = crowd.limits()
    limits.room(0.0)
    limits.heard(0.0, {"requests": Remaining(A_MINUTE, 160)}, 10)
    assert limits.room(0.0) == 160 - 10 - 100

    limits.sent(0.0, REQUEST)
    assert limits.room(0.0) == 49

    crowd.limits().room(1000.0)
    limits.room(crowd.at(2.0))  # it looks, and sees that it is not alone
    limits.heard(2.0, {"requests": Remaining(A_MINUTE, 160)}, 10)
    assert limits.room(2.0) == (160 - 2 * 10 - 100) / 2


def test_who_asks_for_long_is_known_to_be_there(crowd: Crowd) -> None:
    """Also where nothing is limited, so that there are no turns to take."""
    limits, (other, _) = crowd.limits(), crowd.queue()
    limits.room(0.0)
    limits.heard(0.0, {"requests": PLENTY}, 0)
    while crowd.now < 3 * GONE:
        limits.room(crowd.at(crowd.now + 1.0))

    assert 1 == other.look().others


def test_those_that_were_refused_together_say_so_once(crowd: Crowd) -> None:
    """A transaction for each would keep the others from theirs."""
    limits = crowd.limits()
    for number in range(16):
        limits.rest(8.0 + number / 100)
    assert crowd.visits == 1

    limits.rest(20.0)
    assert crowd.visits == 2


def test_what_was_used_beyond_a_turn_is_told_at_the_end(crowd: Crowd) -> None:
    """Answers are longer than thought, and nothing more is to be asked."""
    limits, cost = in_a_turn(crowd)
    limits.answered(0.0, 0.0, REQUEST, Usage(input_tokens=1, output_tokens=10_150), cost)
    limits.leave()

    assert crowd.turns.taken["output-tokens"] == pytest.approx(10 - LATE, abs=0.3)


def test_an_answer_that_comes_late_changes_no_turn_but_by_its_own(crowd: Crowd) -> None:
    """Whatever was thought of it took its time of the limit when it was sent."""
    limits, cost = in_a_turn(crowd)
    limits.answered(crowd.at(9.0), 0.0, REQUEST, Usage(input_tokens=1, output_tokens=250), cost)

    assert limits.room(9.0) > 0


def test_a_rest_is_everybodys(crowd: Crowd) -> None:
    """Who has not been refused rests as well, from its next look on; then all go on evenly."""
    ada, bob = crowd.limits(), crowd.limits()
    for limits, tick in ((ada, 0.0), (bob, 1000.0)):
        limits.room(tick)
        limits.heard(tick, {"requests": PLENTY}, 0)
        limits.answered(tick, tick, REQUEST, USED, limits.sent(tick, REQUEST))
    ada.refused(crowd.at(1.0), 0.9)
    ada.rest(8.0)

    assert bob.room(1001.0) == 0
    assert bob.wait(1001.0) == pytest.approx(7.0)
    crowd.at(8.0)
    assert bob.room(1008.0) == 0
    assert bob.wait(1008.0) == pytest.approx(0.06)


def test_the_turn_of_a_run_that_rested_comes_later(crowd: Crowd) -> None:
    """By as much as it has rested, so that it meets nobody else's."""
    ada, bob = crowd.limits(), crowd.limits()
    for limits, tick in ((ada, 0.0), (bob, 1000.0)):
        limits.room(tick)
        limits.heard(tick, {"requests": EVEN}, 0)
    ada.room(0.0)
    bob.room(1000.0)
    before = bob.wait(1000.0)
    ada.refused(0.0, 0.0)
    ada.rest(5.0)
    bob.room(crowd.at(0.6) + 1000)

    assert bob.wait(1000.6) == pytest.approx(5 + before - 0.6, abs=0.5)


def test_a_growth_that_was_too_sharp_is_too_sharp_for_all(crowd: Crowd) -> None:
    """The others are told, once."""
    ada, bob = crowd.limits(), crowd.limits()
    ada.room(0.0)
    bob.room(1000.0)
    bob.answered(1000.0, 1000.0, REQUEST, USED, bob.sent(1000.0, REQUEST))
    ada.rest(2.0, gently=True)
    bob.room(crowd.at(1.0) + 1000)

    assert [True, False, False] == [bob.slowed(), bob.slowed(), ada.slowed()]


def test_who_comes_when_others_are_at_it_tries_with_one_request(crowd: Crowd) -> None:
    """It does not know their limit, and eight at once may be too many."""
    first, second = crowd.limits(), crowd.limits()

    assert (first.room(0.0) >= FIRST, second.room(1000.0)) == (True, 1)
    cost = second.sent(1000.0, REQUEST)
    assert second.room(1000.2) == 0
    second.heard(1000.3, {"requests": PLENTY}, 0)
    second.answered(1000.3, 1000.0, REQUEST, USED, cost)
    assert second.room(1000.3) >= FIRST
