"""Cutting an archive: every article in a shard, and no shard too large."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.article import ArticleId, SiteName
from schemas.run import RunStatus
from schemas.shards import Shard, shards
from schemas.window import Window
from tests.builders import SITE
from tests.reports import a_report

START = datetime(2020, 1, 1, tzinfo=UTC)
ANOTHER = SiteName("magazine")
YEAR = Window(since=START, until=START + timedelta(days=365))


def at(*days: float) -> list[tuple[ArticleId, datetime]]:
    """An article for each of these days of the year."""
    return [(ArticleId(str(n)), START + timedelta(days=day)) for n, day in enumerate(days)]


def test_a_small_archive_is_one_shard() -> None:
    """So is an empty one."""
    assert (YEAR,) == shards(YEAR, at(1, 2, 3), most=3)
    assert (YEAR,) == shards(YEAR, [])


def test_a_large_one_is_cut_before_the_article_that_is_too_many() -> None:
    """The shards follow each other without a gap."""
    first, second = shards(YEAR, at(1, 2, 3, 4), most=3)
    cut = START + timedelta(days=4)
    assert (YEAR.since, cut, cut, YEAR.until) == (
        first.since,
        first.until,
        second.since,
        second.until,
    )


def test_articles_of_one_moment_stay_together() -> None:
    """However many there are: time does not tell them apart."""
    assert 2 == len(shards(YEAR, at(1, 5, 5, 5, 5), most=2))


def test_an_article_with_two_dates_counts_once_where_both_are() -> None:
    """And in each of two shards otherwise."""
    one = ArticleId("one")
    dates = [(one, START + timedelta(days=day)) for day in (1, 2)]
    assert 1 == len(shards(YEAR, [*dates, *at(3)], most=2))


@given(st.lists(st.integers(0, 400), max_size=60), st.integers(1, 9))
def test_each_article_is_in_a_shard_and_no_shard_has_too_many(days: list[int], most: int) -> None:
    """Whatever the dates."""
    dated = at(*days)
    cut = shards(YEAR, dated, most)
    for article_id, moment in dated:
        assert YEAR.holds(moment) == any(shard.holds(moment) for shard in cut), article_id
    for shard in cut:
        moments = [moment for _, moment in dated if shard.holds(moment)]
        assert len(moments) <= most or 1 == len(set(moments))


@pytest.mark.parametrize(
    ("status", "begun"),
    [
        (RunStatus.COMPLETED_WITH_FAILURES, [SITE, ANOTHER]),
        (RunStatus.STOPPED_BY_FAILURES, [ANOTHER]),
        (RunStatus.FAILED, [ANOTHER]),
        (RunStatus.STOPPED_BY_BUDGET, []),
        (RunStatus.CANCELLED, []),
    ],
)
def test_how_a_shard_ends_says_what_is_begun_after_it(
    status: RunStatus, begun: list[SiteName]
) -> None:
    """A site that is down is no reason for the others to wait; an empty purse is."""
    after = a_report(site=SITE, status=status)
    both = [Shard(site=site, window=YEAR) for site in (SITE, ANOTHER)]
    assert begun == [shard.site for shard in both if shard.goes_on(after)]
