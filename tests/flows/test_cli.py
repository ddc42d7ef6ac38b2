"""`init`, `doctor`, `runs`, `show`, `spend`: what they print, and how they end."""

import json
import socket
from pathlib import Path
from typing import Any

import pytest

from connectors.ledger.database import Database
from connectors.ledger.store import Ledger
from connectors.markdown_settings import MarkdownSettings
from connectors.wordpress.settings import WordPressSettings
from flows.config import load
from tests.builders import a_run_row
from tests.clock import StillClock
from tests.flows.journal import Journal
from tests.flows.terminal import Shell, Told


@pytest.fixture
def shell(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Shell:
    """A terminal in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RUBRICATOR_CONFIG", str(tmp_path / "rubricator.toml"))
    return Shell(capsys, monkeypatch)


def the_object(told: Told) -> dict[str, Any]:
    """The one JSON object on stdout of a command that succeeded."""
    assert 0 == told.code
    found: dict[str, Any] = json.loads(told.out)
    return found


def checks(told: Told) -> dict[str, tuple[bool, str, int]]:
    """What the doctor said of each subject."""
    found = json.loads(told.out)["checks"]
    return {check["subject"]: (check["ok"], check["sentence"], check["code"]) for check in found}


def test_init_writes_a_file_that_loads(shell: Shell, tmp_path: Path) -> None:
    """For the folder of posts that is there, and so that a run only proposes."""
    (tmp_path / "_posts").mkdir()

    told = shell("init", "--name", "magazine")

    (site,) = load().settings.sites
    assert 0 == told.code
    assert told.out.startswith(f"Wrote {tmp_path / 'rubricator.toml'} for the posts in _posts.")
    assert isinstance(site, MarkdownSettings)
    assert ("magazine", "_posts", "manual") == (site.name, site.path, site.trust)


def test_init_writes_one_for_wordpress_too(shell: Shell, tmp_path: Path) -> None:
    """With the way to an application password; its variable is named, and nothing secret asked."""
    told = shell("init", "--connector", "wordpress", "--url", "mag.example/", "--username", "robot")

    (site,) = load().settings.sites
    assert isinstance(site, WordPressSettings)
    assert ("magazine", "https://mag.example", "robot") == (site.name, site.base_url, site.username)
    assert ("MAGAZINE_APP_PASSWORD", "manual") == (site.password_env, site.trust)
    assert "https://mag.example/wp-admin/profile.php#application-passwords-section" in told.out


def test_init_says_which_flag_is_missing(shell: Shell) -> None:
    """Nobody is asked where nobody is there."""
    told = shell("init", "--connector", "wordpress", "--url", "mag.example")
    assert (2, "rubricator: --username: it is missing; add it\n") == (told.code, told.err)


def test_the_companion_is_printed(shell: Shell) -> None:
    """As it is to lie in wp-content/mu-plugins."""
    assert shell("companion").out.startswith("<?php\n/**\n * Plugin Name: Rubricator Companion\n")


def test_init_never_overwrites(shell: Shell, tmp_path: Path) -> None:
    """Not even an empty file."""
    (tmp_path / "rubricator.toml").touch()
    told = shell("init")
    assert (2, "") == (told.code, told.out)
    assert "it exists; edit it, or name another with --config" in told.err
    assert not (tmp_path / "rubricator.toml").read_bytes()


def test_init_knows_what_it_can_write(shell: Shell, tmp_path: Path) -> None:
    """Another system, and a place that is not there, are refused in a sentence."""
    assert "'drupal' is not known" in shell("init", "--connector", "drupal").err
    told = shell("--config", str(tmp_path / "nowhere" / "r.toml"), "init")
    assert (2, "") == (told.code, told.out)
    assert "it cannot be written (No such file or directory)" in told.err


@pytest.mark.parametrize(
    "flags", [[], ["--connector", "wordpress", "--url", "mag.example", "--username", "robot"]]
)
def test_the_settings_that_init_comments_out_are_the_defaults(
    shell: Shell, tmp_path: Path, flags: list[str]
) -> None:
    """Taking the signs away changes nothing."""
    shell("init", *flags)
    path = tmp_path / "rubricator.toml"
    as_written = load().settings
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(line.removeprefix("# ") for line in lines[3:]), encoding="utf-8")
    assert as_written == load().settings


def test_the_version_is_told(shell: Shell) -> None:
    """The installed one."""
    assert 3 == len(shell("--version").out.split("."))


def test_a_healthy_site_passes_every_check(journal: Journal, shell: Shell) -> None:
    """A line each; nothing is asked that costs."""
    told, as_json = shell("doctor"), shell("doctor", "--json")
    assert 0 == told.code
    assert [line[:4].strip() for line in told.out.splitlines()] == ["ok"] * 9
    assert [
        "configuration",
        "time zones",
        "ledger",
        "brake",
        "budget",
        "site journal",
        "key",
        "claude",
        "prefect",
    ] == list(checks(as_json))
    assert {True} == {ok for ok, _, _ in checks(as_json).values()}
    assert 0 == journal.standin.counters()["answered"]


def test_each_failing_check_is_named_with_its_cure(
    journal: Journal, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One does not hide the next."""
    monkeypatch.delenv("ANTHROPIC_API_KEY")
    journal.configure(top='database_url = "sqlite://"')
    journal.posts.rename(journal.folder / "moved")

    told, as_json = shell("doctor"), shell("doctor", "--json")

    assert (2, 2) == (told.code, as_json.code)
    failed = {subject: said for subject, (ok, said, _) in checks(as_json).items() if not ok}
    assert {"ledger", "site journal", "key"} == set(failed)
    assert failed["ledger"].startswith("database_url: the ledger must be a file")
    assert f"{journal.posts} is not a folder; correct the site's path." == failed["site journal"]
    assert "export it" in failed["key"]
    assert 3 == told.out.count("FAIL")


def test_a_wrong_configuration_is_the_only_check(journal: Journal, shell: Shell) -> None:
    """Each of its problems is a line."""
    journal.configure('x = 1\ntimezone = "Mars"')
    told = shell("doctor")
    assert (2, 2) == (told.code, len(told.out.splitlines()))
    assert "FAIL  configuration: sites[0].x: there is no such key; remove it" in told.out


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("http://127.0.0.1:9", "http://127.0.0.1:9: Claude cannot be reached"),
        ("http://me:secret@127.0.0.1:9", "http://127.0.0.1:9: Claude cannot be reached"),
    ],
)
def test_a_claude_that_cannot_be_reached_exits_with_4(
    journal: Journal, shell: Shell, monkeypatch: pytest.MonkeyPatch, url: str, sentence: str
) -> None:
    """Its address is shown without what may stand in it."""
    monkeypatch.setenv("RUBRICATOR_CLAUDE_BASE_URL", url)
    told = shell("doctor")
    assert 4 == told.code
    assert f"FAIL  claude: {sentence}" in told.out
    assert "secret" not in told.out


def test_a_ledger_without_runs_says_so(journal: Journal, shell: Shell) -> None:
    """With how to begin; as JSON it is empty lists and zeros."""
    assert "Start one: rubricator run --dry-run" in shell("runs").out
    assert {"paused": None, "runs": []} == the_object(shell("runs", "--json"))
    spent = the_object(shell("spend", "--json"))
    assert ("0", "0", []) == (spent["cost_usd"], spent["unknown_usd"], spent["rows"])


def test_what_was_run_and_spent_can_be_looked_up(journal: Journal, shell: Shell) -> None:
    """All by the same id and to the same amount."""
    first, second = journal.run("dry_run"), journal.run()

    listed = the_object(shell("runs", "--json"))["runs"]
    shown = the_object(shell("show", first.run_id, "--json"))
    spent = the_object(shell("spend", "--json"))

    assert [second.run_id, first.run_id] == [run["run_id"] for run in listed]
    assert [second.run_id] == [
        run["run_id"] for run in the_object(shell("runs", "--limit", "1", "--json"))["runs"]
    ]
    assert first.run_id == shown["run_id"]
    assert [first.run_id] == [row["key"] for row in spent["rows"]]
    assert f"{first.cost_usd.normalize():f}" == shown["cost_usd"] == spent["cost_usd"]
    assert spent["simulated"]
    for told in (shell("runs"), shell("show", first.run_id), shell("spend")):
        assert 0 == told.code
        assert first.run_id in told.out


def test_a_run_that_was_killed_is_not_shown_as_running(journal: Journal, shell: Shell) -> None:
    """Nobody has to start another one to hear of it; one that lives is left alone."""
    database = Database("sqlite:///rubricator.db", journal.folder)
    Ledger(database, StillClock()).start(a_run_row("run-7"))

    living = shell("show", "run-7")
    database.locks.release("run-run-7")
    killed, told = shell("runs", "--json"), shell("show", "run-7")

    assert (2, "") == (living.code, living.out)
    assert "run-7: it is still running; its report comes at its end" in living.err
    assert ["crashed"] == [run["status"] for run in the_object(killed)["runs"]]
    assert (2, "") == (told.code, told.out)
    assert "it crashed and left no report; start it again to go on" in told.err


@pytest.mark.parametrize(
    ("by", "key"),
    [
        ("day", "{day}"),
        ("month", "{month}"),
        ("model", "claude-haiku-5-5"),
        ("prompt", "metadata-1"),
        ("site", "journal"),
    ],
)
def test_spending_is_added_up_by_each_aspect(
    journal: Journal, shell: Shell, by: str, key: str
) -> None:
    """Each has one row here, and it is the total."""
    report = journal.run("dry_run", limit=1)
    expected = key.format(day=f"{report.started_at:%Y-%m-%d}", month=f"{report.started_at:%Y-%m}")

    spent = the_object(shell("spend", "--by", by, "--json"))

    (row,) = spent["rows"]
    assert (expected, spent["cost_usd"], spent["usage"]) == (
        row["key"],
        row["cost_usd"],
        row["usage"],
    )
    assert expected in shell("spend", "--by", by).out
    assert [] == the_object(shell("spend", "--since", "2100-01-01", "--json"))["rows"]


def test_a_stand_in_whose_port_is_taken_says_so(shell: Shell) -> None:
    """It is somebody's first command, and may be their second terminal."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        told = shell("standin", "--port", str(port))
    assert 2 == told.code
    assert f"--port: 127.0.0.1:{port} cannot be had (Address already in use)" in told.err
