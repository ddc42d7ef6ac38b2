"""What one Markdown file says, under the many names and in the many shapes that sites use."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cached_property
from pathlib import PurePosixPath

from connectors.dates import moment
from connectors.errors import Unsupported
from connectors.front_matter import FrontMatter, parse
from connectors.nodes import Node, composed, scalar, scalars
from connectors.plain_text import first_heading, sent_text, visible
from schemas.article import Field, Fields, SkipReason

PUBLISHED = "date", "published", "publishdate", "pubdate"
MODIFIED = "lastmod", "updated", "modified", "last_modified_at", "lastupdate", "updateddate"
LANGUAGE = "lang", "language", "locale"

YES = {"true", "yes", "on", "1"}
NO = {"false", "no", "off", "0"}

DATED = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[-_ ]+|$)")
LANGUAGE_TAG = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9_-]+)?", re.IGNORECASE)
COMMAS = re.compile("[,，、]")  # Latin, and the two of Chinese and Japanese

FORMATS = (
    (re.compile(r"\ufeff?\+\+\+[ \t]*\r?\n"), "TOML (between +++)"),
    (re.compile(r"\ufeff?\{\s*[\"}]"), "JSON"),
)


@dataclass(frozen=True)
class Post:
    """A file as it was read: where it is, its bytes, and its front matter as far as it has one.

    `names` says under which keys the site keeps the two fields.
    """

    path: PurePosixPath
    names: Mapping[Field, str]
    data: bytes = b""
    front: FrontMatter | None = None
    obstacle: SkipReason | None = None
    detail: str = ""

    @cached_property
    def body(self) -> str:
        """What follows the front matter."""
        return (self.front.body if self.front else self.data).decode()

    @cached_property
    def sent(self) -> str:
        """What Claude is sent of the body."""
        return sent_text(self.body)

    @cached_property
    def values(self) -> dict[str, Node]:
        """The front matter's values by name in lower case; real sites have a `Title:` too."""
        values = self.front.values if self.front else {}
        return {key.lower(): values[key] for key in sorted(values)} | values

    @cached_property
    def keys(self) -> dict[Field, str]:
        """The two fields' keys as this file writes them."""
        own = [entry.key for entry in self.front.entries] if self.front else []
        return {field: _spelt(name, own) for field, name in self.names.items()}

    @property
    def fields(self) -> Fields:
        """The two fields' values; "" and () where there is nothing."""
        found = {field: self.values.get(key) for field, key in self.keys.items()}
        return Fields(
            description=scalar(found.get(Field.DESCRIPTION)) or "",
            keywords=listed(found.get(Field.KEYWORDS)) or (),
        )

    @property
    def name(self) -> str:
        """The file's name without its ending; of an `index.md`, the folder's."""
        bundled = self.path.stem in {"index", "_index"} and self.path.parent.name
        return bundled or self.path.stem

    @property
    def slug(self) -> str:
        """What the article is called in its address."""
        return self.text("slug") or DATED.sub("", self.name, count=1) or self.name

    @property
    def title(self) -> str:
        """The title: the front matter's, else the first heading's, else the file's name."""
        title = self.text("title") or first_heading(self.sent)
        return visible(" ".join(title.split())) or re.sub("[-_]+", " ", self.slug)

    @property
    def language(self) -> str:
        """The language that the front matter names, as a bare code; "" where none."""
        tag = LANGUAGE_TAG.fullmatch(self.text(*LANGUAGE).strip())
        return tag[1].lower() if tag else ""

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags, whether a list or one text with commas."""
        return listed(self.values.get("tags")) or ()

    @property
    def evidence(self) -> str:
        """All that a description may lean on: title, raw body, and the rest of the front matter."""
        rest = self.front.without(self.keys.values()) if self.front else ""
        return f"{self.title}\n\n{self.body}\n\n{rest}"

    def text(self, *names: str) -> str:
        """The first of these keys that holds a text; "" where none does."""
        return next(filter(None, (scalar(self.values.get(name)) for name in names)), "")

    def dates(self, zone: tzinfo) -> tuple[datetime | None, datetime | None]:
        """When it was published (by its file's name, if nothing else says so) and modified."""
        published, modified = (
            next(filter(None, (moment(self.text(name), zone) for name in names)), None)
            for names in (PUBLISHED, MODIFIED)
        )
        dated = DATED.match(self.name)
        return published or (moment(dated[1], zone) if dated else None), modified

    def hindrance(self) -> tuple[SkipReason | None, str]:
        """Why the article cannot be worked on, as far as its file tells."""
        if self.obstacle:
            return self.obstacle, self.detail
        if reason := _withheld(self):
            return reason, ""
        if not any(map(str.isalpha, self.sent)):
            return SkipReason.EMPTY, ""
        return None, ""


def read(path: PurePosixPath, names: Mapping[Field, str], data: bytes) -> Post:
    """A file's bytes as a post, with its obstacle where they cannot be worked on."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        detail = f"The file is not UTF-8 (byte {error.start}); save it as UTF-8."
        return Post(path, names, obstacle=SkipReason.UNREADABLE, detail=detail)
    broken = SkipReason.BROKEN_FRONT_MATTER
    for pattern, name in FORMATS:
        if pattern.match(text):
            detail = f"The front matter is {name}; only YAML between --- is handled."
            return Post(path, names, data, None, broken, detail)
    try:
        front = parse(data)
        post = Post(path, names, data, front, None if front else SkipReason.NO_FRONT_MATTER)
        _check(post)
    except Unsupported as refusal:
        return Post(path, names, data, None, broken, _sentence(str(refusal)))
    return post


def listed(node: Node | None) -> tuple[str, ...] | None:
    """A list of texts, or one text with commas; None for anything else."""
    text = scalar(node)
    if text is None:
        return scalars(node)
    return tuple(part.strip() for part in COMMAS.split(text) if part.strip())


def _spelt(name: str, keys: list[str]) -> str:
    """A key as a file writes it: just so, else in capitals or not, else as the site says."""
    if name in keys:
        return name
    return next((key for key in keys if key.lower() == name.lower()), name)


def _check(post: Post) -> None:
    """Raise `Unsupported` where the two fields could not be replaced.

    Better said before the article is paid for than after; it also keeps a description in a
    shape that we do not read (one for each language, say) from being taken for an empty one.
    """
    if not post.front:
        return
    rest = post.front.without(post.keys.values())
    try:
        composed(rest)
    except Unsupported as error:
        raise Unsupported("another key refers to one of the two fields") from error
    for field, key in post.keys.items():
        node = post.values.get(key)
        if node is not None and (scalar if field is Field.DESCRIPTION else listed)(node) is None:
            raise Unsupported(f"`{key}` holds something else than text")


def _withheld(post: Post) -> SkipReason | None:
    """Whether the author keeps the article back, and how."""
    status = post.text("status").lower()
    if post.text("password").lower() not in NO | {""}:
        return SkipReason.PASSWORD
    if "_drafts" in post.path.parts or status == "draft" or post.text("draft").lower() in YES:
        return SkipReason.DRAFT
    if post.text("published").lower() in NO:
        return SkipReason.DRAFT
    private = "private" in {status, post.text("visibility").lower()}
    return SkipReason.PRIVATE if private or post.text("private").lower() in YES else None


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
