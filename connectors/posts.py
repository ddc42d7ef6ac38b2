"""What one Markdown file says, under the many names and in the many shapes that sites use."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cached_property, lru_cache
from pathlib import PurePosixPath

from connectors.dates import moment
from connectors.errors import Unsupported
from connectors.front_matter.block import Text, Value
from connectors.front_matter.file import FrontMatter, parse
from connectors.plain_text import first_heading, sent_text, visible
from schemas.article import Field, Fields, SkipReason

PUBLISHED = "date", "published", "publishdate", "pubdate"
MODIFIED = "lastmod", "updated", "modified", "last_modified_at", "lastupdate", "updateddate"
ADDRESS = "permalink", "path", "url"
LANGUAGE = "lang", "language", "locale"

TAGGED = "tags", "tag", "categories", "category", "taxonomies"

YES = {"true", "yes", "on", "1"}
NO = {"false", "no", "off", "0"}

DATED = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})(?:[-_ ]+|$)")
DAY_FOLDERS = re.compile(r"(?:^|/)(\d{4})/(\d{1,2})/(\d{1,2})[/-]")
LANGUAGE_TAG = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9_-]+)?", re.IGNORECASE)
COMMAS = re.compile("[,，、]")  # Latin, and the two of Chinese and Japanese

SEPARATORS = {",": ", "}  # the others have no blank behind them

# What these name is split at blanks where it has no commas, as Jekyll does.
TAXONOMIES = {"tags", "categories"}

UTF_16 = (b"\xff\xfe", b"\xfe\xff")


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
    def values(self) -> dict[str, Value]:
        """The front matter's values by name in lower case; real sites have a `Title:` too."""
        values = dict(self.front.block.values) if self.front else {}
        return {key.lower(): values[key] for key in sorted(values)} | values

    @cached_property
    def keys(self) -> dict[Field, str]:
        """The two fields' keys as this file writes them."""
        own = self.front.block.keys if self.front else ()
        return {field: _spelt(name, own) for field, name in self.names.items()}

    @property
    def fields(self) -> Fields:
        """The two fields' values; "" and () where there is nothing."""
        keywords = self.keys.get(Field.KEYWORDS, "")
        return Fields(
            description=self.text(self.keys.get(Field.DESCRIPTION, "")),
            keywords=listed(keywords, self.values.get(keywords)) or (),
        )

    def texts(self, values: Fields) -> dict[str, Text]:
        """The meant values by the keys of this file, the description first, in its own shapes.

        Keywords that stand as one text with commas stay one: the site's templates print it.
        Raises `Unsupported` where they would then be read as others.
        """
        found: dict[str, Text] = {}
        for field in (field for field in Field if field in values.meant):
            key, value = self.keys[field], getattr(values, field)
            found[key] = value
            if field is Field.KEYWORDS and isinstance(old := self.values.get(key), str):
                found[key] = _joined(key, old, value)
        return found

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
        """The tags and categories, whether a list or one text, of labels or in a table."""
        return tuple(dict.fromkeys(text for name in TAGGED for text in self._listed(name)))

    @property
    def types(self) -> tuple[str, ...]:
        """What kind of page it is, where its front matter says so."""
        return listed("type", self.values.get("type")) or ()

    @cached_property
    def rest(self) -> str:
        """The front matter without the two fields. Raises `Unsupported` where that is unclear."""
        return self.front.block.rest(self.keys.values()) if self.front else ""

    @property
    def evidence(self) -> str:
        """All that a description may lean on: title, raw body, and the rest of the front matter."""
        return f"{self.title}\n\n{self.body}\n\n{self.rest}"

    def _listed(self, name: str) -> tuple[str, ...]:
        value = self.values.get(name, ())
        if value is None and self.front:  # Docusaurus's labels, Zola's table of taxonomies
            return self.front.block.within(_spelt(name, self.front.block.keys))
        return listed(name, value) or ()

    def text(self, *names: str) -> str:
        """The first of these keys that holds a text; "" where none does."""
        found = (self.values.get(name) for name in names)
        return next((text for text in found if text and isinstance(text, str)), "")

    def dates(self, zone: tzinfo) -> tuple[datetime | None, datetime | None]:
        """When it was published (by its file's name, if nothing else says so) and modified."""
        published, modified = (
            next(filter(None, (moment(self.text(name), zone) for name in names)), None)
            for names in (PUBLISHED, MODIFIED)
        )
        return published or moment(self._dated, zone), modified

    @property
    def _dated(self) -> str:
        """The day that the file's name, its address or its folders give; "" where none does."""
        if dated := DATED.match(self.name):
            return dated[1]
        places = (self.text(name) for name in ADDRESS)
        found = filter(None, map(DAY_FOLDERS.search, (*places, str(self.path))))
        return next(("-".join(day.groups()) for day in found), "")

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
    return _read(path, tuple(names.items()), data)


@lru_cache(maxsize=64)  # sixteen writes are prepared together, and each reads its file again
def _read(path: PurePosixPath, keys: tuple[tuple[Field, str], ...], data: bytes) -> Post:
    names = dict(keys)
    if detail := _illegible(data):
        return Post(path, names, obstacle=SkipReason.UNREADABLE, detail=detail)
    try:
        front = parse(data)
        post = Post(path, names, data, front, None if front else SkipReason.NO_FRONT_MATTER)
        _check(post)
    except Unsupported as refusal:
        broken = SkipReason.BROKEN_FRONT_MATTER
        return Post(path, names, data, None, broken, _sentence(str(refusal)))
    return post


def listed(key: str, value: Value) -> tuple[str, ...] | None:
    """A list of texts, or one text with commas, or blanks where Jekyll would; else None."""
    if not isinstance(value, str):
        return value
    if key.lower() in TAXONOMIES and not COMMAS.search(value):
        return tuple(value.split())
    return tuple(part.strip() for part in COMMAS.split(value) if part.strip())


def _joined(key: str, old: str, keywords: tuple[str, ...]) -> Text:
    """Keywords as one text, with the commas of the old one."""
    comma = COMMAS.search(old)
    if key.lower() in TAXONOMIES and not comma:
        return keywords  # blanks would cut them in two
    sign = comma[0] if comma else ","
    joined = SEPARATORS.get(sign, sign).join(keywords)
    if listed(key, joined) != keywords:
        raise Unsupported(f"`{key}` is one text with commas, and a keyword holds one, too")
    return joined


def _illegible(data: bytes) -> str:
    """Why some bytes are no text, and what to do; "" where they are."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        what = "is UTF-16" if data.startswith(UTF_16) else f"is not UTF-8 (byte {error.start})"
        return f"The file {what}; save it as UTF-8."
    if "\0" in text:
        return "The file holds NUL characters, as no text does; save it anew, as UTF-8."
    return ""


def _spelt(name: str, keys: tuple[str, ...]) -> str:
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
    post.rest  # noqa: B018 - says whether the two fields can be told from it
    for field, key in post.keys.items():
        alike = [own for own in post.front.block.keys if own.lower() == key.lower()]
        if len(alike) > 1 and post.names[field] not in alike:
            raise Unsupported(f"`{alike[0]}` and `{alike[1]}` could both be meant")
        value = post.values.get(key, ())
        if value is None or (field is Field.DESCRIPTION and isinstance(value, tuple) and value):
            raise Unsupported(f"`{key}` holds something else than text")


def _withheld(post: Post) -> SkipReason | None:
    """Whether the author keeps the article back, and how."""
    status = post.text("status").lower()
    if post.text("password").lower() not in NO | {""}:
        return SkipReason.PASSWORD
    if "_drafts" in post.path.parts or status == "draft" or post.text("draft").lower() in YES:
        return SkipReason.DRAFT
    # Eleventy makes no page of what has no address.
    if post.text("published").lower() in NO or post.text("permalink").lower() == "false":
        return SkipReason.DRAFT
    private = "private" in {status, post.text("visibility").lower()}
    return SkipReason.PRIVATE if private or post.text("private").lower() in YES else None


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
