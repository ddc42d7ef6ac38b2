"""HTML made harmless: the parser takes quadratic time where somebody means it to."""

from collections.abc import Iterator

import regex

from connectors.html_elements import (
    BLOCKS,
    FORMATS,
    NO_TAG,
    OPAQUE,
    SCOPES,
    SHALLOW,
    TABLE,
    TABLE_CELLS,
)

# A source below both is parsed as it stands: at worst that takes a third of a second.
FEW_TAGS = 1_000
FEW_CHARACTERS = 50_000

DEEPEST = 200  # elements in one another; browsers stop at 512, and no article has 30
# The parser opens these anew in each paragraph as long as they are not closed.
MOST_FORMATS = 8
LONGEST_TAG = 4_096  # characters; each attribute is compared with all others
SEAM = "<!---->"

W = r"\t\n\f\r "  # what parts attributes
VALUE = rf"(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^{W}>\"'][^{W}>]*+)?+"
ATTRIBUTE = rf"[^{W}/>][^{W}/>=]*+(?:[{W}]*+=[{W}]*+{VALUE})?+"
# A tag as the parser reads it, and a comment of either kind. Where nothing closes them they reach
# to the end, so that no end is looked for twice.
MARKUP = regex.compile(
    rf"<(?P<closes>/?)(?P<name>[A-Za-z][^{W}/>]*+)(?P<rest>(?:[{W}/]++|{ATTRIBUTE})*+)(?:>|\Z)"
    r"|<!--(?:-?>|(?:[^-]++|-(?!-!?>))*+(?:--!?>|\Z))"
    r"|<[!?/][^>]*+(?:>|\Z)"
)


def bounded(html: str) -> str:
    """The source as it stands, or with the tags left out that would make parsing it slow.

    Those are elements deeper in one another than any page has them, formats that are opened again
    and again, and the attributes of tags of thousands of characters.
    """
    if len(html) < FEW_CHARACTERS and html.count("<") < FEW_TAGS:
        return html
    return "".join(_bounded(html))


def _bounded(html: str) -> Iterator[str]:
    places, position = _Places(), 0
    unclosed = set[str]()
    while found := MARKUP.search(html, position):
        yield from places.text(html[position : found.start()])
        position = found.end()
        name, closes = (found["name"] or "").lower(), found["closes"]
        if name in OPAQUE and name not in unclosed and not closes:
            if end := _end(html, name, position):
                position = end
            else:
                unclosed.add(name)
        # What is left out leaves a comment, lest both sides of it be read as one tag. So does what
        # stays: the parser copies a text anew for each piece that it adds to it.
        yield SEAM
        if name and name not in OPAQUE and name not in NO_TAG and places.allow(name, closes):
            yield found[0] if len(found[0]) < LONGEST_TAG else f"<{closes}{name}>"
    yield from places.text(html[position:])


def _end(html: str, name: str, start: int) -> int | None:
    """Where an element ends that holds no others; `None` where it does not."""
    closing = regex.compile(rf"</{name}(?=[{W}/>])[^>]*+>", regex.IGNORECASE)
    found = closing.search(html, start)
    return int(found.end()) if found else None


class _Places:
    """What is open at one place of a source: at least what the parser believes to be."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._formats = 0
        self._is_between_cells = False

    def text(self, text: str) -> Iterator[str]:
        """A text, in a paragraph of its own where the parser would gather it before a table."""
        if self._is_between_cells and "table" in self._open and not text.isspace() and text:
            self._is_between_cells = False
            yield "<p>"
        yield text

    def allow(self, name: str, closes: str) -> bool:
        """Whether a tag may stay; counts it."""
        is_allowed = self._close(name) if closes else self._begin(name)
        if is_allowed and name in TABLE:
            opens_cell = name in TABLE_CELLS and not closes
            self._is_between_cells = not opens_cell and (name, closes) != ("table", "/")
        return is_allowed

    def _begin(self, name: str) -> bool:
        if name in SHALLOW:
            return True
        if name in FORMATS:
            self._formats += 1
            return self._formats <= MOST_FORMATS
        if len(self._open) >= DEEPEST:
            return False
        self._open.append(name)
        return True

    def _close(self, name: str) -> bool:
        if name in SHALLOW:
            return True
        if name in FORMATS:
            self._formats -= 1 if self._formats else 0
            return True
        # A form is taken out of what is open, and leaves open what stands in it.
        ends_at = SCOPES if name in BLOCKS else BLOCKS
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place] == name:
                del self._open[place:]
                return True
            if self._open[place] in ends_at or name == "form":
                break
        return False
