"""The files of locks beside an SQLite ledger."""

import os
from pathlib import Path

from connectors.ledger.locks import Locks


def test_who_shares_a_ledger_shares_its_locks(tmp_path: Path) -> None:
    """Their files are as open as the umask has it, and reading one is enough to take the lock."""
    theirs, ours = Locks(tmp_path), Locks(tmp_path)
    mask = os.umask(0o027)
    theirs.hold("publish-journal")
    os.umask(mask)
    path = tmp_path / "publish-journal.lock"
    assert 0o640 == path.stat().st_mode & 0o777
    path.chmod(0o440)
    assert ours.is_held("publish-journal")
    theirs.release("publish-journal")
