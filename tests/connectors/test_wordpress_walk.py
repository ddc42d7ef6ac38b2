"""Which posts a window holds: the questions, and what is missed while a site is edited."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import Malformed
from connectors.wordpress.walk import ALWAYS, is_in, posts, queries
from schemas.window import Window
from tests.builders import NOON
from tests.connectors.scripted_server import Asked, Script, Told, serving
from tests.connectors.scripted_wordpress import POSTS, api, paged, wordpress

EVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
HOUR = timedelta(hours=1)

# Whole seconds and what lies between them, close enough together to meet often.
offsets = st.integers(-6, 6)
stored = st.builds(lambda n: NOON + timedelta(seconds=n), offsets)
moments = st.builds(
    lambda n, micro: NOON + timedelta(seconds=n, microseconds=micro),
    offsets,
    st.sampled_from([0, 1, 499_999, 999_999]),
)
edges = moments | st.sampled_from(EVER)


@pytest.fixture
def script() -> Iterator[Script]:
    """A site that knows us."""
    with serving() as made:
        yield wordpress(made)


def test_a_window_is_asked_for_three_times() -> None:
    """The bounds are exclusive, and each question has its own part of the posts."""
    window = Window(since=NOON, until=NOON + HOUR)
    published = {"after": "2026-11-21T11:59:59Z", "before": "2026-11-21T13:00:00Z"}

    assert [
        {"modified_after": "2026-11-21T11:59:59Z", "modified_before": "2026-11-21T13:00:00Z"},
        {**published, "modified_before": "2026-11-21T12:00:00Z"},
        {**published, "modified_after": "2026-11-21T12:59:59Z"},
    ] == list(queries(window))


def test_parts_of_a_second_widen_the_question() -> None:
    """Dates of WordPress have none."""
    micro = timedelta(microseconds=1)
    window = Window(since=NOON + micro, until=NOON + HOUR + micro)

    told = {"modified_after": "2026-11-21T11:59:59Z", "modified_before": "2026-11-21T13:00:01Z"}
    assert told == next(queries(window))


def test_a_bound_is_asked_for_in_utc() -> None:
    """Without a zone it would be the site's."""
    window = Window(since=NOON.astimezone(timezone(9 * HOUR)), until=NOON + HOUR)

    assert next(queries(window))["modified_after"] == "2026-11-21T11:59:59Z"


def test_an_open_end_has_no_bound() -> None:
    """WordPress refuses years that it cannot write, and all is asked for once."""
    since, until = EVER

    assert [{}] == list(queries(Window(since=since, until=until)))
    bounds = {frozenset(query) for query in queries(Window(since=NOON, until=until))}
    assert {frozenset({"modified_after"}), frozenset({"after", "modified_before"})} == bounds
    bounds = {frozenset(query) for query in queries(Window(since=since, until=NOON))}
    assert {frozenset({"modified_before"}), frozenset({"before", "modified_after"})} == bounds


@given(edges, edges)
def test_any_window_can_be_asked_for(since: datetime, until: datetime) -> None:
    """At the ends of the calendar, too, and from the wrong end."""
    for query in queries(Window(since=since, until=until)):
        assert all(bound.endswith("Z") and len(bound) == 20 for bound in query.values())


@given(edges, edges, st.lists(st.tuples(stored, stored)))
def test_the_questions_find_what_is_in_the_window(
    since: datetime, until: datetime, rows: list[tuple[datetime, datetime]]
) -> None:
    """All of it and nothing else, as is_in says: and is_in says what the window holds."""
    window = Window(since=since, until=until)
    listed = {row for query in queries(window) for row in rows if answers(query, *row)}

    expected = {
        (published, modified)
        for published, modified in rows
        if published < until and (since <= published or since <= modified < until)
    }
    assert expected == {row for row in listed if is_in(window, *row)}
    assert expected == {row for row in rows if is_in(window, *row)}


@given(moments, moments, st.tuples(stored, stored))
def test_no_post_answers_to_two_questions(
    since: datetime, until: datetime, row: tuple[datetime, datetime]
) -> None:
    """Each of them costs the site time."""
    window = Window(since=since, until=max(until, since + timedelta(seconds=1)))

    assert sum(answers(query, *row) for query in queries(window)) <= 1


@pytest.mark.parametrize(
    ("published", "modified", "held"),
    [
        (None, None, False),
        (None, NOON, True),
        (NOON, None, True),
        (NOON - HOUR, NOON, True),
        (NOON, NOON - HOUR, True),
        (NOON, NOON + HOUR, True),
        (NOON - HOUR, NOON + HOUR, False),
        (NOON + HOUR, NOON, False),
    ],
)
def test_one_of_the_dates_is_enough(
    published: datetime | None, modified: datetime | None, *, held: bool
) -> None:
    """But what nobody can read yet is not in it."""
    assert is_in(Window(since=NOON, until=NOON + HOUR), published, modified) is held


def test_a_list_of_one_page_is_read_once(script: Script) -> None:
    """Nothing can have moved past us."""
    script.on(f"GET {POSTS}", paged([a_post(1), a_post(2)]))

    assert [(a_post(1), False), (a_post(2), False)] == walked(script)
    assert [ALWAYS.items() <= asked.parameters.items() for asked in script.to(POSTS)] == [True]


def test_what_moved_past_us_is_found_by_its_id(script: Script) -> None:
    """A row has left the first page, so 3 moved up to it from the second."""
    first = {"1": [1, 2], "2": [4]}
    again = {"1": [2, 3], "2": [4]}
    script.on(f"GET {POSTS}", lambda asked: page_of(again if only_ids(asked) else first, asked))

    assert [(1, False), (2, False), (4, False), (3, True)] == ids(walked(script))


def test_what_moved_down_is_not_doubled(script: Script) -> None:
    """A row has come to the first page, so its last one is on the second, too; in both walks."""
    script.on(f"GET {POSTS}", paged([a_post(1), a_post(2)], [a_post(2), a_post(3)], [a_post(3)]))

    assert [(1, False), (2, False), (3, False)] == ids(walked(script))

    again = {"1": [1, 9], "2": [9, 3]}
    first = {"1": [1], "2": [3]}
    script.on(f"GET {POSTS}", lambda asked: page_of(again if only_ids(asked) else first, asked))
    assert [(1, False), (3, False), (9, True)] == ids(walked(script))


@pytest.mark.parametrize("post", [{}, {"id": None}, {"id": "1"}, {"id": 1.5}, {"id": True}])
def test_a_post_without_a_number_is_malformed(script: Script, post: object) -> None:
    """Nobody could say which one was left out."""
    script.on(f"GET {POSTS}", paged([a_post(1), post]))

    with pytest.raises(Malformed, match="an article without a number"):
        walked(script)


def answers(query: Mapping[str, str], published: datetime, modified: datetime) -> bool:
    """Whether WordPress lists a post: it counts whole seconds, and its bounds are exclusive."""
    dates = {"": published, "modified_": modified}
    return all(
        date > told if name.endswith("after") else date < told
        for name, text in query.items()
        for told in [datetime.fromisoformat(text)]
        for date in [dates[name.removesuffix("after").removesuffix("before")]]
    )


def a_post(number: int) -> dict[str, Any]:
    """As little of a post as there can be."""
    return {"id": number}


def walked(script: Script) -> list[tuple[Any, bool]]:
    """The whole list."""
    return list(posts(api(script), "wp/v2/posts", {}, "id,title.raw", set()))


def ids(found: list[tuple[Any, bool]]) -> list[tuple[int, bool]]:
    """Numbers in the place of posts."""
    return [(post["id"], known_by_id) for post, known_by_id in found]


def only_ids(asked: Asked) -> bool:
    """Whether it is the second walk."""
    return asked.parameters["_fields"] == "id"


def page_of(pages: Mapping[str, list[int]], asked: Asked) -> Told:
    """One of the pages."""
    found = [a_post(number) for number in pages[asked.parameters["page"]]]
    return Told(200, found, {"X-WP-TotalPages": str(len(pages))})
