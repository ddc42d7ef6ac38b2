"""Where PostgreSQL's programs are."""

import shutil
from pathlib import Path

DEBIANS = Path("/usr/lib/postgresql")  # a folder for each major version
MISSING = "there is no PostgreSQL server; on Debian and Ubuntu: apt-get install postgresql"


def installed() -> Path | None:
    """The folder of the newest server's programs; `None` where there is none."""
    if found := shutil.which("postgres"):
        return Path(found).resolve().parent
    return max(DEBIANS.glob("*/bin"), key=lambda path: int(path.parent.name), default=None)
