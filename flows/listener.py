"""Who follows a run while it works: the command line's progress, or nobody."""

from contextvars import ContextVar

from schemas.run import Report


class Listener:
    """Is told what a run does. This one does not mind."""

    interrupted = False  # whether the one who listens wants no more of it

    def step(self, site: str, name: str, total: int | None = None) -> None:
        """A step begins, over so many articles where that is known."""

    def advance(self, articles: int = 1) -> None:
        """So many more articles of the step are done."""

    def note(self, sentence: str) -> None:
        """Something a person who waits wants to know."""

    def reported(self, report: Report) -> None:
        """A run has ended."""

    def remains(self, sentence: str) -> None:
        """Something was not begun, and no run reports it."""

    def confirms(self, sentence: str) -> bool:  # noqa: ARG002
        """Whether a person, told this, wants it."""
        return False


class Relay(Listener):
    """Hands all on to another, and keeps what is reported."""

    def __init__(self, to: Listener) -> None:
        self._to = to
        self.reports: list[Report] = []

    @property
    def interrupted(self) -> bool:  # type: ignore[override]
        """Whether the other wants no more of it."""
        return self._to.interrupted

    def step(self, site: str, name: str, total: int | None = None) -> None:
        """Hand it on."""
        self._to.step(site, name, total)

    def advance(self, articles: int = 1) -> None:
        """Hand it on."""
        self._to.advance(articles)

    def note(self, sentence: str) -> None:
        """Hand it on."""
        self._to.note(sentence)

    def remains(self, sentence: str) -> None:
        """Hand it on."""
        self._to.remains(sentence)

    def confirms(self, sentence: str) -> bool:
        """Hand it on."""
        return self._to.confirms(sentence)

    def reported(self, report: Report) -> None:
        """Keep it, and hand it on."""
        self.reports.append(report)
        self._to.reported(report)


LISTENER: ContextVar[Listener] = ContextVar("listener", default=Listener())  # noqa: B039 - stateless
