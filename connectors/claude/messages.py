"""Requests delivered at once, each by a thread of its own, so many at a time."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain

from connectors.claude.catalogue import described
from connectors.claude.client import Claude, UnavailableError
from connectors.claude.delivery import Purse, Queue
from connectors.claude.fallback import Models
from connectors.claude.limits import Limits
from connectors.claude.pace import Pace
from connectors.claude.round import LONGEST_WAIT, Round
from connectors.clock import Clock
from schemas.call import Course, Outcome, Trouble
from schemas.models import Described
from schemas.request import Request


class Messages:
    """Immediate delivery. Threads only talk to Claude; the caller's thread keeps the books."""

    def __init__(
        self,
        claude: Claude,
        concurrency: int,
        clock: Clock,
        *,
        queue: Callable[[str], Queue],
        requests_per_minute: int = 0,
        fallback: str = "",
    ) -> None:
        """At most so many requests at once, and a minute (0: as many as the server allows).

        Others may ask with the same key: in a queue for each model, all take turns.
        """
        self._claude = claude
        self._clock = clock
        self._requests_per_minute, self._queue = requests_per_minute, queue
        self._limits: dict[str, Limits] = {}  # each model's
        self._paces = defaultdict[str, Pace](lambda: Pace(concurrency))  # kept between rounds
        self._models = Models(fallback)
        self.stopped: Trouble | None = None

    def close(self) -> None:
        """Give the connections back."""
        self._claude.close()

    def stop(self, trouble: Trouble) -> None:
        """Send nothing more; what was not sent comes back with this trouble."""
        self.stopped = self.stopped or trouble

    @property
    def down(self) -> Mapping[str, Trouble]:
        """The models that are asked no more, since the fallback took over, and why."""
        return self._models.down

    def described(self, model: str) -> Described | None:
        """What the API says of a model; `None` where it does not say. Free."""
        try:
            return described(self._claude, model)
        except UnavailableError:
            return None

    def deliver(
        self, requests: Iterable[Request], purse: Purse
    ) -> Iterator[tuple[Request, Outcome | None]]:
        """Each request once, with its reply, its trouble, or `None` for want of budget.

        They are of one attempt, so of one model.
        """
        source = iter(requests)
        first = next(source, None)
        if first is None:
            return
        model, source = first.attempt.model, chain([first], source)
        limits = self._limits_of(model)
        round_ = Round(self._claude, purse, self._clock, limits, self._paces[model])
        try:
            going_on = self._over(model) is None and round_.send(source)
            while going_on:
                back = [(request, self._heed(model, told)) for request, told in round_.receive()]
                # The next requests are on their way before these replies are judged.
                going_on = self._over(model) is None and round_.send(source)
                round_.record()
                yield from back
        finally:
            last = [(request, self._heed(model, told)) for request, told in round_.close()]
        limits.leave()
        yield from last
        for request in (*round_.unsent(), *source):
            yield request, self._over(model)

    def _limits_of(self, model: str) -> Limits:
        if model not in self._limits:
            self._limits[model] = Limits(self._queue(model), self._requests_per_minute)
        return self._limits[model]

    def _over(self, model: str) -> Trouble | None:
        """Why nothing more is sent to the model."""
        return self.stopped or self._models.down.get(model)

    def _heed(self, model: str, outcome: Outcome) -> Outcome:
        too_long = isinstance(outcome, Trouble) and (outcome.retry_after or 0) > LONGEST_WAIT
        outcome = self._models.judged(model, outcome, at_once=too_long)
        if isinstance(outcome, Trouble) and self._ends(outcome, too_long=too_long):
            self.stop(outcome)
        return outcome

    @staticmethod
    def _ends(trouble: Trouble, *, too_long: bool) -> bool:
        """Whether no model can be asked any more."""
        waits = trouble.course is Course.RETRY and too_long
        return waits or trouble.course in {Course.STOP, Course.STOP_SPENDING}
