"""Files with front matter, edited so that only the meant keys change.

Everything else stays as it is, byte for byte: BOM, line ends, comments, quotes, order, the body.
What cannot be proven to stay so is refused.
"""

import base64
import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from connectors.errors import Malformed, Unsupported
from connectors.front_matter.block import Block, Text
from connectors.front_matter.json_block import JsonBlock, object_end
from connectors.front_matter.toml_block import TomlBlock
from connectors.front_matter.yaml_block import YamlBlock

# Above the fence Hugo, Zola and Astro let blank lines stand.
ABOVE = rb"(?:\xef\xbb\xbf)?(?:[ \t]*\r?\n)*"
# Three dashes, and what gray-matter (Eleventy, VitePress, Gatsby) lets stand behind them.
DASHES = re.compile(ABOVE + rb"---[ \t]*(|yaml|yml|toml|json|js|javascript)[ \t]*\r?\n")
PLUSES = re.compile(ABOVE + rb"\+\+\+[ \t]*\r?\n")
BRACE = re.compile(rb"(\xef\xbb\xbf)?(?=\{\s*[\"}])")
BEGINS_AS_OBJECT = re.compile(r"\s*\{")

# Of 14,827 real ones the longest had 2,900 bytes. Such as are longer than this would take their
# readers seconds, or hours where they are made for it.
LONGEST = 100_000

CLOSING_DASHES = re.compile(rb"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\r?\Z)", re.MULTILINE)
CLOSING_PLUSES = re.compile(rb"^\+\+\+[ \t]*(?:\r?\n|\r?\Z)", re.MULTILINE)


@dataclass(frozen=True)
class FrontMatter:
    """A file in its parts, which together are the file. `opening` holds the BOM and the fence."""

    opening: bytes
    block: Block
    closing: bytes
    body: bytes

    @property
    def data(self) -> bytes:
        """The whole file."""
        return self.around(self.block.text)

    def around(self, text: str) -> bytes:
        """The whole file with another block."""
        return self.opening + text.encode() + self.closing + self.body


@lru_cache(maxsize=64)  # sixteen writes are prepared together, each from two states of its file
def parse(data: bytes) -> FrontMatter | None:
    """The parts of a file, or None where it has no front matter.

    Raises `Unsupported`, saying why, where the front matter cannot be read.
    """
    if found := DASHES.match(data):
        block, closing, body = _enclosed(data, found.end(), CLOSING_DASHES)
        return FrontMatter(found[0], _between_dashes(found[1], block), closing, body)
    if found := PLUSES.match(data):
        block, closing, body = _enclosed(data, found.end(), CLOSING_PLUSES)
        return FrontMatter(found[0], TomlBlock.of(block), closing, body)
    if found := BRACE.match(data):
        text = _text(data[found.end() :])
        block = text[: object_end(text)]
        _check_length(block.encode())
        body = text[len(block) :].encode()
        return FrontMatter(found[0], JsonBlock.of(block, 1), b"", body)
    return None


def edited(data: bytes, values: Mapping[str, Text]) -> bytes:
    """The file with each of these keys holding its value, on one line. Raises `Unsupported`."""
    return _edited(data, tuple(values.items()))


@lru_cache(maxsize=64)  # an edit is proven when it is prepared, and made a moment later
def _edited(data: bytes, wanted: tuple[tuple[str, Text], ...]) -> bytes:
    values = dict(wanted)
    before = _present(data)
    newline = "\r\n" if before.opening.endswith(b"\r\n") else "\n"
    pieces = {key: before.block.piece(key, value, newline) for key, value in values.items()}
    after = _proven(before, pieces)
    if not all(after.block.holds(key, value) for key, value in values.items()):
        raise Unsupported("the new value would not be read as it was written")
    if after.block.with_pieces(before.block.pieces(values)) != before.block.text:
        raise Unsupported("the old lines could not be put back exactly")
    return after.data


def raw_of(data: bytes, keys: Collection[str]) -> bytes:
    """The pieces of these keys as they stand, for `restored`; opaque to everyone else."""
    kept = {
        key: None if piece is None else base64.b64encode(piece.encode()).decode()
        for key, piece in _present(data).block.pieces(keys).items()
    }
    return json.dumps(kept).encode()


def restored(data: bytes, raw: bytes) -> bytes:
    """The file with the pieces of `raw` put back. Raises `Unsupported`, `Malformed`."""
    try:
        pieces = {
            key: None if piece is None else base64.b64decode(piece, validate=True).decode()
            for key, piece in json.loads(raw).items()
        }
    except (ValueError, TypeError, AttributeError) as error:
        raise Malformed("the kept lines of the front matter make no sense") from error
    return _proven(_present(data), pieces).data


def _enclosed(data: bytes, start: int, fence: re.Pattern[bytes]) -> tuple[str, bytes, bytes]:
    """The block, its closing fence and the body of a file whose opening fence ends at `start`."""
    closing = fence.search(data, start)
    if not closing:
        mark = "+++" if fence is CLOSING_PLUSES else "---"
        raise Unsupported(f"the front matter is opened with {mark} and never closed")
    block = data[start : closing.start()]
    _check_length(block)
    return _text(block), closing[0], data[closing.end() :]


def _between_dashes(language: bytes, block: str) -> Block:
    if language in {b"js", b"javascript"}:
        raise Unsupported("the front matter is JavaScript, which is a program and not values")
    if language == b"toml":
        return TomlBlock.of(block)
    # JSON is YAML, too; but as YAML it would have no lines of its own.
    if language == b"json" or BEGINS_AS_OBJECT.match(block):
        return JsonBlock.of(block, 2)
    return YamlBlock.of(block)


def _check_length(block: bytes) -> None:
    if len(block) > LONGEST:
        raise Unsupported(f"the front matter has more than {LONGEST} bytes")


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise Unsupported("the front matter is not UTF-8") from error


def _present(data: bytes) -> FrontMatter:
    front = parse(data)
    if front is None:
        raise Unsupported("the file has no front matter")
    return front


def _proven(before: FrontMatter, pieces: Mapping[str, str | None]) -> FrontMatter:
    """The new file, where its readers see no difference from `before` besides these keys."""
    data = before.around(before.block.with_pieces(pieces))
    try:
        after = _present(data)
        after.block.confirm(pieces)
    except Unsupported as refusal:
        raise Unsupported(f"with the new value, {refusal}") from refusal
    if (after.opening, after.closing, after.body) != (before.opening, before.closing, before.body):
        raise Unsupported("the front matter would end at another line than before")
    if before.block.said(pieces) != after.block.said(pieces):
        raise Unsupported("another key of the front matter would change with it")
    return after
