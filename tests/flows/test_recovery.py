"""A run that was killed between writing down what it meant to do and doing it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from connectors.ledger.database import Database
from connectors.ledger.store import Ledger
from connectors.markdown import Markdown
from flows.reports import text
from schemas.article import ArticleId, Field, SiteName, SkipReason
from schemas.overall import RECOVERED
from schemas.run import PublishingCounts, RunId
from tests.builders import a_run_row
from tests.clock import StillClock
from tests.flows.journal import Journal, counts, reasons

SITE = SiteName("journal")
MILLS = ArticleId("mills.md")
KILLED = RunId("killed")


@contextmanager
def killed(journal: Journal) -> Iterator[Ledger]:
    """The ledger in the hands of a run that ends after the block, whatever it was at."""
    database = Database(f"sqlite:///{journal.ledger.name}", journal.folder)
    ledger = Ledger(database, StillClock())
    ledger.start(a_run_row(KILLED, site=SITE))
    yield ledger
    ledger.abandon(KILLED)
    database.close()


@pytest.fixture
def begun(journal: Journal) -> Journal:
    """The journal, previewed; the write to one of its posts is on record and never happened."""
    journal.run("dry_run")
    site = Markdown(SITE, journal.posts)
    with killed(journal) as ledger:
        proposal = ledger.recallable(KILLED, [site.article(MILLS)], simulated=True)[MILLS]
        receipts = site.prepare(site.article(MILLS), proposal.changes)
        ledger.intend(KILLED, [(proposal.id, receipt) for receipt in receipts])
    return journal


def test_what_was_begun_is_finished(begun: Journal) -> None:
    """Before anything else, and without a request."""
    report = begun.run()
    assert (0, 2) == (report.requests, counts(report).published)
    assert all(begun.fields("mills"))


def test_the_run_that_finishes_it_says_so(begun: Journal) -> None:
    """Nobody would look for it in the report of the run that was killed."""
    begun.configure('trust = "manual"')
    report = begun.run()
    (finding,) = (each for each in report.findings if each.rule == RECOVERED)
    assert "What the run killed had begun to write was finished: 1 write." in finding.message
    assert 0 == counts(report).published
    assert "On the site: 2 held for an editor." in text.summary(report)

    begun.revert(KILLED)
    assert (None, None) == begun.fields("mills")


def test_what_says_nothing_new_does_not_hold_it_up(begun: Journal) -> None:
    """Another tag is a new revision of the same article, whose metadata is paid for."""
    begun.edit("mills", "[harbour]", "[harbour, mills]")
    report = begun.run()
    assert (0, 2) == (report.requests, counts(report).published)
    assert all(begun.fields("mills"))


def test_what_is_another_article_now_is_not_written_to(begun: Journal) -> None:
    """It is asked about again, like any that has changed."""
    begun.edit_body("mills", "36 oak boards", "63 oak boards")
    report = begun.run()
    assert (1, 3) == (report.requests, counts(report).published)


@pytest.mark.parametrize(
    ("fence", "reason"),
    [
        (f'protected = ["{MILLS}"]', SkipReason.PROTECTED),
        ('exclude = ["mill*"]', SkipReason.EXCLUDED),
    ],
    ids=["protected", "excluded"],
)
def test_what_was_fenced_off_since_is_not_written_to(
    begun: Journal, fence: str, reason: SkipReason
) -> None:
    """Its proposal waits, and is published for nothing where the fence comes down again."""
    before = begun.bytes()[MILLS]
    begun.configure(site=fence)

    fenced = begun.run()
    assert (reason, before) == (reasons(fenced)[MILLS], begun.bytes()[MILLS])

    begun.configure()
    opened = begun.run()
    assert (0, 1) == (opened.requests, counts(opened).published)


def test_a_revert_that_failed_half_way_is_gone_on_with(journal: Journal) -> None:
    """Of a proposal that took two writes one is undone already; the other one is now, too."""
    before = journal.bytes()[MILLS]
    journal.run("dry_run")
    site = Markdown(SITE, journal.posts)
    with killed(journal) as ledger:
        proposal = ledger.recallable(KILLED, [site.article(MILLS)], simulated=True)[MILLS]
        for field in Field:
            changes = proposal.changes.only(frozenset({field}))
            (receipt,) = site.prepare(site.article(MILLS), changes)
            (receipt_id,) = ledger.intend(KILLED, [(proposal.id, receipt)])
            ledger.conclude([(receipt_id, site.write(receipt))])
    site.restore(receipt.undoing(site.article(MILLS)))  # the last one

    report = journal.revert(KILLED)

    assert isinstance(report.counts, PublishingCounts)
    assert (1, before) == (report.counts.reverted, journal.bytes()[MILLS])
