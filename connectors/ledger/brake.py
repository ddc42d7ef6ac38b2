"""The brake on every run of a ledger: pulled and let go by people, looked at by runs."""

from sqlmodel import select

from connectors.clock import Clock
from connectors.ledger.database import Database
from schemas.ledger import PauseRow
from schemas.pause import Pause

EVERY = 1.0  # seconds between looks at the ledger: requests are many, and people are slow


class Brake:
    """Whether everything is paused. One thread looks, so that its answer may be a second old."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._next_look = 0.0
        self._seen: Pause | None = None

    def pulled(self) -> Pause | None:
        """The pause as it is at this moment; `None` where there is none."""
        with self._database.reading() as session:
            row = session.exec(select(PauseRow)).first()
            self._seen = _value(row) if row else None
        self._next_look = self._clock.ticks() + EVERY
        return self._seen

    def glance(self) -> Pause | None:
        """The pause as it was a second ago at most: cheap enough for every request."""
        return self.pulled() if self._clock.ticks() >= self._next_look else self._seen

    def pull(self, by: str, reason: str) -> tuple[Pause, bool]:
        """The pause that stands from now on, and whether it is a new one."""
        with self._database.writing() as session:
            row = session.exec(select(PauseRow)).first()
            fresh = row is None
            if row is None:
                row = PauseRow(since=self._clock.now(), by=by, reason=reason)
                session.add(row)
            return _value(row), fresh

    def release(self) -> Pause | None:
        """The pause that is over with this; `None` where there was none."""
        with self._database.writing() as session:
            row = session.exec(select(PauseRow)).first()
            if row is None:
                return None
            session.delete(row)
            return _value(row)


def _value(row: PauseRow) -> Pause:
    return Pause(since=row.since, by=row.by, reason=row.reason)
