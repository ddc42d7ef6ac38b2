"""Where the pages are that we send people to."""

from typing import Any

import pytest
from prefect.settings import PREFECT_API_URL, PREFECT_UI_URL, temporary_settings

from flows.links import flow_run_page, page

CLOUD = "https://api.prefect.cloud/api/accounts/a-1/workspaces/w-1"


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({PREFECT_API_URL: "http://127.0.0.1:4200/api"}, "http://127.0.0.1:4200/v2/"),
        (
            {PREFECT_API_URL: "http://10.0.0.1/api", PREFECT_UI_URL: "https://pages.example/"},
            "https://pages.example/v2/",
        ),
        ({PREFECT_API_URL: CLOUD}, "https://app.prefect.cloud/account/a-1/workspace/w-1/"),
    ],
)
def test_pages_are_where_the_server_has_them(settings: dict[Any, Any], expected: str) -> None:
    """Below /v2 on a server of one's own; Prefect Cloud has no such place."""
    with temporary_settings(settings):
        assert f"{expected}deployments" == page("deployments")
        assert f"{expected}runs/flow-run/f-1" == flow_run_page("f-1")
