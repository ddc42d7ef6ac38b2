"""What the ledger remembers of articles: replies that are paid for, proposals, and outcomes."""

from collections.abc import Sequence

import pytest

from connectors.ledger.database import Database
from connectors.ledger.memory import MANY
from connectors.ledger.store import Ledger
from schemas.article import ArticleId, Field, Fields, Revision
from schemas.call import Outcome, Reply
from schemas.proposal import Failure, Proposal, ProposalId, Status
from schemas.receipt import Act, Receipt, ReceiptId, Verdict
from schemas.request import Attempt
from schemas.run import RunId
from schemas.selection import Remembered, Selection
from tests.builders import (
    ASK,
    DIGEST,
    ESCALATION,
    METADATA,
    REPAIR,
    SITE,
    a_candidate,
    a_proposal,
    a_reply,
    a_request,
    a_run_row,
    an_article,
)
from tests.clock import StillClock
from tests.crash.processes import BUSY, CUT, purse

ID = an_article().id
OURS = METADATA.as_fields(frozenset(Field))
EMPTY = Fields(description="", keywords=())
STAND_IN = a_reply(simulated=True)
TRUNCATED = a_reply(text='{"keyword_1": "night', stop_reason="max_tokens")
REFUSED = a_reply(text="", stop_reason="refusal", refusal_category="bio")
UNPRICED = a_reply(model="claude-somebody-else")


@pytest.fixture
def database(database: Database) -> Database:
    """A new ledger, of which one run is under way."""
    Ledger(database, StillClock()).start(a_run_row())
    return database


@pytest.fixture
def ledger(database: Database) -> Ledger:
    """Its memory."""
    return Ledger(database, StillClock())


def ask(ledger: Ledger, outcome: Outcome, attempt: Attempt = ASK, **changes: object) -> None:
    """Article 1 is asked about, and this comes back."""
    mine = purse(ledger, "run-1")
    ((_, call_id),) = mine.take([a_request(1, attempt, **changes)], 1).calls
    mine.settle([(call_id, outcome)])


def recalled(ledger: Ledger, digest: str = DIGEST, *, simulated: bool = False) -> dict[str, Reply]:
    """The replies for article 1, by attempt."""
    found = ledger.replies([a_candidate(1)], digest, simulated=simulated)
    return found.get(ID, {})


def keep(ledger: Ledger, proposal: Proposal, *, simulated: bool = False) -> ProposalId:
    """A proposal that a run stores."""
    (kept,) = ledger.keep(RunId(proposal.run_id), [proposal], simulated=simulated)
    return kept.id


def begin(ledger: Ledger, proposal_id: ProposalId, **changes: object) -> tuple[ReceiptId, Receipt]:
    """A write to article 1 that is noted and about to happen."""
    values = {"before": EMPTY, "after": OURS, "revision_before": Revision("r"), **changes}
    receipt = Receipt.model_validate({"site": SITE, "article_id": ID, **values})
    (receipt_id,) = ledger.intend(RunId("run-1"), [(proposal_id, receipt)])
    return receipt_id, receipt


def write(ledger: Ledger, proposal_id: ProposalId, verdict: Verdict, **changes: object) -> None:
    """A write to article 1 that is over and read back."""
    receipt_id, receipt = begin(ledger, proposal_id, **changes)
    revision = None if verdict is Verdict.STALE else Revision(f"after the {receipt.act}")
    ledger.conclude([(receipt_id, receipt.concluded(verdict, revision))])


def remembered(ledger: Ledger, *, simulated: bool = False) -> Remembered | None:
    """What a selection gets to know of article 1."""
    return known(ledger, [ID], simulated=simulated).get(ID)


def known(
    ledger: Ledger, ids: Sequence[ArticleId], *, simulated: bool = False
) -> dict[ArticleId, Remembered]:
    """What a selection gets to know of these articles."""
    seen: dict[ArticleId, Remembered] = {}

    def look(memory: dict[ArticleId, Remembered], _claimed: object) -> Selection:
        seen.update(memory)
        return Selection()

    ledger.claim(RunId("run-1"), SITE, ids, look, simulated=simulated)
    return seen


@pytest.mark.parametrize(
    "reply",
    [a_reply(), TRUNCATED, REFUSED, UNPRICED],
    ids=["complete", "truncated", "refused", "unpriced"],
)
def test_a_reply_comes_back_as_it_was(ledger: Ledger, reply: Reply) -> None:
    """Whatever it is worth, it is paid for: judged again, it costs nothing."""
    ask(ledger, reply)

    assert recalled(ledger) == {ASK.key: reply}


@pytest.mark.parametrize("trouble", [BUSY, CUT], ids=["529", "cut"])
def test_an_attempt_without_a_reply_is_not_recalled(ledger: Ledger, trouble: Outcome) -> None:
    """There is nothing to judge; it is asked again."""
    ask(ledger, trouble)

    assert recalled(ledger) == {}


def test_replies_are_recalled_by_attempt_and_the_latest_of_each(ledger: Ledger) -> None:
    """So that a run goes on at the rung where the one before it was killed."""
    ask(ledger, TRUNCATED)
    ask(ledger, REFUSED, REPAIR)
    ask(ledger, a_reply(), REPAIR)

    assert recalled(ledger) == {ASK.key: TRUNCATED, REPAIR.key: a_reply()}


def test_a_reply_to_another_content_is_not_recalled(ledger: Ledger) -> None:
    """It describes what the article said before."""
    ask(ledger, a_reply(), content_hash="1:before")

    assert recalled(ledger) == {}


def test_a_reply_to_another_prompt_is_not_recalled(ledger: Ledger) -> None:
    """It answers what is not asked any more."""
    ask(ledger, a_reply())

    assert recalled(ledger, "digest-2") == {}


def test_a_stand_in_and_claude_do_not_share_replies(ledger: Ledger) -> None:
    """Neither answers for the other."""
    ask(ledger, STAND_IN)
    ask(ledger, a_reply(), REPAIR)

    assert recalled(ledger, simulated=True) == {ASK.key: STAND_IN}
    assert recalled(ledger) == {REPAIR.key: a_reply()}


@pytest.mark.parametrize("status", [Status.PROPOSED, Status.FAILED])
def test_a_reply_is_spent_on_the_proposal_it_led_to(ledger: Ledger, status: Status) -> None:
    """Also where that is a failure to remember; what is asked later is new."""
    ask(ledger, a_reply())
    keep(ledger, a_proposal(status=status))
    ask(ledger, a_reply(), ESCALATION)

    assert recalled(ledger) == {ESCALATION.key: a_reply()}


def test_a_stand_ins_proposal_spends_no_reply_of_claudes(ledger: Ledger) -> None:
    """Trying out the program costs nothing, not even afterwards."""
    ask(ledger, a_reply())
    keep(ledger, a_proposal(), simulated=True)

    assert recalled(ledger) == {ASK.key: a_reply()}


@pytest.mark.parametrize(
    ("status", "failure"),
    [
        (Status.FAILED, Failure.INVALID),
        (Status.FAILED, Failure.REFUSED),
        (Status.PUBLISHED, None),
        (Status.REVERTED, None),
        (Status.REJECTED, None),
    ],
)
def test_how_the_latest_proposal_ended_is_remembered(
    ledger: Ledger, status: Status, failure: Failure | None
) -> None:
    """With what it was made for and asked with: by that, selection tells whether to ask again."""
    proposal = a_proposal(status=status, failure=failure)
    keep(ledger, proposal)

    assert remembered(ledger) == Remembered(
        status=status,
        failure=failure,
        content_hash=proposal.content_hash,
        revisions=frozenset({proposal.revision}),
        prompt_digest=proposal.prompt_digest,
        ladder=proposal.ladder,
    )


def test_a_stand_ins_failure_is_none_of_claudes(ledger: Ledger) -> None:
    """What the stand-in could not do has still to be asked."""
    keep(ledger, a_proposal(status=Status.FAILED), simulated=True)

    assert remembered(ledger) is None
    assert remembered(ledger, simulated=True) is not None


def test_our_own_write_is_no_change(ledger: Ledger) -> None:
    """The revision that it made is as well known as the one before it, and undoing's too."""
    proposal_id = keep(ledger, a_proposal())
    write(ledger, proposal_id, Verdict.WRITTEN)
    write(ledger, proposal_id, Verdict.WRITTEN, act=Act.RESTORE, before=OURS, after=EMPTY)

    past = remembered(ledger)

    assert past is not None
    assert past.status is Status.REVERTED
    assert past.revisions == {a_proposal().revision, "after the write", "after the restore"}


def test_what_we_wrote_is_known_as_ours_also_where_a_kill_came_between(ledger: Ledger) -> None:
    """Writes that may have happened count, those that came too late do not, nor do undoings."""
    proposal_id = keep(ledger, a_proposal())
    for words, verdict in (("kept", Verdict.WRITTEN), ("too late", Verdict.STALE)):
        write(ledger, proposal_id, verdict, after=Fields(description=words))
    write(ledger, proposal_id, Verdict.WRITTEN, act=Act.RESTORE, after=EMPTY)
    begin(ledger, proposal_id, after=Fields(description="perhaps"))

    past = remembered(ledger)

    assert past is not None
    assert [fields.description for fields in past.written] == ["kept", "perhaps"]


def test_memory_has_no_end_at_what_fits_into_one_query(ledger: Ledger) -> None:
    """A window of an archive holds thousands of articles."""
    numbers = range(MANY + 1)
    ids = [an_article(number).id for number in numbers]
    mine = purse(ledger, "run-1")
    calls = mine.take([a_request(number) for number in numbers], len(numbers)).calls
    mine.settle((call_id, a_reply()) for _, call_id in calls)
    everything = ledger.replies([a_candidate(n) for n in numbers], DIGEST, simulated=False)
    ledger.keep(RunId("run-1"), [a_proposal(number) for number in numbers], simulated=False)

    assert sorted(everything) == sorted(ids)
    assert sorted(known(ledger, ids)) == sorted(ids)
    articles = [an_article(number) for number in numbers]
    assert sorted(ledger.recallable(RunId("run-1"), articles, simulated=False)) == sorted(ids)
