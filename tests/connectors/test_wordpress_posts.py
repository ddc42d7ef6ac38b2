"""A WordPress post as an article: what it says, and what it says wrongly."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import SecretStr

from connectors.cms import Place
from connectors.errors import ConnectorError
from connectors.wordpress.posts import LACKING, Page, tag_ids
from connectors.wordpress.settings import WordPressSettings
from connectors.wordpress.site import WordPress, open_site
from schemas.article import Article, Fields, SiteName, SkipReason
from schemas.window import Window
from tests.builders import NOON
from tests.clock import StillClock
from tests.connectors.scripted_server import Script, Told, serving
from tests.connectors.scripted_wordpress import PASSWORD, POSTS, TAGS, paged, wordpress

EVER = Window(since=datetime(1900, 1, 1, tzinfo=UTC), until=datetime(2999, 1, 1, tzinfo=UTC))
TEXT = "<p>The council has voted for <b>solar</b> panels on the roof of the town hall.</p>"
POST: dict[str, Any] = {
    "id": 7,
    "type": "post",
    "status": "publish",
    "link": "https://magazine.example/solar/",
    "date_gmt": "2026-11-21T12:00:00",
    "modified_gmt": "2026-11-21T12:00:00",
    "title": {"raw": "Solar"},
    "content": {"raw": TEXT, "protected": False},
    "excerpt": {"raw": "In short"},
    "tags": [],
    "meta": {"_yoast_wpseo_metadesc": "", "_yoast_wpseo_focuskw": ""},
}
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["raw", "protected", "0"]), inner, max_size=3)
    ),
    max_leaves=6,
)
broken_posts = st.fixed_dictionaries(
    {"id": st.just(7)}, optional={name: json_values for name in POST if name != "id"}
)


@pytest.fixture
def script() -> Iterator[Script]:
    """A site that knows us."""
    with serving() as made:
        yield wordpress(made, "yoast/v1")


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        ("Solar &amp; wind", "Solar & wind"),
        ("A <em>new</em>  roof", "A new roof"),
        ("<strong>R&amp;D</strong>", "R&D"),
        ("5 < 6", "5 < 6"),
        ("&lt;b&gt; explained", "<b> explained"),
        ("  Two\n lines\u00a0here ", "Two lines here"),
        ("", "7"),
        ("<br>", "7"),
        (None, "7"),
        (["a"], "7"),
    ],
)
def test_a_title_is_as_people_read_it(raw: object, title: str) -> None:
    """Without tags and escapes; an article without one is called by its number."""
    assert title == an_article(title={"raw": raw}).title


@pytest.mark.parametrize(
    ("told", "moment"),
    [
        ("2026-11-21T12:00:00", NOON),
        ("2026-11-21T12:00:00Z", NOON),
        ("2026-11-21T14:00:00+02:00", NOON),
        ("0000-00-00T00:00:00", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("", None),
        (None, None),
        (False, None),
        (1795262400, None),
        (["2026"], None),
        ("yesterday", None),
    ],
)
def test_a_date_is_in_utc_or_none(told: object, moment: datetime | None) -> None:
    """WordPress does not say its zone; imports leave dates that are none."""
    article = an_article(date_gmt=told, modified_gmt=told)

    assert (moment, moment) == (article.published, article.modified)


@pytest.mark.parametrize(
    ("changes", "obstacle"),
    [
        ({}, None),
        ({"status": "draft"}, SkipReason.DRAFT),
        ({"status": "future"}, SkipReason.DRAFT),
        ({"status": "pending"}, SkipReason.DRAFT),
        ({"status": "acf-disabled"}, SkipReason.DRAFT),
        ({"status": None}, SkipReason.DRAFT),
        ({"status": ["publish"]}, SkipReason.DRAFT),
        ({"status": "private"}, SkipReason.PRIVATE),
        ({"content": {"raw": TEXT, "protected": True}}, SkipReason.PASSWORD),
        ({"content": {"raw": "", "protected": False}}, SkipReason.EMPTY),
        ({"content": {"raw": "<img src='a.jpg'> 123"}}, SkipReason.EMPTY),
        ({"content": []}, SkipReason.EMPTY),
        ({"content": None}, SkipReason.EMPTY),
    ],
)
def test_what_stands_in_the_way_is_said(
    changes: dict[str, Any], obstacle: SkipReason | None
) -> None:
    """Whatever is not published is not worked on."""
    assert obstacle == an_article(**changes).obstacle


def test_fields_that_are_not_shown_are_an_obstacle() -> None:
    """And the detail says what to do."""
    article = Page(POST, "wp/v2/pages", Fields(), shows_fields=False).article(SiteName("s"), ())

    assert (SkipReason.UNREADABLE, LACKING) == (article.obstacle, article.obstacle_detail)


@pytest.mark.parametrize(
    "told", [{"lang": "pt-BR"}, {"lang": "en", "rubricator": {"language": "pt_PT"}}]
)
def test_the_sites_own_word_on_the_language_counts(told: dict[str, Any]) -> None:
    """The companion's first; what is no word is none, and then the text is looked at."""
    assert an_article(**told).language == "pt"
    assert an_article(lang={"code": "pt"}).language == "en"


def test_the_revision_is_what_is_read_and_written() -> None:
    """Not WordPress's date: it moves with our own writes."""
    one = an_article().revision

    assert one == an_article(modified_gmt="2026-12-24T00:00:00", date_gmt=None).revision
    others: list[dict[str, Any]] = [
        {"title": {"raw": "b"}},
        {"content": {"raw": "b"}},
        {"excerpt": {}},
        {"link": "b"},
    ]
    others += [{"status": "draft"}, {"lang": "de"}, {"type": "page"}]
    assert len(others) + 1 == len({one, *(an_article(**other).revision for other in others)})


@pytest.mark.parametrize(
    ("told", "ids"),
    [([3, 1], [3, 1]), ([1, "2", None, True, 1.0, [4]], [1]), (None, []), (7, []), ({"1": 2}, [])],
)
def test_the_numbers_of_tags_are_numbers(told: object, ids: list[int]) -> None:
    """Types of articles without tags have no list."""
    assert ids == tag_ids({"tags": told})


@given(broken_posts)
def test_a_post_that_is_broken_anyhow_is_an_article(post: dict[str, Any]) -> None:
    """With an obstacle, most often; its number is all that it needs."""
    article = Page(post, "wp/v2/posts", Fields()).article(SiteName("magazine"), ("en",))

    assert ("7", True) == (article.id, article.revision.startswith("wp:"))


def test_a_bad_post_does_not_end_the_list(script: Script) -> None:
    """Nor does a bad name of a tag; the others are listed in their order."""
    empty = dict.fromkeys(POST)
    found = [
        {**POST, "id": 1},
        {**empty, "id": 2, "modified_gmt": "2026-11-21T12:00:00"},
        {**POST, "id": 3, "title": "Solar", "content": [], "excerpt": 7, "link": {}, "meta": "x"},
        {**POST, "id": 4, "tags": [1]},
    ]
    script.on(f"GET {POSTS}", paged(found)).on(f"GET {TAGS}", Told(200, []))
    articles = list(a_site(script).articles(EVER))

    assert ["1", "2", "3", "4"] == [article.id for article in articles]
    unreadable = SkipReason.UNREADABLE
    assert [None, SkipReason.DRAFT, unreadable, None] == [article.obstacle for article in articles]


@settings(max_examples=30)
@given(st.lists(broken_posts, min_size=1, max_size=2), json_values)
def test_whatever_a_site_answers_is_an_article_or_an_error(
    posts: list[dict[str, Any]], other: object
) -> None:
    """One of ours: nothing else ends a run in good order."""
    listed = Told(200, posts, {"X-WP-TotalPages": "1"})
    with serving() as script:
        wordpress(script, "yoast/v1").on(f"GET {POSTS}", paged([POST]), listed)
        script.on("*", Told(200, other))
        try:
            found = list(a_site(script).articles(EVER))
        except ConnectorError:
            return
    assert all(isinstance(article, Article) for article in found)


def an_article(**changes: Any) -> Article:
    """The post as an article, with these fields of WordPress's."""
    fields = Fields(description="", keywords=())
    return Page({**POST, **changes}, "wp/v2/posts", fields).article(SiteName("magazine"), ())


def a_site(script: Script) -> WordPress:
    """The connector of the site."""
    site = WordPressSettings(
        name="magazine", connector="wordpress", base_url=script.url, username="editor"
    )
    return open_site(site, Place(Path(), {"password": SecretStr(PASSWORD)}, StillClock()))
