"""Whom we talk to. The content systems by the name that a configuration calls them.

Another system comes as one file in a package of its own, which names it as an entry point of the
group `rubricator.connectors`; what it has to have is `Connector`.
"""

from collections.abc import Iterable
from importlib import import_module
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the stand-in lives in this folder, and shares nothing with what it tests
    from connectors.cms import CMS, Place
    from schemas.config import SiteSettings

GROUP = "rubricator.connectors"
BUILT_IN = {"markdown": "connectors.markdown", "wordpress": "connectors.wordpress.site"}


class BrokenConnectorError(Exception):
    """An installed connector cannot be loaded."""


def kinds(named: Iterable[str]) -> "dict[str, type[SiteSettings]]":
    """The settings of our own systems, and of the named ones that are installed.

    Raises `BrokenConnectorError`.
    """
    from connectors.markdown_settings import MarkdownSettings  # noqa: PLC0415 - see above
    from connectors.wordpress.settings import WordPressSettings  # noqa: PLC0415

    installed = {found.name for found in entry_points(group=GROUP)}
    others = sorted(installed & set(named) - set(BUILT_IN))
    return {
        "markdown": MarkdownSettings,
        "wordpress": WordPressSettings,
        **{name: _installed(name).Settings for name in others},
    }


def open_cms(site: "SiteSettings", place: "Place") -> "CMS":
    """The site's content system. Raises `ValueError` where its settings cannot work."""
    # A system is loaded when it is used: most configurations have one.
    own = BUILT_IN.get(site.connector)
    connector = import_module(own) if own else _installed(site.connector)
    opened: CMS = connector.open_site(site, place)
    return opened


def _installed(name: str) -> Any:  # noqa: ANN401 - a module, or a class, of somebody else's
    try:
        (found,) = entry_points(group=GROUP, name=name)
        return found.load()
    except Exception as error:  # whatever the other package does wrong
        sentence = f"the connector {name} cannot be loaded ({type(error).__name__}: {error})"
        raise BrokenConnectorError(f"{sentence}; mend or remove its package") from error
