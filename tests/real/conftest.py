"""Real sites for tests; `make test-real` runs them, the habitual suite leaves this folder out."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from _pytest.capture import CaptureManager

from tests.connectors.seo_plugins import HIDDEN, KEPT
from tests.prefect_server import serving
from tests.real.magazine import Magazine, a_magazine
from tests.real.servers import KINDS, Site, wordpress
from tests.sharing import Sharing


def pytest_addoption(parser: pytest.Parser) -> None:
    """One kind of server, where the others would take too long."""
    parser.addoption("--only", choices=list(KINDS), help="run on this kind of server alone")
    parser.addoption(
        "--plugins", dest="seo_plugins", metavar="FOLDER", help="unpacked SEO plugins, to try them"
    )
    parser.addoption("--record", action="store_true", help="record the cassettes anew")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Plugins are tried where somebody has them, and nobody misses the tests elsewhere."""
    tried = collection_path.name != "test_plugins.py" or config.getoption("seo_plugins")
    return None if tried else True


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What asks for a kind, or for a site, runs on each; what is not asked for is not there."""
    if "kind" in metafunc.fixturenames:
        only = metafunc.config.getoption("--only")
        metafunc.parametrize("kind", [only] if only else list(KINDS), scope="session")
    for name, plugins in (("kept", KEPT), ("lacking", HIDDEN)):
        if name in metafunc.fixturenames:
            folder = metafunc.config.getoption("seo_plugins")
            found = [one for one in plugins if folder and Path(folder, one.file).exists()]
            if not found:
                raise pytest.UsageError("--plugins: names no folder of plugins; unpack some there")
            metafunc.parametrize(name, found, ids=str, scope="module")


@pytest.fixture(scope="session")
def server(kind: str, pytestconfig: pytest.Config) -> Iterator[Site]:
    """A site that runs as long as its kind is tested. How it comes about is shown while it does."""
    capture = pytestconfig.pluginmanager.getplugin("capturemanager")
    with ExitStack() as stack:
        assert isinstance(capture, CaptureManager)
        with capture.global_and_fixture_disabled():
            site = stack.enter_context(wordpress(kind))
        yield site


@pytest.fixture
def site(server: Site) -> Site:
    """That site without any posts."""
    server.reset()
    return server


@pytest.fixture(scope="session")
def prefect_server(sharing: Sharing) -> Iterator[Path]:
    """One temporary Prefect server for all runs; its home."""
    with serving(sharing) as home:
        yield home


@pytest.fixture
def magazine(site: Site, tmp_path: Path, prefect_server: Path) -> Iterator[Magazine]:
    """That site with our companion, and a stand-in as its Claude."""
    with a_magazine(tmp_path, site) as made:
        yield made
