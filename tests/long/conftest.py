"""What the tests of flows have."""

from tests.flows.conftest import journal, prefect_server, shell

__all__ = ["journal", "prefect_server", "shell"]
