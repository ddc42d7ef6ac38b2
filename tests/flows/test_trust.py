"""What is published by itself, what waits for a person, and what is never touched."""

import json

import pytest

from schemas.article import SkipReason
from schemas.proposal import HELD_BY, Status
from tests.flows.journal import Journal, counts, reasons

KEYWORDS = ("night ferries", "skagerrak", "hirtshals", "lorries", "larvik")
CLEAN = (
    "The night ferries between Hirtshals and Larvik sail again from 3 November and carry "
    "lorries and cars over the Skagerrak in eleven hours."
)
NEW_NAME = CLEAN.replace("lorries and cars", "lorries for Nordmark")


def answers(journal: Journal, description: str) -> None:
    """What the stand-in says next: sound keywords, and this description."""
    numbered = {f"keyword_{place}": word for place, word in enumerate(KEYWORDS, 1)}
    text = json.dumps({**numbered, "meta_description": description})
    journal.standin.script({"text": text})


@pytest.mark.parametrize(
    ("trust", "description", "published"),
    [
        ("manual", CLEAN, 0),
        ("supervised", CLEAN, 1),
        ("supervised", NEW_NAME, 0),
        ("autopilot", NEW_NAME, 1),
    ],
)
def test_what_is_published_by_itself(
    journal: Journal, trust: str, description: str, published: int
) -> None:
    """The rest is held; an apply, which a person gives, publishes it."""
    journal.configure(f'trust = "{trust}"')
    answers(journal, description)

    report = journal.run(article=["ferries.md"])

    (proposal,) = report.proposals
    assert (published, 1 - published) == (counts(report).published, counts(report).held)
    assert bool(published) is bool(journal.fields("ferries")[0])
    if trust == "supervised" and not published:
        assert HELD_BY & {finding.rule for finding in proposal.findings}
    if not published:
        assert Status.PROPOSED == proposal.status
        assert 1 == journal.apply(report.run_id).counts.published
        assert description == journal.fields("ferries")[0]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('exclude = ["mills*"]', SkipReason.EXCLUDED),
        ('exclude = ["*/the-mills/"]', SkipReason.EXCLUDED),
        ('exclude = ["mill tag"]', SkipReason.EXCLUDED),
        ('protected = ["mills.md"]', SkipReason.PROTECTED),
    ],
)
def test_what_is_fenced_off_costs_nothing(journal: Journal, line: str, reason: SkipReason) -> None:
    """By its id, its address or a tag; not even its name gets it through."""
    journal.edit("mills", "tags: [harbour]", "tags: [mill tag]\nslug: the-mills")
    journal.configure(f'{line}\nurl_template = "https://journal.example/{{slug}}/"')

    report = journal.run()
    named = journal.run(article=["mills.md"])

    assert (2, reason) == (counts(report).published, reasons(report)["mills.md"])
    assert (0, reason) == (counts(named).selected, reasons(named)["mills.md"])
    assert 2 == journal.standin.counters()["answered"]
    assert (None, None) == journal.fields("mills")
