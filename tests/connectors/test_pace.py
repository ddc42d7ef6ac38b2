"""How many requests may be under way at once."""

from connectors.claude.pace import FIRST, Pace


def test_a_delivery_begins_with_a_few() -> None:
    """Sharp growth is answered with a 429 of its own."""
    assert Pace(concurrency=100).width == FIRST


def test_fewer_may_be_allowed() -> None:
    """The configured concurrency is never passed."""
    assert Pace(concurrency=3).width == 3


def test_each_answer_makes_room_for_one_more() -> None:
    """So the width doubles with every round trip, up to the configured one."""
    pace = Pace(concurrency=16)
    widths = []
    for _ in range(10):
        pace.answered()
        widths.append(pace.width)

    assert widths == [9, 10, 11, 12, 13, 14, 15, 16, 16, 16]


def test_a_busy_server_is_asked_half_as_much() -> None:
    """Down to one at a time, never to none."""
    pace = Pace(concurrency=16)
    widths = []
    for _ in range(5):
        pace.slow_down(0.0)
        widths.append(pace.width)

    assert widths == [4, 2, 1, 1, 1]


def test_it_rests_until_the_latest_moment_that_was_named() -> None:
    """An earlier one, said later, does not shorten it."""
    pace = Pace(concurrency=16)
    pace.slow_down(30.0)
    pace.slow_down(10.0)

    assert pace.rests_until == 30.0
