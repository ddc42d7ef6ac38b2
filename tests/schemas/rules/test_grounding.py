"""What a description claims stands in the article."""

import pytest

from schemas.article import Article, ArticleId
from schemas.known import Known
from schemas.metadata import Metadata
from schemas.rules import check
from tests.schemas.rules.cases import BELL, BREAD, GOOD, SCALE, SHIP, TEA, article, numbers, said_of


def rules_on_rubrofax(known: Known, **address: str) -> set[str]:
    """The rules that an article on bread breaks which names a product."""
    metadata = Metadata(keywords=(), meta_description="How the oven of Rubrofax is lit.")
    there = BREAD.model_copy(update=address)
    return {found.rule for found in check(metadata, there, known)}


@pytest.mark.parametrize(
    ("description", "evidence", "language"),
    [
        ("1,000 loaves", "1000 loaves", "en"),
        ("1000 loaves", "1.000 Brote", "de"),
        ("1 000 pains", "1&nbsp;000 pains", "fr"),
        ("1’340 Fuhren", "1 340 Fuhren", "de"),
        ("12,345,678 loaves", "12345678 loaves", "en"),
        ("1,234.50 euros", "1.234,5 Euro", "de"),
        ("3,5 Grad", "3.50 degrees", "de"),
        ("90 % rye", "90 percent", "en"),
        ("its 10th year", "10 years", "en"),
        ("3 ovens", "three ovens", "en"),
        ("der 12 Brote", "zwölf Brote", "de"),
        ("7 pains", "sept pains", "fr"),
        ("9 panes", "nueve panes", "es"),
        ("3个月", "放三个月", "zh"),
        ("１２００斤", "1200斤", "zh"),
        ("since 2015", "date: 2015-12-08", "en"),
        ("Python 3", "Python 3.11 is out", "en"),
        ("call 800 273 8255", "call 1-800-273-8255", "en"),
        ("am 18.05.2021", "date: 2021-05-18", "de"),
        ("3 kroki", "trzech kroków, dwa", "pl"),
        ("2 ugnar", "två ugnar", "sv"),
        ("세 가지 3", "세 가지", "ko"),
        ("the 1990s", "in 1990", "en"),
        ("6-8 months", "six to 8 months", "en"),
        ("three ways: (1) rye, (2) oats", "rye, oats, and so on", "en"),
        ("1) rye, 2) oats, 3) salt", "rye, oats, salt", "en"),
        ("1. Rye. 2. Oats.", "rye, oats", "en"),
        ("Ilse Brandt (47) bakes", "Brandt, 47, bakes", "en"),
        ("18F on H2O in 3D and 5G", "a consultancy on water", "en"),
        ("in FY19", "in 2019", "en"),
        ("in FY2019", "in FY19", "en"),
        ("EUR900", "900 €", "en"),
        ("a 48V oven", "an oven of 48 volts", "en"),
        ("three ovens", "an oven, an oven, an oven", "en"),
        ("٢٠٢٦", "2026", "ar"),
    ],
)
def test_a_number_is_known_in_any_of_its_forms(
    description: str, evidence: str, language: str
) -> None:
    """Separators, widths, scripts, words, ordinals; list markers and names are no numbers."""
    assert numbers(description, evidence, language) == ""


@pytest.mark.parametrize(
    ("description", "evidence", "shown"),
    [
        ("180 loaves", "140 loaves", "180"),
        ("1,000 loaves", "1 loaf", "1,000"),
        ("10 loaves", "1,000 loaves", "10"),
        ("2.5 euros", "2.4 euros", "2.5"),
        ("version 2.4.2", "version 2.4.1", "2.4.2"),
        ("in 1999.", "in 1998", "1999"),
        ("50MB", "40 MB", "50MB"),
        ("the 1980s", "the 1990s", "1980s"),
        ("1,340 and 1,350", "1340", "1,350"),
        ("4个月", "放三个月", "4"),
        ("Ilse Brandt (47) bakes", "Ilse Brandt bakes", "47"),
        ("2) oats", "oats", "2"),
        ("(2) rye, (1) oats", "rye, oats", "2, 1"),
        ("(1) rye (47), (2) oats", "rye, oats", "47"),
        ("25. Mai: Brot", "Brot im Mai", "25"),
        ("in FY2019", "in FY2023", "FY2019"),
        ("in FY19", "in FY23", "FY19"),
        ("EUR900", "EUR300", "EUR900"),
        ("a 48V oven", "a 12 V oven", "48V"),
        ("a 900W oven", "an oven", "900W"),
        ("oven v3", "oven v2", "v3"),
        ("№5", "№4", "No5"),
        ("×3", "×2", "3"),
    ],
)
def test_an_invented_number_is_rejected(description: str, evidence: str, shown: str) -> None:
    """The finding shows the number as it was written."""
    assert numbers(description, evidence) == (
        f"Use only numbers that stand in the article: {shown}."
    )


@pytest.mark.parametrize(
    ("description", "about"),
    [
        ("In Riga, Brandt’s sourdough was old.", BREAD),
        ("Why Brandts bake. Then The Oven cools.", BREAD),
        ("Heute wiegt der Küster mit dem Pfarrer das Altpapier.", SCALE),
        ("Почту возят с Анной Лебедевой из Петрозаводска.", SHIP),
        ("陈师傅的茶园在武夷山。", TEA),
        ("How the US and I met.", article("U.S. history", "Text")),
        ("Bread — Ovens glow.", BREAD),
        ("A FAQ about the bread, as a PDF.", BREAD),
        ("Bread\nOvens glow | Salt tells • Trams wake.", BREAD),
        ("初めてのMilvusで検索する。", article("Milvus入門", "Milvusとは", "ja")),
        ("Riga의 빵.", article("빵", "Riga에서 온 빵", "ko")),
    ],
)
def test_names_of_the_article_pass(description: str, about: Article) -> None:
    """Possessives, cases and sentence beginnings are no new names; German nouns are not names."""
    assert not {"G2", "G2b"} & said_of(description, about).keys()


@pytest.mark.parametrize(
    ("description", "about", "shown"),
    [
        ("The bread of Helsinki.", BREAD, "Helsinki"),
        ("A trip to Chile.", article("Children", "Chilly children"), "Chile"),
        ("The oven at Marsh Lane in Glasgow with Fergus Brown.", BREAD, "Glasgow, Fergus, Brown"),
        ("Die Waage läuft mit PostgreSQL.", SCALE, "PostgreSQL"),
        ("Почту возят из Мурманска.", SHIP, "Мурманска"),
        ("Kubernetes 与茶园。", TEA, "Kubernetes"),
        ("初めてのKubernetesで検索する。", TEA, "Kubernetes"),
        ("NASA bakes.", BREAD, "NASA"),
    ],
)
def test_foreign_names_are_rejected(description: str, about: Article, shown: str) -> None:
    """Where more than a third of the names is foreign; an acronym also where a sentence begins."""
    expected = f"Use only names that stand in the article: {shown}."
    assert expected == said_of(description, about)["G2"]


def test_the_sites_own_name_is_not_foreign() -> None:
    """A manual says on no page whose manual it is, but its address does."""
    assert "G2" in rules_on_rubrofax(Known())
    for address in ({"site": "rubrofax"}, {"url": "https://rubrofax.example/rye"}):
        assert "G2" not in rules_on_rubrofax(Known(), **address)


def test_what_many_people_of_a_site_name_is_not_foreign() -> None:
    """One in ten of their descriptions is enough."""
    known = Known(of_people=True)
    for number in range(100):
        said = f"{number} of Rubrofax" if number < 10 else f"{number}"
        known.neighbours.add(ArticleId(f"{number}.md"), said)
    assert "G2" not in rules_on_rubrofax(known)
    known.neighbours.add(ArticleId("100.md"), "100")
    assert "G2" in rules_on_rubrofax(known)


def test_a_model_that_repeats_an_invention_is_not_believed() -> None:
    """Its own descriptions are among those of the site."""
    known = Known()
    for number in range(100):
        known.neighbours.add(ArticleId(f"{number}.md"), f"{number} of Rubrofax")
    assert "G2" in rules_on_rubrofax(known)


@pytest.mark.parametrize(
    "called",
    [
        {"id": "forms/527EZ.md"},
        {"id": "527EZ/index.md"},
        {"id": "527EZ/fill-in.md"},
        {"url": "https://forms.example/527EZ/?a=b"},
    ],
)
def test_the_name_of_a_page_is_known(called: dict[str, str]) -> None:
    """A form has little text, and its file or address is called as it is."""
    metadata = Metadata(keywords=(), meta_description="How to fill in form 527EZ of Marsh Lane.")
    assert "G1" in {found.rule for found in check(metadata, BREAD)}
    there = BREAD.model_copy(update=called)
    assert not {"G1", "G2", "G2b"} & {found.rule for found in check(metadata, there)}


def test_a_number_in_an_id_is_no_evidence() -> None:
    """A content system counts its articles, and the article says nothing of it."""
    metadata = Metadata(keywords=(), meta_description="It has 527 ovens.")
    there = BREAD.model_copy(update={"id": "527", "url": "https://journal.example/?p=527"})
    assert "G1" in {found.rule for found in check(metadata, there)}


def test_one_foreign_name_among_many_is_a_warning() -> None:
    """It may be a spelling, so an editor looks at it."""
    found = said_of("At Marsh Lane in Glasgow, with Ilse Brandt.", BREAD)
    assert "Glasgow" in found["G2b"]
    assert "G2" not in found


@pytest.mark.parametrize(
    ("description", "about"),
    [
        ("Brandt says “bread needs the dark.”", BREAD),
        ('Brandt says "Bread … the dark".', BREAD),
        ("Sagt er: „jede Last mit Tinte“.", SCALE),
        ("Пароход «Заря» и «почту возят на санях».", SHIP),
        ("她说「用手采茶」。", TEA),
        ("It is “magic” bread.", BREAD),
        ("“Open source” wins.", article("Title", "The *open*\nsource of it.")),
        ("“How a baker lights the oven.”", BREAD),
        ("「オルゴールの櫛歯」を磨く。", BELL),
    ],
)
def test_a_quote_of_the_article_passes(description: str, about: Article) -> None:
    """In any kind of quotes, with gaps marked; one word in quotes is a way of speaking."""
    assert "G4" not in said_of(description, about)


@pytest.mark.parametrize(
    ("description", "about", "shown"),
    [
        ("Brandt says “bread needs the light”.", BREAD, "bread needs the light"),
        ('Brandt says "flour needs time".', BREAD, "flour needs time"),
        ("Sagt er: „keine Last mit Tinte“.", SCALE, "keine Last mit Tinte"),
        ("Сказала: «почту возят на лодках».", SHIP, "почту возят на лодках"),
        ("她说「用机器采茶叶」。", TEA, "用机器采茶叶"),
        ("「ピアノの鍵盤」を磨く。", BELL, "ピアノの鍵盤"),
    ],
)
def test_an_invented_quote_is_rejected(description: str, about: Article, shown: str) -> None:
    """A changed word makes it something that nobody said."""
    expected = f"Quote only what stands word for word in the article: {shown}."
    assert expected == said_of(description, about)["G4"]


@pytest.mark.parametrize(
    ("found", "foreign", "rule"),
    [
        ("rye bread oven tram flour", "violin castle harbour", ""),
        ("rye bread oven tram flour", "violin castle harbour meadow", "G3b"),
        ("rye bread oven tram flour", "violin castle harbour meadow cello", "G3b"),
        ("rye bread oven tram flour", "violin castle harbour meadow cello opera", "G3"),
        ("ryes breads ovens trams loaf", "violin castle harbour", ""),
        ("learn how to discover the rye bread oven tram flour", "violin castle harbour", ""),
    ],
)
def test_a_description_is_made_of_the_articles_words(found: str, foreign: str, rule: str) -> None:
    """In English, of 8 words 5 are enough, of 10 they are doubtful, and of 11 too few."""
    said = said_of(f"{found} {foreign}", BREAD)
    assert ({rule} if rule else set()) == {"G3", "G3b"} & said.keys()
    if rule:
        assert "violin, castle, harbour" in said[rule]


@pytest.mark.parametrize("language", [language for language in GOOD if language != "zh"])
def test_the_description_of_something_else_is_rejected(language: str) -> None:
    """Each language has its own measure."""
    description = {
        "en": "How a small harbour town repairs violins, and why pianists travel there by ferry.",
        "de": "Wie ein kleiner Hafen Geigen repariert und warum Pianisten mit der Fähre anreisen.",
        "ja": "量子計算機の開発競争が激化し、半導体企業は投資計画を発表した。",
        "ko": "양자 컴퓨터 개발 경쟁이 치열해지면서 반도체 기업들이 투자 계획을 발표했다.",
        "ru": "Как маленький порт чинит скрипки и почему туда едут пианисты со всего света.",
    }[language]
    about = GOOD[language][1]
    twice = about.model_copy(update={"text": about.text * 2})
    assert "G3" in said_of(description, twice)


def test_a_page_without_prose_may_be_described_in_other_words() -> None:
    """Of twenty words on, a description can be made of them."""
    foreign = "violin castle harbour meadow cello opera"
    words = "rye oat wheat flour salt water oven tram jar loaf crust dough yeast barley malt seed "
    assert not {"G3", "G3b"} & said_of(foreign, article("T", words + "peel rack tin")).keys()
    assert "G3" in said_of(foreign, article("T", words + "peel rack tin bran"))


def test_chinese_and_unknown_languages_are_not_measured_by_their_words() -> None:
    """People's own descriptions would fall there, too."""
    foreign = "量子计算机的竞争日益激烈，半导体企业宣布投资计划。"
    assert not {"G3", "G3b"} & said_of(foreign, TEA).keys()
    assert not {"G3", "G3b"} & said_of("Violin castle.", article("T", "Bread.", "xx")).keys()


@pytest.mark.parametrize(
    ("description", "text", "language"),
    [
        ("Häuser", "Das Haus steht.", "de"),
        ("Haus", "Die Häuser stehen.", "de"),
        ("werken", "Er heeft gewerkt.", "nl"),
        ("companies", "A company.", "en"),
        ("boulangeries", "Une boulangerie.", "fr"),
        ("kvinnorna", "En kvinna.", "sv"),
        ("пароходы", "У парохода.", "ru"),
    ],
)
def test_another_form_of_a_word_is_the_word(description: str, text: str, language: str) -> None:
    """Wherever it differs from the one in the article: at its end, or in its middle."""
    assert "G3" not in said_of(description, article("T", text, language))
