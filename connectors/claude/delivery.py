"""What delivering requests to Claude means, however it is done."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from schemas.budget import Taken
from schemas.call import Outcome, Outcomes, Trouble
from schemas.models import Described
from schemas.request import Request
from schemas.turns import Seconds, Turn


class Purse(Protocol):
    """Who pays: nothing is sent without a reservation, nothing is judged before it is settled."""

    def take(self, requests: Sequence[Request], most: int, back: Outcomes = ()) -> Taken:
        """Record what came back; then reserve for the first requests that fit, at most so many."""

    def settle(self, outcomes: Outcomes) -> None:
        """Record what came back."""


class Queue(Protocol):
    """Where all runs that ask one model take turns at its rate limits, in whatever process."""

    def look(self) -> Turn:
        """What is new."""

    def take(self, asked: Seconds, back: Seconds) -> Turn:
        """The next turn, of so many seconds of each limit; `back` is what the last one has left."""

    def rest(self, until: float, *, refused: bool, gently: bool) -> Turn:
        """Have everybody rest until a tick of this run's clock."""

    def leave(self, back: Seconds) -> None:
        """Ask nothing more for now."""


class Delivery(Protocol):
    """Requests in, what came back out, in whatever order it comes."""

    def deliver(
        self, requests: Iterable[Request], purse: Purse
    ) -> Iterator[tuple[Request, Outcome | None]]:
        """Each request once, with its reply, its trouble, or `None` where the budget refused it.

        The requests are of one attempt. A trouble whose course is `FALL_BACK` is one that the
        fallback model may not have.

        All of `purse` is called from the thread that iterates: the ledger has one writer.
        """

    def close(self) -> None:
        """Give the connections back."""

    def stop(self, trouble: Trouble) -> None:
        """Send nothing more; what was not sent comes back with this trouble.

        It may be said from any thread, and is heard within a second.
        """

    @property
    def stopped(self) -> Trouble | None:
        """The trouble that makes further requests pointless; `None` while there is none."""

    @property
    def down(self) -> Mapping[str, Trouble]:
        """The models that are asked no more, since the fallback took over, and why."""

    def described(self, model: str) -> Described | None:
        """What the API says of a model; `None` where it does not say. Free."""
