"""Which pages of a site say the same in their descriptions."""

import pytest

from schemas.article import ArticleId
from schemas.neighbours import Neighbours

TEN = "rye bread bakery oven tram night flour riga jam lane"


def alike(description: str, *others: str) -> list[str]:
    """The ids of the others, a number each, that are like the description of the page `here`."""
    neighbours = Neighbours()
    for number, other in enumerate(others):
        neighbours.add(ArticleId(str(number)), other)
    neighbours.add(ArticleId("here"), description)
    return sorted(neighbours.alike(ArticleId("here"), description))


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (TEN, True),
        ("Rye, bread & bakery: oven! Tram (night) flour; Riga – jam, “Lane”.", True),
        (f"{TEN} dark", True),
        (f"{TEN} dark star", True),
        (f"{TEN} dark star shines", False),
        ("rye bread bakery oven tram night flour riga", True),
        ("rye bread bakery oven tram night flour", False),
        ("rye bread bakery oven tram night flour riga jam dark", True),
        ("rye bread bakery oven tram night flour riga star dark", False),
    ],
)
def test_four_fifths_of_all_words_shared_is_the_same(other: str, same: bool) -> None:  # noqa: FBT001
    """Neither case nor marks count; 10 of 12, 8 of 10 and 9 of 11 are enough, 8 of 12 are not."""
    assert (["0"] if same else []) == alike(TEN, other)


def test_a_page_is_not_its_own_neighbour() -> None:
    """And there is none for a site of one page."""
    assert alike(TEN) == []


def test_pages_without_a_description_are_not_alike() -> None:
    """They have nothing in common."""
    assert alike("", "", "!") == []


def test_chinese_is_compared_by_pairs_of_characters() -> None:
    """A text without spaces is not one word."""
    assert alike("陈师傅的茶园在武夷山里", "陈师傅的茶园在武夷山上") == ["0"]
    assert alike("陈师傅的茶园在武夷山里", "王师傅的菜园在武夷山外") == []


def test_a_new_description_takes_the_place_of_the_old_one() -> None:
    """What a page says no longer is nobody's duplicate."""
    neighbours = Neighbours()
    neighbours.add(ArticleId("a"), TEN)
    neighbours.add(ArticleId("a"), "something else")
    assert list(neighbours.alike(ArticleId("b"), TEN)) == []
    assert list(neighbours.alike(ArticleId("b"), "Something else.")) == ["a"]
    neighbours.add(ArticleId("a"), "")
    assert list(neighbours.alike(ArticleId("b"), "Something else.")) == []


def test_nothing_alike_is_missed_among_many() -> None:
    """The index finds what comparing each with each finds."""
    vocabulary = [f"word{number}" for number in range(40)]
    descriptions = {
        ArticleId(str(number)): " ".join(
            vocabulary[(number * 7 + step * (1 + number % 3)) % 40] for step in range(5, 5 + size)
        )
        for number, size in enumerate([8, 9, 10, 12, 15] * 30)
    }
    neighbours = Neighbours()
    for article_id, description in descriptions.items():
        neighbours.add(article_id, description)
    for one, description in descriptions.items():
        words = set(description.split())
        expected = {
            other
            for other, theirs in descriptions.items()
            if other != one
            and 5 * len(words & set(theirs.split())) >= 4 * len(words | set(theirs.split()))
        }
        assert expected == set(neighbours.alike(one, description))


def test_pages_of_one_template_are_not_compared_one_by_one() -> None:
    """Thousands of near misses cost no more than a few."""
    template = " ".join(f"word{number}" for number in range(16))
    neighbours = Neighbours()
    for number in range(2000):
        description = f"{template} {number}a {number}b {number}c"
        neighbours.add(ArticleId(str(number)), description)
    words = frozenset(f"{template} 7a 7b 7c".split())
    assert neighbours._candidates(words) == {7}
