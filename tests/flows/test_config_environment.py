"""What the environment, the `.env` file and other places add to the configuration."""

import os
from decimal import Decimal
from pathlib import Path

import pytest

from connectors.ledger.errors import LedgerError
from flows.config import ConfigError, Configuration
from flows.context import Desk
from flows.secrets import claude_key
from tests.flows.settings_file import SITE, loaded, problems


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment that says nothing to us; what a `.env` adds to it is taken back."""
    monkeypatch.setenv("ANTHROPIC_API_KEY", "")
    monkeypatch.delenv("ANTHROPIC_API_KEY")
    for name in os.environ:
        if name.startswith("RUBRICATOR_"):
            monkeypatch.delenv(name)


def key_of(configuration: Configuration) -> str:
    """The key that would be sent; a Secret block's value is its name."""
    return claude_key(configuration, lambda name: f"in block {name}").get_secret_value()


@pytest.mark.parametrize("name", ["RUBRICATOR_CLAUDE_MODEL", "RUBRICATOR_CLAUDE__MODEL"])
def test_the_environment_overrides_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A doubled underscore is a habit that does no harm; the section's other values stay."""
    monkeypatch.setenv(name, "claude-sonnet-5-5")
    text = f'[claude]\nmodel = "claude-opus-5-5"\nconcurrency = 3\n{SITE}'
    claude = loaded(tmp_path, text).settings.claude
    assert ("claude-sonnet-5-5", 3) == (claude.model, claude.concurrency)


def test_the_environment_has_every_kind_of_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Texts, amounts, numbers, lists; an empty variable is none."""
    monkeypatch.setenv("RUBRICATOR_DATABASE_URL", "sqlite:///elsewhere.db")
    monkeypatch.setenv("RUBRICATOR_BUDGET_PER_DAY_USD", "0.3")
    monkeypatch.setenv("RUBRICATOR_CLAUDE_CONCURRENCY", "4")
    monkeypatch.setenv("RUBRICATOR_CLAUDE_ESCALATE", '["effort", "claude-sonnet-5-5"]')
    monkeypatch.setenv("RUBRICATOR_CLAUDE_MODEL", "")

    settings = loaded(tmp_path).settings

    assert "sqlite:///elsewhere.db" == settings.database_url
    assert Decimal("0.3") == settings.budget.per_day_usd
    assert ("effort", "claude-sonnet-5-5") == settings.claude.escalate
    assert ("claude-haiku-5-5", 4) == (settings.claude.model, settings.claude.concurrency)


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        (
            "RUBRICATOR_CLAUDE_MODELL",
            "claude.modell: there is no such key; did you mean model?",
        ),
        (
            "RUBRICATOR_BUDGT_PER_DAY_USD",
            (
                "RUBRICATOR_BUDGT_PER_DAY_USD: there is no such setting; "
                "did you mean RUBRICATOR_BUDGET_PER_DAY_USD?"
            ),
        ),
        (
            "RUBRICATOR_CLAUDE",
            (
                "RUBRICATOR_CLAUDE, RUBRICATOR_BUDGET: a section is not set as a whole; "
                "set its values, like RUBRICATOR_CLAUDE_MODEL"
            ),
        ),
        (
            "RUBRICATOR_BUDGET_PER_RUN_USD",
            "budget.per_run_usd: it should be an amount, like 1.00; it is 'much'",
        ),
    ],
)
def test_a_variable_that_cannot_be_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, problem: str
) -> None:
    """A mistyped cap is not overlooked: it would be no cap."""
    monkeypatch.setenv(name, "much")
    assert [problem] == problems(tmp_path, SITE)


def test_an_env_file_feeds_the_environment(tmp_path: Path) -> None:
    """The one beside the configuration."""
    (tmp_path / ".env").write_text("ANTHROPIC_API_KEY=sk-ant-from-the-file\n", encoding="utf-8")
    assert "sk-ant-from-the-file" == key_of(loaded(tmp_path))


def test_an_env_file_does_not_override_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was exported for this one command wins."""
    (tmp_path / ".env").write_text("ANTHROPIC_API_KEY=sk-ant-from-the-file\n", encoding="utf-8")
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-exported")
    assert "sk-ant-exported" == key_of(loaded(tmp_path))


def test_a_key_may_be_in_a_file_beside_the_configuration(tmp_path: Path) -> None:
    """Its path is relative to the configuration's folder, its last newline is not the key's."""
    (tmp_path / "key").write_text("sk-ant-in-a-file\n", encoding="utf-8")
    assert "sk-ant-in-a-file" == key_of(loaded(tmp_path, f'[claude]\nkey_file = "key"\n{SITE}'))


def test_a_key_may_be_in_a_block(tmp_path: Path) -> None:
    """Which wins over the variable."""
    assert "in block claude" == key_of(loaded(tmp_path, f'[claude]\nkey_block = "claude"\n{SITE}'))


@pytest.mark.parametrize(
    ("setting", "problem"),
    [
        (
            'key_env = "MY_KEY"',
            (
                "claude.key_env: MY_KEY is not set; export it, or put it into a .env file "
                "beside the configuration"
            ),
        ),
        (
            'key_file = "nowhere"',
            (
                "claude.key_file: the file, as seen from {folder}, cannot be read "
                "(No such file or directory); name another"
            ),
        ),
        ('key_file = "empty"', "claude.key_file: {folder}/empty is empty; put the key into it"),
        (
            'key_file = "binary"',
            "claude.key_file: {folder}/binary cannot be read (it is not text); name another",
        ),
    ],
)
def test_a_secret_that_is_not_to_be_had_is_named(
    tmp_path: Path, setting: str, problem: str
) -> None:
    """The field, the place, and what to do."""
    (tmp_path / "empty").touch()
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    configuration = loaded(tmp_path, f"[claude]\n{setting}\n{SITE}")
    with pytest.raises(ConfigError) as caught:
        key_of(configuration)
    assert problem.format(folder=tmp_path) == str(caught.value)


def test_a_key_in_the_place_of_its_name_is_not_repeated(tmp_path: Path) -> None:
    """Whoever writes the key there reads what belongs there, and no log has the key."""
    configuration = loaded(tmp_path, f'[claude]\nkey_env = "sk-ant-api03-secret"\n{SITE}')
    with pytest.raises(ConfigError, match="is not the name of a variable") as caught:
        key_of(configuration)
    assert "secret" not in str(caught.value)


def test_a_key_in_the_place_of_its_file_is_not_repeated(tmp_path: Path) -> None:
    """What leads to no file may be anything."""
    configuration = loaded(tmp_path, f'[claude]\nkey_file = "sk-ant-api03-secret"\n{SITE}')
    with pytest.raises(ConfigError, match="cannot be read") as caught:
        key_of(configuration)
    assert "secret" not in str(caught.value)


def test_the_site_and_the_ledger_are_beside_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever the command is given."""
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    desk = Desk(loaded(tmp_path), key=None)
    desk.close()
    assert str(tmp_path / "rubricator.db") == desk.database.place


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("postgresql+psycopg://me@127.0.0.1:1/db", "Connection refused"),
        ("rubricator.db", "this is not a database URL"),
        ("sqlite://rubricator.db", "write three slashes"),
        ("sqlite://", "the ledger must be a file"),
        ("sqlite:///folder", "cannot be used as a ledger (unable to open database file)"),
        ("sqlite:///nowhere/rubricator.db", "cannot be used as a ledger (No such file"),
        ("sqlite:////dev/null/rubricator.db", "cannot be used as a ledger (Not a directory"),
        (f"sqlite:///{'a' * 5000}", "cannot be used as a ledger (File name too long)"),
        ("postgresql://me:p@SECRET@host/db", "there is more than one @ in it"),
    ],
)
def test_a_database_that_cannot_be_used_is_refused_with_the_fix(
    tmp_path: Path, url: str, what: str
) -> None:
    """Before anything else is done; `database_url` is named in each sentence."""
    (tmp_path / "folder").mkdir()
    configuration = loaded(tmp_path, f'database_url = "{url}"\n{SITE}')
    with pytest.raises(LedgerError) as caught:
        Desk(configuration, key=None)
    assert str(caught.value).startswith("database_url: ")
    assert what in str(caught.value)
    assert "SECRET" not in str(caught.value)
    assert ";" in str(caught.value)
