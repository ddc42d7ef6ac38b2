"""What Claude is sent of an HTML body: its words, without what only a browser needs."""

import re
from collections.abc import Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

from connectors.html_bounds import bounded
from connectors.html_elements import CELLS, REPEATED, UNREAD
from connectors.plain_text import GAPS, composed, visible
from connectors.shortcodes import without_shortcodes
from connectors.text_lines import TextLines
from schemas.unseen import UNSEEN_STYLE

# A block that is made anew each time the page is shown. WordPress writes \u003c in its attributes.
DYNAMIC = re.compile(r"<!--\s+wp:[^<>]*/-->")
BLOCKS = "<!-- wp:"
PARAGRAPH = re.compile(r"<p[\s>]", re.IGNORECASE)
BLANK_LINE = re.compile(r"\n[ \t]*\n")

LITTLE_TEXT = 200  # characters: less is a teaser or a caption, and too little to describe
# Characters of source for so little text: an image with its caption is 300 to 400, and a
# builder's one section of settings passes this.
MUCH_MARKUP = 2_000


def sent_text(html: str) -> str:
    """The words of an HTML body as lines, in NFC.

    Headings begin with "## ", items with "- " or "1. ", cells stand between " | ", and between
    paragraphs is a blank line. The text of classic WordPress, which has no paragraphs in its source
    but blank lines, is understood too, and shortcodes are left out.
    """
    html = html.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    by_blocks = BLOCKS in html
    by_lines = not by_blocks and not PARAGRAPH.search(html) and bool(BLANK_LINE.search(html))
    lines = TextLines(by_lines=by_lines, by_blank_lines=not by_blocks)
    _read(html, lines)
    # What has no width goes first: it would part a shortcode from its bracket.
    text = without_shortcodes(visible(lines.text()))
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    return GAPS.sub("\n\n", composed(text)).strip("\n")


def needs_rendering(raw: str, sent: str) -> bool:
    """Whether a WordPress source, of which this is sent, hides the text that its page shows.

    It does in blocks that are made when the page is shown, and in a page builder's shortcodes or
    settings. A source with nothing in it hides nothing.
    """
    if len(sent) >= LITTLE_TEXT:
        return False
    markup = len(raw) - len(sent)
    return markup > MUCH_MARKUP or bool(DYNAMIC.search(raw)) or without_shortcodes(raw) != raw


def _read(html: str, lines: TextLines) -> None:
    """Say everything that is read in a source, from the first element to the last."""
    # Recursion would end at Python's limit; what is still to do is either a node or the name of
    # an element that is left.
    root = LexborHTMLParser(bounded(html), is_fragment=True).root
    todo: list[LexborNode | str] = [] if root is None else [root]
    while todo:
        node = todo.pop()
        if isinstance(node, str):
            lines.leave(node)
            continue
        if (after := node.next) is not None:
            todo.append(after)
        tag = node.tag or ""
        if tag == "-text":
            lines.say(node.text_content or "")
            continue
        child, attributes = node.first_child, node.attributes
        if child is None or not _is_read(tag, attributes):
            lines.pass_by(tag)
            continue
        # A cell that is its row is there for the layout: it holds paragraphs.
        tag = "div" if tag in CELLS and _is_alone(node) else tag
        if tag == "sup" and lines.end_in_a_digit and node.text()[:1].isdigit():
            lines.say("^")  # 10^6 is not 106
        if lines.enter(tag, attributes):
            todo.append(tag)
        todo.append(child)


def _is_read(tag: str, attributes: Mapping[str, str | None]) -> bool:
    """Whether an element is seen, and says something of its own."""
    if tag in UNREAD:
        return False
    if not attributes:
        return True
    if "data-fn" in attributes or attributes.get("role") == "doc-noteref":  # a footnote's mark
        return False
    if "hidden" in attributes or (attributes.get("aria-hidden") or "").lower() == "true":
        return False
    if (style := attributes.get("style")) and UNSEEN_STYLE.search(style):
        return False
    names = attributes.get("class")
    return not names or REPEATED.isdisjoint(names.split())


def _is_alone(node: LexborNode) -> bool:
    """Whether no element stands beside another one."""
    before, after = node.prev, node.next
    while before is not None and not before.is_element_node:
        before = before.prev
    while after is not None and not after.is_element_node:
        after = after.next
    return before is None and after is None
