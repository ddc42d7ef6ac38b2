"""A proposal: what it may become, what it would write, and whether it waits for a person."""

import pytest

from schemas.article import Field, Fields
from schemas.finding import Finding, Severity
from schemas.policy import Trust
from schemas.proposal import HELD_BY, TRANSITIONS, WAITING, Status
from schemas.rules import RULES
from tests.builders import METADATA, a_proposal

FINAL = {Status.REJECTED, Status.STALE, Status.REVERTED, Status.FAILED}


def finding(rule: str, severity: Severity = Severity.WARNING) -> Finding:
    """What a rule had to say."""
    return Finding(rule=rule, severity=severity, message="Mind this.")


def test_every_status_has_its_ways() -> None:
    """Those that end it have none."""
    assert set(TRANSITIONS) == set(Status)
    assert {status for status, ways in TRANSITIONS.items() if not ways} == FINAL


@pytest.mark.parametrize("status", sorted(WAITING))
def test_what_waits_can_be_published_or_become_stale(status: Status) -> None:
    """Or be rejected by a person."""
    assert {Status.PUBLISHED, Status.STALE, Status.REJECTED} <= TRANSITIONS[status]


def test_only_what_was_published_can_be_reverted() -> None:
    """And nothing else can be done to it."""
    assert [status for status, ways in TRANSITIONS.items() if Status.REVERTED in ways] == [
        Status.PUBLISHED
    ]
    assert TRANSITIONS[Status.PUBLISHED] == {Status.REVERTED}


def test_nothing_becomes_a_proposal_again() -> None:
    """A new one is made instead."""
    assert not any(Status.PROPOSED in ways for ways in TRANSITIONS.values())


@pytest.mark.parametrize(
    ("trust", "findings", "held"),
    [
        (Trust.MANUAL, (), True),
        (Trust.SUPERVISED, (), False),
        (Trust.SUPERVISED, (finding("M06b"),), False),
        (Trust.SUPERVISED, (finding("M06b"), finding("G2b")), True),
        (Trust.SUPERVISED, (finding("G2b", Severity.REJECT),), False),
        (Trust.AUTOPILOT, (finding("G2b"),), False),
    ],
    ids=["manual", "clean", "style", "names", "no warning", "autopilot"],
)
def test_who_publishes(trust: Trust, findings: tuple[Finding, ...], *, held: bool) -> None:
    """Under supervision, what only a person can settle waits for one."""
    assert a_proposal(findings=findings).held_at(trust) is held


def test_what_holds_is_a_warning_of_the_rules() -> None:
    """Under the name that it has there."""
    warnings = {rule.id for rule in RULES if rule.severity is Severity.WARNING}

    assert warnings >= HELD_BY


@pytest.mark.parametrize(
    ("targets", "changes"),
    [
        ({Field.DESCRIPTION}, Fields(description=METADATA.meta_description)),
        ({Field.KEYWORDS}, Fields(keywords=METADATA.keywords)),
        (set(Field), Fields(description=METADATA.meta_description, keywords=METADATA.keywords)),
    ],
    ids=["description", "keywords", "both"],
)
def test_only_the_fields_that_are_ours_are_written(targets: set[Field], changes: Fields) -> None:
    """The other one is not part of the change."""
    assert a_proposal(targets=frozenset(targets)).changes == changes


def test_a_failure_writes_nothing() -> None:
    """It may have had no readable answer at all."""
    assert a_proposal(metadata=None, status=Status.FAILED).changes == Fields()
