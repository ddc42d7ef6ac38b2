"""How many requests may be under way at once."""

from connectors.claude.pace import FIRST, Pace


def widths(pace: Pace, answers: int) -> list[int]:
    """The width after each answer."""
    seen = []
    for _ in range(answers):
        pace.answered()
        seen.append(pace.width)
    return seen


def test_a_delivery_begins_with_a_few() -> None:
    """Sharp growth is answered with a 429 of its own."""
    assert Pace(concurrency=100).width == FIRST


def test_fewer_may_be_allowed() -> None:
    """The configured concurrency is never passed."""
    assert Pace(concurrency=3).width == 3


def test_each_answer_makes_room_for_one_more() -> None:
    """So the width doubles with every round trip, up to the configured one."""
    assert widths(Pace(concurrency=16), 10) == [9, 10, 11, 12, 13, 14, 15, 16, 16, 16]


def test_a_busy_server_is_asked_half_as_much() -> None:
    """Down to one at a time, never to none."""
    pace = Pace(concurrency=16)
    seen = []
    for second in range(5):
        pace.slow_down(second + 0.5, sent_at=second + 0.0)
        seen.append(pace.width)

    assert seen == [4, 2, 1, 1, 1]


def test_what_was_under_way_together_slows_down_once() -> None:
    """A tenth of the answers would else hold everything back."""
    pace = Pace(concurrency=16)
    for _ in range(8):
        pace.slow_down(0.5, sent_at=0.1)

    assert pace.width == FIRST / 2


def test_a_server_that_finds_the_growth_too_sharp_is_grown_towards_gently() -> None:
    """By one a round trip."""
    pace = Pace(concurrency=16)
    pace.slow_down(0.5, sent_at=0.1, gently=True)

    assert widths(pace, 9) == [4, 4, 4, 4, 5, 5, 5, 5, 5]
