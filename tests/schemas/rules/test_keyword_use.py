"""Where keywords come from and where they are used."""

import pytest

from schemas.article import Article
from schemas.metadata import Metadata
from tests.schemas.rules.cases import BREAD, GOOD_BREAD, SCALE, SHIP, TEA, article, said

GROUNDED = {"K09", "K09b"}


def of(keyword: str, about: Article) -> set[str]:
    """Which of the two rules of origin speaks of a keyword."""
    keywords = ("rye bread", "sourdough", "oven", "tram", keyword)
    found = said(GOOD_BREAD.model_copy(update={"keywords": keywords}), about)
    return {rule for rule in GROUNDED & found.keys() if keyword in found[rule]}


@pytest.mark.parametrize(
    ("keyword", "about", "rules"),
    [
        ("Marsh Lane", BREAD, set()),
        ("marsh lane bakery", BREAD, {"K09b"}),
        ("rye breads", BREAD, {"K09b"}),
        ("wheat bread", BREAD, {"K09"}),
        ("Wiegemeister", SCALE, set()),
        ("Zirkus", SCALE, set()),  # inside a compound
        ("letzte Jahre", SCALE, {"K09b"}),
        ("Kirchturm", SCALE, {"K09"}),
        ("почта", SHIP, {"K09b"}),
        ("самолёт", SHIP, {"K09"}),
        ("岩茶", TEA, set()),
        ("绿茶", TEA, {"K09"}),
    ],
)
def test_a_keyword_stands_in_the_article(keyword: str, about: Article, rules: set[str]) -> None:
    """As a phrase, or with all its stems (a warning), or not at all (rejected)."""
    assert rules == of(keyword, about)


@pytest.mark.parametrize(
    ("keyword", "text"),
    [
        ("open source", "Some *open* **source** software."),
        ("open-source software", "An [open source](https://x.example) software."),
        ("R&D", "R&amp;D at home."),
        ("don’t repeat yourself", "Don't repeat yourself."),
        ("user research", "tags: [user research]"),
    ],
)
def test_markup_does_not_hide_a_phrase(keyword: str, text: str) -> None:
    """The evidence is raw source: links, emphasis, entities, front matter."""
    assert of(keyword, article("Title", text)) == set()


@pytest.mark.parametrize(
    ("keyword", "text", "language", "rules"),
    [
        ("AI 活用", "企業でAIの活用が進む。", "ja", {"K09b"}),
        ("AI 기술", "AI를 이용한 기술", "ko", {"K09b"}),
        ("AI 芯片", "华为发布AI手机和芯片。", "zh", {"K09b"}),
        ("XR 芯片", "华为发布AI手机和芯片。", "zh", {"K09"}),
        ("紅葉名所", "紅葉の名所として知られる寺。", "ja", {"K09b"}),
        ("北京旅游", "北京的旅游景点。", "zh", {"K09b"}),
        ("上海旅游", "北京的旅游景点。", "zh", {"K09"}),
        ("北京景", "北京的旅游景点。", "zh", {"K09"}),
        ("الطاقة الشمسية", "محطة للطاقة الشمسية والرياح", "ar", {"K09b"}),
        ("ذكاء اصطناعي", "يستخدم الأطباء الذكاء الاصطناعي", "ar", {"K09b"}),
        ("ذكاء بشري", "يستخدم الأطباء الذكاء الاصطناعي", "ar", {"K09"}),
    ],
)
def test_particles_and_articles_of_other_scripts_hide_no_word(
    keyword: str, text: str, language: str, rules: set[str]
) -> None:
    """They touch the word, and a compound leaves them out."""
    assert rules == of(keyword, article("Title", text, language))


def test_a_short_keyword_is_a_whole_word() -> None:
    """AI stands in "said" and is not said there."""
    assert {"K09"} == of("AI", article("Title", "She said so."))
    assert of("AI", article("Title", "She said so to an AI.")) == set()


def described(description: str, *keywords: str, about: Article = BREAD) -> dict[str, str]:
    """What the rules say of a description beside these keywords."""
    return said(Metadata(keywords=keywords, meta_description=description), about)


def test_a_keyword_comes_in_the_first_hundred_characters() -> None:
    """What a telephone shows of a dated result."""
    late = "While the city sleeps, something that is much older than the house rises slowly there, "
    assert "M09" in described(f"{late}in the end: sourdough.", "sourdough")
    assert "M09" not in described("Sourdoughs rise while the city sleeps.", "sourdough")


def test_the_title_has_a_keyword() -> None:
    """One of five, in any of its forms."""
    assert "K10" not in described("", "sourdough", "rye nights")
    assert "K10" in described("", "sourdough", "oven")
    assert "K10" not in described("", "炭火", "茶园", about=TEA)


def test_the_description_has_a_keyword() -> None:
    """Stems count, and so do Chinese phrases without spaces."""
    assert "there is none" in described("The city sleeps.", "oven")["K11"]
    assert "K11" not in described("Two ovens glow.", "oven")
    assert "K11" not in described("走近这片茶园。", "茶园", about=TEA)


def test_no_keyword_is_used_three_times() -> None:
    """Whole words: "ai" is not counted inside "said"."""
    found = described("Rye bread, rye bread and rye bread.", "rye bread", "oven")
    assert found["K11"] == "Use a keyword in the description, and none more than twice: rye bread."
    assert "K11" not in described("AI said it: rain, again, and AI paid.", "AI")
    assert "茶园" in described("茶园、茶园、茶园。", "茶园", about=TEA)["K11"]
