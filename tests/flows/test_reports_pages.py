"""What a run leaves in Prefect's pages: Markdown that an editor reads there."""

import re
from decimal import Decimal

from flows.reports import backfill, pages
from schemas.article import ArticleId, Field, Fields
from schemas.finding import Finding, Severity
from schemas.proposal import Status
from schemas.run import Failed, Mode, Proposed, RunStatus, Trigger
from tests.reports import RUN_ID, a_live_report, a_proposed, a_report, an_apply_report

LOOK = Finding(rule="G2b", severity=Severity.WARNING, message="Make sure of names: Tartu.")
HOSTILE = "](javascript:alert(1)) <img src=x> | *bold* `code`\n# heading"


def order(*proposals: Proposed) -> list[str]:
    """The ids of the articles as the table has them."""
    return re.findall(r"post-\d+\.md", pages.proposals(a_report(proposals=proposals)))


def test_a_report_says_what_became_of_the_articles() -> None:
    """Those counts that say something, and why the others were left alone."""
    page = pages.summary(a_report())
    assert f"Run `{RUN_ID}`, 12 s" in page
    assert "| listed | 6 |" in page
    assert "| skipped: still a draft | 1 |" in page
    assert "escalated" not in page


def test_a_report_holds_the_spend_against_the_budget() -> None:
    """As the terminal does."""
    page = pages.summary(a_report())
    assert "- Spent $0.0009." in page
    assert "$0.0009 of $1.00 for the run and $0.0123 of $2.00 for the day." in page


def test_a_failure_leads_to_its_article() -> None:
    """Where that has an address; the id is there for the form."""
    url = "https://journal.example/a (b)/"
    failed = Failed(article_id=ArticleId("a.md"), url=url, title="A", stage="publish", reason="No.")
    page = pages.summary(a_report(failures=(failed,)))
    row = "| [A](https://journal.example/a%20%28b%29/)<br>a.md | writing to the site | No. |"
    assert row in page
    assert "| post-4.md |" in pages.summary(a_report())


def test_a_report_says_what_to_do_next() -> None:
    """With the command, and with the form that does the same."""
    assert f"`rubricator apply {RUN_ID}`" in pages.summary(a_report())
    assert "with this `run_id`" in pages.summary(a_live_report())
    nothing_to_do = an_apply_report(proposals=(), counts={"listed": 0})
    assert "run_id" not in pages.summary(nothing_to_do)
    failed = pages.summary(a_report(mode=Mode.LIVE, proposals=()))
    assert f"`rubricator run --failed-of {RUN_ID}`" in failed
    assert "run_id" not in failed


def test_the_worst_proposals_come_first() -> None:
    """What came to nothing, then what has the most findings, then the rest as it was."""
    found = order(
        a_proposed(1),
        a_proposed(2, findings=(LOOK,)),
        a_proposed(3, findings=(LOOK, LOOK)),
        a_proposed(4, status=Status.STALE, reason="gone"),
        a_proposed(5),
    )
    assert ["post-4.md", "post-3.md", "post-2.md", "post-1.md", "post-5.md"] == found


def test_a_table_ends_after_two_hundred() -> None:
    """A page has to open; the others are in the preview."""
    many = [a_proposed(number) for number in range(201)]
    page = pages.proposals(a_report(proposals=(*many, a_proposed(999, findings=(LOOK,)))))
    assert 200 == page.count("**proposed**")
    assert "post-999.md" in page
    assert "These are the first 200 of 202." in page


def test_a_table_of_a_shard_is_shorter() -> None:
    """An archive has many of them, and Prefect's database keeps each three times."""
    report = a_report(proposals=tuple(map(a_proposed, range(101))), trigger=Trigger.BACKFILL)
    assert "These are the first 100 of 101." in pages.proposals(report)
    assert 100 == len(pages.rows(report))


def test_a_proposal_shows_what_is_written_and_what_was_there() -> None:
    """A field that is a person's is not shown as ours."""
    page = pages.proposals(
        a_report(
            proposals=(
                a_proposed(
                    targets=frozenset({Field.DESCRIPTION}),
                    before=Fields(description="By a person."),
                    findings=(LOOK,),
                ),
            )
        )
    )
    assert "(keywords: kept as it is)<br>*Before:* By a person." in page
    assert "**proposed**<br>Make sure of names: Tartu." in page


def test_the_table_has_the_same_proposals() -> None:
    """In the same order, each cell a text, for whoever fetches it."""
    fine, doubtful = a_proposed(1), a_proposed(2, findings=(LOOK,), targets={Field.KEYWORDS})
    first, second = pages.rows(a_report(proposals=(fine, doubtful)))
    assert ("post-2.md", "(kept as it is)") == (first["article"], first["description"])
    assert ("post-1.md", fine.meta_description) == (second["article"], second["description"])
    assert LOOK.message == first["findings"]


def test_other_peoples_text_stays_text() -> None:
    """Neither markup nor a link that the article's address is not."""
    proposal = a_proposed(
        article_id=HOSTILE,
        title=HOSTILE,
        url="javascript:alert(1)",
        keywords=(HOSTILE,) * 5,
        meta_description=HOSTILE,
        reason=HOSTILE,
        before=Fields(description=HOSTILE),
    )
    failed = Failed(article_id=ArticleId(HOSTILE), title=HOSTILE, stage=HOSTILE, reason=HOSTILE)
    report = a_report(proposals=(proposal,), failures=(failed,), reason=HOSTILE)
    for page in (pages.summary(report), pages.proposals(report)):
        assert not re.search(r"(?<!\\)<img", page)
        assert not re.search(r"(?<!\\)\]\(", page)
        assert "\n# heading" not in page


def test_a_backfill_says_what_it_spent_of_what() -> None:
    """And its worst shard first."""
    stopped = a_report(status=RunStatus.STOPPED_BY_BUDGET)
    page = backfill.markdown([a_live_report(), stopped], [], Decimal("0.5"))
    assert "Spent $0.0017 of at most $0.50 for all of it." in page
    assert page.index("stopped by budget") < page.index("| completed |")
