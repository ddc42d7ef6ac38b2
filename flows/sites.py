"""A site's system, opened: its settings, its secrets, and the folder of the configuration."""

from connectors import open_cms
from connectors.clock import Clock
from connectors.cms import CMS, Place
from flows.config import ConfigError, Configuration
from flows.secrets import BlockLoader, site_secrets
from schemas.config import SiteSettings


def opened(
    configuration: Configuration, site: SiteSettings, load_block: BlockLoader, clock: Clock
) -> CMS:
    """The site's system; nobody is called yet.

    Raises `ConfigError` where its settings cannot work, or a secret is named and not to be had.
    """
    secrets = site_secrets(configuration, site, load_block)
    try:
        return open_cms(site, Place(configuration.folder, secrets, clock))
    except ValueError as error:
        raise ConfigError(f"site {site.name}: {error}") from None
