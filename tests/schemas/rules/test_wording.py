"""How a description is worded, and in which language."""

import pytest

from schemas.article import Article
from schemas.known import Known
from schemas.metadata import Metadata
from schemas.rules import check
from tests.schemas.rules.cases import BELL, BREAD, PAPER, SCALE, SHIP, TEA, article, said_of


def language_of(description: str, about: Article, *languages: str) -> str:
    """What the rule for languages says on a site in these languages; "" for nothing."""
    metadata = Metadata(keywords=(), meta_description=description)
    found = check(metadata, about, Known(languages=languages))
    return next((finding.message for finding in found if finding.rule == "M21"), "")


@pytest.mark.parametrize(
    ("description", "shown"),
    [
        ("You won’t believe how this baker lights her oven.", "You won’t believe"),
        ("A baker lights her oven. What happens next?", "What happens next"),
        ("One weird trick for rye bread.", "One weird trick"),
        ("This mind-blowing bread.", "mind-blowing"),
    ],
)
def test_click_bait_is_rejected(description: str, shown: str) -> None:
    """It promises what it does not say."""
    assert said_of(description, BREAD)["M13"].endswith(f": {shown}.")


def test_click_bait_is_only_known_in_english() -> None:
    """In another language the same letters may say something else."""
    assert "M13" not in said_of("Das Buch „Click here“ über Brote.", SCALE)
    assert "M13" not in said_of("The oven will surprise nobody.", BREAD)


@pytest.mark.parametrize(
    ("description", "about"),
    [
        ("In this blog post we bake.", BREAD),
        ("This guide explains rye.", BREAD),
        ("Dieser Beitrag erklärt die Waage.", SCALE),
        ("本文介绍茶园。", TEA),
        ("この記事では櫛歯を磨く。", BELL),
        ("이 글에서는 한지를 만든다.", PAPER),
        ("В этой статье о пароходе.", SHIP),
        ("Cet article parle du pain.", article("Le pain", "Du pain.", "fr")),
        ("Este artículo trata del pan.", article("El pan", "El pan.", "es")),
        ("Quest'articolo parla del pane.", article("Il pane", "Il pane.", "it")),
        ("Neste artigo, o pão.", article("O pão", "O pão.", "pt-BR")),
        ("In dit artikel: brood.", article("Brood", "Brood.", "nl")),
        ("W tym artykule o chlebie.", article("Chleb", "Chleb.", "pl")),
        ("I den här artikeln: bröd.", article("Bröd", "Bröd.", "sv")),
    ],
)
def test_talk_about_the_page_is_a_warning(description: str, about: Article) -> None:
    """The width is for what stands on the page."""
    assert "M14" in said_of(description, about)


@pytest.mark.parametrize(
    ("description", "about"),
    [
        ("The post office at Marsh Lane guides this baker.", BREAD),
        ("Die Waage dieser Stadt.", SCALE),
        ("日本文化与茶园。", article("茶", "日本文化与茶园", "ja")),
    ],
)
def test_a_subject_is_no_talk_about_the_page(description: str, about: Article) -> None:
    """A post office is a building."""
    assert "M14" not in said_of(description, about)


def test_words_of_models_are_a_warning() -> None:
    """Unless the article is about landscapes."""
    assert "delve, seamless" in said_of("We delve into a seamless oven.", BREAD)["M15"]
    garden = article("Gardens", "A landscape of heather.")
    assert "M15" not in said_of("A landscape of heather.", garden)
    assert "M15" not in said_of("Unlock heißt das Schloss.", SCALE)


def test_a_word_three_times_is_a_warning_and_four_times_a_rejection() -> None:
    """Whatever its form; two in a description are how people write."""
    twice = said_of("A bread of breads.", BREAD)
    assert not {"M20", "M20b"} & twice.keys()
    thrice = said_of("Bread, breads and bread.", BREAD)
    assert "M20" not in thrice
    assert thrice["M20b"].endswith(": Bread.")
    often = said_of("Bread, breads, bread and the breads.", BREAD)
    assert "M20b" not in often
    assert often["M20"].endswith(": Bread stands 4 times.")


def test_a_repeated_word_is_shown_as_it_stands() -> None:
    """Not its stem, and not a longer word that begins like it."""
    said = said_of("Policymakers: which Policies, what policy, whose policies.", BREAD)
    assert said["M20b"].endswith(": Policies.")
    assert "M20" in said_of("茶园的茶园，茶园和茶园。", TEA)


def test_function_words_may_come_often() -> None:
    """Nobody writes without "the" and "of", nor Chinese without particles."""
    assert "M20" not in said_of("The oven of the baker of the town and the end of the road.", BREAD)
    assert "M20" not in said_of("他的茶，我的茶，你的茶，她的茶。", TEA)


def test_many_commas_are_a_warning() -> None:
    """Five of them make a list."""
    assert "M20c" in said_of("Rye, oats, wheat, flour, salt, and water.", BREAD)
    assert "M20c" not in said_of("Rye, oats, wheat, flour, and water.", BREAD)
    assert "M20c" in said_of("茶，水，火，山，人，春。", TEA)


ENGLISH = "The baker lights the oven while the city sleeps, and the bread leaves before the tram."


@pytest.mark.parametrize(
    ("description", "about", "languages"),
    [
        (ENGLISH, BREAD, ()),
        (ENGLISH, BREAD, ("fr", "de")),
        ("Die Brückenwaage wiegt alles, was auf Rädern kommt.", SCALE, ("en", "de")),
        ("陈师傅在武夷山用手采茶，炭火慢慢烘干，岩茶要放三个月才好喝。", TEA, ("en", "zh")),
        ("Rye.", SCALE, ("en", "de")),
        (ENGLISH, article("Bread", "Bread.", ""), ("en", "de")),
    ],
)
def test_the_articles_language_passes(
    description: str, about: Article, languages: tuple[str, ...]
) -> None:
    """Also where the site does not list it; a few letters and an unknown language say nothing."""
    assert language_of(description, about, *languages) == ""


def test_another_language_is_rejected() -> None:
    """The message names both."""
    expected = "Write in the language of the article: this is English, and the article is German."
    assert expected == language_of(ENGLISH, SCALE, "en", "de")
    assert expected == language_of(ENGLISH, SCALE)
    assert "Chinese" in language_of(ENGLISH, TEA, "en", "zh")
    assert "French" in language_of("Анна возит почту из Петрозаводска.", article("P", "P", "fr"))


def test_only_the_sites_languages_are_told_apart() -> None:
    """Between two of them there is less to confuse than among fifteen."""
    dutch = "De bakker steekt 's nachts de oven aan en het brood is klaar voor de eerste tram."
    assert "Dutch" in language_of(dutch, SCALE)
    assert "Dutch" not in language_of(dutch, SCALE, "de", "ru")


@pytest.mark.parametrize("code", ["nb", "nb-NO", "no", "x-elvish"])
def test_a_language_is_known_by_any_of_its_codes(code: str) -> None:
    """And of one that nobody can tell nothing is said."""
    norwegian = "Bakeriet baker rugbrød om natten, og det er ferdig før den første trikken."
    about = article("Rugbrød", norwegian, code)
    assert language_of(norwegian, about) == ""
    assert bool(language_of("The bakery bakes rye bread at night.", about)) == ("n" in code[:2])
