"""`run`, `apply` and `revert` from a terminal: exit codes, stdout and stderr."""

import json
from pathlib import Path
from shlex import split
from typing import Any

import pytest
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.cli.calling import program
from tests.flows.journal import Journal
from tests.flows.terminal import KEY, Shell, Told, process
from tests.reports import CONTRACT

SECOND_SITE = '[[sites]]\nname = "magazine"\nconnector = "markdown"\npath = "pages"\n'


@pytest.fixture
def shell(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, journal: Journal
) -> Shell:
    """A terminal in which `rubricator` works on the journal."""
    return Shell(capsys, monkeypatch)


def the_object(told: Told) -> dict[str, Any]:
    """The one JSON object on stdout; the counts of a run hold their two identities."""
    found: dict[str, Any] = json.loads(told.out)
    for run in found.get("runs", [found]):
        assert set(run) >= CONTRACT
        counts = run["counts"]
        if run["mode"] in {"live", "dry_run"}:
            ways = ("reused", "generated", "refused", "failed", "out_of_budget", "waiting")
            assert counts["listed"] == counts["selected"] + counts["skipped"]
            assert counts["selected"] == sum(counts[way] for way in ways)
    return found


def test_run_json_prints_one_object_and_nothing_else(journal: Journal) -> None:
    """In a process of its own: what Prefect and its threads print is counted too."""
    told = process("run", "--json")

    run = the_object(told)
    assert 0 == told.code
    assert ("completed", 3, 3) == (run["status"], run["counts"]["published"], len(run["proposals"]))
    assert 3 == run["usage"]["requests"]
    assert "run.ended" in told.err


def test_run_tells_people_what_it_did(journal: Journal, shell: Shell) -> None:
    """The outcome on stdout, progress on stderr, the preview in a page that names no secret."""
    page = journal.folder / "preview.html"

    told = shell("run", "--dry-run", "--report", str(page))

    assert 0 == told.code
    assert "journal" in told.out
    assert told.out.endswith(f"The preview is in {page}.\n")
    assert "run.started" in told.err
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert KEY not in page.read_text(encoding="utf-8")


def test_several_sites_are_one_object(journal: Journal, shell: Shell) -> None:
    """Under the worst status, with what all of them cost; with --site it is one run's."""
    (journal.folder / "pages").mkdir()
    journal.configure(SECOND_SITE)

    everything, one = shell("run", "--json"), shell("run", "--site", "magazine", "--json")

    found = the_object(everything)
    assert {"status", "cost_usd", "unknown_usd", "runs"} == set(found)
    assert ["journal", "magazine"] == [run["site"] for run in found["runs"]]
    assert found["cost_usd"] == found["runs"][0]["cost_usd"]
    assert "magazine" == the_object(one)["site"]


def test_a_run_with_failures_exits_with_1(journal: Journal, shell: Shell) -> None:
    """And names them."""
    journal.standin.script({"refusal": "cyber"})
    told = shell("run", "--article", "mills.md", "--json")
    assert 1 == told.code
    assert ["mills.md"] == [failure["article_id"] for failure in the_object(told)["failures"]]


def test_a_run_that_its_budget_stops_exits_with_3(journal: Journal, shell: Shell) -> None:
    """What did not fit is said."""
    told = shell("run", "--max-usd", "0.0006", "--json")
    assert (3, "stopped_by_budget") == (told.code, the_object(told)["status"])


def test_a_claude_that_says_no_exits_with_4(journal: Journal, shell: Shell) -> None:
    """The report is there all the same."""
    journal.standin.script({"status": 401, "type": "authentication_error", "times": 3})
    told = shell("run", "--json")
    assert (4, "failed") == (told.code, the_object(told)["status"])


def test_a_prefect_that_cannot_be_reached_exits_with_4(journal: Journal, shell: Shell) -> None:
    """Before a run is begun, with the variable that names it."""
    with temporary_settings({PREFECT_API_URL: "http://127.0.0.1:9/api"}):
        told = shell("run")
    assert (4, "") == (told.code, told.out)
    assert "rubricator: PREFECT_API_URL: http://127.0.0.1:9/api cannot be reached" in told.err
    assert 0 == journal.standin.counters()["requests"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["frob"], 'Unknown command "frob"'),
        (["run", "--limit", "x"], "Invalid value for --limit"),
        (["run", "--limit", "0"], "limit: it should be greater than or equal to 1; it is 0"),
        (
            ["run", "--max-usd", "0"],
            "max_usd: it should be greater than or equal to 0.0001; it is 0",
        ),
        (["run", "--max-usd", "5000"], "max_usd: it should be less than or equal to 1000"),
        (["run", "--since", "yesterday"], "Invalid value for --since"),
        (["run", "--since", "2026-11-20", "--until", "2026-11-01"], "is not before until"),
        (["run", "--site", "nope"], "--site: there is no site 'nope'; the file has: journal"),
        (["run", "--report", "/nowhere/x.html"], "--report: /nowhere/x.html cannot be written"),
        (["run", "--overwrite", "all"], 'Choose from: "never", "ours", "always"'),
        (["apply"], "RUN_ID requires an argument"),
        (["apply", "nope"], "run_id: there is no run 'nope'; rubricator runs lists them"),
        (["revert", "nope"], "run_id: there is no run 'nope'; rubricator runs lists them"),
        (["runs", "--limit", "0"], "Must be >= 1"),
        (["show", "nope"], "nope: there is no such run; rubricator runs lists them all"),
        (["spend", "--by", "week"], 'Invalid value "week" for --by'),
        (["--config", "/nowhere.toml", "run"], "/nowhere.toml: there is no such file"),
    ],
)
def test_wrong_usage_exits_with_2(
    journal: Journal, shell: Shell, arguments: list[str], sentence: str
) -> None:
    """Nothing is called, stdout stays empty, stderr says what to do."""
    told = shell(*arguments, *(["--json"] if arguments[0] == "run" else []))
    assert (2, "") == (told.code, told.out)
    assert told.err.startswith("rubricator: ")
    assert sentence in told.err
    assert 0 == journal.standin.counters()["requests"]


def test_a_wrong_configuration_exits_with_2(journal: Journal, shell: Shell) -> None:
    """Each problem has a line of its own."""
    journal.configure(site='pth = "x"', claude="concurrency = 0")
    told = shell("run", "--json")
    assert (2, "") == (told.code, told.out)
    assert [
        "rubricator: claude.concurrency: it should be greater than or equal to 1; it is 0",
        "rubricator: sites[0].pth: there is no such key; did you mean path?",
    ] == told.err.splitlines()


def test_a_folder_that_is_not_there_exits_with_2(journal: Journal, shell: Shell) -> None:
    """Of any site, before anything is asked for another."""
    journal.configure(SECOND_SITE)
    told = shell("run")
    assert (2, "") == (told.code, told.out)
    assert f"site magazine: {journal.folder / 'pages'} is not a folder" in told.err
    assert 0 == journal.standin.counters()["requests"]


def test_a_run_without_a_key_exits_with_2(
    journal: Journal, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The variable is named."""
    monkeypatch.delenv("ANTHROPIC_API_KEY")
    told = shell("run")
    assert (2, "") == (told.code, told.out)
    assert "claude.key_env: ANTHROPIC_API_KEY is not set; export it" in told.err


def test_a_preview_is_applied_and_reverted(journal: Journal, shell: Shell) -> None:
    """By the ids that --json gave; each byte is back at the end."""
    before = journal.bytes()
    preview = the_object(shell("run", "--dry-run", "--json"))

    applied = shell("apply", preview["run_id"], "--json")
    reverted = shell("revert", the_object(applied)["run_id"], "--json")

    assert (0, 0) == (applied.code, reverted.code)
    counts = {"listed": 3, "published": 3, "reverted": 0, "stale": 0, "held": 0, "failed": 0}
    assert counts == the_object(applied)["counts"]
    assert {**counts, "published": 0, "reverted": 3} == the_object(reverted)["counts"]
    assert before == journal.bytes()


def test_a_preview_is_shown_with_what_waits_now(journal: Journal, shell: Shell) -> None:
    """Its own account, as a program reads it, stays as it was."""
    preview = the_object(shell("run", "--dry-run", "--json"))["run_id"]
    first = shell("show", preview).out
    shell("apply", preview, "--article", "mills.md")
    then = shell("show", preview).out
    (journal.posts / "bread.md").unlink()
    shell("apply", preview)
    last = shell("show", preview)

    assert "To publish these 3 proposals" in first
    assert "To publish these 2 proposals" in then
    assert " apply " not in last.out
    assert "Stale:\n  bread.md: by another run since" in last.out
    shown = the_object(shell("show", preview, "--json"))
    assert {"proposed"} == {proposal["status"] for proposal in shown["proposals"]}


def test_one_article_is_applied_and_reverted(
    journal: Journal, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Told to people; neither needs a key."""
    preview = the_object(shell("run", "--dry-run", "--json"))
    monkeypatch.delenv("ANTHROPIC_API_KEY")

    applied = shell("apply", preview["run_id"], "--article", "mills.md")
    assert (None, 5) == (journal.fields("bread")[0], len(journal.fields("mills")[1]))
    reverted = shell("revert", preview["run_id"], "--article", "mills.md")

    assert (0, 0) == (applied.code, reverted.code)
    assert (None, None) == journal.fields("mills")
    assert "1 published" in applied.out
    assert "1 put back" in reverted.out


def test_a_report_that_is_a_folder_is_refused_before_the_run(
    journal: Journal, shell: Shell, tmp_path: Path
) -> None:
    """What a run cost is not lost with its page."""
    told = shell("run", "--report", str(tmp_path))
    assert (2, "") == (told.code, told.out)
    assert 0 == journal.standin.counters()["requests"]


def test_what_is_advised_works_where_it_is_printed(
    journal: Journal, shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Typed as it stands there, in a folder that has no configuration, or another one."""
    monkeypatch.delenv("RUBRICATOR_CONFIG")
    config, page = tmp_path / "my own.toml", tmp_path / "preview.html"
    (journal.folder / "rubricator.toml").rename(config)

    previewed = shell("--config", str(config), "run", "--dry-run", "--report", str(page))
    (advised,) = (line for line in previewed.out.splitlines() if " apply " in line)
    monkeypatch.delenv("RUBRICATOR_CONFIG")
    name, *arguments = split(advised)

    assert ("rubricator", 0) == (name, (applied := shell(*arguments)).code)
    assert "3 published" in applied.out
    assert f"rubricator --config &#39;{config}&#39; revert" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("command", [["runs"], ["init"], ["audit"]])
def test_every_command_that_advises_names_the_configuration(
    journal: Journal, shell: Shell, tmp_path: Path, command: list[str]
) -> None:
    """Whatever it is that comes next."""
    config = journal.folder / "rubricator.toml"
    if command == ["init"]:
        config.unlink()
    assert f" rubricator --config {config} run " in shell("--config", str(config), *command).out


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (None, "rubricator"),
        ("rubricator.toml", "rubricator"),
        ("{here}/rubricator.toml", "rubricator"),
        ("{here}/demo/rubricator.toml", "rubricator --config demo/rubricator.toml"),
        ("/else where/rubricator.toml", "rubricator --config '/else where/rubricator.toml'"),
    ],
)
def test_the_configuration_is_named_where_it_would_not_be_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str | None, expected: str
) -> None:
    """As short as it can be from the folder in which somebody sits."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("RUBRICATOR_CONFIG", raising=False)
    if given:
        monkeypatch.setenv("RUBRICATOR_CONFIG", given.format(here=tmp_path))
    assert expected == program()
