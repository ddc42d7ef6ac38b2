"""Everything on one machine, as `rubricator serve` has it, and a browser on its pages."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import opened
from tests.browser.pages import Pages
from tests.flows.served import free_port, serving
from tests.standin_server import StandIn, running

HOUSE = Path(__file__).parents[2]
EXAMPLE = HOUSE / "examples/journal/content"
SITES = ("journal", "magazine")  # the example twice, for two stories that leave each other alone
SITE = """
[[sites]]
name = "{name}"
connector = "markdown"
path = "{name}/posts"
url_template = "https://{name}.example/{{slug}}/"
languages = ["en", "de", "fr"]
timezone = "Europe/Berlin"
"""


def pytest_addoption(parser: pytest.Parser) -> None:
    """The pictures change with every run, so they are only kept where somebody says so."""
    parser.addoption("--pictures", action="store_true", help="take the README's pictures anew")


@dataclass(frozen=True)
class Desk:
    """An editor's: the pages, and the sites they are about."""

    pages: Pages
    folder: Path

    def posts(self, site: str) -> dict[str, bytes]:
        """Every file of a site, to the byte."""
        return {path.name: path.read_bytes() for path in (self.folder / site / "posts").iterdir()}


@pytest.fixture(scope="session")
def standin() -> Iterator[StandIn]:
    """What answers in Claude's place."""
    with running() as server:
        yield server


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """One page for all tests."""
    with opened(tmp_path_factory.mktemp("browser")) as page:
        yield page


@pytest.fixture(scope="session")
def desk(
    tmp_path_factory: pytest.TempPathFactory, standin: StandIn, browser: Page
) -> Iterator[Desk]:
    """It has served before, and an editor has paused the schedule then."""
    folder, home = tmp_path_factory.mktemp("sites"), tmp_path_factory.mktemp("prefect")
    port = free_port()
    for name in SITES:
        shutil.copytree(EXAMPLE, folder / name)
    (folder / "rubricator.toml").write_text(
        f'[claude]\nbase_url = "{standin.url}"\n'
        + "".join(SITE.format(name=name) for name in SITES)
    )
    root = f"http://127.0.0.1:{port}"
    with serving(folder, home, port) as (served, api):
        Pages(browser, root, api).deployment("daily")
        schedule = browser.get_by_role("switch").first
        schedule.click()
        expect(schedule).not_to_be_checked()
        assert 0 == served.end()[0]
    with serving(folder, home, port) as (_, api):
        yield Desk(Pages(browser, root, api), folder)


@pytest.fixture(scope="session")
def pictures(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pictures go: those that the README shows, or those that nobody keeps."""
    kept = pytestconfig.getoption("--pictures")
    return HOUSE / "docs" if kept else tmp_path_factory.mktemp("pictures")
