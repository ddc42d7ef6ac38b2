"""Keywords are written as the article writes its words."""

import pytest

from schemas.article import Article
from schemas.rules.casing import cased
from tests.schemas.rules.cases import SCALE, SHIP, TEA, article

STORE = article(
    "Neural Networks in PostgreSQL",
    "# Neural Networks For All\n\nWe like the neural network of PostgreSQL and the iPhone, "
    "and IT people in Riga or at Marsh Lane. It is what it is. Kubernetes runs; with Kubernetes "
    "all is well. Cloud computing is a cloud thing. Ovens glow.",
)


@pytest.mark.parametrize(
    ("keyword", "expected", "about"),
    [
        ("Neural Network", "neural network", STORE),
        ("Neural Networks", "neural networks", STORE),
        ("postgresql", "PostgreSQL", STORE),
        ("IPhone", "iPhone", STORE),
        ("IT people", "IT people", STORE),
        ("riga", "Riga", STORE),
        ("rich trott", "Rich Trott", article("T", "It was fixed (Rich Trott). See it (here).")),
        ("marsh lane", "Marsh Lane", STORE),
        ("kubernetes", "Kubernetes", STORE),
        ("Cloud", "cloud", STORE),
        ("Ovens", "Ovens", STORE),
        ("C++", "C++", STORE),
        ("Rust", "Rust", STORE),
        ("altpapier", "Altpapier", SCALE),
        ("Wiegen", "Wiegen", SCALE),
        ("Пароход", "пароход", SHIP),
        ("茶园", "茶园", TEA),
        ("", "", STORE),
    ],
)
def test_a_word_is_written_as_inside_the_articles_sentences(
    keyword: str, expected: str, about: Article
) -> None:
    """Headings and sentence beginnings show nothing, and an absent word stays as it is."""
    assert expected == cased(keyword, about)


@pytest.mark.parametrize(
    ("keyword", "expected", "text", "language"),
    [
        ("new york museum", "New York museum", "A new hall in New York is a new museum", "en"),
        ("New Halls", "new halls", "A new hall in New York is one of new halls", "en"),
        ("The Hague", "The Hague", "The court in The Hague heard the case of the state", "en"),
        ("São Paulo", "São Paulo", "As linhas de São Paulo são novas e são baratas", "pt"),
        ("Deutsche Bahn", "Deutsche Bahn", "Die Deutsche Bahn fährt durch deutsche Orte", "de"),
    ],
)
def test_words_side_by_side_are_written_as_one(
    keyword: str, expected: str, text: str, language: str
) -> None:
    """A name keeps the capitals that its words do not have elsewhere."""
    assert expected == cased(keyword, article("T", text, language))


def test_the_more_frequent_form_wins() -> None:
    """And the small one where both are as frequent."""
    assert cased("Web", article("T", "on the Web and the web and a web")) == "web"
    assert cased("web", article("T", "on the Web and the Web and a web")) == "Web"
    assert cased("Web", article("T", "on the Web and the web")) == "web"
