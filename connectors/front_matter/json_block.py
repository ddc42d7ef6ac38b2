"""JSON front matter: an object at the start of the file, as Hugo has it, or between dashes.

A key's piece is the key, the colon and the value; the commas and the layout around it are not.
"""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, NoReturn, Self

from connectors.errors import Unsupported
from connectors.front_matter.block import (
    HALVES,
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

BLANKS = re.compile(r"[ \t\r\n]*")
NEWLINE = re.compile(r"[ \t]*\r?\n")


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


READER = json.JSONDecoder(parse_float=Decimal, parse_int=Decimal, parse_constant=_no_number)


@dataclass(frozen=True)
class Member:
    """A key of the object, and where its piece begins, its value begins, and both end."""

    key: str
    start: int
    value: int
    end: int


@dataclass(frozen=True)
class JsonBlock:
    """Front matter in JSON: one object, and blanks around it."""

    text: str

    @classmethod
    def of(cls, text: str, line: int) -> Self:
        """A block that can be read, from this line of the file on. Raises `Unsupported`."""
        block = cls(text)
        end = BLANKS.match(text, object_end(text, line)).end()  # type: ignore[union-attr]
        if end < len(text):
            raise Unsupported("the front matter goes on behind its JSON object")
        check_depth(block.table)
        check_single(block.keys)
        if HALVES.search(json.dumps(block.table, ensure_ascii=False, default=str)):
            raise Unsupported("the front matter holds half a character (a lone surrogate)")
        return block

    @cached_property
    def table(self) -> dict[str, Any]:
        """The object as it is read."""
        table: dict[str, Any] = READER.decode(self.text)
        return table

    @cached_property
    def members(self) -> tuple[Member, ...]:
        """The keys of the object, in their order."""
        found = []
        position = _inside(self.text, self.text.index("{") + 1)
        while self.text[position] == '"':
            key, colon = READER.raw_decode(self.text, position)
            value = _inside(self.text, _inside(self.text, colon) + 1)
            _, end = READER.raw_decode(self.text, value)
            found.append(Member(key, position, value, end))
            position = _inside(self.text, end)
            if self.text[position] == ",":
                position = _inside(self.text, position + 1)
        return tuple(found)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the object, in their order."""
        return tuple(member.key for member in self.members)

    @cached_property
    def values(self) -> dict[str, Value]:
        """The value of each key."""
        return {key: plain(value) for key, value in self.table.items()}

    def within(self, key: str) -> tuple[str, ...]:
        """All texts in what a key holds, however deep."""
        return leaves(self.table.get(key))

    def rest(self, keys: Collection[str]) -> str:
        """The object less these keys, with its escapes read."""
        rest = {key: value for key, value in self.table.items() if key not in keys}
        return json.dumps(rest, ensure_ascii=False, indent=1, default=str)

    def pieces(self, keys: Collection[str]) -> dict[str, str | None]:
        """The members of these keys as they stand; None where there are none."""
        found = {
            member.key: self.text[member.start : member.end]
            for member in self.members
            if member.key in keys
        }
        return dict.fromkeys(keys) | found

    def piece(self, key: str, value: Text, newline: str) -> str:  # noqa: ARG002 - has no line
        """The member, with the blanks that others have around their colons."""
        like = next((m for m in self.members if m.key == key), None) or self._last
        if like is None:
            return f"{quoted(key)}: {written(value)}"
        head = self.text[like.start : like.value]
        if like.key != key:
            head = quoted(key) + head[READER.raw_decode(head)[1] :]
        return head + written(value)

    def with_pieces(self, pieces: Mapping[str, str | None]) -> str:
        """The object with these members replaced, taken out (None), or added at the end."""
        block = self
        for key, piece in pieces.items():
            block = JsonBlock(block._with_piece(key, piece))
        return block.text

    def said(self, without: Collection[str]) -> object:
        """Keys, values and their types, in their order; of numbers the digits, too."""
        return repr([pair for pair in self.table.items() if pair[0] not in without])

    def holds(self, key: str, value: Text) -> bool:
        """Whether the key has just this value."""
        return bool(self.table.get(key) == (value if isinstance(value, str) else [*value]))

    def confirm(self, keys: Collection[str]) -> None:
        """JSON has one version."""

    @property
    def _last(self) -> Member | None:
        return self.members[-1] if self.members else None

    def _with_piece(self, key: str, piece: str | None) -> str:
        own = next((n for n, member in enumerate(self.members) if member.key == key), None)
        if own is None:
            return self.text if piece is None else self._added(piece)
        if piece is None:
            return self._less(own)
        member = self.members[own]
        return self.text[: member.start] + piece + self.text[member.end :]

    def _added(self, piece: str) -> str:
        """The object with one more member, in the layout of the one above it."""
        if self._last is None:
            at = self.text.index("{") + 1
            newline = NEWLINE.match(self.text, at)
            indent = f"{newline[0]}  " if newline else ""
            return self.text[:at] + indent + piece + self.text[at:]
        end = self._last.end
        before = self.text[: self._last.start]
        blanks = before[len(before.rstrip(" \t\r\n")) :] or " "
        return f"{self.text[:end]},{blanks}{piece}{self.text[end:]}"

    def _less(self, own: int) -> str:
        """The object without one member, and without the comma that went with it."""
        member, others = self.members[own], len(self.members) - 1
        if own == 0 and others:
            return self.text[: member.start] + self.text[self.members[1].start :]
        start = self.members[own - 1].end if own else self.text.index("{") + 1
        return self.text[:start] + self.text[member.end :]


def object_end(text: str, line: int = 1) -> int:
    """Where the object ends with which a text begins, in this line of its file.

    Raises `Unsupported` where there is none.
    """
    try:
        return READER.raw_decode(text, _inside(text, 0))[1]
    except RecursionError as error:
        raise Unsupported(TOO_DEEP) from error
    except json.JSONDecodeError as error:
        where = f"line {line + error.lineno - 1}: {error.msg}"
        raise Unsupported(f"the front matter is not JSON: {where}") from error
    except (ValueError, ArithmeticError) as error:
        raise Unsupported(f"the front matter is not JSON: {error}") from error


def _inside(text: str, position: int) -> int:
    """Where the blanks end that begin here."""
    found = BLANKS.match(text, position)
    return found.end() if found else position
