"""How a command ends when it cannot do its work."""

from collections.abc import Iterator
from contextlib import contextmanager

UNWRITTEN = 1
CONFIGURATION = 2
UNREACHABLE = 4
INTERRUPTED = 130
CLOSED_PIPE = 141  # what a shell says of a program that SIGPIPE ended


class Exit(Exception):
    """The command ends here, with this code and this sentence."""

    def __init__(self, code: int, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@contextmanager
def clear_errors() -> Iterator[None]:
    """Turn what can be wrong before any work into an exit with a sentence."""
    from connectors.ledger.errors import LedgerError  # noqa: PLC0415
    from flows.config import ConfigError  # noqa: PLC0415

    try:
        yield
    except (ConfigError, LedgerError) as error:
        raise Exit(CONFIGURATION, "\nrubricator: ".join(str(error).splitlines())) from None
