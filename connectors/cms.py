"""The two protocols a content system is spoken to through.

Words: an *article* has an opaque *revision* that changes when anything we read or write of it
changes. A *receipt* is one write: prepared without any effect, kept by the caller, and only then
written. A dry run is opened without a writer, so there is no flag to forget.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from pydantic import SecretStr

from connectors.clock import Clock
from schemas.article import Article, ArticleId, Field, Fields
from schemas.config import SiteSettings
from schemas.finding import Finding
from schemas.receipt import Receipt
from schemas.window import Window


@dataclass(frozen=True)
class Place:
    """Where a site is opened: the folder that relative paths start from, its secrets by name."""

    folder: Path
    secrets: Mapping[str, SecretStr]
    clock: Clock


class Reader(Protocol):
    """Reads articles. Never changes anything."""

    def probe(self) -> list[Finding]:
        """What stands in the way of a run, as findings; an empty list where nothing does.

        Raises `Unreachable` where the system does not answer.
        """

    def fields(self) -> frozenset[Field]:
        """The fields that can be written here.

        Raises `Unreachable` or `Refused`, and `Unsupported` where there is none.
        """

    def articles(self, window: Window) -> Iterator[Article]:
        """Each article published or modified in the window, once, in a stable order.

        An article that cannot be worked on is listed too, with its `obstacle`. Raises
        `Unreachable` or `Refused` where the system as a whole cannot be read.
        """

    def article(self, article_id: ArticleId) -> Article:
        """One article as it is now. Raises `NotFound`."""


class Writer(Protocol):
    """Writes the two fields of articles, and puts back what was there."""

    def prepare(self, article: Article, changes: Fields) -> list[Receipt]:
        """What each write would do, with the values and raw bytes before. No effect.

        Raises `Stale` where the article is not at its revision any more, `Unsupported` where
        it cannot be edited safely.
        """

    def write(self, receipt: Receipt) -> Receipt:
        """The receipt with the verdict of reading back. Raises `Stale`, `Unsupported`."""

    def restore(self, receipt: Receipt) -> Receipt:
        """Put back the raw values of an undoing receipt. Raises `Stale`, `Unsupported`."""


class CMS(Reader, Writer, Protocol):
    """A content system. Only an opened run decides whether the writing half is handed on."""


class Connector(Protocol):
    """What the module of a system has; an entry point of `rubricator.connectors` names it."""

    Settings: type[SiteSettings]

    def open_site(self, site: Any, place: Place) -> CMS:  # noqa: ANN401 - of its own kind
        """The site's system. Calls nobody. Raises `ValueError` for settings that cannot work."""
