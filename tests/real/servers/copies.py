"""Sites as copies of an installed WordPress, each with files and a database of its own."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from tests.real.servers.databases import database
from tests.real.servers.places import own, root
from tests.real.servers.site import PHP, Site

USERNAME = "admin"
KEYS = ("AUTH", "SECURE_AUTH", "LOGGED_IN", "NONCE")


class Installed(NamedTuple):
    """A WordPress that only has to be copied."""

    folder: Path
    engine: str

    @property
    def about(self) -> Path:
        """The file with what its installation said."""
        return self.folder / "site.json"


@contextmanager
def copy(made: Installed, url: str, environment: str) -> Iterator[Site]:
    """A site with a running database that serves nothing yet; it is gone afterwards."""
    place = own(root() / "running")
    keeping = database(made.engine, place / "database")
    about: dict[str, str] = {"username": USERNAME, "app_password": "", "version": ""}
    if made.about.exists():
        about = json.loads(made.about.read_text(encoding="utf-8"))
    site = Site(
        about["username"],
        about["app_password"],
        version=about["version"],
        folder=place / "site",
        database=keeping,
        url=url,
    )
    try:
        fill(made, site.folder)
        constants = {**WORDPRESS, **secrets(), **keeping.constants()}
        constants |= {"WP_HOME": url, "WP_SITEURL": url, "WP_ENVIRONMENT_TYPE": environment}
        constants |= {"WP_DEBUG_LOG": str(place / "debug.log")}
        (place / "constants.json").write_text(json.dumps(constants), encoding="utf-8")
        if made.about.exists():
            shutil.copytree(made.folder / "database", place / "database")
            keeping.start()
        else:
            keeping.create()
        yield site
    finally:
        site.stop()
        shutil.rmtree(place, ignore_errors=True)


WORDPRESS = {
    "DB_USER": "",
    "DB_PASSWORD": "",
    "DB_HOST": "",
    "DB_CHARSET": "utf8mb4",
    "DB_COLLATE": "",
    "WP_HTTP_BLOCK_EXTERNAL": True,  # nothing leaves the machine
    "AUTOMATIC_UPDATER_DISABLED": True,
    "DISABLE_WP_CRON": True,  # a test says when: php("wp_publish_post(...)")
    "WP_DEBUG": True,  # notices go to the log, and to nobody else
    "WP_DEBUG_DISPLAY": False,
}


def secrets() -> dict[str, str]:
    """What WordPress signs with: long, and the same each time."""
    names = [f"{key}_{kind}" for key in KEYS for kind in ("KEY", "SALT")]
    return {name: sha256(name.encode()).hexdigest() for name in names}


def fill(made: Installed, folder: Path) -> None:
    """WordPress's files: links to the same bytes, as whoever changes one puts a new one there."""
    shutil.copytree(made.folder / "code", folder, copy_function=os.link)
    content = folder / "wp-content"
    for name in ("mu-plugins", "plugins", "themes", "uploads"):
        (content / name).mkdir(exist_ok=True)
    shutil.copyfile(PHP / "config.php", folder / "wp-config.php")
    if made.engine == "sqlite":
        shutil.copytree(made.folder / "drop-in", folder.parent / "drop-in", copy_function=os.link)
        found = next((folder.parent / "drop-in").glob("*/db.copy"))
        text = found.read_text(encoding="utf-8")
        text = text.replace("{SQLITE_IMPLEMENTATION_FOLDER_PATH}", str(found.parent))
        (content / "db.php").write_text(text, encoding="utf-8")
