"""An archive cut into shards: stretches of time that one run each can do."""

from collections.abc import Iterable
from datetime import datetime

from schemas.article import ArticleId, SiteName
from schemas.base import Frozen
from schemas.run import Report, RunStatus
from schemas.window import Window

MOST = 2_000  # articles a shard: what a run keeps of them stays small, and a kill costs little
AT_ONCE = 4  # shards: each is a process of its own, of some 150 MB
MOST_AT_ONCE = 32


# After these nobody's further shards would fare better, or the site's own would not.
ENDS_ALL = (RunStatus.STOPPED_BY_BUDGET, RunStatus.CANCELLED)
ENDS_SITE = (RunStatus.STOPPED_BY_FAILURES, RunStatus.FAILED)


class Shard(Frozen):
    """What one flow run does of a backfill."""

    site: SiteName
    window: Window

    @property
    def sentence(self) -> str:
        """The shard in a few words."""
        return f"{self.site} {self.window.since:%Y-%m-%d} to {self.window.until:%Y-%m-%d}"

    def goes_on(self, after: Report) -> bool:
        """Whether it is begun although another ended so."""
        if after.status in ENDS_SITE:
            return after.site != self.site
        return after.status not in ENDS_ALL


def shards(
    window: Window, dated: Iterable[tuple[ArticleId, datetime]], most: int = MOST
) -> tuple[Window, ...]:
    """The window in stretches that hold at most so many of the articles each.

    `dated` has every date of each article, published and modified: one that has both in the
    window is in two shards, and the second finds nothing to do. Articles of one second cannot be
    told apart by time, however many they are. A window without articles is one shard.
    """
    begins = [window.since]
    held: set[ArticleId] = set()
    for moment, here in _by_moment(window, dated):
        if held and len(held | here) > most:
            begins.append(moment)
            held = set()
        held |= here
    bounds = zip(begins, [*begins[1:], window.until], strict=True)
    return tuple(Window(since=since, until=until) for since, until in bounds)


def _by_moment(
    window: Window, dated: Iterable[tuple[ArticleId, datetime]]
) -> list[tuple[datetime, set[ArticleId]]]:
    """The articles of each moment in the window, in the order of time."""
    found: dict[datetime, set[ArticleId]] = {}
    for article_id, moment in dated:
        if window.holds(moment):
            found.setdefault(moment, set()).add(article_id)
    return sorted(found.items())
