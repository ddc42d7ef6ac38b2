"""A content system of somebody else's: a notebook, which is one JSON file of articles by their ids.

All that a connector has to be, in one file. A package names it as an entry point:

    [project.entry-points."rubricator.connectors"]
    notebook = "notebook"
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from connectors.atomic import replace
from connectors.cms import Place
from connectors.errors import NotFound, Stale, Unreachable
from schemas.article import Article, ArticleId, Field, Fields, Revision, SiteName, SkipReason
from schemas.config import SiteSettings
from schemas.finding import Finding, Severity
from schemas.languages import detect
from schemas.receipt import Receipt
from schemas.window import Window

STATES = {"draft": SkipReason.DRAFT, "private": SkipReason.PRIVATE, "locked": SkipReason.PASSWORD}
Note = dict[str, Any]


class Settings(SiteSettings):
    """What rubricator.toml says of a notebook, beside what it says of every site."""

    connector: Literal["notebook"]
    path: str


class Notebook:
    """Reads and writes the articles of one file."""

    def __init__(self, site: SiteName, path: Path, languages: tuple[str, ...] = ()) -> None:
        self._site = site
        self._path = path
        self._languages = languages

    def probe(self) -> list[Finding]:
        """Whether the file can be read."""
        try:
            self._notes()
        except Unreachable as error:
            return [Finding(rule="notebook.file", severity=Severity.REJECT, message=f"{error}.")]
        return []

    def fields(self) -> frozenset[Field]:
        """Both."""
        return frozenset(Field)

    def articles(self, window: Window) -> Iterator[Article]:
        """Those of the window, by their ids."""
        for name, note in sorted(self._notes().items()):
            if window.holds(datetime.fromisoformat(note["date"])):
                yield self._article(ArticleId(name), note)

    def article(self, article_id: ArticleId) -> Article:
        """One of them."""
        return self._article(article_id, self._note(article_id))

    def prepare(self, article: Article, changes: Fields) -> list[Receipt]:
        """The one write that changes need; its raw bytes are the values as they stand."""
        note = self._note(article.id)
        _at(note, article.revision)
        raw = {field: note[field] for field in changes.meant if field in note}
        return [
            Receipt(
                site=self._site,
                article_id=article.id,
                before=article.fields.only(changes.meant),
                after=changes,
                raw=json.dumps(raw).encode(),
                revision_before=article.revision,
            )
        ]

    def write(self, receipt: Receipt) -> Receipt:
        """Give the article its new values, if it is still the one."""
        note = self._note(receipt.article_id)
        _at(note, receipt.revision_before)
        values = receipt.after.model_dump(mode="json", exclude_none=True)
        return self._written(receipt, note | values)

    def restore(self, receipt: Receipt) -> Receipt:
        """Give it its old ones, if ours still stand."""
        note = self._note(receipt.article_id)
        if not receipt.before.stand_in(_fields(note)):
            raise Stale
        others = {name: value for name, value in note.items() if name not in receipt.after.meant}
        return self._written(receipt, others | json.loads(receipt.raw))

    def _written(self, receipt: Receipt, note: Note) -> Receipt:
        old = self._path.read_bytes()
        notes = json.loads(old) | {receipt.article_id: note}
        replace(self._path, old, json.dumps(notes, ensure_ascii=False).encode())
        now = self._note(receipt.article_id)
        return receipt.read_back(_fields(now), _revision(now))

    def _notes(self) -> dict[str, Note]:
        try:
            notes: dict[str, Note] = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise Unreachable(f"{self._path}: it cannot be read; correct the path") from error
        return notes

    def _note(self, article_id: ArticleId) -> Note:
        try:
            return self._notes()[article_id]
        except KeyError:
            raise NotFound from None

    def _article(self, article_id: ArticleId, note: Note) -> Article:
        fields = _fields(note)
        return Article(
            site=self._site,
            id=article_id,
            revision=_revision(note),
            title=note["title"],
            text=note["text"],
            evidence=f"{note['title']}\n\n{note['text']}",
            language=detect(note["text"], self._languages),
            published=datetime.fromisoformat(note["date"]).astimezone(UTC),
            description=fields.description or "",
            keywords=fields.keywords or (),
            obstacle=STATES.get(note.get("state", "")),
        )


def open_site(site: Settings, place: Place) -> Notebook:
    """The site's notebook; `place` is where relative paths begin, with the secrets by name."""
    return Notebook(SiteName(site.name), place.folder / site.path, site.languages)


def _fields(note: Note) -> Fields:
    return Fields(description=note.get("description", ""), keywords=note.get("keywords", ()))


def _revision(note: Note) -> Revision:
    text = json.dumps(note, sort_keys=True)
    return Revision(hashlib.sha256(text.encode()).hexdigest())


def _at(note: Note, expected: Revision) -> None:
    if _revision(note) != expected:
        raise Stale
