"""Articles that are named, at a site that is called."""

import pytest

from schemas.article import SkipReason
from tests.connectors.scripted_server import serving
from tests.connectors.scripted_wordpress import POSTS, refused
from tests.flows.journal import Journal, reasons
from tests.flows.magazine import VARIABLE, a_magazine, a_post


def test_one_that_cannot_be_read_does_not_stop_the_others(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is skipped, and named with what the site said of it."""
    monkeypatch.setenv(VARIABLE, "abcd efgh")
    with serving() as script:
        a_magazine(script, journal, {8: a_post(8)})
        script.on(f"GET {POSTS}/7", refused(403, "rest_forbidden_context"))
        report = journal.run("dry_run", article=["7", "8"])

    assert {"7": SkipReason.UNREADABLE} == reasons(report)
    assert ["8"] == [proposal.article_id for proposal in report.proposals]
    assert report.skipped_articles[0].detail
