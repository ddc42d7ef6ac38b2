"""WordPress's six SEO plugins: what becomes of the two values in each, as real ones have shown."""

from typing import Any

import pytest

from tests.connectors.plugin_stories import (
    Hidden,
    HiddenStories,
    Stories,
    Story,
    tell,
    tell_hidden,
)
from tests.connectors.seo_plugins import HIDDEN, KEPT, Plugin, PluginDesk
from tests.connectors.tapes import NOWHERE, PASSWORD, played


def played_back(plugin: Plugin, told: Any) -> Any:
    """What a site said when it was recorded; anew as `tests/real/test_plugins.py` says."""
    with played(f"wordpress/plugins/{plugin}"):
        return told(PluginDesk(plugin, NOWHERE, "admin", PASSWORD))


@pytest.fixture(scope="module", params=KEPT, ids=str)
def story(request: pytest.FixtureRequest) -> Story:
    """Of a plugin, with our companion or by the routes of its own."""
    told: Story = played_back(request.param, tell)
    return told


@pytest.fixture(scope="module", params=HIDDEN, ids=str)
def hidden(request: pytest.FixtureRequest) -> Hidden:
    """A site that lacks the companion, and has no routes of its own."""
    told: Hidden = played_back(request.param, tell_hidden)
    return told


class TestPlugins(Stories):
    """Each plugin, with our companion or without."""


class TestHidden(HiddenStories):
    """Each site whose descriptions only our companion shows."""
