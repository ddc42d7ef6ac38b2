"""Which posts of a type a window holds: each of them once, while the site is being edited."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from connectors.errors import Malformed
from connectors.wordpress.api import Api, Post
from schemas.window import Window

Query = dict[str, str]

ALWAYS: Query = {"context": "edit", "status": "publish", "orderby": "id", "order": "asc"}
# WordPress knows no article from before it was, and takes no year past 9999.
FIRST, LAST = datetime(1971, 1, 1, tzinfo=UTC), datetime(2900, 1, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)  # its bounds are exclusive, and it counts whole seconds
ALMOST = SECOND - timedelta.resolution


def queries(window: Window) -> Iterator[Query]:
    """What to ask so that each article comes that was published or modified in the window.

    First those that were modified in it. Then those that were published in it and modified
    before: imported, dated back, or put on a schedule by a click. Then those that were published
    in it and modified since: they are being edited right now.
    """
    since = min(max(window.since, FIRST), LAST).replace(microsecond=0)
    until = (min(max(window.until, FIRST), LAST) + ALMOST).replace(microsecond=0)
    after = _text(since - SECOND) if since > FIRST else ""
    before = _text(until) if until < LAST else ""
    yield _bounds("modified_", after, before)
    published = _bounds("", after, before)
    if after:
        yield published | {"modified_before": _text(since)}
    if before:
        yield published | {"modified_after": _text(until - SECOND)}


def posts(
    api: Api, path: str, query: Query, asked: str, seen: set[int]
) -> Iterator[tuple[Post, bool]]:
    """What a query lists that was not `seen`, and whether it has to be read for itself.

    A row that leaves the list moves all others up, and one of them past us onto a page that we
    have read. So a list of several pages is walked again, by its ids alone.
    """
    pages = 0
    for page in api.pages(path, **ALWAYS, **query, _fields=asked):
        pages += 1
        yield from ((post, False) for post in _new(page, seen))
    if pages > 1:
        for page in api.pages(path, **ALWAYS, **query, _fields="id"):
            yield from ((post, True) for post in _new(page, seen))


def is_in(window: Window, published: datetime | None, modified: datetime | None) -> bool:
    """Whether one of the dates is in the window; what nobody can read yet is not."""
    if published and published >= window.until:
        return False
    return any(map(window.holds, (date for date in (published, modified) if date)))


def _new(page: list[Post], seen: set[int]) -> Iterator[Post]:
    """The posts that were not there yet: one that joins the list moves the others down."""
    for post in page:
        number = post.get("id")
        if type(number) is not int:
            raise Malformed("the site lists an article without a number")
        if number not in seen:
            seen.add(number)
            yield post


def _bounds(which: str, after: str, before: str) -> Query:
    bounds = {f"{which}after": after, f"{which}before": before}
    return {name: text for name, text in bounds.items() if text}


def _text(moment: datetime) -> str:
    """Always with its zone: without one it would be the site's."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
