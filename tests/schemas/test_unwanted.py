"""Keywords that a person took away: no answer and no waiting proposal brings them back."""

import pytest

from schemas.finding import rejects
from schemas.proposal import Status
from schemas.request import ladder_key
from tests.builders import ASK, DIGEST, LADDER, METADATA, a_candidate, a_proposal, a_reply

KEY = ladder_key(LADDER)


def test_a_proposal_with_a_keyword_that_a_person_removed_is_not_reused() -> None:
    """It waited while the person worked; what a person approved is theirs all the same."""
    removed = a_candidate(unwanted=(METADATA.keywords[0].upper(),))
    approved = a_proposal().model_copy(update={"status": Status.APPROVED})

    assert not removed.reusing(a_proposal(), DIGEST, KEY).valid
    assert removed.reusing(approved, DIGEST, KEY).valid


@pytest.mark.parametrize(
    ("removed", "rules"),
    [
        (METADATA.keywords[1], ["K13"]),
        ("Night ferry", ["K13"]),
        ("cabin", ["K13"]),
        ("ferries", []),
        ("winter", []),
    ],
)
def test_a_keyword_that_a_person_removed_is_rejected(removed: str, rules: list[str]) -> None:
    """Whatever Claude was told, in another case and number too; a longer one is another one."""
    candidate = a_candidate(unwanted=(removed,)).judged(ASK, a_reply())

    assert candidate.last is not None
    assert rules == [finding.rule for finding in rejects(candidate.last.findings)]
