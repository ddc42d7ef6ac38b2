"""The model that takes over: from one that is gone, refuses, or stays overloaded."""

import pytest

from schemas.call import Course, Reply, Trouble
from schemas.candidate import FEWEST, Candidate, Disposition, too_many_failed
from schemas.models import Effort
from schemas.proposal import Failure
from schemas.request import Attempt, Kind, ladder, ladder_key
from tests.builders import ASK, ESCALATION, METADATA, MODEL, REPAIR, a_candidate, a_reply

SONNET, OPUS = "claude-sonnet-5-5", "claude-opus-5-5"
LADDER = ladder(MODEL, ("effort",), SONNET)
FALLBACK, MENDED = LADDER[-2:]
GOOD = a_reply(model=SONNET)
BAD = a_reply(METADATA.model_copy(update={"meta_description": "Ships sail again."}))
REFUSED = a_reply(text="", stop_reason="refusal", refusal_category="bio")
GONE = Trouble(reason="no such model", course=Course.FALL_BACK, status=404, model_fails=True)
DOWN = Trouble(reason="overloaded", course=Course.RETRY, status=529, model_fails=True)


def needed(candidate: Candidate) -> list[Attempt]:
    """The attempts that are worth a request."""
    return [attempt for attempt in LADDER if candidate.needs(attempt)]


def after(*replies: tuple[Attempt, Reply]) -> Candidate:
    """A candidate that got these replies."""
    candidate = a_candidate()
    for attempt, reply in replies:
        candidate = candidate.judged(attempt, reply)
    return candidate


def test_a_ladder_ends_with_the_fallback_and_its_repair() -> None:
    """Both ask as cheaply as the first ones."""
    assert [(a.kind, a.model, a.effort, a.thinks) for a in LADDER[3:]] == [
        (Kind.FALLBACK, SONNET, Effort.LOW, False),
        (Kind.REPAIR, SONNET, Effort.LOW, False),
    ]


def test_a_ladder_without_a_fallback_is_called_what_it_was() -> None:
    """What the ledger remembers stays true; with one it is another ladder."""
    before = f"ask:{MODEL}:low repair:{MODEL}:low escalation:{MODEL}:medium"

    assert ladder_key(ladder(MODEL, ("effort",))) == before
    assert ladder_key(ladder(MODEL, ("effort",), MODEL)) == before
    assert ladder_key(LADDER) == f"{before} fallback:{SONNET}:low repair:{SONNET}:low"


def test_a_model_that_is_known_to_be_retired_is_not_even_asked() -> None:
    """The fallback is the model then."""
    assert ladder("claude-3-5-haiku-20241022", ("effort",), SONNET) == ladder(SONNET, ("effort",))


def test_without_a_fallback_a_retired_model_stays_the_one_asked_for() -> None:
    """It is for the configuration to say that it cannot work."""
    assert ladder("claude-3-5-haiku-20241022", ())[0].model == "claude-3-5-haiku-20241022"


@pytest.mark.parametrize(
    "candidate",
    [
        a_candidate().unanswered(GONE),
        after((ASK, BAD)).unanswered(GONE),
        after((ASK, BAD), (REPAIR, BAD)).unanswered(GONE),
    ],
    ids=["asked", "repaired", "escalated"],
)
def test_an_article_whose_model_fails_falls_back(candidate: Candidate) -> None:
    """Whatever the attempt that it failed in."""
    assert needed(candidate) == [FALLBACK]


def test_a_refused_article_falls_back() -> None:
    """Another model can often answer."""
    assert needed(after((ASK, REFUSED))) == [FALLBACK]
    assert needed(after((ASK, BAD), (REPAIR, REFUSED))) == [FALLBACK]


def test_a_refused_article_is_escalated_to_another_model_first() -> None:
    """And falls back where that one refuses, too; unless it is the same."""
    tall = ladder(MODEL, (SONNET,), OPUS)
    asked, _, stronger, fallback, _ = tall
    refused = after((asked, REFUSED))
    same = ladder(MODEL, (SONNET,), SONNET)

    assert [a for a in tall if refused.needs(a)] == [stronger, fallback]
    assert [a for a in tall if refused.judged(stronger, REFUSED).needs(a)] == [fallback]
    assert [a for a in same if refused.judged(stronger, REFUSED).needs(a)] == []


@pytest.mark.parametrize(
    "candidate",
    [
        a_candidate(),
        after((ASK, GOOD)),
        after((ASK, BAD), (REPAIR, BAD), (ESCALATION, BAD)),
        a_candidate().unanswered(DOWN),
        a_candidate().unanswered(None),
    ],
    ids=["not asked yet", "valid", "invalid to the end", "trouble of another kind", "no budget"],
)
def test_nobody_else_falls_back(candidate: Candidate) -> None:
    """What is invalid is escalated, not put to the fallback."""
    assert FALLBACK not in needed(candidate)


def test_the_fallbacks_answer_ends_the_trouble() -> None:
    """It is an answer like any other."""
    candidate = a_candidate().unanswered(GONE).judged(FALLBACK, GOOD)

    assert (candidate.valid, candidate.trouble, needed(candidate)) == (True, "", [])
    assert (candidate.disposition, candidate.had(Kind.FALLBACK)) == (Disposition.GENERATED, True)


def test_the_fallbacks_answer_is_repaired_by_the_fallback() -> None:
    """By nobody else, and once."""
    candidate = a_candidate().unanswered(GONE).judged(FALLBACK, BAD)
    assert needed(candidate) == [MENDED]

    candidate = candidate.judged(MENDED, BAD)
    assert (needed(candidate), candidate.failure) == ([], Failure.INVALID)


def test_a_fallback_that_refuses_as_well_ends_it() -> None:
    """Nobody is left to ask."""
    candidate = after((ASK, REFUSED), (FALLBACK, REFUSED))

    assert (needed(candidate), candidate.failure) == ([], Failure.REFUSED)


def test_a_fallback_that_fails_as_well_leaves_the_article_for_the_next_run() -> None:
    """Nothing is remembered of it."""
    candidate = a_candidate().unanswered(GONE).unanswered(DOWN)

    assert (needed(candidate), candidate.failure) == ([], None)
    assert (candidate.disposition, candidate.trouble) == (Disposition.FAILED, DOWN.reason)


@pytest.mark.parametrize("stored", [{}, {ASK.key: REFUSED}], ids=["gone", "refused"])
def test_a_stored_answer_of_the_fallback_is_judged_again(stored: dict[str, Reply]) -> None:
    """It is paid for; why it was asked is not in the ledger."""
    candidate = a_candidate().recalling(LADDER, {**stored, FALLBACK.key: GOOD})
    assert (candidate.valid, candidate.disposition) == (True, Disposition.REUSED)

    candidate = a_candidate().recalling(LADDER, {**stored, FALLBACK.key: BAD})
    assert needed(candidate) == [MENDED]

    candidate = a_candidate().recalling(LADDER, {**stored, FALLBACK.key: BAD, MENDED.key: GOOD})
    assert candidate.valid


def test_a_model_that_fails_is_no_reason_to_stop_where_another_takes_over() -> None:
    """The articles are not lost, yet."""
    falling_back = [a_candidate(n).unanswered(GONE) for n in range(FEWEST)]
    failed = [a_candidate(n).unanswered(DOWN) for n in range(FEWEST)]

    assert not too_many_failed(falling_back, 0.2)
    assert too_many_failed(failed, 0.2)
