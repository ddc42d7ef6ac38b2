"""Real WordPresses keep the sentences of all systems; what they answer is recorded on demand."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.connectors.conformance import OverNetwork
from tests.connectors.tapes import name_of, recorded
from tests.connectors.wordpress_desk import WordPressDesk
from tests.real.servers import Site
from tests.real.servers.site import PHP

COMPANION = Path(__file__).parents[2] / "connectors/wordpress/companion/rubricator.php"


class TestWordPress(OverNetwork):
    """With our companion, and without an SEO plugin."""

    @pytest.fixture
    def desk(self, site: Site, request: pytest.FixtureRequest) -> Iterator[WordPressDesk]:
        """The site, empty, and all that is said to it on a tape where that is wanted."""
        plugins = site.folder / "wp-content" / "mu-plugins"
        for file in (COMPANION, PHP / "desk.php"):
            (plugins / file.name).write_bytes(file.read_bytes())
        site.php("delete_option('desk_deaf');")
        with ExitStack() as stack:
            if request.config.getoption("--record"):
                name = name_of(request.node.name.replace("[new", "[", 1))
                stack.enter_context(recorded(f"wordpress/{name}", site.url))
            yield WordPressDesk(site.url, site.username, site.app_password)
