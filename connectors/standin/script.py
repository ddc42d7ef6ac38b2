"""Special answers that a test queues for the next requests, first come first served."""

from collections import deque
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from connectors.standin.faults import KINDS
from connectors.standin.special import ORDINARY, Special


class Script:
    """The queue of special answers."""

    def __init__(self) -> None:
        self._waiting: deque[Special] = deque()

    def add(self, answers: Iterable[dict[str, Any]]) -> None:
        """Queue answers; raises TypeError for a key that none knows, and queues nothing then.

        An answer may name a fault, which its other keys then change; KeyError: there is none such.
        """
        specials = [
            replace(KINDS[answer["fault"]] if "fault" in answer else ORDINARY, **answer)
            for answer in answers
        ]
        for special in specials:
            self._waiting.extend([replace(special, times=1)] * special.times)

    def next(self) -> Special | None:
        """The answer for the request at hand, if one is queued."""
        return self._waiting.popleft() if self._waiting else None

    def clear(self) -> None:
        """Forget what is queued."""
        self._waiting.clear()
