"""A description against the title that stands above it."""

import pytest

from schemas.article import Article
from tests.schemas.rules.cases import BELL, BREAD, SCALE, TEA, article, said_of

RULES = {"M18", "M18b", "M18c"}


@pytest.mark.parametrize(
    ("description", "about"),
    [
        ("Night rye at Marsh Lane is older than the trams.", BREAD),
        ("NIGHT RYE AT MARSH LANE: older than the trams.", BREAD),
        ("Die „Brückenwaage“ am Kornmarkt wiegt alles.", SCALE),
        ("オルゴールを直す店は港町にある。", BELL),
    ],
)
def test_it_does_not_begin_with_the_title(description: str, about: Article) -> None:
    """Whatever its capitals and quotes."""
    assert "it begins with the title" in said_of(description, about)["M18"]


def test_the_titles_words_in_another_order_are_still_the_title() -> None:
    """Two thirds of all words shared is a repetition."""
    assert "words are the title's" in said_of("At Marsh Lane, rye by night.", BREAD)["M18"]
    assert "M18" not in said_of("At Marsh Lane, an old sourdough rises every night.", BREAD)


def test_a_description_without_a_word_of_the_title_is_a_warning() -> None:
    """It may be about something else; function words are not shared."""
    assert {"M18b"} == RULES & said_of("Ilse Brandt lights the oven at three.", BREAD).keys()
    assert {"M18b"} == RULES & said_of("陈师傅用炭火慢慢烘干。", TEA).keys()
    assert not RULES & said_of("Ilse Brandt bakes by nights.", BREAD).keys()


def test_a_title_inside_the_description_is_a_warning() -> None:
    """Not at its beginning, but whole."""
    found = said_of("The trams are younger than night rye at Marsh Lane, by far.", BREAD)
    assert {"M18c"} == RULES & found.keys()
    assert {"M18c"} == RULES & said_of("走进山里的茶园，喝一杯去年的岩茶。", TEA).keys()


def test_a_title_of_one_word_may_be_said_again() -> None:
    """A subject must be named somewhere."""
    rust = article("Rust", "Rust is a language with a borrow checker.")
    assert not RULES & said_of("Rust is a language that checks what it borrows.", rust).keys()


def test_an_article_without_a_title_repeats_none() -> None:
    """Nothing begins with nothing."""
    assert not RULES & said_of("Rye bread at night.", article("", "Rye bread.")).keys()
