"""The two fields of a Markdown file: how they are read, and in which shapes they are written."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from connectors.errors import Unsupported
from connectors.markdown import Markdown
from schemas.article import Field, Fields, SkipReason
from schemas.receipt import Verdict
from tests.connectors.conformance import BODY, prepared
from tests.connectors.folder import SITE, Folder, article, place, post


@pytest.fixture
def desk(tmp_path: Path) -> Folder:
    """An empty folder of posts."""
    return Folder(tmp_path / "posts")


@pytest.mark.parametrize(
    ("front", "fields"),
    [
        ("description: a\nkeywords: [b, c]\n", Fields(description="a", keywords=("b", "c"))),
        ("Description: a\nKEYWORDS: [b]\n", Fields(description="a", keywords=("b",))),
        ("Description: a\ndescription: b\n", Fields(description="b", keywords=())),
        ("description:\nkeywords:\n", Fields(description="", keywords=())),
        ("description: ~\nkeywords: ''\n", Fields(description="", keywords=())),
        ("description: 010\nkeywords: 2026\n", Fields(description="010", keywords=("2026",))),
        ("keywords: a, b，c 、d,,\n", Fields(description="", keywords=("a", "b", "c", "d"))),
        ("keywords: [1.10, no, ~, '']\n", Fields(description="", keywords=("1.10", "no"))),
        ("keywords: one keyword\n", Fields(description="", keywords=("one keyword",))),
    ],
)
def test_fields_are_read_in_the_shapes_people_write(
    desk: Folder, front: str, fields: Fields
) -> None:
    """Lists, texts with commas, numbers, nothing; in capitals or not."""
    assert fields == article(desk, front).fields


def test_a_key_in_capitals_is_written_in_capitals(desk: Folder) -> None:
    """A second key of the same name would be read by nobody, or by the wrong one."""
    found = article(desk, "Description: a\nKeywords: b, c\n")
    cms = desk.connector()
    receipt = cms.write(prepared(cms, found))
    assert receipt.before == Fields(description="a", keywords=("b", "c"))
    assert post(
        'Description: "Ours."\nKeywords: "one, two, three, four, five"\n'
    ).encode() == desk.stored(found.id)
    cms.restore(receipt.undoing(cms.article(found.id)))
    assert post("Description: a\nKeywords: b, c\n").encode() == desk.stored(found.id)


@pytest.mark.parametrize(
    ("front", "field", "line"),
    [
        ("keywords:\n", "keywords", 'keywords: ["a b", "c"]'),
        ("keywords: []\n", "keywords", 'keywords: ["a b", "c"]'),
        ("", "keywords", 'keywords: ["a b", "c"]'),
        ("keywords: ''\n", "keywords", 'keywords: "a b, c"'),
        ("keywords: x\n", "keywords", 'keywords: "a b, c"'),
        ("keywords: x,y\n", "keywords", 'keywords: "a b, c"'),
        ("keywords: x，y\n", "keywords", 'keywords: "a b，c"'),
        ("keywords: x、y\n", "keywords", 'keywords: "a b、c"'),
        ("tags: x, y\n", "tags", 'tags: "a b, c"'),
        ("tags: x y\n", "tags", 'tags: ["a b", "c"]'),
    ],
)
def test_keywords_keep_their_shape(desk: Folder, front: str, field: str, line: str) -> None:
    """One text with commas stays one, so that the site's templates can go on printing it."""
    found = article(desk, front, keywords_field=field)
    cms = Markdown(SITE, desk.path, keywords_field=field)
    changes = Fields(keywords=("a b", "c"))
    receipt = cms.write(prepared(cms, found, changes))
    assert receipt.verdict is Verdict.WRITTEN
    assert cms.article(found.id).fields.keywords == ("a b", "c")
    assert post(f"{line}\n").encode() == desk.stored(found.id)
    cms.restore(receipt.undoing(cms.article(found.id)))
    assert post(front).encode() == desk.stored(found.id)


def test_a_keyword_that_would_be_cut_in_two_is_refused(desk: Folder) -> None:
    """By the comma that stands between the keywords here."""
    found = article(desk, "keywords: x, y\n")
    with pytest.raises(Unsupported, match="a keyword holds one, too"):
        desk.connector().prepare(found, Fields(keywords=("a、b",)))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('+++\ntitle = "One"\ndate = 2026-11-15\ndraft = {}\n+++\n', '{} = "{}"\n'),
        ('{{"title": "One", "date": "2026-11-15", "draft": {}}}\n', ', "{}": "{}"'),
        ('---\n{{"title": "One", "date": "2026-11-15", "draft": {}}}\n---\n', ', "{}": "{}"'),
    ],
)
def test_toml_and_json_say_the_same_as_yaml(desk: Folder, text: str, lines: str) -> None:
    """Title, dates, drafts and the two fields, read and written."""
    draft = desk.connector().article(place(desk, "a.md", text.format("true") + BODY))
    assert draft.obstacle is SkipReason.DRAFT
    cms = desk.connector()
    found = cms.article(place(desk, "b.md", text.format("false") + BODY))
    assert (found.title, found.text, found.obstacle) == ("One", BODY.strip(), None)
    assert found.published == datetime(2026, 11, 15, tzinfo=UTC)
    receipt = cms.write(prepared(cms, found, Fields(description="New.")))
    assert lines.format("description", "New.").encode() in desk.stored(found.id)
    assert cms.article(found.id).description == "New."
    cms.restore(receipt.undoing(cms.article(found.id)))
    assert (text.format("false") + BODY).encode() == desk.stored(found.id)


def test_a_site_has_the_fields_that_it_says(desk: Folder) -> None:
    """Other names for both, or no keywords at all; those are then neither read nor written."""
    front = "summary: a\ntags: [b]\nkeywords: [c]\n"
    other = article(desk, front, description_field="summary", keywords_field="tags")
    assert other.fields == Fields(description="a", keywords=("b",))
    alone = Markdown(SITE, desk.path, description_field="summary", keywords_field="")
    found = alone.article(other.id)
    assert found.fields == Fields(description="a", keywords=())
    assert alone.write(prepared(alone, found)).after.meant == {Field.DESCRIPTION}
    assert alone.prepare(alone.article(found.id), Fields(keywords=("d",))) == []
