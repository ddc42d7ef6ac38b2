"""What can be special about one answer."""

from dataclasses import dataclass, field
from typing import Literal

from connectors.standin.errors import ApiError


@dataclass(frozen=True)
class Special:
    """What is special about one answer; everything else stays as it would have been."""

    fault: str | None = None
    """The name it is counted under."""
    status: int | None = None
    """Answer with this error, described by the next four; a text replaces the JSON of its body."""
    type: str | None = None
    message: str | None = None
    error_code: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False
    """Close the connection without a response."""
    half: bool = False
    """Close the connection in the middle of the response."""
    billed: bool = False
    """Count the cut request as an answered one."""
    refusal: str | Literal[False] | None = False
    """Refuse to answer, for this category; a text is what was said before."""
    text: str | None = None
    spoil: str | None = None
    """What is wrong with the answer: `malformed`, or a name in `spoiling`."""
    obedient: bool = False
    """Do as the article says."""
    thinking_only: bool = False
    """Say nothing after thinking."""
    stop_reason: str | None = None
    """End so; with half of the answer where it means that, unless a text is given."""
    model: str | None = None
    """The model that is said to have answered."""
    latency: float | None = None
    """Seconds to wait, instead of the usual ones."""
    slow: bool = False
    """Wait longer before the answer, by what the settings call slow."""
    dribble: bool = False
    """Take that long to send the body, a little at a time."""
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
