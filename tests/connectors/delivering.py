"""A delivery with all that it needs: real reservations in a real ledger, and no real waiting."""

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sqlmodel import select

from connectors.claude.messages import Messages
from connectors.ledger.database import Database
from connectors.ledger.purse import Purse
from schemas.budget import Taken
from schemas.call import Course, Outcome, Outcomes, Reply, Trouble
from schemas.ledger import CallRow, MeterRow
from schemas.money import in_picodollars
from schemas.request import Request
from tests.clock import StillClock


@dataclass
class WatchedPurse:
    """A purse that remembers who asked it for how much, and when."""

    purse: Purse
    clock: StillClock
    threads: set[int] = field(default_factory=set)
    asked_for: list[tuple[float, int]] = field(default_factory=list)

    def take(self, requests: Sequence[Request], most: int, back: Outcomes = ()) -> Taken:
        """Record what came back; then reserve for the first requests that fit."""
        self.threads.add(threading.get_ident())
        self.asked_for.append((self.clock.ticks(), most))
        return self.purse.take(requests, most, back)

    def settle(self, outcomes: Outcomes) -> None:
        """Record what came back."""
        self.threads.add(threading.get_ident())
        self.purse.settle(outcomes)


@dataclass
class Desk:
    """A delivery, with all that it needs."""

    messages: Messages
    purse: WatchedPurse
    clock: StillClock
    database: Database
    run_id: str

    def deliver(self, *requests: Request) -> list[tuple[Request, Outcome | None]]:
        """What came back, in the order of the articles."""
        back = self.messages.deliver(requests, self.purse)
        return sorted(back, key=lambda pair: pair[0].article_id)

    def calls(self) -> list[tuple[str, int | None]]:
        """State and cost of each call, in the order of sending."""
        with self.database.reading() as session:
            rows = session.exec(select(CallRow).where(CallRow.run_id == self.run_id)).all()
            return [(row.state, row.cost) for row in sorted(rows, key=lambda row: row.id or 0)]

    def reserved(self) -> int:
        """What is reserved on any meter, in picodollars."""
        with self.database.reading() as session:
            return sum(row.reserved for row in session.exec(select(MeterRow)))


MakeDesk = Callable[..., Desk]


def costs(back: Iterable[tuple[Request, Outcome | None]]) -> list[int | None]:
    """The cost of each reply in picodollars; `None` where there is no reply."""
    return [
        in_picodollars(outcome.cost() or Decimal(0)) if isinstance(outcome, Reply) else None
        for _, outcome in back
    ]


def troubles(back: Iterable[tuple[Request, Outcome | None]]) -> list[Course | None]:
    """The course of each trouble; `None` where there is none."""
    return [outcome.course if isinstance(outcome, Trouble) else None for _, outcome in back]
