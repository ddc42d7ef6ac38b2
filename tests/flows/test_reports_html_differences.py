"""What two descriptions have not in common, word by word."""

import pytest

from flows.reports.differences import Stretch, difference
from schemas.article import Fields
from tests.pages import a_card

BEFORE = "From 3 November two vessels sail overnight between Hirtshals and Larvik."
AFTER = "From 3 November two ships again sail overnight between Hirtshals and Larvik."


def marked(stretches: tuple[Stretch, ...]) -> str:
    """The text with its marks as brackets."""
    return "".join(f"[{one.text}]" if one.changed else one.text for one in stretches)


CASES = {
    "a word": (
        BEFORE,
        AFTER,
        "From 3 November two [vessels] sail overnight between Hirtshals and Larvik.",
        "From 3 November two [ships again] sail overnight between Hirtshals and Larvik.",
    ),
    "an end": (
        "One two three.",
        "One two three. Four.",
        "One two three.",
        "One two three. [Four.]",
    ),
    "a beginning": (
        "So one two three",
        "One one two three",
        "[So] one two three",
        "[One] one two three",
    ),
    "without spaces": (
        "夜の船が二隻運航する",
        "朝の船が二隻運航する",
        "[夜]の船が二隻運航する",
        "[朝]の船が二隻運航する",
    ),
    "one word between two changes": (
        "a b c the d e f x y",
        "a b g the h e f x y",
        "a b [c the d] e f x y",
        "a b [g the h] e f x y",
    ),
    "the same": (BEFORE, BEFORE, BEFORE, BEFORE),
}


@pytest.mark.parametrize(("before", "after", "gone", "come"), CASES.values(), ids=CASES.keys())
def test_what_differs_is_marked_on_both_sides(
    before: str, after: str, gone: str, come: str
) -> None:
    """By words, not by letters; a single word that both have is no island."""
    found = difference(before, after)
    assert (gone, come) == (marked(found.before), marked(found.after))


@pytest.mark.parametrize(("before", "after"), [(BEFORE, AFTER), ("", AFTER), ("Old.", "New one.")])
def test_no_letter_is_lost(before: str, after: str) -> None:
    """The stretches are the texts."""
    found = difference(before, after)
    assert before == "".join(one.text for one in found.before)
    assert after == "".join(one.text for one in found.after)


def test_two_texts_with_little_in_common_are_left_unmarked() -> None:
    """Marks all over would say nothing."""
    found = difference("Nothing of this is left over.", AFTER)
    assert found.rewritten
    assert not any(one.changed for one in (*found.before, *found.after))


def test_a_card_marks_what_goes_and_what_comes() -> None:
    """Before and after, each whole."""
    card = a_card(before=Fields(description=BEFORE, keywords=()), meta_description=AFTER)
    change = card.one("div", class_="change")
    assert [one.text for one in change.all("dt")] == ["Before", "After"]
    assert [one.text for one in change.all("del")] == ["vessels"]
    assert [one.text for one in change.all("ins")] == ["ships again"]
    assert change.one("small").text == "Changed."
