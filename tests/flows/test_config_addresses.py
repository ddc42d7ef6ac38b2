"""Addresses and files that cannot be: told before anything is called, and without passwords."""

import json
from pathlib import Path

import pytest

from tests.flows.journal import Journal
from tests.flows.settings_file import SITE, problems
from tests.flows.terminal import Shell, Told

BROKEN = [
    "htps://me:SECRET@proxy.example",
    "http://[::1",
    "http://x:port",
    "http://x:99999",
    "http://x\x01y",
    "http:// x",
    "http://:80",
    "http://user@",
    "http://x/?key=SECRET",
    "http://x/#frag",
]
MAGAZINE = '[[sites]]\nname = "magazine"\nconnector = "wordpress"\npassword_env = "P"\n'


def refused(journal: Journal, shell: Shell, field: str) -> None:
    """What holds for both commands: exit 2, one sentence on the field, nothing done, no secret."""
    run, doctor = shell("run"), shell("doctor")
    assert (2, "", 1) == (run.code, run.out, len(run.err.splitlines()))
    assert run.err.startswith(f"rubricator: {field}: ")
    assert ";" in run.err
    assert 2 == doctor.code
    assert f"FAIL  configuration: {field}: " in doctor.out
    assert 0 == journal.standin.counters()["requests"]
    assert [] == journal.statuses()
    for told in (run, doctor):
        assert "SECRET" not in said(told)


def said(told: Told) -> str:
    """All that a command said."""
    return told.out + told.err


@pytest.mark.parametrize("url", BROKEN)
def test_an_address_of_claude_that_cannot_be_is_refused(
    journal: Journal, shell: Shell, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    """No run begins that could only fail."""
    monkeypatch.setenv("RUBRICATOR_CLAUDE_BASE_URL", url)
    refused(journal, shell, "claude.base_url")


@pytest.mark.parametrize("url", [*BROKEN, "https://robot:SECRET@magazine.example"])
def test_an_address_of_a_site_that_cannot_be_is_refused(
    journal: Journal, shell: Shell, url: str
) -> None:
    """With a user in it as well: its password would be shown wherever the address is."""
    journal.configure(f'{MAGAZINE}username = "robot"\nbase_url = {json.dumps(url)}')
    refused(journal, shell, "sites[1].base_url")


def test_a_password_behind_the_name_of_a_user_is_not_repeated(
    journal: Journal, shell: Shell
) -> None:
    """As curl would take both."""
    journal.configure(f'{MAGAZINE}username = "robot:SECRET"\nbase_url = "https://x.example"')
    refused(journal, shell, "sites[1].username")


@pytest.mark.parametrize("url", [f"http://{'x' * 64}", "https://me:SECRET@magazine.example"])
def test_init_writes_no_address_that_would_be_refused(
    journal: Journal, shell: Shell, url: str
) -> None:
    """Nothing is written, and no password repeated."""
    (journal.folder / "rubricator.toml").unlink()
    told = shell("init", "--connector", "wordpress", "--username", "robot", "--url", url)
    assert (2, "") == (told.code, told.out)
    assert "--url: this is no address of a site" in told.err
    assert "SECRET" not in told.err
    assert not (journal.folder / "rubricator.toml").exists()


@pytest.mark.parametrize(
    ("field", "line"),
    [
        ("database_url", 'database_url = "sqlite:///a\\u0000b"'),
        ("database_url", 'database_url = "postgresql://me:SECRET\\u0000@host/db"'),
        ("claude.key_file", '[claude]\nkey_file = "sk-ant-SECRET\\u0000"'),
        ("claude.key_file", '[claude]\nkey_file = ["sk-ant-SECRET"]'),
        ("claude.base_url", '[claude]\nbase_url = ["https://me:SECRET@proxy.example"]'),
        ("claude", 'claude = "https://me:SECRET@proxy.example"'),
        ("sites[0].path", f'{SITE.partition("path")[0]}path = "a\\u0000b"\n#'),
    ],
)
def test_a_text_that_no_call_would_take_is_refused(tmp_path: Path, field: str, line: str) -> None:
    """By its field, and without what may be secret in it."""
    text = line if "[[sites]]" in line else f"{line}\n{SITE}"
    (problem,) = problems(tmp_path, text)
    assert problem.startswith(f"{field}: ")
    assert "SECRET" not in problem


@pytest.mark.parametrize(
    ("line", "end"),
    [
        (f'path = "{"a" * 5000}"', "is not a folder; correct the site's path."),
        (f'path = "{"a/" * 2500}"', "is not a folder; correct the site's path."),
        (f'path = "posts"\nglob = "{"a" * 5000}"', "in the folder; try **/*.md"),
    ],
)
def test_a_name_that_is_too_long_for_a_file_is_refused(
    journal: Journal, shell: Shell, line: str, end: str
) -> None:
    """The system raises where it is asked for one."""
    journal.configure(SITE.replace("journal", "archive").replace('path = "content/posts"\n', line))
    run, doctor = shell("run"), shell("doctor")
    assert (2, "", 1) == (run.code, run.out, len(run.err.splitlines()))
    assert run.err.startswith("rubricator: site archive: ")
    assert run.err.endswith(f"{end}\n")
    assert 2 == doctor.code
    assert [] == journal.statuses()


def test_a_long_value_is_cut_where_it_is_shown(tmp_path: Path) -> None:
    """What was pasted by mistake would fill the screen."""
    (problem,) = problems(tmp_path, f'[claude]\nbase_url = "{"x" * 5000}"\n{SITE}')
    assert problem.endswith("xxx...")
    assert 400 > len(problem)


def test_a_password_for_prefect_is_not_shown(
    journal: Journal, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether that server answers or not."""
    for url in ("http://me:SECRET@127.0.0.1:9/api", "http://me:SECRET@[::1/api"):
        monkeypatch.setenv("PREFECT_API_URL", url)
        told = shell("doctor")
        assert "PREFECT_API_URL: http://***@" in told.out
        assert "SECRET" not in said(told)
