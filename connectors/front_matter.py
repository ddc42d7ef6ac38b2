"""YAML front matter, edited so that only the meant lines change.

Everything else stays as it is, byte for byte: BOM, line ends, comments, quotes, order, the body.
No YAML library writes anything here (those that were tried lose comments, quotes or blanks): a
key's lines are replaced as text, and then two readers, of YAML 1.1 and of 1.2, must agree that
nothing but the meant keys differs. What they do not agree on is refused.
"""

import base64
import json
import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise

import yaml

from connectors.errors import Malformed, Unsupported
from connectors.nodes import Node, Text, composed, holds, shape, strictly_composed

OPENING = re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n")
CLOSING = re.compile(rb"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\r?\Z)", re.MULTILINE)
PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")

# What YAML forbids, reads as a line end, or what nobody would see in an editor. Joiners and
# direction marks stay: emoji, Persian and Hebrew are written with them.
ESCAPED = re.compile("[\x7f-\x9f\u200b\u2028\u2029\u2060\ufeff\ufffe\uffff]")


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
class FrontMatter:
    """A file in its parts, which together are the file. `opening` holds the BOM and the fence."""

    opening: bytes
    block: str
    closing: bytes
    body: bytes

    @property
    def data(self) -> bytes:
        """The whole file."""
        return self.opening + self.block.encode() + self.closing + self.body

    @cached_property
    def root(self) -> yaml.MappingNode | None:
        """The block as YAML 1.1. Raises `Unsupported`."""
        return composed(self.block)

    @cached_property
    def strict_root(self) -> Node | None:
        """The block as YAML 1.2. Raises `Unsupported`."""
        return strictly_composed(self.block)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The keys of the top level, in their order."""
        pairs = self.root.value if self.root else []
        starts = [self.block.rfind("\n", 0, key.start_mark.index) + 1 for key, _ in pairs]
        lines = list(pairwise([*starts, len(self.block)]))
        if any(start >= stop for start, stop in lines):
            raise Unsupported("a key of the front matter is an alias")
        return tuple(
            _entry(self.block, key, value, own)
            for (key, value), own in zip(pairs, lines, strict=True)
        )

    @cached_property
    def values(self) -> dict[str, Node]:
        """The value of each key; what `<<` merges in counts where the key itself is missing."""
        own: dict[str, Node] = {entry.key: entry.value for entry in self.entries}
        merged = own.get("<<")
        sources = merged.value if isinstance(merged, yaml.SequenceNode) else [merged]
        inherited = {
            key.value: value
            for source in reversed(sources)
            if isinstance(source, yaml.MappingNode)
            for key, value in source.value
            if isinstance(key, yaml.ScalarNode)
        }
        return inherited | own

    def without(self, keys: Collection[str]) -> str:
        """The block, less the lines of some keys. Raises `Unsupported` where they are unclear."""
        return _with_lines(self, dict.fromkeys(keys)).block


def parse(data: bytes) -> FrontMatter | None:
    """The parts of a file, or None where it has no front matter.

    Raises `Unsupported`, saying why, where the front matter cannot be read.
    """
    opening = OPENING.match(data)
    if not opening:
        return None
    closing = CLOSING.search(data, opening.end())
    if not closing:
        raise Unsupported("the front matter is opened with --- and never closed")
    try:
        block = data[opening.end() : closing.start()].decode()
    except UnicodeDecodeError as error:
        raise Unsupported("the front matter is not UTF-8") from error
    post = FrontMatter(opening[0], block, closing[0], data[closing.end() :])
    post.entries  # noqa: B018 - read now, so that whoever holds one need not expect an error
    return post


def edited(data: bytes, values: Mapping[str, Text]) -> bytes:
    """The file with each of these keys holding its value, on one line. Raises `Unsupported`."""
    return _edited(data, tuple(values.items()))


@lru_cache(maxsize=64)  # an edit is proven when it is prepared, and made a moment later
def _edited(data: bytes, wanted: tuple[tuple[str, Text], ...]) -> bytes:
    values = dict(wanted)
    post = _present(data)
    heads = {entry.key: entry.head for entry in post.entries}
    lines = {
        key: f"{heads.get(key) or _head(post, key)}: {_written(value)}{_newline(post, key)}"
        for key, value in values.items()
    }
    after = _proven(post, _with_lines(post, lines).data, values)
    for root in (after.root, after.strict_root):
        if not all(holds(root, key, value) for key, value in values.items()):
            raise Unsupported("the new value would not be read as it was written")
    if _with_lines(after, _lines(post, values)) != post:
        raise Unsupported("the old lines could not be put back exactly")
    return after.data


def raw_of(data: bytes, keys: Collection[str]) -> bytes:
    """The lines of these keys as they stand, for `restored`; opaque to everyone else."""
    kept = {
        key: None if lines is None else base64.b64encode(lines.encode()).decode()
        for key, lines in _lines(_present(data), keys).items()
    }
    return json.dumps(kept).encode()


def restored(data: bytes, raw: bytes) -> bytes:
    """The file with the lines of `raw` put back. Raises `Unsupported`, `Malformed`."""
    try:
        lines = {
            key: None if line is None else base64.b64decode(line, validate=True).decode()
            for key, line in json.loads(raw).items()
        }
    except (ValueError, TypeError, AttributeError) as error:
        raise Malformed("the kept lines of the front matter make no sense") from error
    post = _present(data)
    return _proven(post, _with_lines(post, lines).data, lines).data


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


def _present(data: bytes) -> FrontMatter:
    post = parse(data)
    if post is None:
        raise Unsupported("the file has no front matter")
    return post


def _editable(post: FrontMatter, keys: Collection[str]) -> list[Entry]:
    """The entries of these keys, each of which must be there once and on lines of its own."""
    found = [entry for entry in post.entries if entry.key in keys]
    for key, times in Counter(entry.key for entry in found).items():
        if times > 1:
            raise Unsupported(f"`{key}` stands {times} times in the front matter")
    for entry in found:
        if not entry.end:
            raise Unsupported(f"`{entry.key}` does not stand on lines of its own")
    return found


def _lines(post: FrontMatter, keys: Collection[str]) -> dict[str, str | None]:
    """The lines of these keys as they stand; None where there are none."""
    found = _editable(post, keys)
    return dict.fromkeys(keys) | {entry.key: post.block[entry.start : entry.end] for entry in found}


def _with_lines(post: FrontMatter, lines: Mapping[str, str | None]) -> FrontMatter:
    """The file with the lines of these keys replaced, taken out (None), or added at the end."""
    block = post.block
    found = _editable(post, lines)
    for entry in reversed(found):
        block = block[: entry.start] + (lines[entry.key] or "") + block[entry.end :]
    there = {entry.key for entry in found}
    block += "".join(line or "" for key, line in lines.items() if key not in there)
    return replace(post, block=block)


def _head(post: FrontMatter, key: str) -> str:
    """What a new line begins with: the key, indented like the others."""
    first = post.entries[0].head if post.entries else ""
    indent = first[: len(first) - len(first.lstrip(" "))]
    return indent + (key if PLAIN_KEY.fullmatch(key) else _quoted(key))


def _newline(post: FrontMatter, key: str) -> str:
    """The line end of the key's own lines; for a new key, of the line above it."""
    own = [post.block[entry.start : entry.end] for entry in post.entries if entry.key == key]
    above = own[0] if own else post.block or post.opening.decode()
    return "\r\n" if above.endswith("\r\n") else "\n"


def _written(value: Text) -> str:
    """A value as every version of YAML reads it, on one line."""
    if isinstance(value, str):
        return _quoted(value)
    return f"[{', '.join(map(_quoted, value))}]"


def _quoted(text: str) -> str:
    """A double-quoted scalar: JSON's, with the escapes that YAML wants besides."""
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise Unsupported("the new value holds half a character (a lone surrogate)")
    quoted = json.dumps(text, ensure_ascii=False)
    return ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


def _proven(before: FrontMatter, data: bytes, keys: Collection[str]) -> FrontMatter:
    """The new file, where both readers see no difference from `before` besides these keys."""
    old = [shape(root, keys) for root in (before.root, before.strict_root)]
    try:
        after = _present(data)
        new = [shape(root, keys) for root in (after.root, after.strict_root)]
    except Unsupported as refusal:
        raise Unsupported(f"with the new value, {refusal}") from refusal
    if (after.closing, after.body) != (before.closing, before.body):
        raise Unsupported("the front matter would end at another line than before")
    if old != new:
        raise Unsupported("another key of the front matter would change with it")
    return after
