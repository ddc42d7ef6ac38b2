"""An archive: what it would cost, and its shards, which are runs like every other."""

import json
from decimal import Decimal

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowFilter, FlowFilterName
from prefect.client.schemas.sorting import FlowRunSort
from prefect.context import TagsContext

from flows.backfill import backfill, shard
from flows.engine import TAG
from schemas.run import RunStatus, Trigger
from tests.flows.journal import Journal, counts
from tests.flows.terminal import Shell

YEAR = {"since": "2026-01-01", "until": "2026-12-01"}
FLAGS = ("--since", "2026-01-01", "--until", "2026-12-01")


def archive(journal: Journal) -> None:
    """A post on each of six days, the three that are there among them."""
    for day, name in enumerate(("ferries", "mills", "bread", "boats", "wheels", "crust"), 1):
        path = journal.post(name, title=f"{name.title()} of day {day}")
        path.write_text(path.read_text().replace("date: 2026-11-20", f"date: 2026-10-{day:02}"))


def test_an_estimate_is_free(journal: Journal, shell: Shell) -> None:
    """Tokens are counted, and nothing is asked, claimed or written."""
    archive(journal)
    before = journal.bytes()
    told = json.loads(shell("backfill", *FLAGS, "--estimate", "--json").out)
    assert (6, 6) == (told["articles"], told["sampled"])
    assert (0, before) == (journal.standin.counters()["requests"], journal.bytes())
    assert "6 articles, " in shell("backfill", *FLAGS, "--estimate").out


def test_the_estimate_contains_the_bill(journal: Journal, shell: Shell) -> None:
    """And what is done already is not in the next one."""
    archive(journal)
    told = json.loads(shell("backfill", *FLAGS, "--estimate", "--json").out)["messages"]
    done = json.loads(shell("backfill", *FLAGS, "--yes", "--json").out)
    between = {name: Decimal(usd) for name, usd in told["cost_usd"].items()}
    assert between["low"] <= Decimal(done["cost_usd"]) <= between["high"]
    assert "Nothing in this archive is to be asked about.\n" == (
        shell("backfill", *FLAGS, "--estimate").out
    )


def test_what_was_not_begun_is_said(journal: Journal, shell: Shell) -> None:
    """No run reports it."""
    archive(journal)
    told = shell("backfill", *FLAGS, "--yes", "--json", "--shard-size", "1", "--max-usd", "0.0001")
    assert (3, 1) == (told.code, len(json.loads(told.out)["runs"]))
    assert "rubricator: 5 shards were not begun; start it again to go on" in told.err


def test_an_archive_is_done_in_shards(journal: Journal) -> None:
    """Each is a run of its own stretch of time; together they did every article once."""
    archive(journal)
    reports = journal.reports(backfill, **YEAR, shard_size=4)
    assert [4, 2] == [counts(report).published for report in reports]
    assert {Trigger.BACKFILL} == {report.trigger for report in reports}
    assert "2 shards, 6 listed" in journal.state.message
    windows = [report.window for report in reports if report.window]
    assert windows[0].until == windows[1].since


def test_a_shard_is_watched_as_its_backfill_is(journal: Journal) -> None:
    """It has the tag that alarms look for, though no deployment gives it one."""
    with TagsContext(current_tags=set()):
        journal.reports(backfill, **YEAR)
    shards = FlowFilter(name=FlowFilterName(any_=["shard"]))
    latest = FlowRunSort.START_TIME_DESC
    with get_client(sync_client=True) as client:
        (run,) = client.read_flow_runs(flow_filter=shards, sort=latest, limit=1)
    assert [TAG] == run.tags


def test_the_shards_keep_to_one_budget(journal: Journal) -> None:
    """What the first leaves is what the second has; where nothing is left there is none."""
    archive(journal)
    reports = journal.reports(backfill, **YEAR, shard_size=2, max_usd=0.0007)
    assert RunStatus.STOPPED_BY_BUDGET in {report.status for report in reports}
    assert sum(report.cost_usd for report in reports) <= Decimal("0.0007")


def test_a_site_that_is_down_is_its_own_trouble(journal: Journal) -> None:
    """The other sites' archives are done meanwhile."""
    journal.configure(
        site='[[sites]]\nname = "magazine"\nconnector = "wordpress"\nusername = "robot"\n'
        'base_url = "http://127.0.0.1:9"\npassword_env = "ANTHROPIC_API_KEY"'
    )
    done, failed = journal.reports(backfill, **YEAR)
    assert (3, RunStatus.FAILED) == (counts(done).published, failed.status)
    assert "magazine: failed" in journal.state.message


def test_a_shard_of_another_ledger_is_not_begun(journal: Journal) -> None:
    """A worker that looks elsewhere could keep to no common budget."""
    assert [] == journal.reports(shard, backfill="somebody-else", site="journal", **YEAR)
    assert "this ledger knows no backfill 'somebody-else'" in journal.state.message


def test_a_backfill_is_repeated_at_no_cost(journal: Journal) -> None:
    """What was answered once is not asked again."""
    archive(journal)
    journal.reports(backfill, **YEAR)
    (again,) = journal.reports(backfill, **YEAR)
    assert (0, 0) == (counts(again).selected, again.requests)


def test_swapped_dates_are_refused_before_anything_is_begun(journal: Journal) -> None:
    """In a form as at a terminal: with the sentence that says what to do."""
    swapped = {"since": YEAR["until"], "until": YEAR["since"]}
    assert [] == journal.reports(backfill, **swapped)
    assert "Misconfigured" == journal.state.name
    assert "is not before until, 2026-01-01 00:00:00; swap them" in journal.state.message


def test_a_dear_archive_wants_a_word_first(journal: Journal, shell: Shell) -> None:
    """In a form a box, at a terminal an answer or a flag; and nothing was asked until then."""
    journal.configure(claude='model = "claude-fable-5-1"')
    for number in range(90):
        journal.post(f"ferries-{number:02}")
    assert [] == journal.reports(backfill, **YEAR)
    assert "NeedsConfirmation" == journal.state.name
    told = shell("backfill", *FLAGS)
    assert 2 == told.code
    assert "or say --yes" in told.err
    assert 0 == journal.standin.counters()["requests"]


def test_only_what_is_missing_can_be_filled(journal: Journal) -> None:
    """`overwrite` is the backfill's as well as a run's."""
    journal.edit("mills", "tags:", "description: By a person.\ntags:")
    (report,) = journal.reports(backfill, **YEAR, overwrite="never", mode="dry_run")
    assert 3 == counts(report).selected
    proposed = {str(one.article_id): one.targets for one in report.proposals}
    assert {"keywords"} == set(proposed["mills.md"])
