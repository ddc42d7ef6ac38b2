"""Dates as people write them, as moments in UTC."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from dateutil.parser import parse

# What dateutil puts in where a text leaves something out. Where the day depends on it, the text
# names no day ("March", "10:30"), and nobody may guess one, least of all today's.
FILLED_IN = datetime(2000, 1, 1), datetime(2001, 2, 2)  # noqa: DTZ001 - the zone comes later

LONGEST = 64  # characters; no date is longer, and the parser takes its time over prose

EPOCH = re.compile(r"[1-9]\d{9}(?:\d{3})?", re.ASCII)  # seconds since 1970, or milliseconds

# The names of RFC 2822. Others are not one zone in all countries, and the computer's must not
# count: the same file has to mean the same everywhere.
HOURS = {"UTC": 0, "GMT": 0, "Z": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7}
HOURS |= {"MDT": -6, "PST": -8, "PDT": -7}


def moment(text: str, zone: tzinfo) -> datetime | None:
    """The moment that a text names, in UTC; None where it names none.

    Without a zone it is in `zone`; a date alone is its midnight.
    """
    text = text.strip()
    if not text or len(text) > LONGEST:
        return None
    try:
        found = _read(text)
        return found and (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError, TypeError, ArithmeticError):
        return None


def _read(text: str) -> datetime | None:
    if EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        first, second = (parse(text, default=day, tzinfos=_zone) for day in FILLED_IN)
        return first if first == second else None


def _zone(name: str | None, seconds: int | None) -> tzinfo | None:
    """The zone of a parsed text: its offset, or what its name means."""
    if seconds is not None:
        return timezone(timedelta(seconds=seconds))
    if name in HOURS:
        return timezone(timedelta(hours=HOURS[name]))
    return None
