"""The two databases that a site may have, each in one folder, which can be copied when stopped."""

import os
import shutil
import socket
import tempfile
from pathlib import Path
from typing import Protocol

from tests.real.servers.places import own
from tests.real.servers.processes import Server, run

SMALL = (  # an empty database of 25 MB in the place of 127
    "--innodb-log-file-size=8M",
    "--innodb-data-file-path=ibdata1:4M:autoextend",
)


class Database(Protocol):
    """What a site asks of its database."""

    def constants(self) -> dict[str, str]:
        """What WordPress has to be told of it."""

    def create(self) -> None:
        """An empty one, running."""

    def start(self) -> None:
        """The one that is there."""

    def stop(self) -> None:
        """End it, whole on the disk."""


class SQLite:
    """A file. The drop-in opens it, so that there is nothing to start."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def constants(self) -> dict[str, str]:
        """Where the drop-in finds the file."""
        return {"DB_NAME": "wordpress", "DB_DIR": f"{self.folder}/", "DB_FILE": "wordpress.sqlite"}

    def create(self) -> None:
        """The drop-in makes the file."""
        self.folder.mkdir()

    def start(self) -> None:
        """It is there."""

    def stop(self) -> None:
        """It may stay."""


class MariaDB:
    """A server of its own, reached by a socket alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        # Apart, as a socket's whole path has at most 107 characters.
        self.place = own(Path(tempfile.gettempdir()), "rubricator-mariadb-")
        self.socket = self.place / "mariadb"
        self.server: Server | None = None
        # Its account could not enter a checkout in root's home; the data are made up.
        self.user = ["--user=root"] if os.geteuid() == 0 else []

    def constants(self) -> dict[str, str]:
        """How WordPress gets in."""
        return {"DB_NAME": "wordpress", "DB_USER": "root", "DB_HOST": f"localhost:{self.socket}"}

    def create(self) -> None:
        """An empty one, running."""
        run(
            *("mariadb-install-db", "--no-defaults", f"--datadir={self.folder}", *self.user),
            *("--auth-root-authentication-method=normal", "--skip-test-db", *SMALL),
        )
        (self.folder / "wordpress").mkdir()  # to MariaDB, a folder is a database
        self.start()

    def start(self) -> None:
        """Start the server, and wait until it lets somebody in."""
        self.server = Server(
            [
                *("mariadbd", "--no-defaults", *self.user, *SMALL),
                *(f"--datadir={self.folder}", f"--socket={self.socket}", "--skip-networking"),
                "--character-set-server=utf8mb4",
                "--collation-server=utf8mb4_unicode_ci",
                "--innodb-flush-log-at-trx-commit=0",  # what a crash takes is made anew
                "--innodb-use-native-aio=0",  # containers forbid it
                "--performance-schema=0",
            ],
            self.place / "log",
        )
        self.server.until(self.greets)

    def greets(self) -> bool:
        """Whether the server says its name to who comes."""
        with socket.socket(socket.AF_UNIX) as coming:
            coming.settimeout(5)
            try:
                coming.connect(str(self.socket))
                return bool(coming.recv(1))
            except OSError:
                return False

    def stop(self) -> None:
        """End the server."""
        if self.server:
            self.server.stop()
            self.server = None
        shutil.rmtree(self.place, ignore_errors=True)


def database(engine: str, folder: Path) -> Database:
    """The database of a site, by its name."""
    return SQLite(folder) if engine == "sqlite" else MariaDB(folder)
