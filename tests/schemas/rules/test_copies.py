"""A description that stands somewhere already."""

import pytest

from schemas.article import Article, ArticleId
from schemas.known import Known
from schemas.metadata import Metadata
from schemas.rules import check
from tests.schemas.rules.cases import BREAD, TEA, said_of

PASSAGE = "The sourdough is older than the bakery: Brandt got it from Riga in a jam jar."


@pytest.mark.parametrize(
    ("description", "about"),
    [
        (PASSAGE, BREAD),
        (PASSAGE.upper().replace(":", " –"), BREAD),
        (f"So: {PASSAGE}", BREAD),
        (PASSAGE.replace("jar", "pot"), BREAD),
        ("每年春天，他和邻居用手采茶，然后用炭火慢慢烘干。", TEA),
        ("看每年春天，他和邻居用手采茶，然后用炭火慢慢烘干。", TEA),
    ],
)
def test_a_passage_of_the_article_is_a_warning(description: str, about: Article) -> None:
    """Nine tenths of it are enough, wherever they begin."""
    assert "M19" in said_of(description, about)


@pytest.mark.parametrize(
    ("description", "about"),
    [
        (PASSAGE.replace("Brandt got it", "she got hers"), BREAD),
        (f"{PASSAGE} It rises every single night.", BREAD),
        ("每年春天，他和邻居用机器采茶，然后慢慢烘干。", TEA),
        ("", BREAD),
    ],
)
def test_own_words_are_no_passage(description: str, about: Article) -> None:
    """Nor is a sentence of the article with something added."""
    assert "M19" not in said_of(description, about)


def test_another_pages_description_is_rejected_and_the_page_named() -> None:
    """Exactly, or with a word changed; at most three pages are named."""
    known = Known()
    for number in range(5):
        known.neighbours.add(ArticleId(f"{number}.md"), PASSAGE)
    known.neighbours.add(ArticleId("other.md"), "Trams.")
    found = {
        finding.rule: finding.message
        for finding in check(
            Metadata(keywords=(), meta_description=PASSAGE.replace("jam ", "")), BREAD, known
        )
    }
    assert found["M22"].startswith("Say what only this page says")
    assert found["M22"].count(".md") == 3
    assert "other.md" not in found["M22"]


def test_a_page_is_known_from_the_moment_on_that_it_is_kept() -> None:
    """An answer of a moment ago does not outlive the next page."""
    metadata, known = Metadata(keywords=(), meta_description=PASSAGE), Known()
    for expected in (False, True):
        found = {finding.rule for finding in check(metadata, BREAD, known)}
        assert ("M22" in found) is expected
        known.neighbours.add(ArticleId("other.md"), PASSAGE)


def test_its_own_description_is_not_another_pages() -> None:
    """An article that is done again may say the same."""
    known = Known()
    known.neighbours.add(BREAD.id, PASSAGE)
    metadata = Metadata(keywords=(), meta_description=PASSAGE)
    assert "M22" not in {finding.rule for finding in check(metadata, BREAD, known)}


def test_a_twin_is_known_by_all_its_words() -> None:
    """Also where it begins otherwise, and a run has let go of its text."""
    metadata = Metadata(meta_description="Rye bread keeps for a week.", keywords=())
    long = BREAD.model_copy(update={"text": " ".join(f"word{n}" for n in range(400))})
    turned = long.model_copy(
        update={"id": "twin.md", "text": " ".join(reversed(long.text.split())) + " Again."}
    ).lightened()
    known = Known(articles={turned.id: turned})
    known.neighbours.add(turned.id, metadata.meta_description)

    found = {finding.rule for finding in check(metadata, long, known)}

    assert ("M22" in found, "M22b" in found, turned.text) == (False, True, "")


def test_a_twin_may_say_the_same_but_is_pointed_out() -> None:
    """Of two pages with nearly the same text nobody could write two descriptions."""
    metadata = Metadata(keywords=(), meta_description="Rye bread keeps for a week in its crust.")
    twin = BREAD.model_copy(update={"id": "twin.md", "text": f"{BREAD.text} Again."})
    known = Known(articles={twin.id: twin})
    known.neighbours.add(twin.id, metadata.meta_description)
    rules = {finding.rule for finding in check(metadata, BREAD, known)}

    assert ("M22b" in rules, "M22" in rules) == (True, False)
