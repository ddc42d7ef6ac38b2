"""What WordPress tells of a post, as an article."""

import hashlib
import html
import json
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from connectors.html_text import needs_rendering, sent_text
from connectors.http import Json
from connectors.plain_text import language_of
from connectors.wordpress.api import Post, mapping
from schemas.article import Article, ArticleId, Fields, Revision, SiteName, SkipReason
from schemas.languages import primary
from schemas.window import aware

# Few and raw: whole posts take WordPress ten times as long, with an SEO plugin forty.
ASKED = (
    "id",
    "type",
    "status",
    "link",
    "date_gmt",
    "modified_gmt",
    "title.raw",
    "content.raw",
    "content.protected",
    "excerpt.raw",
    "tags",
    "lang",
)
WITHHELD = {"private": SkipReason.PRIVATE, "publish": None}
LACKING = (
    "WordPress does not show this article's SEO fields; install the companion: rubricator companion"
)


@dataclass(frozen=True)
class Page:
    """One post as it was read, from where it is listed.

    `tags` are the names of its tags; `tags_are_keywords` whether ours are among them; `rendered`
    is what its page shows; `shows_fields` whether WordPress shows us the SEO plugin's.
    """

    post: Post
    path: str
    fields: Fields
    tags: tuple[str, ...] = ()
    tags_are_keywords: bool = False
    rendered: str = ""
    shows_fields: bool = True

    @property
    def id(self) -> ArticleId:
        """The bare number."""
        return ArticleId(str(self.post["id"]))

    @cached_property
    def raw(self) -> str:
        """The source, as editors wrote it."""
        return self._text("content")

    @cached_property
    def sent(self) -> str:
        """What Claude is sent."""
        return sent_text(self.rendered or self.raw)

    @cached_property
    def lacks_text(self) -> bool:
        """Whether the source only says what is to be shown, so that the page has to be read."""
        return not self.rendered and needs_rendering(self.raw, self.sent)

    @cached_property
    def title(self) -> str:
        """Without the tags that some titles have."""
        title = self._text("title")
        return " ".join((sent_text(title) if "<" in title else html.unescape(title)).split())

    @property
    def published(self) -> datetime | None:
        """When readers could see it first."""
        return _moment(self.post.get("date_gmt"))

    @property
    def modified(self) -> datetime | None:
        """When WordPress wrote it last."""
        return _moment(self.post.get("modified_gmt"))

    @property
    def language(self) -> str:
        """What Polylang or WPML say; "" where neither is there."""
        named = mapping(self.post.get("rubricator")).get("language") or self.post.get("lang")
        return primary(named) if isinstance(named, str) else ""

    def article(self, site: SiteName, languages: tuple[str, ...]) -> Article:
        """The post as an article, with its obstacle where it cannot be worked on."""
        obstacle, detail = self._hindrance()
        language = self.language
        if not (language or obstacle):
            language = language_of(self.title, self.sent, languages)
        return Article(
            site=site,
            id=self.id,
            revision=self.revision(self.fields),
            url=link if isinstance(link := self.post.get("link"), str) else "",
            title=self.title or self.id,
            text=self.sent,
            evidence=self._evidence,
            language=language,
            published=self.published,
            modified=self.modified,
            tags=self.tags,
            types=self._types,
            description=self.fields.description or "",
            keywords=self.fields.keywords or (),
            obstacle=obstacle,
            obstacle_detail=detail,
        )

    def revision(self, fields: Fields) -> Revision:
        """What changes when anything that we read or write changes, and with nothing else.

        WordPress's own date has a second's resolution and moves with every save, also with
        ours; so it is left out, and what a write makes of the revision is known before it.
        """
        parts: Json = [
            *(self.post.get(name) for name in ("id", "type", "status", "link", "lang")),
            *(self._text(name) for name in ("title", "content", "excerpt")),
            self.language,
            fields.model_dump(mode="json"),
            self._tags_apart,
        ]
        canonical = json.dumps(parts, ensure_ascii=True, separators=(",", ":"))
        return Revision(f"wp:{hashlib.sha256(canonical.encode()).hexdigest()}")

    @property
    def _types(self) -> tuple[str, ...]:
        """What its type is called, and what the API lists it under: page, and pages."""
        names = (self.post.get("type"), self.path.rpartition("/")[2])
        return tuple(name for name in names if isinstance(name, str))

    @property
    def _tags_apart(self) -> tuple[str, ...]:
        """Its tags, unless they are a field that we write: our own writes change nothing else."""
        return () if self.tags_are_keywords else self.tags

    @property
    def _evidence(self) -> str:
        """All that a description may lean on: attributes and alternative texts of images, too."""
        source = html.unescape(self.rendered or self.raw)
        parts = (self.title, source, self._text("excerpt"), ", ".join(self._tags_apart))
        return unicodedata.normalize("NFC", "\n\n".join(filter(None, parts)))

    def _hindrance(self) -> tuple[SkipReason | None, str]:
        status = self.post.get("status")
        if reason := WITHHELD.get(str(status), SkipReason.DRAFT):
            return reason, ""
        if mapping(self.post.get("content")).get("protected"):
            return SkipReason.PASSWORD, ""
        if not self.shows_fields:
            return SkipReason.UNREADABLE, LACKING
        if not any(map(str.isalpha, self.sent)):
            return SkipReason.EMPTY, ""
        return None, ""

    def _text(self, name: str) -> str:
        raw = mapping(self.post.get(name)).get("raw")
        return raw if isinstance(raw, str) else ""


def tag_ids(post: Post) -> list[int]:
    """The numbers of a post's tags; none where its type has no tags."""
    told = post.get("tags")
    return [n for n in told if type(n) is int] if isinstance(told, list) else []


def _moment(text: Json) -> datetime | None:
    """A time of WordPress's, which is UTC and does not say so."""
    try:
        return aware(datetime.fromisoformat(text), UTC) if text else None
    except (TypeError, ValueError, OverflowError):
        return None
