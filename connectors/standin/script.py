"""Special answers that a test queues for the next requests, first come first served."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from connectors.standin.errors import ApiError


@dataclass(frozen=True)
class Special:
    """What is special about one answer; everything else stays as it would have been."""

    status: int | None = None
    """Answer with this error, described by the next four; a text replaces the JSON of its body."""
    type: str | None = None
    message: str | None = None
    error_code: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False
    """Close the connection without a response."""
    billed: bool = False
    """Count the cut request as an answered one."""
    refusal: str | Literal[False] | None = False
    """Refuse to answer, for this category; a text is what was said before."""
    text: str | None = None
    stop_reason: str | None = None
    """End so, with half of the answer, unless a text is given."""
    model: str | None = None
    """The model that is said to have answered."""
    latency: float | None = None
    """Seconds to wait, instead of the usual ones."""
    times: int = 1
    """So many requests in a row."""

    def error(self, status: int) -> ApiError:
        """The error to answer with."""
        return ApiError(
            status,
            self.message or "as the script says",
            kind=self.type,
            code=self.error_code,
            headers=self.headers,
            text=self.text,
        )


ORDINARY = Special()


class Script:
    """The queue of special answers."""

    def __init__(self) -> None:
        self._waiting: deque[Special] = deque()

    def add(self, answers: Iterable[dict[str, Any]]) -> None:
        """Queue answers; raises TypeError for a key that none knows, and queues nothing then."""
        specials = [Special(**answer) for answer in answers]
        for special in specials:
            self._waiting.extend([replace(special, times=1)] * special.times)

    def next(self) -> Special:
        """The answer for the request at hand."""
        return self._waiting.popleft() if self._waiting else ORDINARY

    def clear(self) -> None:
        """Forget what is queued."""
        self._waiting.clear()
