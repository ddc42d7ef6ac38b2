"""What the commands say of themselves."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from rich.console import Console

from flows.cli.app import app
from schemas.window import AT_LEAST
from tests.flows.terminal import Shell


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A terminal where nothing is configured."""
    return Shell(capsys, monkeypatch)


@pytest.fixture
def wide() -> Iterator[None]:
    """A terminal in which every paragraph is a line."""
    app.console = Console(width=999)
    yield
    app.console = None


@pytest.mark.parametrize(
    "command",
    [
        "init",
        "companion",
        "doctor",
        "run",
        "backfill",
        "apply",
        "revert",
        "pause",
        "resume",
        "runs",
        "show",
        "spend",
        "move-ledger",
        "serve",
        "alarms",
        "deploy",
        "standin",
    ],
)
def test_every_command_has_help(shell: Shell, command: str) -> None:
    """Without a configuration."""
    told = shell(command, "--help")
    assert (0, "") == (told.code, told.err)
    assert f"Usage: rubricator {command}" in told.out


@pytest.mark.parametrize(
    ("command", "paragraph", "of_an_argument"),
    [
        (["serve"], "The deployments are those of", "as PREFECT_SERVER_API_AUTH_STRING"),
        (["alarms", "install"], "An address may hold a secret", "the same where none is given"),
        (["move-ledger"], "All of it is copied", "leave it to PGPASSWORD"),
        (["standin"], "While it runs, GET", "second: a second's worth at once"),
    ],
)
def test_help_breaks_lines_where_the_terminal_ends(
    shell: Shell,
    wide: None,
    command: list[str],
    paragraph: str,
    of_an_argument: str,
) -> None:
    """Not where the source does: in a wide one each paragraph is a line."""
    told = shell(*command, "--help").out
    described = told.partition("╭")[0].strip().split("\n\n")
    assert [] == [text for text in described if "\n" in text]
    assert any(text.startswith(paragraph) for text in described)
    (row,) = [line for line in told.splitlines() if of_an_argument in line]
    assert re.match(r"│ (--[a-z]|TO_URL)", row)


@pytest.mark.parametrize("command", ["run", "backfill", "audit"])
def test_help_says_what_dates_are_read(shell: Shell, wide: None, command: str) -> None:
    """Each of its examples is one, and means what is said there."""
    told = shell(command, "--help").out
    row = next(line for line in told.splitlines() if "--since" in line and "like" in line)
    day, moment, zoned = [
        datetime.fromisoformat(text) for text in re.findall(r"2026-[\d:T+-]+\d", row)
    ]
    assert [None, None, timedelta(hours=1)] == [each.utcoffset() for each in (day, moment, zoned)]
    assert "2026-11-01T08:00, in the site's time zone" in row
    assert ("run" == command) == (f"at least the last {AT_LEAST.days} days" in row)


def test_the_usage_names_what_may_be_given(shell: Shell) -> None:
    """Also where it may be left out."""
    assert "Usage: rubricator move-ledger [OPTIONS] [TO_URL]" in shell("move-ledger", "--help").out
