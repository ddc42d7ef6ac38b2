"""How many requests may be under way: up with answers, down where the server asks for it."""

FIRST = 8  # sharp growth is answered by 429 `ramp_limit_exceeded`


class Pace:
    """A width between one and the configured concurrency.

    It grows by one an answer, so it doubles with every round trip, and halves where the server
    is overloaded; once for all that was under way then. A server that finds the growth itself
    too sharp is grown towards by one a round trip from then on.
    """

    def __init__(self, concurrency: int) -> None:
        self.most = concurrency
        self._width = float(min(FIRST, concurrency))
        self._slowed_at: float | None = None
        self._gently = False

    @property
    def width(self) -> int:
        """How many may be under way at once."""
        return int(self._width)

    def answered(self) -> None:
        """An answer came."""
        more = 1 / self._width if self._gently else 1
        self._width = min(self.most, self._width + more)

    def slow_down(self, now: float, sent_at: float, *, gently: bool = False) -> None:
        """The server is overloaded, or found the growth too sharp; says the answer to a request."""
        self._gently = self._gently or gently
        if self._slowed_at is None or sent_at >= self._slowed_at:
            self._slowed_at = now
            self._width = max(1.0, self._width / 2)
