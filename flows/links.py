"""Where Prefect's pages are."""

from prefect.settings import PREFECT_API_URL, PREFECT_CLOUD_API_URL, PREFECT_UI_URL


def page(path: str) -> str:
    """The address of a page, such as `runs/flow-run/ID`; PREFECT_UI_URL says where they are.

    On a server of one's own the pages are below /v2: without it one gets those of before, to
    which Prefect's own links lead. Prefect Cloud has its own.
    """
    pages = (PREFECT_UI_URL.value() or "").rstrip("/")
    cloud = (PREFECT_API_URL.value() or "").startswith(PREFECT_CLOUD_API_URL.value())
    return f"{pages}/{path}" if cloud else f"{pages}/v2/{path}"


def flow_run_page(flow_run: str) -> str:
    """The page of a flow run, by its id."""
    return page(f"runs/flow-run/{flow_run}")
