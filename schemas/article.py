"""An article as it was read from its CMS, and what identifies its content."""

import hashlib
import json
import unicodedata
from array import array
from enum import StrEnum
from functools import cached_property
from typing import NewType
from zlib import crc32

from pydantic import AwareDatetime

from schemas.base import Frozen
from schemas.stems import words

SiteName = NewType("SiteName", str)
ArticleId = NewType("ArticleId", str)
Revision = NewType("Revision", str)
ContentHash = NewType("ContentHash", str)


GIST = 32  # hashes, by which an article is told from another
_GIST_OF = 4_000  # characters


class Field(StrEnum):
    """The two fields that Rubricator writes."""

    DESCRIPTION = "description"
    KEYWORDS = "keywords"


class Fields(Frozen):
    """Values of the two fields; `None` where a field is not part of what is meant."""

    description: str | None = None
    keywords: tuple[str, ...] | None = None

    def stand_in(self, other: "Fields") -> bool:
        """Whether each value meant here is the one that `other` has."""
        return all(getattr(other, field) == getattr(self, field) for field in self.meant)

    @property
    def meant(self) -> frozenset[Field]:
        """The fields that these values speak of."""
        return frozenset(field for field in Field if getattr(self, field) is not None)

    def only(self, fields: frozenset[Field]) -> "Fields":
        """These values, of the named fields alone."""
        return Fields(**{field: getattr(self, field) for field in self.meant & fields})


class SkipReason(StrEnum):
    """Why an article of the window is not worked on. The value is what reports print."""

    DRAFT = "draft"
    PRIVATE = "private"
    PASSWORD = "password_protected"  # noqa: S105 - a reason, not a password
    EXCLUDED = "excluded"
    PROTECTED = "protected"
    EMPTY = "empty"
    NO_FRONT_MATTER = "no_front_matter"
    BROKEN_FRONT_MATTER = "broken_front_matter"
    UNREADABLE = "unreadable"
    NOT_FOUND = "not_found"
    WRITTEN_BY_PEOPLE = "written_by_people"
    UNCHANGED = "unchanged"
    REVERTED = "reverted"
    REJECTED = "rejected"
    FAILED_BEFORE = "failed_before"
    REFUSED_BEFORE = "refused_before"
    CLAIMED = "claimed"
    OVER_LIMIT = "over_limit"


class Article(Frozen):
    """One piece of content, read once.

    `text` is what Claude is sent; `evidence` is all that a description may lean on: the title,
    the raw source and the other front matter (rendered text alone doubles the false alarms of
    the grounding rules). `revision` changes when anything that we read or write changes.
    `tags` and `types` are names that `exclude` may go by, also where our keywords are among them;
    neither is sent, or part of what the content is.
    `obstacle` is set where the connector already knows that the article cannot be worked on.
    """

    site: SiteName
    id: ArticleId
    revision: Revision
    url: str = ""
    title: str = ""
    text: str = ""
    evidence: str = ""
    language: str = ""
    published: AwareDatetime | None = None
    modified: AwareDatetime | None = None
    tags: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    description: str = ""
    keywords: tuple[str, ...] = ()
    obstacle: SkipReason | None = None
    obstacle_detail: str = ""

    @property
    def fields(self) -> Fields:
        """The two fields as they stand in the CMS; "" and () where there is nothing."""
        return Fields(description=self.description, keywords=self.keywords)

    @cached_property
    def content_hash(self) -> ContentHash:
        """What the content is, whatever its metadata says."""
        return content_hash(title=self.title, language=self.language, text=self.text)

    @cached_property
    def gist(self) -> "array[int]":
        """The least hashes of its words.

        Of those that two articles have together, they share as many as of all their words.
        """
        different = set(words(self.text[:_GIST_OF]))
        hashes = sorted({crc32(word.encode()) for word in different})
        return array("I", hashes[:GIST])  # a set would be as large as the text

    def lightened(self) -> "Article":
        """This article, its content hash and its gist too, without its text.

        It is what a run keeps of an article that it has judged: thousands of whole texts are
        most of the memory that a run takes.
        """
        light = self.model_copy(update={"text": "", "evidence": ""})
        vars(light).update(content_hash=self.content_hash, gist=self.gist)
        return light


class Skipped(Frozen):
    """One article left alone; `detail` says more where its connector knows more."""

    article_id: ArticleId
    reason: SkipReason
    title: str = ""
    detail: str = ""


def content_hash(**parts: str) -> ContentHash:
    """A stable hash over named texts.

    Canonical JSON of the parts in NFC; empty parts are dropped, so that a part added later
    changes no hash of an article that does not have it. The leading "1:" is the version.
    """
    kept = {name: unicodedata.normalize("NFC", text) for name, text in parts.items() if text}
    canonical = json.dumps(kept, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return ContentHash("1:" + hashlib.sha256(canonical.encode()).hexdigest())
