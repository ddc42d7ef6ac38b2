"""Two real WordPresses: each is fetched and installed once, and every site is a copy of that."""

import json
import shutil
import tarfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.real.servers import debian
from tests.real.servers.copies import USERNAME, Installed, copy
from tests.real.servers.places import alone, digest, root
from tests.real.servers.processes import ServerError, run, say
from tests.real.servers.site import Site, free_port

PACKAGES = ("php-cli", "php-curl", "php-mbstring", "php-mysql", "php-sqlite3", "php-xml")
MARIADB = ("mariadb-server-core", "mariadb-client-core")
DROP_IN = "@wp-playground/cli@3.1.56"  # has WordPress's SQLite drop-in inside
ZIPPED = "sqlite-database-integration.zip"


class Kind(NamedTuple):
    """Where a WordPress comes from, and what it keeps its posts in."""

    suite: str
    engine: str


KINDS = {
    "new": Kind("sid", "sqlite"),  # 7.1, or what has come since
    "old": Kind("bookworm", "mariadb"),  # 6.1, which the drop-in does not know
}


@contextmanager
def wordpress(kind: str, *, environment: str = "local", pretty: bool = True) -> Iterator[Site]:
    """A fresh and empty site: "new" is WordPress 7.1 on SQLite, "old" 6.1 on MariaDB.

    With the environment "production" it has no application passwords, as it speaks plain http.
    Without `pretty` permalinks its API is at /?rest_route=/ alone. Raises `ServerError`.
    """
    with ExitStack() as stack:
        with alone():
            installed = prepared(kind)
            began = time.monotonic()
            port = free_port()
            url = f"http://127.0.0.1:{port}"
            site = stack.enter_context(copy(installed, url, environment))
            if not pretty:
                site.script("plain.php")
            site.serve(port)
        say(
            f"WordPress {site.version} on {installed.engine} answers at {url} "
            f"after {time.monotonic() - began:.1f} s"
        )
        yield site


def prepare(kind: str) -> Installed:
    """What is fetched and installed now, if it was not. Raises `ServerError`.

    Raises `DownloadError` before anything else is done, where WordPress cannot be had.
    """
    with alone():
        return prepared(kind)


def prepared(kind: str) -> Installed:
    """The same, for who is alone already."""
    suite, engine = KINDS[kind]
    packages = fetch(suite)
    debian.install(PACKAGES)
    zipped = drop_in() if engine == "sqlite" else None
    if not zipped:
        engine = "mariadb"
        debian.install(MARIADB)
    installed = Installed(root() / f"{kind}-{engine}-{digest()}", engine)
    if not installed.folder.exists():
        say(f"installing WordPress of Debian {suite} on {engine}")
        for old in root().glob(f"{kind}-*"):
            shutil.rmtree(old)
        make(installed, packages, zipped)
    return installed


def make(installed: Installed, packages: Path, zipped: Path | None) -> None:
    """Unpack WordPress, and have it install itself; what it says is kept with its database."""
    making = Installed(installed.folder.with_suffix(".making"), installed.engine)
    making.folder.mkdir()
    debian.unpack(packages, making.folder / "code")
    if zipped:
        shutil.unpack_archive(zipped, making.folder / "drop-in")
    with copy(making, "http://127.0.0.1", "local") as site:
        said = json.loads(site.script("install.php", {"username": USERNAME}, installing=True))
        site.reset()
        site.stop()
        shutil.copytree(site.folder.parent / "database", making.folder / "database")
    making.about.write_text(json.dumps({"username": USERNAME, **said}), encoding="utf-8")
    making.folder.rename(installed.folder)


def fetch(suite: str) -> Path:
    """The folder with WordPress's packages. Raises `DownloadError`."""
    folder = root() / "debian" / suite
    if not folder.exists():
        say(f"downloading WordPress of Debian {suite} with apt-get")
        fetching = folder.with_suffix(".fetching")
        debian.download(suite, fetching)
        fetching.rename(folder)
    return folder / "packages"


def drop_in() -> Path | None:
    """The zipped SQLite drop-in; none where it cannot be had, which is said loudly."""
    zipped = root() / "npm" / ZIPPED
    try:
        if not zipped.exists():
            if not shutil.which("npm"):
                debian.install(("nodejs", "npm"))
            say(f"downloading {DROP_IN} with npm")
            zipped.parent.mkdir(exist_ok=True)
            run("npm", "pack", "--loglevel=error", DROP_IN, cwd=zipped.parent)
            take(zipped)
    except (ServerError, KeyError, OSError, tarfile.TarError) as error:
        say(f"NO SQLITE DROP-IN, so MariaDB takes its place: {error}")
        return None
    return zipped


def take(zipped: Path) -> None:
    """Take the drop-in out of the package beside it. Raises as tarfile does."""
    for packed in zipped.parent.glob("*.tgz"):
        with tarfile.open(packed) as archive:
            inside = archive.extractfile(f"package/{ZIPPED}")
            if inside:
                part = zipped.with_suffix(".part")
                part.write_bytes(inside.read())
                part.rename(zipped)
