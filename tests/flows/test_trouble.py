"""What goes wrong in a run, and what becomes of it: a result with a reason, never an end."""

from decimal import Decimal

import pytest

from flows.daily import daily
from schemas.article import SkipReason
from schemas.run import RunStatus
from tests.flows.journal import Journal, counts, reasons


def test_an_invalid_answer_is_repaired_with_its_findings(journal: Journal) -> None:
    """The second request says what was wrong with the first answer."""
    journal.standin.script({"text": '{"keyword_1": "only one"}'})

    report = journal.run(article=["mills.md"])

    assert (1, 1, 2) == (counts(report).generated, counts(report).repaired, report.requests)
    assert "An editor rejected" in journal.standin.requests()[-1]["messages"][0]["content"]


def test_a_ladder_that_failed_to_its_end_is_not_climbed_again(journal: Journal) -> None:
    """It is remembered, until the article is named."""
    journal.standin.script(*[{"text": "{}"}] * 3)
    failed = journal.run(article=["mills.md"])
    assert (1, 3) == (counts(failed).failed, failed.requests)
    assert RunStatus.COMPLETED_WITH_FAILURES == failed.status

    assert SkipReason.FAILED_BEFORE == reasons(journal.run())["mills.md"]
    assert 1 == counts(journal.run(article=["mills.md"])).published


def test_a_refused_article_is_not_put_to_the_same_model_again(journal: Journal) -> None:
    """Neither in this run nor in the next."""
    journal.standin.script({"refusal": "cyber"})

    report = journal.run(article=["mills.md"])

    assert (1, 1) == (counts(report).refused, report.requests)
    assert "0" == f"{report.cost_usd}"
    assert SkipReason.REFUSED_BEFORE == reasons(journal.run())["mills.md"]


def test_a_budget_that_is_too_small_stops_the_run(journal: Journal) -> None:
    """Cleanly: what fitted is published, the rest says why it was not."""
    report = journal.run(max_usd=0.0006)

    assert RunStatus.STOPPED_BY_BUDGET == report.status
    assert counts(report).out_of_budget + counts(report).published == 3
    assert report.cost_usd <= Decimal("0.0006")


def test_an_answer_that_is_too_dear_stops_the_run(journal: Journal) -> None:
    """Who answers with another model than was asked could pass any cap."""
    journal.configure(claude="concurrency = 1")
    journal.standin.script({"model": "claude-opus-5-5", "times": 3})

    report = journal.run()

    assert RunStatus.STOPPED_BY_FAILURES == report.status
    assert report.requests < 3  # one may have been under way
    assert "an answer of claude-opus-5-5 cost $0.00" in report.reason


def test_a_server_that_refuses_the_key_fails_the_run(journal: Journal) -> None:
    """Each article says so, and none is asked about twice."""
    journal.standin.script({"status": 401, "type": "authentication_error", "times": 3})

    report = journal.run()

    assert RunStatus.FAILED == report.status
    assert 3 == counts(report).failed
    assert "Failed" == journal.state.name


def test_a_run_stops_itself_when_too_many_articles_fail(journal: Journal) -> None:
    """What is left is not asked about, and says why."""
    journal.configure(claude="concurrency = 1")
    for number in range(30):
        journal.post(f"ferries-{number:02}")
    journal.standin.script({"status": 400, "type": "invalid_request_error", "times": 33})

    report = journal.run()

    assert RunStatus.STOPPED_BY_FAILURES == report.status
    assert 33 == counts(report).failed
    assert journal.standin.counters()["requests"] < 25
    assert "too many articles failed" in report.failures[-1].reason


def test_an_article_that_is_too_large_is_no_trouble_of_the_runs(journal: Journal) -> None:
    """Also where it is the only one: Claude was reached, and the next run tries it again."""
    journal.standin.script({"status": 413, "type": "request_too_large", "times": 3})

    report = journal.run()

    assert (RunStatus.COMPLETED_WITH_FAILURES, 3) == (report.status, counts(report).failed)
    assert {"the article is too large (HTTP 413 request_too_large)"} == {
        failure.reason for failure in report.failures
    }


def test_a_site_that_cannot_be_read_does_not_stop_the_other(journal: Journal) -> None:
    """Each has its own run, and the flow's state is that of the worse."""
    journal.configure(
        '[[sites]]\nname = "gone"\nconnector = "markdown"\npath = "nowhere"\n', top=""
    )

    reports = journal.reports(daily, mode="live")

    assert [RunStatus.COMPLETED, RunStatus.FAILED] == [report.status for report in reports]
    assert "Failed" == journal.state.name


def test_what_got_no_answer_is_in_the_next_window(journal: Journal) -> None:
    """However long ago it was published."""
    journal.standin.script({"status": 400, "type": "invalid_request_error"})
    first = journal.run(since=None)
    assert (1, RunStatus.COMPLETED_WITH_FAILURES) == (counts(first).failed, first.status)

    assert 1 == counts(journal.run()).published


def test_a_retired_model_is_replaced_by_the_fallback(
    journal: Journal, caplog: pytest.LogCaptureFixture
) -> None:
    """It is known to be gone, so nothing is asked of it; the run says so."""
    journal.configure(claude='model = "claude-3-haiku-20240307"\nfallback = "claude-haiku-5-5"')
    report = journal.run()
    assert (3, {"claude-haiku-5-5": 3}) == (counts(report).published, report.models)
    assert 3 == journal.standin.counters()["requests"]
    assert "model=claude-3-haiku-20240307 instead=claude-haiku-5-5" in caplog.text


def test_a_model_that_is_not_there_is_replaced_by_the_fallback(journal: Journal) -> None:
    """Where only the endpoint knows."""
    journal.configure(claude='model = "claude-fable-5-1"\nfallback = "claude-haiku-5-5"')
    report = journal.run()
    assert (3, {"claude-haiku-5-5": 3}) == (counts(report).published, report.models)
