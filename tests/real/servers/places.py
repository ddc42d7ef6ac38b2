"""Where servers are kept, and one at a time there."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from tests.real.servers.processes import say

HERE = Path(__file__).parent
HOUSE = HERE.parents[2]
VARIABLE = "TEST_SERVERS"  # names another folder than .servers


def root() -> Path:
    """The folder for all that is downloaded and made; to remove it is to start from nothing."""
    folder = Path(os.environ.get(VARIABLE) or HOUSE / ".servers").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def digest() -> str:
    """A short name for how servers are made: where these files differ, they are made anew."""
    summed = sha256()
    for path in sorted(HERE.rglob("*.p*")):
        if path.suffix in (".py", ".php"):
            summed.update(path.read_bytes())
    return summed.hexdigest()[:8]


def own(folder: Path, prefix: str = "") -> Path:
    """A new folder in there for this process; those that killed ones have left behind are gone."""
    folder.mkdir(exist_ok=True)
    for left in folder.glob(f"{prefix}[0-9]*-*"):
        if not Path("/proc", left.name.removeprefix(prefix).split("-")[0]).exists():
            shutil.rmtree(left, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{prefix}{os.getpid()}-", dir=folder))


@contextmanager
def alone() -> Iterator[None]:
    """Nobody else makes or starts a server in that folder meanwhile."""
    with (root() / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"waiting for another start in {root()}")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
