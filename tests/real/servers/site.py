"""A WordPress site of a test's own, and what only its machine can do to it."""

import json
import signal
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count as counting
from pathlib import Path
from typing import Any

import requests

from tests.real.servers.databases import Database
from tests.real.servers.processes import Server, ServerError, run

PHP = Path(__file__).parent / "php"
PORTS = range(8181, 8190)
WORKERS = "4"  # requests answered side by side
SETTINGS = (
    *("-d", "memory_limit=512M"),
    *("-d", "sendmail_path=/bin/true"),  # no mail leaves the machine
)
_names = counting(1)


@dataclass
class User:
    """Somebody who may come in by the REST API."""

    username: str
    app_password: str

    @property
    def auth(self) -> tuple[str, str]:
        """Both, as requests wants them."""
        return self.username, self.app_password


@dataclass
class Site(User):
    """A running site, and its administrator."""

    version: str
    folder: Path  # WordPress's own: wp-content and all
    database: Database = field(repr=False)
    url: str = ""
    _server: Server | None = None

    def php(self, code: str, data: object = None, *, installing: bool = False) -> str:
        """What PHP prints that runs inside the site as its administrator; `data` is its $data.

        Raises `ServerError` where it dies, throws or exits.
        """
        given = json.dumps({"code": code, "data": data, "installing": installing})
        return run("php", *SETTINGS, PHP / "console.php", cwd=self.folder, given=given)

    def script(self, name: str, data: object = None, *, installing: bool = False) -> str:
        """What one of the files in `php` prints, run likewise."""
        code = (PHP / name).read_text(encoding="utf-8").removeprefix("<?php")
        return self.php(code, data, installing=installing)

    def user(self, role: str) -> User:
        """Somebody new of a role, such as author or editor."""
        name = f"{role}{next(_names)}"
        return User(name, self.script("user.php", {"name": name, "role": role}))

    def seed(self, count: int, **fields: object) -> list[int]:
        """The ids of so many new posts, published now unless `wp_insert_post`'s fields differ.

        In texts and lists of texts, {n} gives way to the number of the post, from 1 on.
        """
        usual = {
            "post_title": "Article {n}",
            "post_content": "<p>What article {n} has to say.</p>",
            "post_status": "publish",
        }
        ids: list[int] = json.loads(
            self.script("seed.php", [numbered({**usual, **fields}, n + 1) for n in range(count)])
        )
        return ids

    def reset(self) -> None:
        """Delete all posts, tags and comments; users, options and plugins stay."""
        self.script("reset.php")

    def page(self, url: str) -> str:
        """A page as a visitor gets it. Raises requests' own errors."""
        answer = requests.get(url, timeout=60)
        answer.raise_for_status()
        return answer.text

    @contextmanager
    def down(self) -> Iterator[None]:
        """For a while, nothing listens at its address."""
        port = int(self.url.rpartition(":")[2])
        self._stop_serving()
        try:
            yield
        finally:
            self.serve(port)

    def serve(self, port: int) -> None:
        """Answer at a port. Raises `ServerError`, where somebody else does as well."""
        self._server = Server(
            [
                *("php", *SETTINGS, "-d", "opcache.revalidate_freq=0"),
                *("-S", f"127.0.0.1:{port}", "-t", self.folder, PHP / "router.php"),
            ],
            self.folder.parent / "php.log",
            ending=signal.SIGINT,  # on others it leaves its workers behind
            env={"PHP_CLI_SERVER_WORKERS": WORKERS},
        )
        self._server.until(self._answers)

    def _answers(self) -> bool:
        """Whether this very site answers, and WordPress behind it."""
        try:
            there = requests.get(f"{self.url}/.instance", timeout=5).text == str(self.folder)
            if there:
                root = requests.get(f"{self.url}/?rest_route=/&_fields=name", timeout=60)
                if not root.ok:
                    raise ServerError(f"WordPress: answers {root.status_code}\n{root.text[:2000]}")
        except (requests.ConnectionError, requests.Timeout):
            return False
        return there

    def stop(self) -> None:
        """End its servers; nothing where they ended before."""
        self._stop_serving()
        self.database.stop()

    def _stop_serving(self) -> None:
        if self._server:
            self._server.stop()
            self._server = None


def free_port() -> int:
    """A port that nobody listens at. Raises `ServerError`."""
    for port in PORTS:
        try:
            socket.create_server(("127.0.0.1", port)).close()
        except OSError:
            continue
        return port
    raise ServerError(f"ports {PORTS[0]} to {PORTS[-1]}: are all taken; stop a server")


def numbered(fields: Mapping[str, Any], n: int) -> dict[str, Any]:
    """The fields of the n-th post."""
    number = str(n)
    return {
        name: value.replace("{n}", number)
        if isinstance(value, str)
        else [str(one).replace("{n}", number) for one in value]
        if isinstance(value, list)
        else value
        for name, value in fields.items()
    }
