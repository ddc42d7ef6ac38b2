"""TOML front matter: the lines of each key above the first table.

A tokenizer finds where a value ends, and `tomllib`, before and after, whether it was right.
(tomlkit keeps comments and order, but its new lines end in LF in a CRLF file.)
"""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Self

import regex as re  # before Python 3.11.5 the built-in one errs in possessive groups

from connectors.errors import Unsupported
from connectors.front_matter.block import (
    DEEPEST,
    TOO_DEEP,
    Text,
    Value,
    check_depth,
    check_single,
    leaves,
    plain,
    quoted,
    written,
)

BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
PART = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')"""
HEAD = re.compile(rf"[ \t]*+({PART}(?:[ \t]*+\.[ \t]*+{PART})*+)[ \t]*+=[ \t]*+")
TOKEN = re.compile(
    r'''"""(?:[^"\\]|\\.|"(?!""))*+"{3,5}'''  # up to two quotes may stand before the closing ones
    r"""|'''(?:[^']|'(?!''))*+'{3,5}"""
    r"""|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+'|#[^\n]*+|[\[\]{}\n]|[^"'#\[\]{}\n]++|.""",
    re.DOTALL,
)
LINE = re.compile(r"line (\d+)")
SPACE = re.compile(r"(?:[ \t]*+(?:#[^\n]*+)?\r?\n)*+")

# Over keys of many parts tomllib takes quadratic time: a minute for 90 kB of "a.a.a".
MANY_PARTS = re.compile(rf"(?:\.[ \t]*+[\w'\"-]++[ \t]*+){{{DEEPEST}}}")


@dataclass(frozen=True)
class Entry:
    """A key above the first table: its name, "" for a dotted one; how it begins; its lines."""

    key: str
    head: str
    start: int
    end: int


@dataclass(frozen=True)
class TomlBlock:
    """Front matter in TOML."""

    text: str

    @classmethod
    def of(cls, text: str) -> Self:
        """A block that can be read. Raises `Unsupported`."""
        block = cls(text)
        if {entry.key for entry in block.entries} - block.table.keys() - {""}:
            raise Unsupported("the front matter's keys cannot be told apart")
        return block

    @cached_property
    def table(self) -> dict[str, Any]:
        """The block as it is read. Raises `Unsupported`."""
        if MANY_PARTS.search(self.text):
            raise Unsupported(TOO_DEEP)
        try:
            table = tomllib.loads(self.text, parse_float=Decimal)
        except RecursionError as error:
            raise Unsupported(TOO_DEEP) from error
        except ValueError as error:
            what = LINE.sub(lambda line: f"line {int(line[1]) + 1}", str(error))  # with the fence
            raise Unsupported(f"the front matter is not TOML: {what}") from error
        check_depth(table)
        return table

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The keys above the first table, in their order."""
        return tuple(_entries(self.text)) if self.table else ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the top level, tables too."""
        return tuple(self.table)

    @cached_property
    def values(self) -> dict[str, Value]:
        """The value of each key."""
        return {key: plain(value) for key, value in self.table.items()}

    def within(self, key: str) -> tuple[str, ...]:
        """All texts in what a key holds, however deep."""
        return leaves(self.table.get(key))

    def rest(self, keys: Collection[str]) -> str:
        """The block less the lines of these keys."""
        return self.with_pieces(dict.fromkeys(keys))

    def pieces(self, keys: Collection[str]) -> dict[str, str | None]:
        """The lines of these keys as they stand; None where there are none."""
        found = {entry.key: self.text[entry.start : entry.end] for entry in self._own(keys)}
        return dict.fromkeys(keys) | found

    def piece(self, key: str, value: Text, newline: str) -> str:
        """One line with the key as it is written here, and the line end that it has, or gets."""
        own = self._own([key])
        head = own[0].head if own else f"{key if BARE_KEY.fullmatch(key) else quoted(key)} = "
        above = self.text[: own[0].end if own else self._end]
        if above:
            newline = "\r\n" if above.endswith("\r\n") else "\n"
        return f"{head}{written(value)}{newline}"

    def with_pieces(self, pieces: Mapping[str, str | None]) -> str:
        """The block with these lines replaced, taken out, or added below the last of the keys."""
        found = self._own(pieces)
        there = {entry.key for entry in found}
        added = "".join(piece or "" for key, piece in pieces.items() if key not in there)
        text = self.text[: self._end] + added + self.text[self._end :]
        for entry in reversed(found):
            text = text[: entry.start] + (pieces[entry.key] or "") + text[entry.end :]
        return text

    def said(self, without: Collection[str]) -> object:
        """Keys, values and their types, in their order; of floats the digits, too."""
        return repr([pair for pair in self.table.items() if pair[0] not in without])

    def holds(self, key: str, value: Text) -> bool:
        """Whether the key has just this value, as text."""
        return bool(self.table.get(key) == (value if isinstance(value, str) else [*value]))

    def confirm(self, keys: Collection[str]) -> None:
        """TOML has one version that sites use."""

    @property
    def _end(self) -> int:
        """Where a new key goes: what stands further down is a table's, or about one."""
        return self.entries[-1].end if self.entries else 0

    def _own(self, keys: Collection[str]) -> list[Entry]:
        """The entries of these keys, none of which may be a table, or be written `key.part`."""
        found = [entry for entry in self.entries if entry.key in keys]
        check_single(entry.key for entry in found)
        for key in self.table.keys() & {*keys} - {entry.key for entry in found}:
            raise Unsupported(f"`{key}` does not stand on lines of its own")
        return found


def _entries(text: str) -> Iterator[Entry]:
    """The keys above the first table of a block that is TOML."""
    position = _content(text, 0)
    while head := HEAD.match(text, position):
        end = _line_end(text, head.end())
        yield Entry(_name(head[1]), head[0], position, end)
        position = _content(text, end)


def _content(text: str, position: int) -> int:
    """Where the next line begins that is neither blank nor a comment."""
    found = SPACE.match(text, position)
    return found.end() if found else position


def _line_end(text: str, position: int) -> int:
    """The end of the line on which a value ends that begins here."""
    depth = 0
    for token in TOKEN.finditer(text, position):
        depth += token[0] in "[{"
        depth -= token[0] in "]}"
        if token[0] == "\n" and not depth:
            return int(token.end())
    return len(text)


def _name(head: str) -> str:
    """The key that is written so; "" for a dotted one."""
    if BARE_KEY.fullmatch(head):
        return head
    ((name, value),) = tomllib.loads(f"{head} = 0").items()
    return name if value == 0 else ""
