"""The configuration: what the file and the environment say, or which field is wrong."""

import os
from decimal import Decimal
from pathlib import Path

import pytest

from flows.config import ConfigError, load
from tests.flows.settings_file import SITE, loaded, problems

CONTRACT = """\
database_url = "sqlite:///rubricator.db"
[claude]
model = "claude-haiku-5-5"
escalate = ["effort"]
fallback = ""
base_url = "https://api.anthropic.com"
key_env = "ANTHROPIC_API_KEY"
concurrency = 16
requests_per_minute = 0
max_article_tokens = 8000
[budget]
per_run_usd = 1.00
per_day_usd = 2.00
per_month_usd = 30.00
[[sites]]
name = "journal"
connector = "markdown"
path = "content/posts"
glob = "**/*.md"
description_field = "description"
keywords_field = "keywords"
window_by = "front_matter"
url_template = ""
trust = "autopilot"
overwrite = "ours"
delivery = "messages"
languages = []
timezone = "UTC"
exclude = []
protected = []
redact = []
failure_share = 0.2
"""


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment that says nothing to us."""
    for name in os.environ:
        if name.startswith("RUBRICATOR_"):
            monkeypatch.delenv(name)


def test_the_defaults_are_those_of_the_contract(tmp_path: Path) -> None:
    """A file with all of them says the same as a file with none."""
    assert loaded(tmp_path, CONTRACT).settings == loaded(tmp_path).settings


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            f'databse_url = "x"\n{SITE}',
            "databse_url: there is no such key; did you mean database_url?",
        ),
        (f"zzz = 1\n{SITE}", "zzz: there is no such key; remove it"),
        (
            f'[claude]\nmodell = "x"\n{SITE}',
            "claude.modell: there is no such key; did you mean model?",
        ),
        (
            f"[budget]\nper_day = 1\n{SITE}",
            "budget.per_day: there is no such key; did you mean per_day_usd?",
        ),
        (f'{SITE}pth = "x"', "sites[0].pth: there is no such key; did you mean path?"),
        (f"[claude.x]\ny = 1\n{SITE}", "claude.x: there is no such key; remove it"),
    ],
)
def test_an_unknown_key_is_named_with_the_nearest_known_one(
    tmp_path: Path, text: str, problem: str
) -> None:
    """At whatever depth it stands."""
    assert [problem] == problems(tmp_path, text)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("[budget]\nper_day_usd = -1", "budget.per_day_usd: it should be greater than 0; it is -1"),
        ("[budget]\nper_day_usd = 0", "budget.per_day_usd: it should be greater than 0; it is 0"),
        (
            "[budget]\nper_day_usd = nan",
            "budget.per_day_usd: it should be a finite number; it is NaN",
        ),
        (
            "[claude]\nconcurrency = 0",
            "claude.concurrency: it should be greater than or equal to 1; it is 0",
        ),
        (
            '[claude]\nescalate = "effort"',
            "claude.escalate: it should be a list, like [\"one\"]; it is 'effort'",
        ),
        ('claude = "haiku"', "claude: it should be a section of its own; it is 'haiku'"),
        (
            '[claude]\nbase_url = "localhost:8765"',
            (
                "claude.base_url: this is no web address; write one like "
                "https://proxy.example/claude, without ? or #; it is 'localhost:8765'"
            ),
        ),
    ],
)
def test_a_value_that_cannot_be_is_shown_with_what_was_expected(
    tmp_path: Path, line: str, problem: str
) -> None:
    """The field, what it should be, what it is."""
    assert [problem] == problems(tmp_path, f"{line}\n{SITE}")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('path = "content/posts"\n', "", "sites[0].path: it is missing; add it"),
        (
            '"markdown"',
            '"drupal"',
            "sites[0].connector: 'drupal' is not known; there are: markdown, wordpress",
        ),
        (
            '"markdown"',
            '"markdwon"',
            "sites[0].connector: 'markdwon' is not known; did you mean markdown?",
        ),
        (
            '"journal"',
            '"The Journal"',
            "sites[0].name: it should be up to 64 of a-z, 0-9, - and _; it is 'The Journal'",
        ),
        (
            "path",
            'timezone = "Mars/Olympus"\npath',
            (
                "sites[0].timezone: there is no such time zone; write one like Europe/Berlin, "
                "or UTC; it is 'Mars/Olympus'"
            ),
        ),
        (
            "path",
            'trust = "auto"\npath',
            "sites[0].trust: it should be 'manual', 'supervised' or 'autopilot'; it is 'auto'",
        ),
    ],
)
def test_a_sites_problem_is_told_once_and_with_its_place(
    tmp_path: Path, old: str, new: str, problem: str
) -> None:
    """A faulty site is not counted as a missing one as well."""
    assert [problem] == problems(tmp_path, SITE.replace(old, new))


@pytest.mark.parametrize("text", ["", "sites = []", '[sites]\nname = "journal"'])
def test_a_file_without_a_site_says_how_one_is_written(tmp_path: Path, text: str) -> None:
    """Also where the brackets are single."""
    problem = "sites: there is no site; write [[sites]] above the settings of each"
    assert [problem] == problems(tmp_path, text)


def test_two_sites_of_one_name_are_refused(tmp_path: Path) -> None:
    """The ledger could not tell them apart."""
    problem = "sites[1].name: 'journal' is taken by another site; name each site once"
    assert [problem] == problems(tmp_path, SITE + SITE)


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    """Of all sections and all sites."""
    text = f"[claude]\nconcurrency = 0\n[budget]\nper_run_usd = -1\n{SITE}x = 1\n[[sites]]\n"
    fields = [problem.split(":")[0] for problem in problems(tmp_path, text)]
    assert [
        "claude.concurrency",
        "budget.per_run_usd",
        "sites[0].x",
        "sites[1].connector",
    ] == fields


def test_a_retired_model_is_refused_offline(tmp_path: Path) -> None:
    """Wherever it is named, and with what to use instead."""
    text = (
        '[claude]\nmodel = "claude-3-5-haiku-20241022"\nescalate = ["effort", "claude-opus-4-1"]\n'
    )
    assert [
        "claude.model: claude-3-5-haiku-20241022 is retired; use claude-haiku-5-5",
        "claude.escalate: claude-opus-4-1 is retired; use claude-opus-5-5",
    ] == problems(tmp_path, text + SITE)


def test_a_model_without_a_price_is_refused(tmp_path: Path) -> None:
    """No budget could hold; the nearest that has one is named."""
    assert [
        (
            "claude.model: claude-haiku-5 has no known price, so no budget could hold; "
            "use claude-haiku-5-5"
        )
    ] == problems(tmp_path, f'[claude]\nmodel = "claude-haiku-5"\n{SITE}')


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """With the command that writes one."""
    path = tmp_path / "nowhere.toml"
    with pytest.raises(ConfigError, match="there is no such file; run rubricator init") as caught:
        load(str(path))
    assert str(caught.value).startswith(f"{path}: ")


def test_a_file_that_is_not_toml_is_named_with_the_line(tmp_path: Path) -> None:
    """So that one can go there."""
    (problem,) = problems(tmp_path, f"{SITE}exclude = = []\n")
    assert problem.startswith(f"{tmp_path / 'rubricator.toml'}: this is not TOML (")
    assert "line 5" in problem


def test_a_file_that_is_not_text_is_named(tmp_path: Path) -> None:
    """A folder is none either."""
    (tmp_path / "latin.toml").write_bytes(b'name = "caf\xe9"')
    for path in (tmp_path, tmp_path / "latin.toml"):
        with pytest.raises(ConfigError, match="it cannot be read"):
            load(str(path))


def test_the_mark_that_some_editors_begin_a_file_with_does_no_harm(tmp_path: Path) -> None:
    """A byte order mark is not a key."""
    assert loaded(tmp_path).settings == loaded(tmp_path, f"\ufeff{SITE}").settings


def test_amounts_are_exact(tmp_path: Path) -> None:
    """Not one bit goes through a float."""
    text = f"[budget]\nper_day_usd = 0.10000000000000000000001\n{SITE}"
    budget = loaded(tmp_path, text).settings.budget
    assert Decimal("0.10000000000000000000001") == budget.per_day_usd
