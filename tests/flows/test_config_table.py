"""Every way in which a configuration or a command can be wrong: told before anything is called."""

import os
import sqlite3
from pathlib import Path

import pytest

from connectors.markdown_settings import MarkdownSettings
from flows.config import load
from schemas import languages
from schemas.config import TOLD_APART
from schemas.models import successor_of_retired
from tests.flows.journal import Journal
from tests.flows.settings_file import SITE, loaded, problems
from tests.flows.terminal import Shell, process

RETIRED = "claude-3-haiku-20240307"
AMOUNT = "budget.per_day_usd: it should be"
NUMBER = "claude.concurrency: it should be"
PLACES = "{slug}, {path}, {stem}, {year}, {month}, {day}"

SECTIONS = [
    ("[budget]\nper_day_usd = inf", f"{AMOUNT} a finite number; it is Infinity"),
    ("[budget]\nper_day_usd = 1e30", f"{AMOUNT} less than or equal to 1000000; it is 1E+30"),
    ('[budget]\nper_day_usd = "x"', f"{AMOUNT} an amount, like 1.00; it is 'x'"),
    ("[budget]\nper_day_usd = []", f"{AMOUNT} an amount, like 1.00; it is []"),
    ('[claude]\nconcurrency = "many"', f"{NUMBER} a whole number; it is 'many'"),
    ("[claude]\nconcurrency = 1.5", f"{NUMBER} a whole number; it is 1.5"),
    ("[claude]\nconcurrency = 1000", f"{NUMBER} less than or equal to 256; it is 1000"),
    (
        "[claude]\nrequests_per_minute = -1",
        "claude.requests_per_minute: it should be greater than or equal to 0; it is -1",
    ),
    ("[claude]\nmodel = 5", "claude.model: it should be a text between quotes; it is 5"),
    (
        f'[claude]\nfallback = "{RETIRED}"',
        f"claude.fallback: {RETIRED} is retired; use claude-haiku-5-5",
    ),
    (
        '[claude]\nfallback = "claude-sonnet-9"',
        (
            "claude.fallback: claude-sonnet-9 has no known price, so no budget could hold; "
            "use claude-sonnet-5"
        ),
    ),
    (
        '[claude]\nfallback = "claude-haiku-5-5"',
        "claude.fallback: claude-haiku-5-5 is claude.model too; name another",
    ),
]
SITES = [
    (
        'keywords_field = "description"',
        (
            "sites[0].keywords_field: this is the description_field too; name another field, "
            "or \"\" where the site has no keywords; it is 'description'"
        ),
    ),
    (
        'redact = ["email", "(a"]',
        (
            "sites[0].redact[1]: this is no regular expression (missing ) at position 2); "
            'mend it, or write "email" or "phone"; it is \'(a\''
        ),
    ),
    (
        'redact = ["E-Mail"]',
        "sites[0].redact[0]: this would mask that word alone; write \"email\"; it is 'E-Mail'",
    ),
    (
        'redact = ["x*"]',
        (
            "sites[0].redact[0]: this also finds nothing at all, everywhere; "
            "write what is to be masked; it is 'x*'"
        ),
    ),
    (
        'languages = ["en", "klingon"]',
        (
            "sites[0].languages[1]: this is no language that can be told; "
            "write codes like en or pt-BR; it is 'klingon'"
        ),
    ),
    ('description_field = ""', "sites[0].description_field: it should not be empty; it is ''"),
    ("failure_share = 0", "sites[0].failure_share: it should be greater than 0; it is 0"),
    (
        "failure_share = 2",
        "sites[0].failure_share: it should be less than or equal to 1; it is 2",
    ),
    (
        'overwrite = "all"',
        "sites[0].overwrite: it should be 'never', 'ours' or 'always'; it is 'all'",
    ),
    (
        'window_by = "day"',
        "sites[0].window_by: it should be 'front_matter' or 'mtime'; it is 'day'",
    ),
]
COMMANDS = [
    ("", ["--since", "2099-01-01"], "since: 2099-01-01 00:00:00 is yet to come; name a date"),
    ("", ["--since", "0001-01-01"], "is too far away; name a year from 1000 to 2999"),
    ("", ["--until", "9999-12-31"], "until: 9999-12-31 00:00:00 is too far away"),
    ("", ["--since", "2026-01-02", "--until", "2026-01-01"], "is not before until"),
    ("", ["--since", "yesterday"], 'Invalid value for --since: unable to convert "yesterday"'),
    ("", ["--article", "caf\udce9.md"], "article: caf\\xe9.md is not UTF-8; give the id as"),
    ("", ["--site", "jurnal"], "--site: there is no site 'jurnal'; the file has: journal"),
    ("", ["--limit", "0"], "limit: it should be greater than or equal to 1; it is 0"),
    ("", ["--max-usd", "nan"], "max_usd: it should be a finite number; it is nan"),
    ("", ["--max-usd", "-1"], "max_usd: it should be greater than or equal to 0.0001; it is -1.0"),
    ("", ["--max-usd", "much"], 'Invalid value for --max-usd: unable to convert "much"'),
    ("", ["--dryrun"], "Unknown option: --dryrun. Did you mean --dry-run?"),
    ("", ["--report", "/nowhere/x.html"], "--report: /nowhere/x.html cannot be written"),
    ('url_template = "https://x/{slg}/"', [], f"{{slg}} is unknown; it may hold {PLACES}"),
    ('glob = "/etc/*"', [], "glob: '/etc/*' is no pattern of files in the folder; try **/*.md"),
    ('glob = "../*.md"', [], "glob: '../*.md' is no pattern of files in the folder"),
]


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment that says nothing to us."""
    for name in os.environ:
        if name.startswith("RUBRICATOR_"):
            monkeypatch.delenv(name)


@pytest.mark.parametrize(("lines", "problem"), SECTIONS)
def test_a_section_that_cannot_be(tmp_path: Path, bare: None, lines: str, problem: str) -> None:
    """The field, what it should be, what it is."""
    assert [problem] == problems(tmp_path, f"{lines}\n{SITE}")


@pytest.mark.parametrize(("line", "problem"), SITES)
def test_a_site_that_cannot_be(tmp_path: Path, bare: None, line: str, problem: str) -> None:
    """Likewise, with the site's place in the file."""
    assert [problem] == problems(tmp_path, f"{SITE}{line}\n")


def test_a_retired_model_may_be_named_where_there_is_a_fallback(tmp_path: Path, bare: None) -> None:
    """A site goes on working on the day that its model is gone."""
    lines = f'[claude]\nmodel = "{RETIRED}"\nfallback = "claude-haiku-5-5"\n'
    claude = loaded(tmp_path, f"{lines}{SITE}").settings.claude
    assert successor_of_retired(claude.model)
    assert "claude-haiku-5-5" == claude.fallback


def test_an_env_file_that_is_not_text_is_named(tmp_path: Path, bare: None) -> None:
    """It is not the configuration that is broken."""
    (tmp_path / ".env").write_bytes(b'A="caf\xe9"')
    (problem,) = problems(tmp_path, SITE)
    assert problem.startswith(f"{tmp_path / '.env'}: it cannot be read")
    assert problem.endswith("save it as UTF-8")


def test_the_languages_that_can_be_named_are_those_that_are_told_apart() -> None:
    """Of the model's, those of two letters."""
    model = {code for code in languages.model().labels if len(code) == 2}
    assert sorted(model) == TOLD_APART.split()


@pytest.mark.parametrize(("line", "arguments", "said"), COMMANDS)
def test_a_command_that_cannot_be(
    journal: Journal, shell: Shell, line: str, arguments: list[str], said: str
) -> None:
    """Exit 2, nothing on stdout, nothing written, nothing asked."""
    journal.configure(line)
    before, asked = journal.bytes(), journal.standin.counters()["requests"]
    told = shell("run", "--json", *arguments)
    assert (2, "") == (told.code, told.out)
    assert said in told.err
    assert (before, asked) == (journal.bytes(), journal.standin.counters()["requests"])


def test_several_problems_are_told_at_once(
    journal: Journal, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also those that only show when the file itself is sound."""
    monkeypatch.delenv("ANTHROPIC_API_KEY")
    journal.configure('glob = "/etc/*"', top='database_url = "mysql://me:secret@host/db"')
    told = shell("run")
    assert (2, "", 3) == (told.code, told.out, len(told.err.splitlines()))
    for said in ("claude.key_env: ", "site journal: glob: ", "database_url: mysql is not"):
        assert said in told.err
    assert "secret" not in told.err
    assert 0 == journal.standin.counters()["requests"]


def test_a_ledger_of_a_newer_program_is_refused(journal: Journal, shell: Shell) -> None:
    """By every command that opens it, in a process of its own too."""
    journal.run(article=["nowhere.md"])
    with sqlite3.connect(journal.ledger) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    for told in (shell("run"), shell("runs"), shell("pause"), process("spend", "--json")):
        assert (2, "") == (told.code, told.out)
        assert "was upgraded to 9999 by a newer Rubricator" in told.err
        assert "upgrade Rubricator" in told.err


@pytest.mark.parametrize(
    "folder",
    ['"quoted"', "back\\slash", "düne/日記", "tab\there", "del\x7f", "#hash = 1", "$x"],
)
def test_init_writes_a_file_that_loads_whatever_the_folder_is_called(
    shell: Shell, journal: Journal, folder: str
) -> None:
    """It is quoted as TOML wants it."""
    (journal.folder / "rubricator.toml").unlink()
    assert 0 == shell("init", "--path", folder).code
    (site,) = load().settings.sites
    assert isinstance(site, MarkdownSettings)
    assert folder == site.path


@pytest.mark.parametrize("name", ["", "The Journal", 'x"\ny = 1', "ü", "a" * 65])
def test_init_refuses_a_name_that_no_site_can_have(
    shell: Shell, journal: Journal, name: str
) -> None:
    """Nothing is written."""
    (journal.folder / "rubricator.toml").unlink()
    told = shell("init", "--name", name)
    assert (2, "", True) == (told.code, told.out, "should be up to 64 of a-z" in told.err)
    assert not (journal.folder / "rubricator.toml").exists()
