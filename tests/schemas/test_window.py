"""Which stretch of time a run looks at."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from schemas.window import Window, aware, window
from tests.builders import NOON

DAY = timedelta(days=1)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("last_until", "since"),
    [
        (None, NOON - 7 * DAY),
        (NOON - DAY, NOON - 7 * DAY),
        (NOON - 6 * DAY, NOON - 7 * DAY),
        (NOON - 20 * DAY, NOON - 21 * DAY),
    ],
    ids=["first run", "daily", "six days ago", "after a long pause"],
)
def test_the_daily_window(last_until: datetime | None, since: datetime) -> None:
    """From the end of the last whole run less a day, and at least seven days, until now."""
    assert window(NOON, last_until) == Window(since=since, until=NOON)


def test_what_was_asked_for_is_looked_at() -> None:
    """Both ends, and nothing more."""
    since, until = NOON - 40 * DAY, NOON - 30 * DAY

    assert window(NOON, NOON - DAY, since, until) == Window(since=since, until=until)


def test_an_end_alone_is_reached_from_seven_days_before() -> None:
    """Seven days of the past, not of now."""
    until = NOON - 30 * DAY

    assert window(NOON, until=until).since == until - 7 * DAY


def test_a_beginning_alone_lasts_until_now() -> None:
    """However late it is."""
    since = NOON - timedelta(hours=1)

    assert window(NOON, NOON - DAY, since) == Window(since=since, until=NOON)


@pytest.mark.parametrize(
    ("moment", "held"),
    [
        (NOON - DAY - timedelta.resolution, False),
        (NOON - DAY, True),
        (NOON - timedelta.resolution, True),
        (NOON, False),
    ],
    ids=["just before", "its beginning", "just within", "its end"],
)
def test_a_window_holds_its_beginning_but_not_its_end(moment: datetime, *, held: bool) -> None:
    """So that no moment lies in two of them."""
    assert Window(since=NOON - DAY, until=NOON).holds(moment) is held


def test_a_date_without_a_zone_is_the_sites() -> None:
    """Noon in Berlin is eleven o'clock in November."""
    assert aware(NOON.replace(tzinfo=None), BERLIN) == NOON - timedelta(hours=1)


def test_a_date_with_a_zone_keeps_it() -> None:
    """The same moment, in UTC."""
    moment = aware(NOON.astimezone(BERLIN), ZoneInfo("America/New_York"))

    assert (moment, moment and moment.utcoffset()) == (NOON, timedelta(0))


def test_no_date_stays_none() -> None:
    """Nothing is made up."""
    assert aware(None, BERLIN) is None
