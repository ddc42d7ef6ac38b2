"""How many requests may be under way: up with answers, down where the server asks for it."""

FIRST = 8  # sharp growth is answered by 429 `ramp_limit_exceeded`


class Pace:
    """A width between one and the configured concurrency.

    It grows by one an answer, so it doubles with every round trip, and halves where the server
    is overloaded or a rate limit is met; then nothing is sent until the time that it named.
    """

    def __init__(self, concurrency: int) -> None:
        self._most = concurrency
        self.width = min(FIRST, concurrency)
        self.rests_until = 0.0

    def answered(self) -> None:
        """An answer came."""
        self.width = min(self._most, self.width + 1)

    def slow_down(self, until: float) -> None:
        """The server is busy; nothing is sent before that tick."""
        self.width = max(1, self.width // 2)
        self.rests_until = max(self.rests_until, until)
