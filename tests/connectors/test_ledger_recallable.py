"""Which proposals may be offered again: those that were made for what an article says now."""

import pytest

from connectors.ledger.database import Database
from connectors.ledger.store import Ledger
from schemas.article import Article, ArticleId, Revision
from schemas.proposal import WAITING, Proposal, ProposalId, Status
from schemas.run import RunId, RunStatus
from tests.builders import a_proposal, a_run_row, an_article
from tests.clock import StillClock
from tests.crash.processes import end, kill

NOW = an_article()
EDITED = an_article(
    text="The night ferries sail on Sundays as well.", revision=Revision("revision-2")
)
LATER = RunId("run-2")


@pytest.fixture
def ledger(database: Database) -> Ledger:
    """A new ledger, of which two runs are under way."""
    ledger = Ledger(database, StillClock())
    for run_id in ("run-1", LATER):
        ledger.start(a_run_row(run_id))
    return ledger


def proposed(ledger: Ledger, article: Article = NOW, **changes: object) -> Proposal:
    """A proposal for what an article says, as the ledger keeps it."""
    values = {"content_hash": article.content_hash, "revision": article.revision, **changes}
    offered = [a_proposal(1, **values)]
    (kept,) = ledger.keep(RunId(offered[0].run_id), offered, simulated=False)
    return kept


def recallable(
    ledger: Ledger, *articles: Article, simulated: bool = False
) -> dict[ArticleId, Proposal]:
    """What a later run may offer of these articles."""
    return ledger.recallable(LATER, articles, simulated=simulated)


@pytest.mark.parametrize("status", Status)
def test_what_waits_for_publishing_is_offered_as_it_is(ledger: Ledger, status: Status) -> None:
    """Proposed, approved or edited, with its id; nothing that was settled one way or the other."""
    kept = proposed(ledger, status=status)

    found = recallable(ledger, NOW).get(NOW.id)

    assert (found == kept) == (status in WAITING)
    assert (found is None) == (status not in {*WAITING, Status.STALE})


@pytest.mark.parametrize("status", [Status.PROPOSED, Status.STALE, Status.PUBLISHED])
def test_an_edit_that_is_taken_back_costs_nothing(ledger: Ledger, status: Status) -> None:
    """What the article says again was answered once, whatever was proposed for it meanwhile."""
    kept = proposed(ledger, status=status)
    proposed(ledger, EDITED)

    found = recallable(ledger, NOW)[NOW.id]

    anew = kept.model_copy(update={"id": ProposalId(0), "run_id": LATER, "status": Status.PROPOSED})
    assert (kept if status is Status.PROPOSED else anew) == found


@pytest.mark.parametrize("status", [Status.REJECTED, Status.REVERTED, Status.FAILED])
def test_what_people_undid_does_not_come_back(ledger: Ledger, status: Status) -> None:
    """Nor does what was of no use; a new answer may be."""
    proposed(ledger, status=status)
    proposed(ledger, EDITED)

    assert recallable(ledger, NOW) == {}


def test_of_two_for_the_same_words_the_later_one_counts(ledger: Ledger) -> None:
    """The older one was made for what is not asked any more, or has had its turn."""
    proposed(ledger, prompt_digest="digest-0")
    assert recallable(ledger, NOW)

    proposed(ledger, status=Status.FAILED)
    assert recallable(ledger, NOW) == {}


def test_an_unchanged_revision_says_the_same(ledger: Ledger) -> None:
    """Also where a newer version of ours reads another text in it."""
    kept = proposed(ledger, content_hash="1:read otherwise")

    assert {NOW.id: kept} == recallable(ledger, NOW)


def test_a_stand_ins_proposals_are_for_a_stand_in(ledger: Ledger) -> None:
    """They would otherwise be published as Claude's."""
    ledger.keep(RunId("run-1"), [a_proposal()], simulated=True)

    assert recallable(ledger, NOW) == {}
    assert set(recallable(ledger, NOW, simulated=True)) == {NOW.id}


def test_asking_anew_reuses_only_what_a_killed_run_left(database: Database, ledger: Ledger) -> None:
    """Or one that a person cancelled: it is paid for; all else is to be asked again."""
    for number, run_id in enumerate(("ended", "killed", "cancelled")):
        ledger.start(a_run_row(run_id))
        ledger.keep(RunId(run_id), [a_proposal(number, run_id=run_id)], simulated=False)
    end(ledger, "ended", RunStatus.COMPLETED)
    end(ledger, "cancelled", RunStatus.CANCELLED)
    kill(database, "killed")
    ledger.reap()

    articles = [an_article(number) for number in range(3)]
    found = ledger.recallable(LATER, articles, simulated=False, of_crashed_only=True)
    assert [article.id for article in articles[1:]] == list(found)
