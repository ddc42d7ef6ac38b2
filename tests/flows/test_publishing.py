"""How many articles are written to at once."""

from threading import Barrier, current_thread, main_thread

from flows.publishing import _at_once
from tests.clock import StillClock


def test_what_is_waited_for_is_done_by_two_at_a_time() -> None:
    """After the first, which shows it; they would never meet otherwise."""
    clock, meeting = StillClock(), Barrier(2)

    def do(number: int) -> int:
        clock.sleep(0.01)
        if number:
            meeting.wait(timeout=5)
        return number

    assert [0, 1, 2, 3, 4] == _at_once(clock, do, range(5))


def test_what_is_quick_is_done_by_one() -> None:
    """Threads that wait for nothing wait for each other."""
    done = _at_once(StillClock(), lambda _: current_thread(), range(5))
    assert {main_thread()} == set(done)
