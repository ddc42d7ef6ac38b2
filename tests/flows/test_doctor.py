"""What the doctor looks at, beyond what a first run needs: and what it says to do."""

from datetime import date

import pytest

from flows.doctor import _model
from schemas.models import Described
from tests.flows.journal import Journal
from tests.flows.terminal import Shell

HAIKU = "claude-haiku-4-5"


@pytest.fixture
def shell(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, journal: Journal
) -> Shell:
    """A terminal in the site's folder, without a Prefect server of its own."""
    monkeypatch.chdir(journal.folder)
    monkeypatch.delenv("PREFECT_API_URL", raising=False)
    return Shell(capsys, monkeypatch)


def line(shell: Shell, subject: str) -> tuple[int, str]:
    """How the doctor ends, and its line on one subject."""
    told = shell("doctor")
    (found,) = [said for said in told.out.splitlines() if said[6:].startswith(f"{subject}: ")]
    return told.code, found


def test_a_glob_that_matches_nothing_is_a_warning(journal: Journal, shell: Shell) -> None:
    """A run would start, and find nothing."""
    journal.configure('glob = "**/*.markdown"')
    code, said = line(shell, "site journal")
    assert 0 == code
    assert said.startswith("warn  site journal: No file in ")
    assert said.endswith("matches **/*.markdown; correct the site's path or glob.")


def test_the_fields_that_stand_in_a_site_are_counted(journal: Journal, shell: Shell) -> None:
    """None at all may well mean that they have another name there."""
    journal.edit("mills", "tags:", "description: By a person.\ntags:")
    journal.configure('keywords_field = "subjects"')
    expected = "it can be read and written; of 3 articles, 1 have a description and 0 have keywords"
    assert (0, f"ok    site journal: {expected}") == line(shell, "site journal")


def test_a_sample_of_a_site_is_not_taken_for_all_of_it(journal: Journal, shell: Shell) -> None:
    """Twenty are looked at, whatever their number."""
    for number in range(20):
        journal.post(f"ferries-{number}")
    assert "; of the first 20 articles, 0 have a description" in line(shell, "site journal")[1]


def test_an_id_that_protects_nothing_is_a_warning(journal: Journal, shell: Shell) -> None:
    """Whoever wrote it believes that the article is safe."""
    journal.configure('protected = ["mills.md"]')
    assert line(shell, "site journal")[1].startswith("ok    site journal: it can be read")
    journal.configure('protected = ["mills", "mills.md", "./mills.md"]')
    expected = (
        "warn  site journal: protected: no article has the id mills or ./mills.md; "
        "give the id that reports show, such as bread.md"
    )
    assert (0, expected) == line(shell, "site journal")


def test_a_budget_that_is_used_up_is_no_start(journal: Journal, shell: Shell) -> None:
    """The one that is, with what is used, and what to do."""
    journal.run()
    journal.configure(top="[budget]\nper_day_usd = 0.0001")
    code, said = line(shell, "budget")
    assert 3 == code
    assert said.startswith("FAIL  budget: budget.per_day_usd: $0.00")
    assert said.endswith("is used; raise it, or run again tomorrow (UTC)")


def test_what_is_used_of_the_budgets_is_told(journal: Journal, shell: Shell) -> None:
    """Before it is used up."""
    journal.run()
    code, said = line(shell, "budget")
    assert 0 == code
    assert " is used), $30.0000 a month (" in said
    assert "($0 is used)" not in said


def test_every_model_that_may_be_asked_is_looked_at(journal: Journal, shell: Shell) -> None:
    """Each once; the stand-in has one of them, and does not know the other."""
    journal.configure(
        claude='escalate = ["effort", "claude-sonnet-5-5"]\nfallback = "claude-fable-5-1"'
    )
    at = journal.standin.url
    told = shell("doctor")
    assert 4 == told.code
    assert f"ok    claude: claude-haiku-5-5 at {at} is active" in told.out
    assert f"ok    claude.escalate: claude-sonnet-5-5 at {at} is active" in told.out
    assert f"FAIL  claude.fallback: {at}: there is no such model" in told.out
    counted = journal.standin.counters()
    assert 0 == counted["answered"]
    assert 0 == sum(counted["usage"].values())


def test_a_retired_model_is_a_warning_where_there_is_a_fallback(
    journal: Journal, shell: Shell
) -> None:
    """A run starts with the other."""
    journal.configure(claude='model = "claude-3-haiku-20240307"\nfallback = "claude-haiku-5-5"')
    sentence = "claude-3-haiku-20240307 is retired; claude.fallback answers in its place"
    assert (0, f"warn  claude: {sentence}") == line(shell, "claude")


@pytest.mark.parametrize(
    ("said", "ok", "warns", "sentence"),
    [
        (Described(lifecycle="retired"), False, False, "it is retired; use claude-haiku-5-5"),
        (
            Described(lifecycle="deprecated", retires=date(2026, 11, 30)),
            True,
            True,
            "it is deprecated and retires on 2026-11-30; use claude-haiku-5-5",
        ),
        (
            Described(lifecycle="active"),
            True,
            True,
            "it may be retired from 2026-10-15 on; use claude-haiku-5-5",
        ),
        (
            Described(lifecycle="active", lacks=("structured outputs", "effort")),
            False,
            False,
            "it does not support structured outputs and effort; use claude-haiku-5-5",
        ),
    ],
)
def test_what_is_said_of_a_model(said: Described, sentence: str, *, ok: bool, warns: bool) -> None:
    """By its stage of life and by what it can do; a day that is known here counts as well."""
    check = _model("claude", "it", HAIKU, said)
    assert (ok, warns, sentence) == (check.ok, check.warns, check.sentence)


def test_a_prefect_server_that_does_not_answer_is_named(
    journal: Journal, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run would not start."""
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    code, said = line(shell, "prefect")
    assert 4 == code
    assert "PREFECT_API_URL: http://127.0.0.1:9/api cannot be reached; start that server" in said
    monkeypatch.setenv("PREFECT_API_URL", f"{journal.standin.url}/api")
    assert 0 == line(shell, "prefect")[0]
