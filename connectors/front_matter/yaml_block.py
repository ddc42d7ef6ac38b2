"""YAML front matter: the lines of each key, told by the parser and never by the look of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Self

import regex as re  # before Python 3.11.5 the built-in one errs in possessive groups
import yaml

from connectors.errors import Unsupported
from connectors.front_matter.block import Text, Value, check_single, quoted, written
from connectors.front_matter.yaml_nodes import (
    composed,
    holds,
    leaves,
    plain,
    shape,
    strictly_composed,
    texts,
)

ODD = re.compile("[\t\x85\u2028\u2029\ufeff]")

# Lines of `key: value` whose value is words without any sign that means something to YAML, a
# list of such words, or what is JSON, which YAML 1.2 is made to contain and 1.1 reads alike.
_WORDS = r"[^\W_][\w .'’/()-]*+"
_JSON = r'"(?:[^"\\\x00-\x1f]|\\["\\/])*+"'
_ONE = rf"(?:{_WORDS}|{_JSON})"
OBVIOUS = re.compile(rf"(?:[^\W\d]\w*: +(?:{_ONE}|\[{_ONE}(?:, {_ONE})*\])\r?\n)+")
PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")


@dataclass(frozen=True)
class Entry:
    """A key of the top level: how it is written, its value, and where its lines are.

    `end` is 0 where the key does not begin a line, so that its lines cannot be told.
    """

    key: str
    head: str
    value: yaml.Node
    start: int
    end: int


@dataclass(frozen=True)
class YamlBlock:
    """Front matter in YAML."""

    text: str

    @classmethod
    def of(cls, text: str) -> Self:
        """A block that can be read. Raises `Unsupported`."""
        block = cls(text)
        block.entries  # noqa: B018 - read now, so that whoever holds one need not expect an error
        return block

    @cached_property
    def root(self) -> yaml.MappingNode | None:
        """The block as YAML 1.1. Raises `Unsupported`."""
        return composed(self.text)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The keys of the top level, in their order."""
        pairs = self.root.value if self.root else []
        starts = [self.text.rfind("\n", 0, key.start_mark.index) + 1 for key, _ in pairs]
        lines = list(pairwise([*starts, len(self.text)]))
        if any(start >= stop for start, stop in lines):
            raise Unsupported("a key of the front matter is an alias")
        return tuple(
            _entry(self.text, key, value, own)
            for (key, value), own in zip(pairs, lines, strict=True)
        )

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the top level, in their order."""
        return tuple(entry.key for entry in self.entries)

    @cached_property
    def values(self) -> dict[str, Value]:
        """The value of each key; what `<<` merges in counts where the key itself is missing."""
        own = {entry.key: entry.value for entry in self.entries}
        merged = own.get("<<")
        sources = merged.value if isinstance(merged, yaml.SequenceNode) else [merged]
        inherited = {
            key.value: value
            for source in reversed(sources)
            if isinstance(source, yaml.MappingNode)
            for key, value in source.value
            if isinstance(key, yaml.ScalarNode)
        }
        return {key: plain(node) for key, node in (inherited | own).items()}

    def within(self, key: str) -> tuple[str, ...]:
        """All texts in what a key holds, however deep."""
        own = (entry.value for entry in self.entries if entry.key == key)
        return tuple(dict.fromkeys(text for node in own for text in leaves(node)))

    def rest(self, keys: Collection[str]) -> str:
        """The block less the lines of these keys, none of which another key may refer to."""
        text = self.with_pieces(dict.fromkeys(keys))
        if "&" in self.text:  # without an anchor nothing can refer to anything
            try:
                composed(text)
            except Unsupported as error:
                raise Unsupported("another key refers to one of the two fields") from error
        return text

    def pieces(self, keys: Collection[str]) -> dict[str, str | None]:
        """The lines of these keys as they stand; None where there are none."""
        found = {entry.key: self.text[entry.start : entry.end] for entry in self._own(keys)}
        return dict.fromkeys(keys) | found

    def piece(self, key: str, value: Text, newline: str) -> str:
        """One line with the key as it is written here, and the line end that it has, or gets."""
        own = [entry for entry in self.entries if entry.key == key]
        above = self.text[own[0].start : own[0].end] if own else self.text
        if above:
            newline = "\r\n" if above.endswith("\r\n") else "\n"
        return f"{own[0].head if own else self._head(key)}: {written(value)}{newline}"

    def with_pieces(self, pieces: Mapping[str, str | None]) -> str:
        """The block with these lines replaced, taken out (None), or added at the end."""
        text = self.text
        found = self._own(pieces)
        for entry in reversed(found):
            text = text[: entry.start] + (pieces[entry.key] or "") + text[entry.end :]
        there = {entry.key for entry in found}
        return text + "".join(piece or "" for key, piece in pieces.items() if key not in there)

    def said(self, without: Collection[str]) -> object:
        """Tags, values, order, and what is shared."""
        return shape(self.root, without)

    def holds(self, key: str, value: Text) -> bool:
        """Whether the key has just this value, as text."""
        return holds(self.root, key, value)

    def confirm(self, keys: Collection[str]) -> None:
        """Have a reader of YAML 1.2 see the same texts in the same places.

        It is shown these keys and the ones above and below, which is as far as a line reaches;
        reading the whole takes as long as all else in a write. Where the versions differ about
        blanks and line ends, or an alias leads further up, it is shown the whole; and nothing
        where each line is one that no two readers could see differently.
        """
        shown = self.text if ODD.search(self.text) else self._around(keys)
        if OBVIOUS.fullmatch(shown):
            return
        try:
            expected = composed(shown)
        except Unsupported:
            shown, expected = self.text, self.root
        if texts(strictly_composed(shown)) != texts(expected):
            raise Unsupported("a reader of YAML 1.2 sees something else than one of YAML 1.1")

    def _around(self, keys: Collection[str]) -> str:
        """The lines of these keys, and of the ones above and below each."""
        near = {at + step for at, key in enumerate(self.keys) if key in keys for step in (-1, 0, 1)}
        starts = [entry.start for entry in self.entries]
        bounds = enumerate(pairwise([*starts, len(self.text)]))
        return "".join(self.text[start:stop] for at, (start, stop) in bounds if at in near)

    def _own(self, keys: Collection[str]) -> list[Entry]:
        """The entries of these keys, each of which must be there once and on lines of its own."""
        found = [entry for entry in self.entries if entry.key in keys]
        check_single(entry.key for entry in found)
        for entry in found:
            if not entry.end:
                raise Unsupported(f"`{entry.key}` does not stand on lines of its own")
        return found

    def _head(self, key: str) -> str:
        """What a new line begins with: the key, indented like the others."""
        first = self.entries[0].head if self.entries else ""
        indent = first[: len(first) - len(first.lstrip(" "))]
        return indent + (key if PLAIN_KEY.fullmatch(key) else quoted(key))


def _entry(block: str, key: yaml.Node, value: yaml.Node, lines: tuple[int, int]) -> Entry:
    """A key with the lines that are its own, out of those up to the next key."""
    start, stop = lines
    name = key.value if isinstance(key, yaml.ScalarNode) else ""
    # An alias is composed into the node that it names, which stands further up.
    here = value.start_mark.index >= key.end_mark.index
    literal = here and isinstance(value, yaml.ScalarNode) and value.style in {"|", ">"}
    end = start + _extent(block[start:stop], key.start_mark.column if literal else None)
    if here and not literal and isinstance(value, yaml.ScalarNode):
        # Of these the parser says where they end, and a quoted text may end in a line "# x".
        end = max(end, block.find("\n", max(start, value.end_mark.index - 1)) + 1)
    alone = not block[start : key.start_mark.index].strip(" ")
    return Entry(name, block[start : key.end_mark.index], value, start, end if alone else 0)


def _extent(lines: str, literal_in: int | None) -> int:
    """How much of the lines up to the next key belongs to the key.

    Blank lines and comments at the end belong to nobody. In a block scalar, what is indented
    more than the key is text, even if it looks like a comment.
    """
    end = position = 0
    for line in lines.split("\n"):
        position += len(line) + 1
        text = line.strip(" \t\r")  # other blanks are text to YAML
        inside = literal_in is not None and line.startswith(" " * (literal_in + 1))
        if end == 0 or (text and (inside or not text.startswith("#"))):
            end = position
    return end
