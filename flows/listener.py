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


LISTENER: ContextVar[Listener] = ContextVar("listener", default=Listener())  # noqa: B039 - stateless
