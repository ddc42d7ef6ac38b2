"""Where the runs of a ledger, in whatever process, take turns at the rate limits of a model."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, insert, select, update

from connectors.clock import Clock
from connectors.ledger.database import Database
from connectors.ledger.tables import TURNS
from schemas.run import RunId
from schemas.turns import Seconds, Turn, Turns

# Prepared once: a run that is limited comes here twice a second.
_OURS = (TURNS.c.endpoint == bindparam("at"), TURNS.c.model == bindparam("of"))
_FOUND = select(TURNS.c.value).where(*_OURS)
_MOVED = update(TURNS).where(*_OURS).values(value=bindparam("turns"))


@dataclass
class _Moving:
    turns: Turns
    tick: float  # of the run's clock, at the same moment; to commit takes its time


class Queue:
    """The turns of one model at one endpoint, by the database's clock.

    They are read and moved in one transaction that holds them.
    """

    def __init__(
        self,
        database: Database,
        endpoint: str,
        model: str,
        run_id: RunId,
        *,
        clock: Clock,
        time: Callable[[Connection], float] | None = None,
    ) -> None:
        """For a run whose ticks are this clock's; `time` is the clock of all, the database's."""
        self._database = database
        self._key = {"endpoint": endpoint, "model": model}
        self._at = {"at": endpoint, "of": model}
        self._run_id = run_id
        self._clock = clock
        self._time = time or database.time

    def look(self) -> Turn:
        """What is new; waits for nobody."""
        with self._database.reading() as session:
            turns, _ = self._turns(session.connection())
            return turns.told(self._run_id, self._clock.ticks())

    def take(self, asked: Seconds, back: Seconds) -> Turn:
        """The next turn, of so many seconds of each limit; `back` is what the last one has left."""
        with self._moving() as moving:
            moving.turns, begins = moving.turns.take(self._run_id, asked, back)
        return moving.turns.told(self._run_id, moving.tick, begins)

    def rest(self, until: float, *, refused: bool, gently: bool) -> Turn:
        """Have everybody rest until a tick of this run's clock."""
        with self._moving() as moving:
            seconds = until - moving.tick
            moving.turns = moving.turns.put_off(seconds, refused=refused, gently=gently)
        return moving.turns.told(self._run_id, moving.tick)

    def leave(self, back: Seconds) -> None:
        """Ask nothing more for now."""
        with self._moving() as moving:
            moving.turns = moving.turns.leave(self._run_id, back)

    @contextmanager
    def _moving(self) -> Iterator[_Moving]:
        with self._database.writing() as session:
            connection = session.connection()
            turns, is_new = self._turns(connection)
            moving = _Moving(turns, self._clock.ticks())
            yield moving
            value = moving.turns.model_dump_json()
            if is_new:
                connection.execute(insert(TURNS), {**self._key, "value": value})
            else:
                connection.execute(_MOVED, {**self._at, "turns": value})

    def _turns(self, connection: Connection) -> tuple[Turns, bool]:
        """The turns as they are now, and whether they are the first."""
        value = connection.execute(_FOUND, self._at).scalar_one_or_none()
        turns = Turns() if value is None else Turns.model_validate_json(value)
        return turns.later(self._time(connection)), value is None
