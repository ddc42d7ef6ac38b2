"""The six things that can go wrong with an outside system. `flows` knows only these.

A class's docstring is its message where none is given.
"""


class ConnectorError(Exception):
    """The outside system could not do what was asked."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or (self.__doc__ or "").splitlines()[0])


class Unreachable(ConnectorError):
    """The system did not answer; try again later."""


class Refused(ConnectorError):
    """The system knows us and says no; check the credential and its rights."""


class NotFound(ConnectorError):
    """There is no such article."""


class Stale(ConnectorError):
    """The article is not the one that was read; nothing was written."""


class Malformed(ConnectorError):
    """The answer makes no sense; nothing of it was used."""


class Unsupported(ConnectorError):
    """This system, or this article, cannot be written safely; nothing was written."""
