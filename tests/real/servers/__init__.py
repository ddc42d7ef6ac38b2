"""Real WordPress servers, started from nothing but Debian.

    with wordpress("new") as site:                  # or "old"
        requests.get(f"{site.url}/wp-json/wp/v2/posts", auth=site.auth, timeout=30)

To look at one: python -m tests.real.servers --run new
"""

from tests.real.servers.debian import DownloadError
from tests.real.servers.processes import ServerError
from tests.real.servers.site import Site
from tests.real.servers.wordpress import KINDS, prepare, wordpress

__all__ = ["KINDS", "DownloadError", "ServerError", "Site", "prepare", "wordpress"]
