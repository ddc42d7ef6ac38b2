"""Files replaced whole: whoever looks sees the old bytes or the new ones, never a part."""

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from connectors.errors import ConnectorError, NotFound, Refused, Stale, Unreachable


def replace(path: Path, old: bytes, new: bytes) -> None:
    """Give a file its new bytes, if it still has the old ones; else raise `Stale`.

    Behind a symbolic link it is the file that is replaced. It keeps its mode, and its owner
    where we may give files away. A killed process may leave a temporary file beside it, whose
    name begins with a dot, so that nobody takes it for an article; the next write, which is
    the one that finishes what was begun, removes it. One process writes to a site at a time.
    """
    target = Path(os.path.realpath(path))
    try:
        _replace(target, old, new)
    except OSError as error:
        raise refusal(target, error) from error


def temporary(target: Path) -> Path:
    """Where a file's new bytes stand before they replace it.

    Always the same name, so that the next write finds what was left behind without looking
    through the folder; and no other file's, for two may be replaced at once. A name has at most
    255 bytes: fifty characters leave room for what tells names apart that begin alike.
    """
    told = hashlib.sha256(os.fsencode(target.name)).hexdigest()[:16]
    return target.parent / f".{target.name[:50]}-{told}.rubricator-new"


def refusal(path: Path, error: OSError) -> ConnectorError:
    """What the operating system would not do, as one of the six errors."""
    if isinstance(error, FileNotFoundError):
        return NotFound(f"{path}: there is no such file")
    if isinstance(error, PermissionError):
        return Refused(f"{path}: {error.strerror}; give this user the right to it")
    return Unreachable(f"{path}: {error.strerror}")


def _replace(target: Path, old: bytes, new: bytes) -> None:
    before = target.stat()
    name = str(temporary(target))
    with suppress(FileNotFoundError):
        os.unlink(name)  # noqa: PTH108 - a plain name, as everywhere here
    handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(new)
            with suppress(PermissionError):
                os.fchown(handle, before.st_uid, before.st_gid)
            os.fchmod(handle, before.st_mode & 0o7777)  # after the owner, who resets bits of it
            file.flush()
            os.fsync(handle)
        _unchanged(target, old)
        os.replace(name, target)  # noqa: PTH105 - the one call that tests count
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(name)  # noqa: PTH108
        raise
    _settle(target.parent)


def _unchanged(target: Path, old: bytes) -> None:
    """Raise where somebody has written since; this looks again as late as can be."""
    if target.read_bytes() != old:
        raise Stale(f"{target} was changed while it was being written; nothing was written")


def _settle(folder: Path) -> None:
    """Have the folder's new entry on the disk before anyone is told that it is written."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
