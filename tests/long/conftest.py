"""The Prefect server that the tests of flows have."""

from tests.flows.conftest import prefect_server

__all__ = ["prefect_server"]
