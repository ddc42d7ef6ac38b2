"""Trying again what failed in a run: those articles, whatever is remembered of them."""

import json

from connectors.atomic import temporary
from flows.daily import daily
from schemas.run import RunStatus
from tests.flows.journal import Journal, counts
from tests.flows.terminal import Shell


def failing(journal: Journal) -> str:
    """A run in which one article's whole ladder fails, and another is refused."""
    journal.configure(claude="concurrency = 1")
    journal.standin.script({"refusal": "cyber"}, {}, *[{"text": "{}"}] * 3)
    report = journal.run()
    assert (1, 1, 1) == (counts(report).refused, counts(report).published, counts(report).failed)
    return report.run_id


def test_what_failed_or_was_refused_is_tried_again(journal: Journal) -> None:
    """And nothing else, although a plain run would leave it alone."""
    run_id = failing(journal)
    journal.post("ferries-2")
    assert 0 == counts(journal.run(article=["nowhere.md"])).selected

    again = journal.run(failed_of=run_id)

    assert (2, 2, 2) == (counts(again).listed, counts(again).generated, counts(again).published)
    assert ("bread.md", "mills.md") == tuple(sorted(p.article_id for p in again.proposals))


def test_a_write_that_failed_is_tried_again(journal: Journal) -> None:
    """And comes to its end: here something lay in the way of one file's replacing."""
    (in_the_way := temporary(journal.posts / "mills.md")).mkdir()
    failed = journal.run()
    assert (2, 1) == (counts(failed).published, counts(failed).failed)
    in_the_way.rmdir()

    again = journal.run(failed_of=failed.run_id)

    assert (1, 1) == (counts(again).listed, counts(again).published)
    assert all(journal.fields("mills"))


def test_it_is_no_step_of_the_daily_chain(journal: Journal) -> None:
    """The next daily run looks at as much as if it had not been."""
    run_id = failing(journal)
    journal.run(failed_of=run_id)
    listed = counts(journal.run()).listed
    assert 3 == listed


def test_the_command_tries_again_for_the_runs_own_site(journal: Journal, shell: Shell) -> None:
    """Another site, or articles named on top, are refused before anything is called."""
    run_id = failing(journal)
    asked = journal.standin.counters()["requests"]

    assert (2, "") == ((told := shell("run", "--failed-of", "x")).code, told.out)
    assert "failed_of: there is no run 'x'; rubricator runs lists them" in told.err
    both = shell("run", "--failed-of", run_id, "--article", "mills.md")
    assert (2, True) == (both.code, "give one of them" in both.err)
    assert asked == journal.standin.counters()["requests"]

    done = shell("run", "--failed-of", run_id, "--json")
    assert (0, 2) == (done.code, json.loads(done.out)["counts"]["published"])


def test_the_form_takes_no_articles_beside_a_run(journal: Journal) -> None:
    """More would be paid for than was asked, or less."""
    run_id = failing(journal)
    assert [] == journal.reports(daily, failed_of=run_id, article=["mills.md"])
    assert "give one of them" in (journal.state.message or "")


def test_a_run_without_failures_leaves_nothing_to_do(journal: Journal, shell: Shell) -> None:
    """It says so, and ends well."""
    run_id = journal.run().run_id

    told, as_json = (
        shell("run", "--failed-of", run_id),
        shell("run", "--failed-of", run_id, "--json"),
    )

    assert (0, 0) == (told.code, as_json.code)
    assert "Nothing failed in that run: there is nothing to try again.\n" == told.out
    assert ("completed", []) == (json.loads(as_json.out)["status"], json.loads(as_json.out)["runs"])
    assert [] == journal.reports(daily, failed_of=run_id)
    assert RunStatus.COMPLETED == journal.state.name.lower()


def test_a_run_that_has_no_list_of_failures_is_refused(journal: Journal, shell: Shell) -> None:
    """A revert has another way to be repeated."""
    run_id = journal.revert(journal.run().run_id).run_id
    told = shell("run", "--failed-of", run_id)
    assert (2, "") == (told.code, told.out)
    assert f"failed_of: {run_id} is a revert; revert the same run again instead" in told.err
