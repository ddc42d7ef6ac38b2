"""What every content system must satisfy, said through Reader and Writer alone.

A connector's test file subclasses `Conformance`, of a system behind a network `OverNetwork` too,
and gives it a `desk`: the editors' side of the system, where articles are made, changed and
thrown away without the connector.
"""

from tests.connectors.conformance.desk import (
    BODY,
    DAY,
    NOON,
    NOTHING,
    OURS,
    THEIRS,
    Desk,
    prepared,
    written,
)
from tests.connectors.conformance.network import Network, RemoteDesk
from tests.connectors.conformance.reading import Reading
from tests.connectors.conformance.undoing import Undoing
from tests.connectors.conformance.writing import Writing

__all__ = ["BODY", "DAY", "NOON", "NOTHING", "OURS", "THEIRS", "Conformance", "Desk"]
__all__ += ["OverNetwork", "RemoteDesk"]
__all__ += ["prepared", "written"]


class Conformance(Reading, Writing, Undoing):
    """All the sentences; each system's tests inherit them."""


class OverNetwork(Conformance, Network):
    """And those of systems that are called."""
