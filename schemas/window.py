"""The stretch of time whose articles a run looks at."""

from datetime import UTC, datetime, timedelta, tzinfo

from pydantic import AwareDatetime

from schemas.base import Frozen

OVERLAP = timedelta(days=1)  # against clocks that differ and edits that arrive late
AT_LEAST = timedelta(days=7)


class Window(Frozen):
    """From `since` (inclusive) until `until` (exclusive), aware, in UTC."""

    since: AwareDatetime
    until: AwareDatetime

    def holds(self, moment: datetime) -> bool:
        """Whether the moment lies in the window."""
        return self.since <= moment < self.until


EVER = Window(since=datetime(1000, 1, 1, tzinfo=UTC), until=datetime(3000, 1, 1, tzinfo=UTC))


def aware(moment: datetime | None, zone: tzinfo) -> datetime | None:
    """The moment in UTC; one that names no zone is meant in the site's."""
    if moment is None:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def window(
    now: datetime,
    last_until: datetime | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Window:
    """What was asked for, else from where the last whole run ended, less a day, until now.

    `last_until` is the end of the last completed live run's window; at least the last seven
    days are looked at.
    """
    end = until or now
    default = min(end - AT_LEAST, last_until - OVERLAP) if last_until else end - AT_LEAST
    return Window(since=since or default, until=end)
