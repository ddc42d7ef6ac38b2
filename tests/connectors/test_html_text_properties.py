"""What Claude is sent of HTML, on more of it than anybody would write down."""

import unicodedata

from hypothesis import example, given, settings
from hypothesis import strategies as st

from connectors.html_bounds import FEW_CHARACTERS
from connectors.html_text import needs_rendering, sent_text
from connectors.shortcodes import without_shortcodes

MANY = settings(max_examples=300)

ELEMENTS = "a b br div form h2 li math ol p pre script select span svg table td template tr ul x"
NAMES = st.sampled_from(ELEMENTS.split())
TAGS = st.one_of(
    NAMES.map("<{}>".format),
    NAMES.map("</{}>".format),
    NAMES.map("<{} hidden>".format),
    NAMES.map("<{}".format),
    st.sampled_from(["<!--", "-->", "<![CDATA[", "<x '", "[a_b]", "[/abc]", "[[gallery]]", "&#0;"]),
)
ANYTHING = st.text(st.characters(), max_size=20)  # lone surrogates and NUL included
SOURCES = st.lists(st.one_of(TAGS, ANYTHING), max_size=30).map("".join)


@MANY
@given(SOURCES)
@example("\ud800")
@example("<frameset>")
@example("<table><select><table>a</select></table>")
def test_any_text_is_read(html: str) -> None:
    """Nothing raises; the words are in NFC, and no line ends in a blank."""
    sent = sent_text(html)
    assert unicodedata.normalize("NFC", sent) == sent
    assert [line.rstrip() for line in sent.split("\n")] == sent.split("\n")
    assert "\n\n\n" not in sent
    assert "\x00" not in sent
    needs_rendering(html, sent)
    without_shortcodes(html)


@MANY
@given(SOURCES)
def test_any_long_text_is_read(html: str) -> None:
    """Nothing raises where tags are left out either, and no markup comes to light by that."""
    assert "<!--" not in sent_text(f"{' ' * FEW_CHARACTERS}{html.replace('--', '')}")


@MANY
@given(st.lists(st.text("abc 12", min_size=1).map(str.strip).filter(bool), min_size=1))
def test_paragraphs_stay_as_they_are(paragraphs: list[str]) -> None:
    """In blocks, in plain HTML and in classic content they are the same text."""
    sent = "\n\n".join(" ".join(words.split()) for words in paragraphs)
    blocks = (f"<!-- wp:paragraph -->\n<p>{words}</p>\n" for words in paragraphs)
    assert sent == sent_text("\n".join(blocks))
    assert sent == sent_text("".join(f"<p>{words}" for words in paragraphs))
    assert sent == sent_text("\n\n".join(paragraphs))
