"""What a Markdown file says, under the many names and in the shapes that sites use."""

import os
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from connectors.markdown import Markdown
from schemas.article import ArticleId, SkipReason
from tests.connectors.conformance import BODY, DAY, NOON
from tests.connectors.folder import SITE, Folder, article, listed, place, post


@pytest.fixture
def desk(tmp_path: Path) -> Folder:
    """An empty folder of posts."""
    return Folder(tmp_path / "posts")


@pytest.mark.parametrize(
    ("front", "body", "title"),
    [
        ("title: One\n", BODY, "One"),
        ("Title: One\n", BODY, "One"),
        ("TITLE: One\n", BODY, "One"),
        ("title: '  One\u200b  two '\n", BODY, "One two"),
        ("title: 12:30\n", BODY, "12:30"),
        ("title: >-\n  One\n  two\n", BODY, "One two"),
        ("", "# Heading *one*\n\nText.\n", "Heading *one*"),
        ("title:\n", "```sh\n# comment\n```\n\n# Heading #\n", "Heading"),
        ("", BODY, "the file"),
        ("slug: a_slug--here\n", BODY, "a slug here"),
    ],
)
def test_every_article_has_a_title(desk: Folder, front: str, body: str, title: str) -> None:
    """The front matter's, else the first heading's, else the file's name."""
    assert title == article(desk, front, body).title


@pytest.mark.parametrize(
    ("front", "reason"),
    [
        ("draft: true\n", SkipReason.DRAFT),
        ("draft: yes\n", SkipReason.DRAFT),
        ("Draft: True\n", SkipReason.DRAFT),
        ("published: false\n", SkipReason.DRAFT),
        ("permalink: false\n", SkipReason.DRAFT),
        ("status: draft\n", SkipReason.DRAFT),
        ("base: &b {draft: true}\n<<: *b\n", SkipReason.DRAFT),
        ("status: private\n", SkipReason.PRIVATE),
        ("private: true\n", SkipReason.PRIVATE),
        ("visibility: Private\n", SkipReason.PRIVATE),
        ("password: sesame\n", SkipReason.PASSWORD),
        ("permalink: /a/\n", None),
        ("draft: false\nprivate: no\npassword:\n", None),
        ("published: 2026-11-14\nstatus: published\npassword: false\n", None),
    ],
)
def test_what_authors_keep_back_is_left_alone(
    desk: Folder, front: str, reason: SkipReason | None
) -> None:
    """Under the names that the generators have for it."""
    assert article(desk, front).obstacle is reason


def test_a_folder_of_drafts_holds_drafts(desk: Folder) -> None:
    """As Jekyll has it."""
    assert desk.connector().article(place(desk, "_drafts/x.md")).obstacle is SkipReason.DRAFT


@pytest.mark.parametrize("body", ["", "\n\n", "<!-- later -->\n", "![](x.png)\n", "1 2 3\n---\n"])
def test_a_body_without_words_is_empty(desk: Folder, body: str) -> None:
    """There is nothing to describe."""
    assert article(desk, "title: One\n", body).obstacle is SkipReason.EMPTY


@pytest.mark.parametrize(
    ("front", "published", "modified"),
    [
        ("date: 2026-11-15\n", "2026-11-14T23:00", None),
        ("Date: 2026-11-15T06:00:00+02:00\n", "2026-11-15T04:00", None),
        ("pubDate: Nov 15 2026\nupdatedDate: x\n", "2026-11-14T23:00", None),
        ("publishDate: 2026-11-15 06:00:00 Z\n", "2026-11-15T06:00", None),
        ("date: soon\npublished: 2026-11-15\n", "2026-11-14T23:00", None),
        ("lastmod: 2026-11-16T12:00\n", "2026-11-13T23:00", "2026-11-16T11:00"),
        ("last_modified_at: 2026-11-16 12:00:00 -0500\n", "2026-11-13T23:00", "2026-11-16T17:00"),
        ("date: [2026-11-15]\nupdated: {}\n", "2026-11-13T23:00", None),
        ("date: 9999-12-31 23:59 -1000\n", "2026-11-13T23:00", None),
    ],
)
def test_dates_are_read_under_their_many_names(
    desk: Folder, front: str, published: str, modified: str | None
) -> None:
    """In the site's zone where they have none; the file's name is the last to be asked."""
    found = article(desk, front, timezone=ZoneInfo("Europe/Paris"))
    assert found.published == datetime.fromisoformat(published).replace(tzinfo=UTC)
    assert found.modified == (modified and datetime.fromisoformat(modified).replace(tzinfo=UTC))


def test_an_article_is_in_the_window_by_either_date(desk: Folder) -> None:
    """Or where it has none at all."""
    place(desk, "old.md", post("date: 2020-01-01\n"))
    place(desk, "changed.md", post(f"date: 2020-01-01\nlastmod: {NOON.isoformat()}\n"))
    place(desk, "dateless.md", post())
    place(desk, "2020-01-01-broken.md", post("a: b: c\n"))
    assert listed(desk, DAY) == ["changed.md", "dateless.md"]


def test_what_is_to_be_published_later_is_not_in_the_window(desk: Folder) -> None:
    """Though somebody changed it in there: no generator shows it yet."""
    place(desk, "later.md", post(f"date: {DAY.until.isoformat()}\nlastmod: {NOON.isoformat()}\n"))
    assert listed(desk, DAY) == []


def test_the_window_can_go_by_the_file_s_own_time(desk: Folder) -> None:
    """For folders whose front matter has no dates, or wrong ones."""
    for name, when in (("in.md", DAY.since), ("out.md", DAY.until)):
        place(desk, name, post("date: 2020-01-01\n"))
        os.utime(desk.path / name, times=(0, when.timestamp()))
    assert listed(desk, DAY, window_by="mtime") == ["in.md"]
    found = Markdown(SITE, desk.path, window_by="mtime").article(ArticleId("in.md"))
    assert (found.published, found.modified) == (None, DAY.since)


@pytest.mark.parametrize(
    ("front", "language"),
    [
        ("lang: pt-BR\n", "pt"),
        ("language: DE\n", "de"),
        ("locale: en_US\n", "en"),
        ("lang: German\n", "en"),
        ("lang: []\n", "en"),
        ("", "en"),
    ],
)
def test_the_language_is_the_one_named_or_else_detected(
    desk: Folder, front: str, language: str
) -> None:
    """As a bare code."""
    body = BODY * 5
    assert language == article(desk, front, body).language


@pytest.mark.parametrize(
    ("front", "tags"),
    [
        ("tags: [a, 2026, b c]\n", ("a", "2026", "b c")),
        ("Tags:\n- a\n- b\n", ("a", "b")),
        ("tags: a, b c\n", ("a", "b c")),
        ("tags: a b c\n", ("a", "b", "c")),
        ("tags: [{label: a, permalink: /b}, c]\n", ("a", "/b", "c")),
        ("tags: [&x {label: a}, *x]\n", ("a",)),
        ("tag: a b\ncategories: [c, a b]\n", ("a b", "c")),
        ("Taxonomies: {tags: [a], authors: [b]}\n", ("a", "b")),
        ("", ()),
    ],
)
def test_tags_are_read(desk: Folder, front: str, tags: tuple[str, ...]) -> None:
    """And categories: as patterns of exclusion know them."""
    assert tags == article(desk, front).tags


@pytest.mark.parametrize(
    "text",
    [
        '+++\ntitle = "T"\ntype = "page"\n[taxonomies]\ntags = ["a", "b"]\n+++\nWords.\n',
        '{"title": "T", "type": "page", "taxonomies": {"tags": ["a", "b"]}}\nWords.\n',
        "---\ntitle: T\ntype: page\ntaxonomies: {tags: [a, b]}\n---\nWords.\n",
    ],
)
def test_tags_in_a_table_are_read_in_every_format(desk: Folder, text: str) -> None:
    """Zola keeps them there; and what a page is, is its type."""
    (desk.path / "a.md").write_text(text)
    found = desk.connector().article(ArticleId("a.md"))
    assert (("a", "b"), ("page",)) == (found.tags, found.types)


@pytest.mark.parametrize(
    ("name", "front", "template", "url"),
    [
        ("a/2026-11-14-b c.md", "", "https://x/{slug}/", "https://x/b%20c/"),
        ("a/b.md", "slug: d\n", "https://x/{slug}/", "https://x/d/"),
        ("a/b.md", "slug: d%C3%A9\n", "/{slug}", "/d%C3%A9"),
        ("a/b/index.md", "", "https://x/{slug}", "https://x/b"),
        ("a/b.md", "", "https://x/{path}.html", "https://x/a/b.html"),
        ("2026-11-14-b.md", "", "/{stem}", "/2026-11-14-b"),
        ("b.md", "date: 2026-11-01\n", "/{year}/{month}/{day}/{slug}", "/2026/11/01/b"),
        ("b.md", "", "/{year}/{slug}", ""),
        ("b.md", "", "", ""),
    ],
)
def test_the_address_follows_the_template(
    desk: Folder, name: str, front: str, template: str, url: str
) -> None:
    """With the day in the site's zone; none where the template wants a date and there is none."""
    zone = ZoneInfo("Asia/Tokyo")
    cms = Markdown(SITE, desk.path, url_template=template, timezone=zone)
    assert url == cms.article(place(desk, name, post(front))).url


@pytest.mark.parametrize("template", ["{slog}", "{}", "{slug.x}", "{slug!r}", "{slug:>9}", "{slug"])
def test_a_template_that_cannot_work_is_refused(tmp_path: Path, template: str) -> None:
    """With what it may hold."""
    with pytest.raises(ValueError, match=r"url_template: .* it may hold {slug}, {path}"):
        Markdown(SITE, tmp_path, url_template=template)


@pytest.mark.parametrize(
    ("name", "front"),
    [
        ("2026-1-5-a-post.md", ""),
        ("2026-01-05-a-post/index.md", ""),
        ("2026-01-05.md", "permalink: /2020/02/02/x/\n"),
        ("posts/2026/01/05/a-post.md", ""),
        ("2026/1/05-a-post.md", ""),
        ("a.md", "permalink: /blog/2026/01/05/a/\n"),
        ("a.md", 'path: "2026/01/05/a"\n'),
    ],
)
def test_a_date_may_stand_in_a_name_or_an_address(desk: Folder, name: str, front: str) -> None:
    """As Jekyll and Zola have it; without any, an article would be in every window."""
    found = desk.connector().article(place(desk, name, post(front)))
    assert found.published == datetime(2026, 1, 5, tzinfo=UTC)


def test_evidence_holds_the_other_summaries_once(desk: Folder) -> None:
    """What people said of the article under other names is something to lean on."""
    found = article(desk, "excerpt: Cut out.\nsummary: Summed up.\ndescription: Not this.\n")
    assert [1, 1, 0] == [found.evidence.count(t) for t in ("Cut out.", "Summed up.", "Not this.")]
    assert found.description == "Not this."


def test_evidence_is_all_but_the_two_fields(desk: Folder) -> None:
    """The raw body, since rendered text alone makes false alarms, and the other front matter."""
    found = article(
        desk,
        "title: One\ndescription: >-\n  not\n  this\nauthor: A. B. # 1917\n",
        "A [b](https://c)\n",
    )
    assert found.evidence == "One\n\nA [b](https://c)\n\n\ntitle: One\nauthor: A. B. # 1917\n"
    assert found.text == "A b"
