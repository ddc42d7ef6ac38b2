"""`rubricator audit` from a terminal: free, without a key, and without a request."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.flows.terminal import Shell, Told, process

EXAMPLE = Path(__file__).parents[2] / "examples/journal"
KEYS = {
    "site",
    "articles",
    "judged",
    "described",
    "keywords_are_tags",
    "missing",
    "not_judged",
    "not_judged_articles",
    "rules",
    "duplicates",
    "worst",
}
NOBODY = '[claude]\nbase_url = "http://127.0.0.1:9"\n'
SITES = (
    '[[sites]]\nname = "journal"\nconnector = "markdown"\npath = "content/posts"\n'
    'url_template = "https://journal.example/{slug}/"\nlanguages = ["en", "de", "fr"]\n'
)
GONE = '[[sites]]\nname = "magazine"\nconnector = "markdown"\npath = "gone"\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the example site, a Claude that nobody listens for, and no key."""
    shutil.copytree(EXAMPLE / "content", tmp_path / "content")
    (tmp_path / "rubricator.toml").write_text(NOBODY + SITES, encoding="utf-8")
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)
    monkeypatch.setenv("RUBRICATOR_CONFIG", str(tmp_path / "rubricator.toml"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def shell(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: Path
) -> Shell:
    """A terminal in that folder."""
    return Shell(capsys, monkeypatch)


def add(folder: Path, lines: str) -> None:
    """More lines in the configuration."""
    path = folder / "rubricator.toml"
    path.write_text(path.read_text(encoding="utf-8") + lines, encoding="utf-8")


def the_object(told: Told, code: int = 0) -> dict[str, Any]:
    """The one JSON object on stdout."""
    assert code == told.code
    found: dict[str, Any] = json.loads(told.out)
    return found


def test_the_audit_is_free(folder: Path) -> None:
    """In a process of its own: no key, no Claude, no ledger, no Prefect, and no line too many."""
    told = process("audit", "--json")
    found = the_object(told)
    assert "" == told.err
    assert set(found) == KEYS
    assert ("journal", 15, 11, 2) == (
        found["site"],
        found["articles"],
        found["judged"],
        found["described"],
    )
    assert {"description": 9, "keywords": 10} == found["missing"]
    assert 4 == sum(found["not_judged"].values()) == len(found["not_judged_articles"])
    assert {"content", "rubricator.toml"} == {one.name for one in folder.iterdir()}


def test_its_help_needs_nothing(shell: Shell, folder: Path) -> None:
    """No configuration either."""
    (folder / "rubricator.toml").unlink()
    assert "Usage: rubricator audit" in shell("audit", "--help").out


def test_an_article_is_told_as_in_a_run(shell: Shell) -> None:
    """With the keys that `run --json` uses; and each rule with its share."""
    found = the_object(shell("audit", "--json"))
    (kept,) = (one for one in found["worst"] if one["meta_description"])
    assert {"article_id", "url", "title", "meta_description", "keywords", "findings"} == set(kept)
    assert kept["url"].startswith("https://journal.example/")
    assert {"rule", "severity", "message"} == set(kept["findings"][0])
    missing = {rule["rule"]: rule for rule in found["rules"]}["M01"]
    assert ("reject", 9, 0.8182) == (missing["severity"], missing["articles"], missing["share"])


def test_an_editor_reads_it_in_a_terminal(shell: Shell) -> None:
    """The numbers first, and at the end the command that fills what is missing."""
    told = shell("audit")
    assert (0, "") == (told.code, told.err)
    assert told.out.startswith("journal: 9 of its 11 articles have no description.\n")
    assert "10 of them have no keywords." in told.out
    command = "rubricator run --site journal --dry-run --overwrite never --since 2026-11-13"
    assert command in told.out
    assert told.out.endswith("  rubricator audit --site journal --report audit.html\n")


def test_the_worst_are_as_many_as_asked_for(shell: Shell) -> None:
    """None, where none are wanted."""
    assert "The worst" in shell("audit").out
    assert "The worst" not in shell("audit", "--worst", "0").out
    told = shell("audit", "--worst", "-1")
    assert (2, "") == (told.code, told.out)


def test_the_page_is_written(shell: Shell, folder: Path) -> None:
    """And its place is told, in place of the advice to have it."""
    page = folder / "audit.html"
    told = shell("audit", "--report", str(page))
    assert told.out.endswith(f"All of it is in {page}.\n")
    assert "on one page:" not in told.out
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert set(the_object(shell("audit", "--report", str(page), "--json"))) == KEYS


def test_a_page_that_cannot_be_written_is_told_at_once(shell: Shell) -> None:
    """Before thousands of articles are read."""
    told = shell("audit", "--report", "nowhere/audit.html")
    assert (2, "") == (told.code, told.out)
    assert "--report: nowhere/audit.html cannot be written" in told.err


def test_it_can_be_narrowed(shell: Shell) -> None:
    """By dates and in number."""
    assert 4 == the_object(shell("audit", "--json", "--since", "2026-11-19"))["articles"]
    assert 5 == the_object(shell("audit", "--json", "--until", "2026-11-16"))["articles"]
    assert 2 == the_object(shell("audit", "--json", "--limit", "2"))["articles"]


def test_one_site_that_cannot_be_read_leaves_the_others(shell: Shell, folder: Path) -> None:
    """It is named, and the command ends with 4."""
    add(folder, GONE)
    told = shell("audit", "--json", "--report", "audit.html")
    first, second = the_object(told, 4)["sites"]
    assert (set(first), {"site", "error"}) == (KEYS, set(second))
    assert "rubricator: site magazine: " in told.err
    assert "there is no such folder" in told.err
    assert "magazine could not be read" in Path("audit.html").read_text(encoding="utf-8")
    assert shell("audit").out.startswith("journal: 9 of its 11")


def test_one_site_can_be_named(shell: Shell, folder: Path) -> None:
    """Then it is an object of its own, however many there are."""
    add(folder, GONE)
    assert "journal" == the_object(shell("audit", "--site", "journal", "--json"))["site"]
    alone = the_object(shell("audit", "--site", "magazine", "--json"), 4)
    assert {"site", "error"} == set(alone)


@pytest.mark.parametrize(
    ("lines", "arguments", "sentence"),
    [
        ('colour = "red"\n', (), "sites[0].colour: there is no such key"),
        ('glob = "../*"\n', (), "site journal: glob: '../*' is no pattern"),
        ("", ("--site", "gazette"), "there is no site 'gazette'"),
        ("", ("--limit", "0"), "limit: it should be greater than or equal to 1; it is 0"),
        ("", ("--since", "2026-11-20", "--until", "2026-11-01"), "is not before until"),
    ],
)
def test_what_cannot_work_is_one_sentence(
    shell: Shell, folder: Path, lines: str, arguments: tuple[str, ...], sentence: str
) -> None:
    """And exit code 2."""
    add(folder, lines)
    told = shell("audit", *arguments)
    assert (2, "") == (told.code, told.out)
    assert sentence in told.err
