"""Which thresholds of a budget a run sees passed, and when it says so."""

from schemas.budget import Level, Period, Thresholds

MONTH = "month 2026-11"


def at(used: int, *, full: bool = False, meter: str = MONTH) -> Level:
    """A budget of a hundred, of which so much is used."""
    return Level(Period.MONTH, meter, used, cap=100, full=full)


def told(*looks: Level) -> list[list[int]]:
    """The thresholds that each look finds passed."""
    thresholds = Thresholds()
    return [[percent for _, percent in thresholds.passed([level])] for level in looks]


def test_each_threshold_is_told_once() -> None:
    """When it is reached, also where several are at once."""
    assert [[], [], [50], [], [80], [100], []] == told(*map(at, (0, 49, 50, 79, 99, 100, 100)))
    assert [[], [50, 80]] == told(at(0), at(80))


def test_what_was_passed_before_the_run_is_not_its_news() -> None:
    """Or each run of a month would tell of the same money."""
    assert [[], [], [80]] == told(at(60), at(70), at(81))


def test_a_budget_is_spent_where_no_request_fits() -> None:
    """A cap is never reached to the cent; a run that finds it so says so, too."""
    assert [[], [50], [100], []] == told(at(0), at(70), at(70, full=True), at(70, full=True))
    assert [[100], []] == told(at(97, full=True), at(97))
    assert [[], [50, 80, 100]] == told(at(0), at(100, full=True))


def test_a_new_day_begins_anew() -> None:
    """The run that goes on over midnight has another budget from then on."""
    thresholds = Thresholds()
    for meter in ("day 2026-11-21", "day 2026-11-22"):
        assert [] == thresholds.passed([at(0, meter=meter)])
        assert [(at(50, meter=meter), 50)] == thresholds.passed([at(50, meter=meter)])
