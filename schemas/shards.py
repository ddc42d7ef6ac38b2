"""An archive cut into shards: stretches of time that one run each can do."""

from collections.abc import Iterable
from datetime import datetime

from schemas.article import ArticleId
from schemas.window import Window

MOST = 2_000  # articles a shard: what a run keeps of them stays small, and a kill costs little


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
