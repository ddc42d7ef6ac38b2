"""Real SEO plugins on a real WordPress, where somebody has them.

    pytest tests/real/test_plugins.py --plugins FOLDER [--record]

The folder holds plugins as they are unpacked into wp-content/plugins; those that it lacks are not
tried. Their recordings are kept here, the plugins are not. Without a folder nothing is collected.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TypeVar

import pytest

from tests.connectors.plugin_stories import (
    Hidden,
    HiddenStories,
    Stories,
    Story,
    tell,
    tell_hidden,
)
from tests.connectors.seo_plugins import Plugin, PluginDesk
from tests.connectors.tapes import recorded
from tests.real.plugin_sites import site_with

Told = TypeVar("Told")


def told_live(
    plugin: Plugin, told: Callable[[PluginDesk], Told], config: pytest.Config
) -> Iterator[Told]:
    """What a site says, for as long as it is there; on a tape where that is wanted."""
    with site_with(plugin, Path(config.getoption("seo_plugins"))) as site:
        with ExitStack() as stack:
            if config.getoption("--record"):
                stack.enter_context(recorded(f"wordpress/plugins/{plugin}", site.url))
            said = told(PluginDesk(plugin, site.url, site.username, site.app_password))
        yield said


@pytest.fixture(scope="module")
def story(kept: Plugin, pytestconfig: pytest.Config) -> Iterator[Story]:
    """Of a plugin, with our companion or by the routes of its own."""
    yield from told_live(kept, tell, pytestconfig)


@pytest.fixture(scope="module")
def hidden(lacking: Plugin, pytestconfig: pytest.Config) -> Iterator[Hidden]:
    """A site that lacks the companion, and has no routes of its own."""
    yield from told_live(lacking, tell_hidden, pytestconfig)


class TestPlugins(Stories):
    """Each plugin, with our companion or without."""


class TestHidden(HiddenStories):
    """Each site whose descriptions only our companion shows."""
