"""WordPress: the sentences of all systems, as a real one has answered to them."""

from collections.abc import Iterator

import pytest

from tests.connectors.conformance import OverNetwork
from tests.connectors.tapes import NOWHERE, PASSWORD, name_of, played
from tests.connectors.wordpress_desk import WordPressDesk


class TestWordPress(OverNetwork):
    """WordPress 7.1 with our companion and without an SEO plugin keeps every sentence."""

    @pytest.fixture
    def desk(self, request: pytest.FixtureRequest) -> Iterator[WordPressDesk]:
        """The site as it was recorded. Anew: `make test-real ONLY=new RECORD=yes`."""
        with played(f"wordpress/{name_of(request.node.name)}"):
            yield WordPressDesk(NOWHERE, "admin", PASSWORD)
