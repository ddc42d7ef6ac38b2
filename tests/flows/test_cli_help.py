"""What the commands say of themselves."""

import re

import pytest

from tests.flows.terminal import Shell


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A terminal where nothing is configured."""
    return Shell(capsys, monkeypatch)


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
    monkeypatch: pytest.MonkeyPatch,
    command: list[str],
    paragraph: str,
    of_an_argument: str,
) -> None:
    """Not where the source does: in a wide one each paragraph is a line."""
    monkeypatch.setenv("COLUMNS", "999")
    told = shell(*command, "--help").out
    described = told.partition("╭")[0].strip().split("\n\n")
    assert [] == [text for text in described if "\n" in text]
    assert any(text.startswith(paragraph) for text in described)
    (row,) = [line for line in told.splitlines() if of_an_argument in line]
    assert re.match(r"│ (--[a-z]|TO_URL)", row)


def test_the_usage_names_what_may_be_given(shell: Shell) -> None:
    """Also where it may be left out."""
    assert "Usage: rubricator move-ledger [OPTIONS] [TO_URL]" in shell("move-ledger", "--help").out
