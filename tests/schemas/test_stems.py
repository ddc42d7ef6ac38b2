"""Words and what they have in common."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.stems import WORD, stem, stems, words, words_as_written

ENGLISH = st.text(st.one_of(st.characters(max_codepoint=127), st.sampled_from("’‘“”–—…")))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Rye-bread, Ilse’s 3 ovens!", ("rye", "bread", "ilse", "s", "3", "ovens")),
        ("Straße", ("strasse",)),
        ("नमस्ते दुनिया", ("नमस्ते", "दुनिया")),
        ("手采茶，炭火", ("手采茶", "炭火")),
        ("", ()),
    ],
)
def test_words_are_folded_and_in_order(text: str, parts: tuple[str, ...]) -> None:
    """A vowel sign does not end a Hindi word; punctuation ends any."""
    assert parts == words(text)


@settings(max_examples=300)
@given(st.one_of(ENGLISH, st.text(st.sampled_from("a1_é\u0301नमस्ते采 ’–")), st.text()))
def test_words_are_the_same_whether_found_or_cut_apart(text: str) -> None:
    """Whatever stands between them."""
    assert WORD.findall(text) == words_as_written(text)


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("baked breads", "bake bread", "en"),
        ("Waagen", "Waage", "de"),
        ("boulangeries", "boulangerie", "fr-CA"),
        ("почту", "почта", "ru"),
    ],
)
def test_forms_of_a_word_have_one_stem(one: str, other: str, language: str) -> None:
    """In the languages that have a stemmer."""
    assert stems(one, language) == stems(other, language)


def test_a_language_without_a_stemmer_keeps_its_words() -> None:
    """Nothing is guessed."""
    assert stems("Ovens glow", "xx") == ("ovens", "glow")
    assert stems("Ovens glow", "") == ("ovens", "glow")


def test_chinese_japanese_and_korean_are_compared_in_pairs() -> None:
    """With the Latin names between them whole."""
    assert stems("手采茶", "zh") == ("手采", "采茶")
    assert stems("茶", "ja") == ("茶",)
    assert stems("Milvus向量库", "zh") == ("milvus", "向量", "量库")
    assert stems("한지를 뜨는", "ko") == ("한지", "지를", "뜨는")


def test_a_megabyte_without_a_space_is_no_word() -> None:
    """It would take the stemmer seconds."""
    assert stem("a" * 61, "de") == "a" * 61
    assert stem("waagen", "de") == "waag"
