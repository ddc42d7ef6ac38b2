"""What a keyword may look like."""

import pytest

from schemas.article import Article
from schemas.metadata import Metadata
from tests.schemas.rules.cases import BREAD, GOOD_BREAD, PAPER, SCALE, TEA, article, said


def with_keyword(keyword: str, about: Article = BREAD) -> dict[str, str]:
    """What the rules say when the last keyword is this one."""
    keywords = (*GOOD_BREAD.keywords[:4], keyword)
    return said(GOOD_BREAD.model_copy(update={"keywords": keywords}), about)


def with_keywords(*keywords: str, about: Article = BREAD) -> dict[str, str]:
    """What the rules say of these keywords."""
    description = GOOD_BREAD.meta_description
    return said(Metadata(keywords=keywords, meta_description=description), about)


@pytest.mark.parametrize(
    "keywords", [("a1", "b1", "c1", "d1"), ("a1",) * 6, ("a", "b", "c", "", "d")]
)
def test_there_are_exactly_five(keywords: tuple[str, ...]) -> None:
    """Four, six, or five of which one is empty are rejected."""
    assert "K01" in with_keywords(*keywords)


@pytest.mark.parametrize(
    ("keyword", "about", "rules"),
    [
        ("old rye sourdough", BREAD, set()),
        ("old rye sourdough bread", BREAD, {"K02b"}),
        ("old rye sourdough bread oven", BREAD, {"K02"}),
        ("武夷山岩茶炭火烘干手采茶", TEA, set()),  # twelve
        ("武夷山岩茶炭火烘干手采茶园", TEA, {"K02"}),
        ("Kubernetes 集群部署", TEA, set()),
        ("전주한옥마을의 전통한지 공예체험관", PAPER, set()),
        ("전주의 한옥 마을의 전통 한지", PAPER, {"K02"}),
    ],
)
def test_a_keyword_is_a_short_phrase(keyword: str, about: Article, rules: set[str]) -> None:
    """Words where there are words, characters where there are none."""
    assert rules == {"K02", "K02b"} & with_keyword(keyword, about).keys()


@pytest.mark.parametrize(
    ("keyword", "breaks"),
    [
        ("x", True),
        ("UX", False),
        ("o" * 40, False),
        ("o" * 41, True),
        ("茶", True),
        ("岩茶", False),
    ],
)
def test_a_keyword_has_two_to_forty_characters(keyword: str, *, breaks: bool) -> None:
    """IA, UX and Go are subjects."""
    assert breaks == ("K03" in with_keyword(keyword))


@pytest.mark.parametrize(
    ("one", "other", "about"),
    [
        ("night ovens", "Night oven", BREAD),
        ("ＡＰＩ", "api", BREAD),
        ("alte Brückenwaagen", "alte Brückenwaage", SCALE),
    ],
)
def test_a_plural_is_the_same_keyword(one: str, other: str, about: Article) -> None:
    """Width, case and endings do not make a keyword different."""
    found = with_keywords(one, other, "rye", "flour", "tram", about=about)
    assert f"{one}, {other}" in found["K04"]
    assert "K04" not in with_keywords("night oven", "oven night", "rye", "flour", "tram")


def test_a_keyword_inside_another_is_a_warning() -> None:
    """All of its words are said twice."""
    found = with_keywords("rye bread", "bread", "oven", "flour", "tram")
    assert ": bread." in found["K04b"]
    assert "K04b" not in with_keywords("rye bread", "rye flour", "oven", "dough", "tram")


@pytest.mark.parametrize(
    "keyword", ["rye, oven", "rye; oven", "a|b", "#rye", '"rye"', "<b>", "[x]", "{x}"]
)
def test_separators_and_brackets_are_rejected(keyword: str) -> None:
    """A CMS that joins keywords with commas must be able to part them again."""
    assert "K05" in with_keyword(keyword)


@pytest.mark.parametrize(
    "keyword", ["a@b.example", "https://b.example", "**rye**", "`rye`", "- rye", "🍞 rye"]
)
def test_addresses_markup_and_emoji_are_rejected(keyword: str) -> None:
    """A site would print them as they are."""
    assert f": {keyword}." in with_keyword(keyword)["K05"]


@pytest.mark.parametrize("keyword", ["C#", "sign-up", "AT&T", "Node.js", "pão de centeio"])
def test_names_with_signs_are_plain(keyword: str) -> None:
    """The sharp of a language's name is no hashtag."""
    assert "K05" not in with_keyword(keyword)


@pytest.mark.parametrize(
    ("keyword", "language"),
    [
        ("the oven", "en"),
        ("A oven", "en"),
        ("how we work", "en"),
        ("flour of", "en"),
        ("die Waage", "de"),
        ("Waage und", "de"),
        ("le pain", "fr"),
        ("pan de", "es"),
        ("о пароходе", "ru"),
        ("chleb i", "pl"),
        ("ett bröd", "sv"),
        ("रोटी का", "hi"),
        ("종이 및", "ko"),
        ("茶園の", "ja"),
    ],
)
def test_loose_function_words_are_rejected(keyword: str, language: str) -> None:
    """At either end, in the article's language."""
    assert f": {keyword}." in with_keyword(keyword, article("Title", "Text", language))["K06"]


@pytest.mark.parametrize(
    ("keyword", "language"),
    [
        ("IT", "en"),
        ("point of sale", "en"),
        ("sign up", "en"),
        ("The Hague", "en"),
        ("La Rochelle", "fr"),
        ("hepatitis A", "en"),
        ("early May", "en"),
        ("human being", "en"),
        ("São Tomé e Príncipe", "pt"),
        ("Las Palmas de Gran Canaria", "es"),
        ("the oven", "xx"),
        ("きもの", "ja"),
    ],
)
def test_names_and_acronyms_may_look_like_function_words(keyword: str, language: str) -> None:
    """Acronyms, places the article writes so, and languages we have no list for."""
    about = article("Title", f"A week in {keyword} with friends.", language)
    assert "K06" not in with_keyword(keyword, about)


@pytest.mark.parametrize(("keyword", "breaks"), [("2026", True), ("3.5 %", True), ("G20", False)])
def test_a_keyword_is_not_only_digits(keyword: str, *, breaks: bool) -> None:
    """A year is no subject."""
    assert breaks == ("K07" in with_keyword(keyword))


@pytest.mark.parametrize(
    ("keyword", "breaks"),
    [("Blog", True), ("Nachrichten", True), ("新闻", True), ("blog posts by bakers", False)],
)
def test_a_keyword_is_not_generic(keyword: str, *, breaks: bool) -> None:
    """One word that any page of a site could have."""
    assert breaks == ("K08" in with_keyword(keyword))
