"""What an editor is told of a text that a fix would put right."""

import html
import re
import unicodedata
from collections.abc import Iterator

from schemas.article import Article

ENTITY = re.compile(r"&(?:#\d{1,7}|#x[\da-f]{1,6}|\w{2,32});", re.IGNORECASE)

_UNSEEN = frozenset({"Cc", "Cf", "Cs"})  # control, format (zero width, bidi, tags), surrogates
# Joiners change how Arabic and Indic words are spelled; everywhere else nobody sees them.
JOINER = re.compile("(?<![\u0600-\u0dff])[\u200c\u200d]")
_JOINERS = "\u200c\u200d"
_LINE_END = re.compile(r"\s*\n\s*")  # YAML folds lines, and HTML shows a blank
_GAP = re.compile(r"\t| {2,}")
_STRAIGHT = re.compile(r"[^\s\"]*\"[^\"]*\"?")


def is_seen(character: str) -> bool:
    """Whether a character shows, or changes how its neighbours do."""
    return character in _JOINERS or unicodedata.category(character) not in _UNSEEN


def entities(text: str, _article: Article) -> Iterator[str]:
    """The entities that a reader would see as such."""
    yield from (found[0] for found in ENTITY.finditer(text) if html.unescape(found[0]) != found[0])


def oddities(text: str, _article: Article) -> Iterator[str]:
    """Tabs, gaps, characters that nobody sees, and letters apart from their accents.

    Line ends, the blanks around them and blanks of another width are no fault: browsers do not
    show them, or show what was meant.
    """
    line = _LINE_END.sub(" ", text).strip()
    for gap in _GAP.finditer(line):
        yield f"{'a tab' if gap[0] == chr(9) else 'several spaces'} {_place(line, gap.start())}"
    for start, character in enumerate(line):
        if not character.isspace() and (not is_seen(character) or JOINER.match(line, start)):
            yield f"{_called(character)} {_place(line, start)}"
    for word in line.split():
        if unicodedata.normalize("NFC", word) != word:
            yield f"the letters and accents of “{word}” are apart"


def straight_quotes(text: str, _article: Article) -> Iterator[str]:
    """What stands between straight quotes."""
    yield from (found[0].strip() for found in _STRAIGHT.finditer(text))


def ending(text: str, _article: Article) -> Iterator[str]:
    """The last word."""
    yield f"it ends with “{text.rsplit(maxsplit=1)[-1]}”"


def itself(text: str, _article: Article) -> Iterator[str]:
    """The whole text."""
    yield text


def _called(character: str) -> str:
    name = unicodedata.name(character, "control character").lower()
    return f"U+{ord(character):04X} ({name})"


def _place(line: str, start: int) -> str:
    before = "".join(filter(is_seen, line[:start])).split()
    return f"after “{before[-1]}”" if before else "at the beginning"
