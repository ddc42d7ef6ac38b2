"""Long articles are cut by their structure; short ones are left alone."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompts.cutting import cut, tokens

WORDS = "ferries leave the harbour every evening but the one before a holiday "
CHINESE = "渡轮每晚从港口出发，载着卡车和乘客穿过海峡。"
SECTIONS = tuple(f"## Section number {n}" for n in range(12))
LONG = f"The lead begins. {WORDS * 20}\n\n" + "\n\n".join(
    f"{heading}\n\nIn part {n}: {WORDS * 20}" for n, heading in enumerate(SECTIONS)
)


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("abcde", 2), ("渡轮", 2), ("渡轮 ok", 2 + 3 / 2.5), ("かな한글", 4), ("éèàùç", 2)],
)
def test_tokens_are_estimated(text: str, count: float) -> None:
    """2.5 characters each, but a Chinese, Japanese or Korean one is a token of its own."""
    assert tokens(text) == count


@pytest.mark.parametrize("text", ["", "Short.\n\n## Heading\n\nText. ", LONG])
def test_what_fits_is_left_alone(text: str) -> None:
    """To the last space."""
    assert cut(text, 8000) == text


def test_a_long_article_keeps_its_headings_and_the_beginning_of_each_part() -> None:
    """So that the end of it is heard as well."""
    kept = cut(LONG, 600)

    assert [line for line in kept.splitlines() if line.startswith("#")] == list(SECTIONS)
    assert all(f"In part {n}: ferries leave" in kept for n in range(12))
    assert kept.startswith("The lead begins. ferries leave")


def test_half_of_the_room_is_the_leads() -> None:
    """It says what the article is about."""
    lead = cut(LONG, 600).split("##")[0]

    assert 280 < tokens(lead) <= 300


def test_what_a_short_lead_leaves_over_goes_to_the_sections() -> None:
    """Room is not wasted."""
    text = "Lead.\n\n" + LONG[LONG.index("##") :]

    assert 500 < tokens(cut(text, 600)) <= 600


def test_a_text_without_headings_is_its_beginning() -> None:
    """As much as there is room for."""
    kept = cut(WORDS * 100, 100)

    assert (WORDS * 100).startswith(kept)
    assert 95 < tokens(kept) <= 100


def test_a_heading_at_the_very_beginning_is_kept() -> None:
    """Then there is no lead."""
    assert cut(f"## First\n\n{WORDS * 50}", 50).strip().startswith("## First\n\nferries leave")


def test_parts_end_with_whole_words() -> None:
    """Half a word would be taken for a name."""
    whole = set(LONG.split())

    assert set(cut(LONG, 500).split()) <= whole


@pytest.mark.parametrize("most", [20, 40, 200])
def test_chinese_is_cut_between_its_characters(most: int) -> None:
    """There are no spaces to cut at, and the one behind the heading's mark is not meant."""
    assert most - 5 < tokens(cut(f"## 航线\n{CHINESE * 100}", most)) <= most


def test_a_space_in_a_chinese_text_is_no_place_to_cut() -> None:
    """One space near the beginning would leave nearly nothing of it."""
    assert tokens(cut(f"第一章 {CHINESE * 100}", 200)) > 190


def test_hash_signs_in_the_text_are_no_headings() -> None:
    """A heading stands at the beginning of a line, with a space behind its mark."""
    text = f"{WORDS * 20} # not one\n#neither\n{WORDS * 20}"

    assert "#neither" not in cut(text, 60)


@given(
    st.lists(st.sampled_from([WORDS, CHINESE, "\n## Heading\n", "\n\n", "x" * 99]), max_size=60),
    st.integers(min_value=50, max_value=2000),
)
def test_it_fits_whatever_it_was(pieces: list[str], most: int) -> None:
    """And nothing is in it that was not there."""
    text = "".join(pieces)
    kept = cut(text, most)

    assert tokens(kept) <= most
    assert set(re.findall(r"\S", kept)) <= set(text)
