"""What identifies an article's content: stable from release to release."""

import unicodedata
from typing import Any

import pytest

from schemas.article import Article, Field, Fields, content_hash
from tests.builders import an_article

GOLDEN: list[tuple[dict[str, str], str]] = [
    ({}, "1:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"),
    ({"title": "Ferries"}, "1:b25ef8c5f755988f86b6fa7007cb24ca98b8cf9982f30c40bde65ec8fef8c026"),
    ({"text": "Ferries"}, "1:9c0fbbd1389722e5d7ae7e3ee462d6bf9f1de595edc341b8284f471b161fd8e0"),
    (
        {"title": "Ferries", "language": "en", "text": "They sail again."},
        "1:fcb8476c40cdfe50c4fb613c2036c838038d57f1b1783fb3fdece8a26d2c0d2d",
    ),
    (
        {"title": "Überfahrt", "language": "de", "text": "Sie fährt wieder, für 3 €."},
        "1:109b00c60c9f9a8559f958ae4102aa781c94921b7f134b57f51bb162402f4842",
    ),
    (
        {"title": "渡轮", "language": "zh", "text": "渡轮每晚出发。"},
        "1:d026779cbe30dbb82c2973ef605cecf912b3f25ff7794611b44cf2f7b56b8898",
    ),
    (
        {"title": "عبّارة", "language": "ar", "text": "تبحر كل مساء"},
        "1:f7db0a74d10a5d8e194819bd2781fb7b71f75fb71cb947535352939b9721166c",
    ),
    (
        {"title": '"Quoted" \\ and <b>', "text": "line\nline\ttab\r\n"},
        "1:20300e4b07b9ef7a556fa1293fdec2076fbf6890213af767816739378533acb2",
    ),
    (
        {"title": "👩‍🚀 ferries", "text": "🛳️"},
        "1:dbd4f6278390796bd91e343ec10ac797d84d4d3eddbf2523d632b188fe17ff1d",
    ),
    (
        {"title": "Ferries", "language": "en", "text": "They sail again. " * 1000},
        "1:412d8bd288c355dfdd8382f20d4dc2f9bb47f712cbb85d093ed58fcc7b269b26",
    ),
]


@pytest.mark.parametrize(("parts", "expected"), GOLDEN)
def test_a_hash_stays_what_it_was(parts: dict[str, str], expected: str) -> None:
    """With another one, every article of every site would be asked about and paid for again."""
    assert content_hash(**parts) == expected


def test_the_hash_does_not_depend_on_how_accents_are_stored() -> None:
    """An editor on another system changes nothing by saving."""
    text = "Überfahrt für fünf"
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))

    assert composed != decomposed
    assert content_hash(text=composed) == content_hash(text=decomposed)


def test_an_empty_part_counts_for_nothing() -> None:
    """A part that is added later changes no hash of an article that does not have it."""
    assert content_hash(text="a", language="") == content_hash(text="a")


def test_parts_are_told_apart() -> None:
    """The same words elsewhere are another content."""
    assert content_hash(title="a", text="b") != content_hash(title="b", text="a")
    assert content_hash(title="ab") != content_hash(title="a", text="b")


@pytest.mark.parametrize(
    "changes",
    [
        {"description": "Ours now."},
        {"keywords": ("one", "two")},
        {"revision": "another"},
        {"tags": ("boats",)},
        {"url": "https://elsewhere.example/"},
        {"evidence": "more to lean on"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_metadata_is_not_content(changes: dict[str, Any]) -> None:
    """Our own write is not a change."""
    assert an_article(**changes).content_hash == an_article().content_hash


@pytest.mark.parametrize("part", ["title", "text", "language"])
def test_what_is_sent_is_content(part: str) -> None:
    """Title, text and language."""
    changed: dict[str, Any] = {part: "xx"}

    assert an_article(**changed).content_hash != an_article().content_hash


def test_an_articles_fields_are_what_it_holds() -> None:
    """Empty ones are empty, not absent."""
    article: Article = an_article(description="D.")

    assert article.fields == Fields(description="D.", keywords=())
    assert article.fields.meant == frozenset(Field)


@pytest.mark.parametrize(
    ("meant", "stands"),
    [
        (Fields(), True),
        (Fields(description="D."), True),
        (Fields(keywords=("a", "b")), True),
        (Fields(description="D.", keywords=("a", "b")), True),
        (Fields(description=""), False),
        (Fields(keywords=("b", "a")), False),
        (Fields(description="D.", keywords=()), False),
    ],
)
def test_only_the_values_that_are_meant_have_to_stand(meant: Fields, *, stands: bool) -> None:
    """An empty value is meant, an absent one is not."""
    assert meant.stand_in(Fields(description="D.", keywords=("a", "b"))) is stands


def test_values_of_the_named_fields_alone() -> None:
    """The others are not meant any more."""
    both = Fields(description="D.", keywords=("a",))

    assert both.only(frozenset({Field.KEYWORDS})) == Fields(keywords=("a",))
    assert Fields(description="D.").only(frozenset({Field.KEYWORDS})) == Fields()
