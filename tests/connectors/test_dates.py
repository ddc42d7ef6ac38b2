"""Dates as people write them."""

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

import pytest

from connectors.dates import moment

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-14", "2026-11-13T23:00"),
        ("2026-07-14", "2026-07-13T22:00"),
        ("2026-11-14T07:30:00+00:00", "2026-11-14T07:30"),
        ("2026-11-14T07:30:00Z", "2026-11-14T07:30"),
        ("2026-11-15 05:45:00 +00:00", "2026-11-15T05:45"),
        ("2015-12-08 9:00:00 -0500", "2015-12-08T14:00"),
        ("2015-12-08 12:01:00 -4", "2015-12-08T16:01"),
        ("2001-12-14t21:59:43.10-05:00", "2001-12-15T02:59:43.100000"),
        ("20261114", "2026-11-13T23:00"),
        ("14 November 2026", "2026-11-13T23:00"),
        ("Nov 14, 2026 7:30 PM", "2026-11-14T18:30"),
        ("Sat, 14 Nov 2026 07:30:00 EST", "2026-11-14T12:30"),
        ("Sat, 14 Nov 2026 07:30:00 GMT", "2026-11-14T07:30"),
        ("2026/11/14", "2026-11-13T23:00"),
        ("14/11/2026", "2026-11-13T23:00"),
        (" 2026-11-14 ", "2026-11-13T23:00"),
        ("2026-11-4", "2026-11-03T23:00"),
        ("2026-11-14 07:30:00.123456789 +0100", "2026-11-14T06:30:00.123456"),
        ("1794638445", "2026-11-14T06:40:45"),
        ("1794638445123", "2026-11-14T06:40:45"),
    ],
)
def test_a_date_is_a_moment_in_utc(text: str, expected: str) -> None:
    """In the site's zone where it names none; midnight where it names no hour."""
    found = moment(text, PARIS)
    assert found == datetime.fromisoformat(expected).replace(tzinfo=UTC)
    assert found.tzinfo is UTC


@pytest.mark.parametrize("zone", [UTC, PARIS, ZoneInfo("Pacific/Kiritimati")])
@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "March",
        "10:30",
        "November 2026",
        "2026-02-31",
        "2026-13-01",
        "0000-00-00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-12:00",
        "99999999999999999999",
        "1e400",
        "inf",
        "2026-11-14" * 50,
        "２０２６-11-99",
        "2026-11-14 25:00",
        "1 2 3 4 5 6 7",
        "a.m.",
        "::::",
    ],
)
def test_what_names_no_day_is_no_moment(text: str, zone: tzinfo) -> None:
    """Nobody guesses one, and nothing falls over."""
    assert moment(text, zone) is None
