"""Front matter whatever it is written in: keys, what they hold, and the piece of text of each.

No library writes anything here. Those that were tried lose what nobody asked them to touch:
comments, quotes and blanks in YAML; the line ends of a CRLF file in TOML; the layout in JSON.
A key's piece is replaced as text, and the formats' own readers must then agree that nothing
else has changed.
"""

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Protocol

from connectors.errors import Unsupported

Text = str | tuple[str, ...]
"""What a key can be given: one text, or a list of texts."""

Value = Text | None
"""What a key holds, as it is written; () where it holds nothing, None for all that is no text."""

# What YAML forbids, reads as a line end, or what nobody would see in an editor. Joiners and
# direction marks stay: emoji, Persian and Hebrew are written with them.
ESCAPED = re.compile("[\x7f-\x9f\u200b\u2028\u2029\u2060\ufeff\ufffe\uffff]")

# Deeper nesting than this is an attack: readers and writers of all three formats recurse.
DEEPEST = 50
TOO_DEEP = f"the front matter is nested more than {DEEPEST} levels deep"

HALVES = re.compile("[\ud800-\udfff]")


class Block(Protocol):
    """Front matter without its fences, as it was read."""

    @property
    def text(self) -> str:
        """The block as it stands."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the top level, in their order."""

    @property
    def values(self) -> Mapping[str, Value]:
        """What the keys hold, and what they inherit."""

    def within(self, key: str) -> tuple[str, ...]:
        """All texts in what a key holds, however deep, each once."""

    def rest(self, keys: Collection[str]) -> str:
        """What the block says besides these keys. Raises `Unsupported` where that is unclear."""

    def pieces(self, keys: Collection[str]) -> dict[str, str | None]:
        """The text of each of these keys; None where there is none. Raises `Unsupported`."""

    def piece(self, key: str, value: Text, newline: str) -> str:
        """The text that gives a key this value; `newline` is that of the line above the block."""

    def with_pieces(self, pieces: Mapping[str, str | None]) -> str:
        """The block with these texts replaced, taken out (None) or added. Raises `Unsupported`."""

    def said(self, without: Collection[str]) -> object:
        """All that the block says besides these keys: comparable, types and order included."""

    def holds(self, key: str, value: Text) -> bool:
        """Whether a key has just this value, as text."""

    def confirm(self, keys: Collection[str]) -> None:
        """Raise `Unsupported` where another reader sees something else about these keys."""


def written(value: Text) -> str:
    """A value on one line, as YAML, TOML and JSON all read it: in double quotes."""
    if isinstance(value, str):
        return quoted(value)
    return f"[{', '.join(map(quoted, value))}]"


def quoted(text: str) -> str:
    """A double-quoted text: JSON's, with the escapes that YAML and TOML want besides."""
    if HALVES.search(text):
        raise Unsupported("the new value holds half a character (a lone surrogate)")
    quoted = json.dumps(text, ensure_ascii=False)
    return ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


def check_single(found: Iterable[str]) -> None:
    """Raise where a key is there more than once: readers differ about which of them counts."""
    for key, times in Counter(found).items():
        if times > 1:
            raise Unsupported(f"`{key}` stands {times} times in the front matter")


def check_depth(value: dict[str, Any]) -> None:
    """Raise where a value of TOML or JSON is nested too deep."""
    level: list[Any] = [value]
    for _ in range(DEEPEST):
        below = [item.values() if isinstance(item, dict) else item for item in level]
        level = [child for item in below for child in item if isinstance(child, dict | list)]
        if not level:
            return
    raise Unsupported(TOO_DEEP)


def plain(value: object) -> Value:
    """A value of TOML or JSON as a text or a list of texts."""
    if isinstance(value, list):
        if any(isinstance(item, dict | list) for item in value):
            return None
        texts = [plain(item) for item in value]
        return tuple(text for text in texts if isinstance(text, str) and text)
    if isinstance(value, dict):
        return None
    if value is None:
        return ()
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)


def leaves(value: object) -> tuple[str, ...]:
    """The texts in a value of TOML or JSON, however deep, each once."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return tuple(dict.fromkeys(text for part in value for text in leaves(part)))
    text = plain(value)
    return (text,) if isinstance(text, str) and text else ()
