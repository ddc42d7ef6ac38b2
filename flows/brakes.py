"""How a pause stops a run: between two requests, and before the next writes."""

from collections.abc import Callable, Iterable, Sequence

from connectors.claude.delivery import Purse
from flows.context import Run
from schemas.budget import More, Taken
from schemas.call import Course, Outcomes, Trouble
from schemas.pause import Pause
from schemas.proposal import Proposal
from schemas.publication import Publication, Result
from schemas.request import Request

INTERRUPTED = "interrupted; start it again to go on, nothing is paid for twice"


def cancelled(reason: str) -> Trouble:
    """What ends a run because a person wants it."""
    return Trouble(reason=reason, course=Course.CANCEL, sent=False)


def paused(run: Run) -> bool:
    """Whether everything is paused; the run is cancelled then, also where it is resumed since.

    Raises `KeyboardInterrupt` where a person has interrupted it and a library swallowed that.
    """
    if run.listener.interrupted:
        raise KeyboardInterrupt
    pause = run.brake.pulled()
    if pause is not None:
        run.stopped = cancelled(pause.sentence)
    return run.stopped is not None and run.stopped.course is Course.CANCEL


class BrakedPurse:
    """A purse that pays nothing while everything is paused.

    Every request passes through here before it is sent, also one that is tried again.
    """

    def __init__(self, run: Run) -> None:
        self._purse: Purse = run.purse
        self._glance: Callable[[], Pause | None] = run.brake.glance
        self._listener = run.listener
        self._stop: Callable[[Trouble], None] = run.claude.stop

    def take(self, requests: Sequence[Request], most: int, back: Outcomes = ()) -> Taken:
        """Reserve for what fits; for nothing while the brake is pulled, and the run stops."""
        if self._listener.interrupted:
            raise KeyboardInterrupt
        pause = self._glance()
        if pause is None:
            return self._purse.take(requests, most, back)
        self.settle(back)
        self._stop(cancelled(pause.sentence))
        return Taken(more=More.NEVER)

    def settle(self, outcomes: Outcomes) -> None:
        """Record what came back, whatever was decided meanwhile."""
        self._purse.settle(outcomes)


def kept_back(run: Run, proposals: Iterable[Proposal]) -> list[Publication]:
    """What was not written any more because the run was stopped."""
    reason = run.stopped.reason if run.stopped else ""
    return [Publication(proposal=p, result=Result.HELD, reason=reason) for p in proposals]
