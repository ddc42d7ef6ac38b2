"""Sites with an SEO plugin, from a folder of unpacked ones."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from tests.connectors.seo_plugins import Plugin
from tests.real.servers import Site, wordpress
from tests.real.servers.site import PHP

COMPANION = Path(__file__).parents[2] / "connectors/wordpress/companion/rubricator.php"
BOX = Path(__file__).parent / "box.php"
ACTIVATE = """
foreach (['registration_skip', 'wizard_completed', 'is_configured'] as $name) {
    update_option("rank_math_$name", true);  // it does nothing before its wizard is through
}
require_once ABSPATH . 'wp-admin/includes/plugin.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
if (is_wp_error($failed = activate_plugin($data))) {
    throw new Exception($failed->get_error_message());
}
flush_rewrite_rules(false);
"""


@contextmanager
def site_with(plugin: Plugin, folder: Path) -> Iterator[Site]:
    """A new site with a plugin out of the folder, and with our companion where it has one."""
    with wordpress("new") as site:
        content = site.folder / "wp-content"
        for file in (BOX, PHP / "desk.php", *([COMPANION] if plugin.companion else [])):
            shutil.copyfile(file, content / "mu-plugins" / file.name)
        if plugin.file:
            name = Path(plugin.file).parts[0]
            shutil.copytree(folder / name, content / "plugins" / name, symlinks=True)
            site.php(ACTIVATE, plugin.file)
        requests.get(site.url, timeout=60).raise_for_status()  # the first request makes tables
        yield site
