"""Turns at a limit: one after the other, whoever takes them, and whatever the clock does."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.turns import FORGOTTEN, GONE, LATE, Turn, Turns

NOON = 1_795_262_400.0
RUNS = ("ada", "bob", "cleo")


@dataclass
class Line:
    """Some runs in front of a limit on requests, and the clock that they share."""

    now: float = NOON
    turns: Turns = field(default_factory=Turns)

    def take(self, seconds: float, run: str = "ada", back: float = 0.0) -> float:
        """When a turn begins that a run takes now."""
        turns = self.turns.later(self.now)
        self.turns, begins = turns.take(run, {"requests": seconds}, {"requests": back})
        return self.now + begins

    def rest(self, seconds: float, *, refused: bool = False, gently: bool = False) -> None:
        """Somebody was told to wait."""
        turns = self.turns.later(self.now)
        self.turns = turns.put_off(seconds, refused=refused, gently=gently)


def test_turns_follow_each_other() -> None:
    """Whoever comes gets the next, however short the others' are."""
    line = Line()
    first = line.take(0.5)

    assert [first + 0.5, first + 0.7] == [line.take(0.2, "bob"), line.take(0.5)]


def test_a_limit_that_nobody_used_has_half_a_second_saved_up() -> None:
    """A delay is caught up, a night is not."""
    line = Line()
    line.take(0.5)
    line.now += 3600

    assert line.now - LATE == line.take(0.5)


def test_what_is_given_back_is_the_next_ones() -> None:
    """And what was used beyond a turn is nobody's any more."""
    line = Line()
    first = line.take(0.5)

    assert first + 0.4 == pytest.approx(line.take(0.5, back=0.1))
    assert first + 0.9 + 0.3 == pytest.approx(line.take(0.5, back=-0.3))


def test_each_limit_goes_on_where_it_is() -> None:
    """A run that needs two of them begins when both are free; neither stands idle for it."""
    turns, _ = Turns().later(NOON).take("ada", {"requests": 1.5, "tokens": 1.0}, {})
    turns, begins = turns.take("bob", {"requests": 0.2, "tokens": 0.2}, {})

    assert 1.0 == begins
    assert [1.2, 0.7] == [pytest.approx(turns.taken[kind]) for kind in ("requests", "tokens")]


def test_a_rest_puts_off_every_turn() -> None:
    """Each comes as much later as nothing was sent."""
    line = Line()
    line.take(1.5)  # another half second is saved up
    line.rest(7)

    assert line.now + 8 == line.take(0.5)
    assert 7 == line.turns.rested


def test_after_a_rest_nothing_is_saved_up() -> None:
    """What was refused was too much already."""
    line = Line()
    line.rest(7)

    assert line.now + 7 == line.take(0.5, back=0.3)


def test_only_what_a_rest_is_longer_puts_off_more() -> None:
    """Everybody is refused at once, and says so."""
    line = Line()
    line.rest(7)
    line.now += 1
    line.rest(5)
    line.rest(8)

    assert (9, line.now + 8) == (line.turns.rested, line.take(0.5))


def test_a_clock_that_is_put_back_locks_nobody_out() -> None:
    """It has stood still, for turns and rests."""
    line = Line()
    line.take(1.5)
    line.rest(7)
    line.now -= 3600
    assert line.now + 8 == line.take(0.5)

    line.now += 8
    assert line.now + 0.5 == line.take(0.5)


def test_a_refusal_is_known_for_a_minute() -> None:
    """By then a server has forgotten as well; what was taken until then stays taken."""
    line = Line()
    line.rest(0, refused=True, gently=True)
    line.take(100)
    line.now += FORGOTTEN - 1
    told = line.turns.later(line.now).told("bob", 0)
    assert (told.refused, told.gently) == (True, True)

    line.now += 1
    told = line.turns.later(line.now).told("bob", 0)
    assert (told.refused, told.gently) == (False, False)
    assert line.now + 40 == line.take(0.5)


def test_who_asks_is_counted_until_it_leaves_or_is_not_heard_of() -> None:
    """A run that was killed has no word for it."""
    line = Line()
    for run in RUNS:
        line.take(0.1, run)
    line.turns = line.turns.leave("bob", {})
    assert 1 == line.turns.told("ada", 0).others

    line.now += GONE
    assert 0 == line.turns.later(line.now).told("ada", 0).others


def test_a_run_is_told_in_ticks_of_its_own_clock() -> None:
    """Which began to count somewhere else."""
    turns = Turns(rest=3.0, rested=10.0, refused=True, gently=True, runs={"bob": 0.0})

    told = turns.told("ada", 1000.0, 4.0)
    assert Turn(1000.0, 1004.0, 1003.0, 10.0, refused=True, gently=True, others=1) == told
    assert 0.0 == Turns().told("ada", 1000.0).rests_until


moves = st.one_of(
    st.tuples(st.just("pass"), st.floats(-5, 5)),
    st.tuples(st.just("take"), st.sampled_from(RUNS), st.floats(0.01, 1.0)),
    st.tuples(st.just("rest"), st.floats(0.0, 5.0)),
)


@given(st.lists(moves, max_size=40))
def test_no_more_is_taken_than_the_clock_allows(story: list[tuple[object, ...]]) -> None:
    """Turns never meet, and are all over when the time for them is: the limit is kept to.

    They are measured by a clock that never goes back, as the runs have; rests are left out of it.
    """
    line, ticks, last_end, rested = Line(), 0.0, -LATE, 0.0
    for move in story:
        match move:
            case ("pass", float() as seconds):
                line.now += seconds
                ticks += max(0.0, seconds)
            case ("take", str() as run, float() as seconds):
                begins = line.take(seconds, run) - line.now + ticks
                assert begins >= last_end + line.turns.rested - rested - 1e-6
                assert begins >= ticks - LATE
                last_end, rested = begins + seconds, line.turns.rested
            case ("rest", float() as seconds):
                line.rest(seconds)


@given(st.lists(st.tuples(st.sampled_from(RUNS), st.floats(0.0, 0.5), st.floats(-0.2, 0.5))))
def test_giving_back_makes_no_more_of_a_limit(story: list[tuple[str, float, float]]) -> None:
    """All that was used is what was asked for, less what came back; it fits into the time."""
    line, used = Line(), 0.0
    for run, passed, back in story:
        line.now += passed
        begins = line.take(0.5, run, back)
        used += 0.5 - back
        assert begins + 0.5 >= NOON - LATE + used - 1e-6
