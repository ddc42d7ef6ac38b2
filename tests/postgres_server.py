"""A PostgreSQL server for all tests, in a folder that is gone after them."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.rows import TupleRow
from sqlmodel import SQLModel

from connectors.ledger.database import Database
from tests.postgres_programs import MISSING, installed
from tests.sharing import PROCESS

ADMIN = "postgres"
MIGRATED = "migrated"
PATIENCE = 30.0  # seconds until it answers
HASTY = {  # what would be lost with the power is not missed here
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "200",
    "listen_addresses": "",
}
HANG_UP = (
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid(); "
)


@dataclass
class PostgresServer:
    """A server that listens at a socket in its folder, and databases of one process there."""

    folder: Path
    _numbers: Iterator[int] = field(default_factory=count)
    _emptied: list[str] = field(default_factory=list)
    _lines: dict[str, psycopg.Connection[TupleRow]] = field(default_factory=dict)

    def url(self, name: str, user: str = ADMIN) -> str:
        """Where a database is."""
        return f"postgresql+psycopg://{user}@/{name}?host={self.folder}"

    @contextmanager
    def ledger(self) -> Iterator[str]:
        """The URL of a ledger with nothing in it yet.

        It is a copy of one that is only migrated once, and the next test's when it is emptied:
        a copy takes the server 80 milliseconds, and emptying it takes 7.
        """
        name = self._emptied.pop() if self._emptied else self._create(MIGRATED)
        yield self.url(name)
        if name not in self._lines:
            self._lines[name] = self._connect(name)
        tables = [table.name for table in reversed(SQLModel.metadata.sorted_tables)]
        emptied = sql.SQL("DELETE FROM {}; " * len(tables)).format(*map(sql.Identifier, tables))
        self._lines[name].execute(sql.SQL(HANG_UP) + emptied)
        self._emptied.append(name)

    def empty(self) -> str:
        """The URL of a new database that nobody has made a ledger yet."""
        return self.url(self._create("template0"))

    def start(self) -> None:
        """Wait until it answers; then make what each ledger is a copy of."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                self.say("CREATE DATABASE {}", MIGRATED)
                break
            except psycopg.OperationalError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.01)
        Database(self.url(MIGRATED), self.folder).close()

    def say(self, statements: str, *names: str, database: str = ADMIN) -> None:
        """Have the server do something."""
        said = sql.SQL(statements).format(*map(sql.Identifier, names))
        with self._connect(database) as connection:
            connection.execute(said)

    def close(self) -> None:
        """Hang up."""
        for line in self._lines.values():
            line.close()

    def _connect(self, database: str) -> psycopg.Connection[TupleRow]:
        return psycopg.connect(host=str(self.folder), user=ADMIN, dbname=database, autocommit=True)

    def _create(self, template: str) -> str:
        name = f"ledger_{PROCESS}{next(self._numbers)}"
        self.say("CREATE DATABASE {} TEMPLATE {}", name, template)
        return name


@contextmanager
def serving() -> Iterator[str]:
    """A server's folder. Root may not run one, a user of Debian's may."""
    binaries = installed()
    if binaries is None:
        raise FileNotFoundError(MISSING)
    with tempfile.TemporaryDirectory(prefix="rubricator-") as folder:
        user = ADMIN if os.geteuid() == 0 else None
        if user:
            shutil.chown(folder, user)
        made = [f"{binaries}/initdb", f"--pgdata={folder}/data", f"--username={ADMIN}"]
        made += ["--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"]
        subprocess.run(made, user=user, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        started = [f"{binaries}/postgres", "-D", f"{folder}/data", "-k", folder]
        started += [f"--{name}={value}" for name, value in HASTY.items()]
        with subprocess.Popen(started, user=user, cwd=folder, stderr=subprocess.DEVNULL) as process:
            try:
                PostgresServer(Path(folder)).start()
                yield folder
            finally:
                process.send_signal(signal.SIGQUIT)
