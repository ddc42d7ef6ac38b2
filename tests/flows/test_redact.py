"""What a site has masked never leaves the machine, and never comes back as a mask."""

import json

import pytest

from schemas.article import SkipReason
from schemas.run import RunStatus
from tests.flows.journal import Journal, counts, reasons

TEXT = (
    "The night ferries between Hirtshals and Larvik sail again from 3 November, after two winters "
    "spent in dock. Write to ada@harbour.example or call +47 51 22 33 44 about Project Heron. "
    "Both ships carry lorries and cars, and the Skagerrak crossing takes eleven hours."
)
SECRET = ("ada@harbour.example", "+47 51 22 33 44", "Project Heron")
REDACT = 'redact = ["email", "phone", "Project Heron"]'
ANSWER = {
    "keyword_1": "night ferries",
    "keyword_2": "skagerrak",
    "keyword_3": "hirtshals",
    "keyword_4": "lorries",
    "keyword_5": "larvik",
    "meta_description": (
        "The night ferries between Hirtshals and Larvik sail again from 3 November and carry "
        "lorries and cars over the Skagerrak in eleven hours."
    ),
}


def sent(journal: Journal) -> str:
    """Everything that was ever sent, as one text."""
    return json.dumps(journal.standin.requests(), ensure_ascii=False)


@pytest.fixture
def ferries(journal: Journal) -> Journal:
    """A site of one post, with addresses in its title and its text."""
    for name in ("mills", "bread"):
        (journal.posts / f"{name}.md").unlink()
    journal.post("ferries", title="Night ferries of ada@harbour.example", text=f"# One\n\n{TEXT}")
    journal.configure(REDACT)
    return journal


def test_what_is_masked_is_not_sent(ferries: Journal) -> None:
    """Neither from the title nor from the text; the rest is, and gets its metadata."""
    report = ferries.run()
    assert 1 == counts(report).published
    assert not [secret for secret in SECRET if secret in sent(ferries)]
    assert "Write to [redacted] or call [redacted] about [redacted]." in sent(ferries)
    assert "<title>Night ferries of [redacted]</title>" in sent(ferries)


@pytest.mark.parametrize(
    "answer",
    [
        {"meta_description": ANSWER["meta_description"].replace("cars", "[redacted]")},
        {"keyword_2": "[redacted]"},
        {"keyword_2": "redacted"},
    ],
)
def test_a_mask_in_an_answer_is_rejected(ferries: Journal, answer: dict[str, str]) -> None:
    """In a description and among the keywords; the repair asks for another."""
    ferries.standin.script({"text": json.dumps({**ANSWER, **answer})})
    report = ferries.run()
    assert (1, 1, 2) == (counts(report).published, counts(report).repaired, report.requests)
    assert "redacted" not in str(ferries.fields("ferries"))


def test_a_repair_does_not_carry_what_an_answer_has_guessed(ferries: Journal) -> None:
    """Neither in the answer before nor in what was wrong with it."""
    guessed = ANSWER["meta_description"].replace("cars", "ada@harbour.example")
    ferries.standin.script({"text": json.dumps({**ANSWER, "meta_description": guessed})})
    ferries.run()
    assert "An editor rejected" in sent(ferries)
    assert "ada@harbour.example" not in sent(ferries)


def test_a_keyword_that_is_masked_is_not_named_as_unwanted(ferries: Journal) -> None:
    """A person took it away: named as unwanted, it would leave the machine after all."""
    ferries.configure()
    words = {**ANSWER, "keyword_2": "project heron"}
    ferries.standin.script({"text": json.dumps(words)})
    ferries.run()
    path = ferries.posts / "ferries.md"
    head, body = path.read_text().split("---\n\n", 1)
    kept = [line for line in head.splitlines(keepends=True) if "project heron" not in line.lower()]
    assert len(kept) == len(head.splitlines()) - 1
    path.write_text("".join(kept) + "---\n\n" + body)
    ferries.configure('redact = ["(?i)project heron"]')
    ferries.edit_body("ferries", "One", "Two")

    ferries.run()

    last = ferries.standin.requests()[-1]["messages"][0]["content"]
    assert "project heron" not in last.lower()


def test_another_setting_asks_anew(ferries: Journal) -> None:
    """What was previewed under another one is not what would be asked now; without one, all is."""
    ferries.configure()
    ferries.run("dry_run")
    ferries.configure(REDACT)
    second = ferries.run("dry_run")
    third = ferries.run("dry_run")
    assert (1, 1) == (counts(second).generated, counts(third).reused)
    ferries.configure("redact = []")
    fourth = ferries.run()
    assert (1, 1) == (counts(fourth).generated + counts(fourth).reused, counts(fourth).published)


def test_a_pattern_without_an_end_fails_its_article_alone(journal: Journal) -> None:
    """Nothing that was not masked is sent, and nobody waits for ever."""
    journal.configure('redact = ["(a|aa)+$"]')
    journal.post("ferries", text=f"{TEXT}\n\n{'a' * 60}!")

    report = journal.run()

    assert RunStatus.COMPLETED_WITH_FAILURES == report.status
    assert (2, 1, 2) == (counts(report).published, counts(report).failed, report.requests)
    assert "redact: '(a|aa)+$' takes more than 1 s" in report.failures[0].reason
    journal.configure()
    assert SkipReason.UNCHANGED == reasons(journal.run())["mills.md"]
    assert all(journal.fields("ferries"))
