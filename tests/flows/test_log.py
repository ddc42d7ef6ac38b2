"""The log: whatever an article is called, its line is one line."""

import pytest

from flows.cli.terminal import Terminal
from flows.log import LOG

FORGED = "a.md\n12:00:00 write.done article=b.md\r\x1b[2Jverdict=written\u2028.md"


def test_an_id_cannot_forge_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    """Nor move the cursor of the terminal."""
    with Terminal(quiet=True):
        LOG.warning("write.unfinished article=%s reason=%s", FORGED, ValueError(FORGED))
    (line,) = capsys.readouterr().err.splitlines()
    assert "write.unfinished article=a.md 12:00:00 write.done article=b.md" in line
    assert line.isprintable()


def test_other_handlers_get_the_same_line(caplog: pytest.LogCaptureFixture) -> None:
    """Prefect's write what a worker's run says."""
    LOG.warning("write.recovered article=%s verdict=%s", FORGED, "written")
    (record,) = caplog.records
    assert record.getMessage().isprintable()
