"""What is put right without asking."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.metadata import Metadata
from schemas.rules import polish
from tests.schemas.rules.cases import GOOD, article

# Beside any text at all, often the pieces that fixes could trip over one another.
TRICKY = st.lists(
    st.sampled_from(["&am", "\u200b", "p;", "&amp;", "&#10;", "&quot;", '"', "e", "\u0301", " ",
                     "\n", ".", "…", "5", "\u200d", "\ufeff", "क", "«", "\ud800", ",", "“"]),
    max_size=12,
).map("".join)  # fmt: skip


def polished(description: str, language: str = "en") -> str:
    """A description put right."""
    about = article("Title", "Text", language)
    return polish(Metadata(keywords=(), meta_description=description), about).meta_description


def polished_keyword(keyword: str) -> str:
    """A keyword put right."""
    metadata = Metadata(keywords=(keyword,), meta_description="")
    return polish(metadata, article("Title", "Text")).keywords[0]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Rye\n  bread\tat\u00a0night.", "Rye bread at night."),
        ("Rye\u200b bread\ufeff \u202eat\u2066 night\u00ad.", "Rye bread at night."),
        ("Cafe\u0301\x00 bread.", "Café bread."),
        ("R&amp;D &mdash; &#8220;bread&#8221;.", "R&D — “bread”."),
        ("R&amp;amp;D.", "R&D."),
        ("AT&T and R&D;.", "AT&T and R&D;."),
    ],
)
def test_a_description_is_one_plain_line(before: str, after: str) -> None:
    """Line ends, invisible characters, decomposed letters and entities."""
    assert after == polished(before)


def test_joiners_that_spell_a_word_stay() -> None:
    """Persian and Hindi words are misspelled without them."""
    assert polished("می\u200cخواهم.", "fa") == "می\u200cخواهم."
    assert polished("क्\u200dष।", "hi") == "क्\u200dष।"
    assert polished("ab\u200cc.") == "abc."


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("en", "Rye bread", "Rye bread."),
        ("en", "Rye bread,", "Rye bread."),
        ("en", "Rye bread?", "Rye bread?"),
        ("en", "Rye bread…", "Rye bread…"),
        ("en", "“Rye bread.”", "“Rye bread.”"),
        ("en", "“Rye bread”", "“Rye bread”."),
        ("de", "Roggenbrot", "Roggenbrot."),
        ("zh", "岩茶", "岩茶。"),
        ("ja", "岩茶！", "岩茶！"),
        ("ko", "한지를 만든다", "한지를 만든다."),
        ("hi", "नमस्ते", "नमस्ते।"),
        ("bn", "নমস্কার", "নমস্কার।"),
        ("ur", "سلام", "سلام۔"),
        ("hy", "Տարեկանի հաց", "Տարեկանի հաց։"),
        ("th", "ขนมปังไรย์", "ขนมปังไรย์"),
        ("en", "", ""),
    ],
)
def test_a_description_ends_with_a_stop(language: str, before: str, after: str) -> None:
    """In the language's own form, unless it ends with one already."""
    assert after == polished(before, language)


@pytest.mark.parametrize(
    ("language", "after"),
    [
        ("en", "A “rye bread” (“dark”)."),
        ("de", "A „rye bread“ („dark“)."),
        ("fr", "A «rye bread» («dark»)."),
        ("ru", "A «rye bread» («dark»)."),
        ("uk", "A «rye bread» («dark»)."),
        ("ro", "A „rye bread” („dark”)."),
        ("ja", "A 「rye bread」 (「dark」)."),
    ],
)
def test_straight_quotes_become_the_languages_own(language: str, after: str) -> None:
    """So that no template has an attribute closed by them."""
    assert after == polished('A "rye bread" ("dark").', language)


def test_inches_are_no_quotes() -> None:
    """A number before the mark and nothing after it."""
    assert polished('A 5" pipe.') == "A 5″ pipe."


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("  rye bread ", "rye bread"),
        ("“rye bread”", "rye bread"),
        ('"rye bread."', "rye bread"),
        ("rye bread.", "rye bread"),
        ("U.S.", "U.S."),
        ("Node.js", "Node.js"),
        ("R&amp;D", "R&D"),
    ],
)
def test_a_keyword_is_trimmed(before: str, after: str) -> None:
    """Spaces, quotes around it and a closing stop go; abbreviations keep theirs."""
    assert after == polished_keyword(before)


@pytest.mark.parametrize("language", GOOD)
def test_what_is_good_stays_as_it_is(language: str) -> None:
    """Polishing changes nothing that needs no change."""
    metadata, about = GOOD[language]
    assert metadata == polish(metadata, about)


@given(st.text() | TRICKY, st.sampled_from(["en", "de", "fr", "zh", "hi", ""]))
def test_polishing_twice_changes_nothing_more(text: str, language: str) -> None:
    """And what comes out is one line in NFC that can be written anywhere."""
    about = article("Title", "Text", language)
    once = polish(Metadata(keywords=(text,), meta_description=text), about)
    assert once == polish(once, about)
    for value in (*once.keywords, once.meta_description):
        assert value == unicodedata.normalize("NFC", value)
        assert value == " ".join(value.split())
        assert value.isprintable() or not value.isascii()
        value.encode()


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("en", 'It shows "Apollo 13" in the gym.', "It shows “Apollo 13” in the gym."),
        ("en", 'A 27" screen and "dimming".', "A 27″ screen and “dimming”."),
        ("zh", '他说"你好"。', "他说“你好”。"),
        ("ja", '新型"スイッチ"を発表。', "新型「スイッチ」を発表。"),
        ("he", 'ד"ר כהן.', "ד״ר כהן."),
    ],
)
def test_quotes_are_told_from_inches_and_acronyms(language: str, before: str, after: str) -> None:
    """By pairs; in Chinese and Japanese no blank stands before a quotation."""
    assert after == polished(before, language)
