"""A candidate on its way up the ladder: what is asked next, and what became of it."""

import pytest

from schemas.article import ContentHash, Field, Fields, Revision
from schemas.call import Course, Reply, Trouble
from schemas.candidate import UNREADABLE, Candidate, Disposition, read, relevant
from schemas.finding import Finding, Severity
from schemas.metadata import Answer
from schemas.proposal import Failure, Status
from schemas.request import Attempt, Kind, Ladder, ladder, ladder_key
from tests.builders import (
    ASK,
    DIGEST,
    ESCALATION,
    LADDER,
    METADATA,
    MODEL,
    REPAIR,
    a_candidate,
    a_proposal,
    a_reply,
)

KEY = ladder_key(LADDER)
TALL: Ladder = ladder(MODEL, ("effort", "claude-sonnet-5-5"))
SONNET = TALL[-1]
GOOD = a_reply()
TOO_SHORT = a_reply(METADATA.model_copy(update={"meta_description": "Ships sail again."}))
BAD_KEYWORDS = a_reply(METADATA.model_copy(update={"keywords": ("zeppelins",) * 5}))
CUT_OFF = a_reply(text='{"keyword_1": "night fer', stop_reason="max_tokens")
REFUSED = a_reply(text="", stop_reason="refusal", refusal_category="bio")
DOWN = Trouble(reason="the API is busy or failing", course=Course.RETRY, status=529)


def needed(candidate: Candidate, attempts: Ladder = TALL) -> list[Attempt]:
    """The attempts that are worth a request."""
    return [attempt for attempt in attempts if candidate.needs(attempt)]


def after(*replies: tuple[Attempt, Reply]) -> Candidate:
    """A candidate that got these replies."""
    candidate = a_candidate()
    for attempt, reply in replies:
        candidate = candidate.judged(attempt, reply)
    return candidate


def test_the_builders_metadata_is_valid() -> None:
    """What the other tests of this file rest on."""
    assert after((ASK, GOOD)).valid


def test_a_new_candidate_is_asked_about() -> None:
    """A repair or an escalation needs an answer before it."""
    assert needed(a_candidate()) == [ASK]


def test_a_valid_answer_needs_nothing_more() -> None:
    """It is paid for once."""
    assert needed(after((ASK, GOOD))) == []


@pytest.mark.parametrize("reply", [TOO_SHORT, CUT_OFF], ids=["rejected", "cut off"])
def test_an_answer_that_cannot_be_published_is_mended(reply: Reply) -> None:
    """First by a repair, then by each rung above; none is climbed twice."""
    candidate = after((ASK, reply))
    assert needed(candidate) == [*TALL[1:]]

    candidate = candidate.judged(REPAIR, reply)
    assert needed(candidate) == [*TALL[2:]]

    candidate = candidate.judged(ESCALATION, reply)
    assert needed(candidate) == [SONNET]
    assert needed(candidate.judged(SONNET, reply)) == []


def test_a_repair_that_succeeds_ends_it() -> None:
    """The last answer counts."""
    candidate = after((ASK, TOO_SHORT), (REPAIR, GOOD))

    assert (candidate.valid, needed(candidate)) == (True, [])


def test_a_refused_article_goes_to_another_model_only() -> None:
    """The same one would refuse again."""
    assert needed(after((ASK, REFUSED))) == [SONNET]
    assert needed(after((ASK, TOO_SHORT), (REPAIR, REFUSED))) == [SONNET]
    assert needed(after((ASK, REFUSED)), LADDER) == []


@pytest.mark.parametrize("trouble", [DOWN, None], ids=["trouble", "no budget"])
def test_an_article_without_an_answer_is_left_for_the_next_run(trouble: Trouble | None) -> None:
    """Neither is anything remembered of it."""
    candidate = a_candidate().unanswered(trouble)

    assert needed(candidate) == []
    assert (candidate.failure, candidate.proposed("run-1", DIGEST, KEY)) == (None, None)


@pytest.mark.parametrize(
    ("candidate", "disposition"),
    [
        (a_candidate(proposal=a_proposal()), Disposition.REUSED),
        (after((ASK, GOOD)), Disposition.GENERATED),
        (after((ASK, TOO_SHORT), (REPAIR, GOOD)), Disposition.GENERATED),
        (a_candidate().judged(ASK, GOOD, recalled=True), Disposition.REUSED),
        (a_candidate().judged(ASK, TOO_SHORT, recalled=True), Disposition.FAILED),
        (after((ASK, TOO_SHORT)), Disposition.FAILED),
        (after((ASK, CUT_OFF)), Disposition.FAILED),
        (after((ASK, REFUSED)), Disposition.REFUSED),
        (a_candidate().unanswered(DOWN), Disposition.FAILED),
        (after((ASK, TOO_SHORT)).unanswered(DOWN), Disposition.FAILED),
        (a_candidate().unanswered(None), Disposition.OUT_OF_BUDGET),
        (after((ASK, TOO_SHORT)).unanswered(None), Disposition.OUT_OF_BUDGET),
    ],
    ids=[
        "proposal",
        "answer",
        "repair",
        "recalled answer",
        "recalled bad answer",
        "bad answer",
        "half an answer",
        "refusal",
        "trouble",
        "bad answer, trouble",
        "no budget",
        "bad answer, no budget for its repair",
    ],
)
def test_each_article_has_one_disposition(candidate: Candidate, disposition: Disposition) -> None:
    """Whatever happened to it on the way."""
    assert candidate.disposition is disposition


def test_stored_replies_are_judged_again() -> None:
    """They are paid for: the attempts that they answered are not made again."""
    candidate = a_candidate().recalling(TALL, {ASK.key: TOO_SHORT})

    assert needed(candidate) == [*TALL[1:]]
    assert not candidate.had(Kind.ASK)


def test_a_stored_repair_is_heard_after_the_answer_it_repairs() -> None:
    """In the order of the ladder, whatever the order in the ledger."""
    candidate = a_candidate().recalling(TALL, {REPAIR.key: GOOD, ASK.key: TOO_SHORT})

    assert (candidate.valid, Disposition.REUSED) == (True, candidate.disposition)
    assert [judgement.attempt for judgement in candidate.judgements] == [ASK, REPAIR]


def test_a_stored_repair_alone_is_not_heard() -> None:
    """Nobody knows what it repaired."""
    assert a_candidate().recalling(TALL, {REPAIR.key: GOOD}).judgements == ()


def test_what_was_asked_in_this_run_is_told_apart_from_what_was_recalled() -> None:
    """A report counts the repairs that it paid for."""
    candidate = a_candidate().recalling(TALL, {ASK.key: TOO_SHORT}).judged(REPAIR, GOOD)

    assert [kind for kind in Kind if candidate.had(kind)] == [Kind.REPAIR]
    assert candidate.disposition is Disposition.GENERATED


def test_where_keywords_are_a_persons_theirs_are_not_judged() -> None:
    """They are not written either."""
    ours, theirs = (
        a_candidate(targets=frozenset(targets)).judged(ASK, BAD_KEYWORDS)
        for targets in (Field, {Field.DESCRIPTION})
    )

    assert (ours.valid, theirs.valid) == (False, True)


def test_where_the_description_is_a_persons_it_is_not_judged() -> None:
    """Likewise."""
    assert a_candidate(targets=frozenset({Field.KEYWORDS})).judged(ASK, TOO_SHORT).valid


def test_findings_belong_to_fields() -> None:
    """The K-rules to the keywords, all others to the description; two judge one by the other."""
    k, m, g = (
        Finding(rule=rule, severity=Severity.REJECT, message="no") for rule in ("K01", "M05", "G1")
    )

    assert relevant((m, k, g), frozenset({Field.KEYWORDS})) == (k,)
    assert relevant((m, k, g), frozenset({Field.DESCRIPTION})) == (m, g)


@pytest.mark.parametrize("rule", ["M09", "K11"])
def test_a_finding_on_both_fields_counts_where_both_are_written(rule: str) -> None:
    """A keyword that is not in a description that nobody will see is no fault."""
    both = (Finding(rule=rule, severity=Severity.REJECT, message="no"),)

    assert relevant(both, frozenset(Field)) == both
    assert all(relevant(both, frozenset({field})) == () for field in Field)


@pytest.mark.parametrize(
    "reply",
    [
        CUT_OFF,
        a_reply(text=""),
        a_reply(text="Here you are: {}"),
        a_reply(text='{"keyword_1": "only one"}'),
        a_reply(stop_reason="max_tokens"),
        a_reply(stop_reason="never heard of"),
        a_reply(text=Answer.of(METADATA).model_dump_json()[:-1] + ', "reasoning": "because"}'),
    ],
    ids=["cut", "empty", "prose", "incomplete", "whole but cut", "unknown end", "one more"],
)
def test_an_answer_of_another_form_is_unreadable(reply: Reply) -> None:
    """Nothing is guessed from it."""
    candidate = after((ASK, reply))

    assert read(reply) is None
    assert candidate.last is not None
    assert candidate.last.findings == (UNREADABLE,)


def test_a_missing_full_stop_is_put_right_without_asking() -> None:
    """Code mends it at no cost."""
    bare = METADATA.meta_description.removesuffix(".")
    candidate = after((ASK, a_reply(METADATA.model_copy(update={"meta_description": bare}))))

    assert candidate.last is not None
    assert candidate.last.metadata == METADATA


@pytest.mark.parametrize(
    ("candidate", "status", "failure"),
    [
        (after((ASK, GOOD)), Status.PROPOSED, None),
        (after((ASK, TOO_SHORT)), Status.FAILED, Failure.INVALID),
        (after((ASK, CUT_OFF)), Status.FAILED, Failure.INVALID),
        (after((ASK, REFUSED)), Status.FAILED, Failure.REFUSED),
    ],
    ids=["valid", "invalid", "unreadable", "refused"],
)
def test_what_was_answered_is_remembered(
    candidate: Candidate, status: Status, failure: Failure | None
) -> None:
    """What failed as well, so that tomorrow does not pay for it again."""
    proposal = candidate.proposed("run-1", DIGEST, KEY)

    assert proposal is not None
    assert (status, failure) == (proposal.status, proposal.failure)
    assert (proposal.prompt_digest, proposal.ladder) == (DIGEST, KEY)


def test_a_proposal_that_was_found_is_not_made_again() -> None:
    """The ledger has it."""
    assert a_candidate(proposal=a_proposal()).proposed("run-1", DIGEST, KEY) is None


def test_a_waiting_proposal_is_reused() -> None:
    """With the values that stand in the fields now, and for the fields that are ours now."""
    candidate = a_candidate(targets=frozenset({Field.DESCRIPTION}))
    reused = candidate.reusing(a_proposal(), DIGEST, KEY).proposal

    assert reused is not None
    assert reused.before == Fields(description="", keywords=())
    assert reused.changes == Fields(description=METADATA.meta_description)


@pytest.mark.parametrize(
    ("changes", "fits"),
    [
        ({}, True),
        ({"prompt_digest": "another"}, False),
        ({"ladder": "another"}, False),
        ({"prompt_digest": "another", "status": Status.APPROVED}, True),
        ({"ladder": "another", "status": Status.EDITED}, True),
        ({"content_hash": ContentHash("1:other")}, True),
        ({"revision": Revision("other")}, True),
        ({"content_hash": ContentHash("1:other"), "revision": Revision("other")}, False),
        ({"targets": frozenset({Field.DESCRIPTION})}, False),
    ],
    ids=[
        "as it was",
        "another prompt",
        "another ladder",
        "approved under another prompt",
        "edited under another ladder",
        "read differently, unchanged",
        "only its revision changed",
        "changed",
        "made for one field",
    ],
)
def test_a_proposal_is_reused_for_what_it_was_made_for(
    changes: dict[str, object], *, fits: bool
) -> None:
    """The same content, the same question, the same fields; a person's own, whatever was asked."""
    proposal = a_proposal().model_copy(update=changes)

    assert a_candidate().reusing(proposal, DIGEST, KEY).valid is fits
