"""A folder of Markdown files with front matter, as a content system.

An article's id is its file's path in the folder, its revision the SHA-256 of the file's bytes.
A file is replaced whole and once for each write, and only the two fields' lines differ.
"""

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Literal

from connectors import addresses
from connectors.atomic import replace
from connectors.cms import Place
from connectors.errors import NotFound, Stale, Unreachable, Unsupported
from connectors.front_matter.file import edited, raw_of, restored
from connectors.markdown_settings import MarkdownSettings
from connectors.plain_text import language_of
from connectors.posts import Post, read
from schemas.article import Article, ArticleId, Field, Fields, Revision, SiteName, SkipReason
from schemas.finding import Finding, Severity
from schemas.receipt import Receipt
from schemas.window import Window

Settings = MarkdownSettings
LONGEST = 255  # bytes of a file's name, on all usual systems


@dataclass(frozen=True)
class Markdown:
    """Reads and writes the articles of one folder.

    `window_by` says whether an article's dates are those of its front matter, or the one at
    which its file was last written. An empty `keywords_field` is a site without keywords.
    Raises `ValueError` for a glob or an address that cannot work.
    """

    site: SiteName
    path: Path
    glob: str = "**/*.md"
    description_field: str = "description"
    keywords_field: str = "keywords"
    window_by: Literal["front_matter", "mtime"] = "front_matter"
    url_template: str = ""
    languages: tuple[str, ...] = ()
    timezone: tzinfo = UTC

    def __post_init__(self) -> None:
        """Refuse what could never work."""
        _check_glob(self.glob)
        addresses.check(self.url_template)

    @cached_property
    def names(self) -> Mapping[Field, str]:
        """The fields that this site has, and the keys under which it keeps them."""
        names = {Field.DESCRIPTION: self.description_field, Field.KEYWORDS: self.keywords_field}
        return {field: name for field, name in names.items() if name}

    def probe(self) -> list[Finding]:
        """What is wrong with the folder."""
        # Not Path.is_dir, which raises for a name that is too long.
        if not os.path.isdir(self.path):  # noqa: PTH112
            return [_finding("folder", f"{self.path} is not a folder; correct the site's path.")]
        findings = [
            _finding("folder", f"{self.path} cannot be {what}; give this user the right to it.")
            for right, what in ((os.R_OK | os.X_OK, "read"), (os.W_OK, "written to"))
            if not os.access(self.path, right)
        ]
        if not findings and not self._paths():
            nothing = (
                f"No file in {self.path} matches {self.glob}; correct the site's path or glob."
            )
            findings = [_finding("glob", nothing, Severity.WARNING)]
        return findings

    def fields(self) -> frozenset[Field]:
        """Those that the site has keys for."""
        return frozenset(self.names)

    def articles(self, window: Window) -> Iterator[Article]:
        """The articles of the window, by path; one without any date is always in it."""
        if not os.access(self.path, os.R_OK | os.X_OK) or not self.path.is_dir():
            raise Unreachable(f"{self.path}: there is no such folder, or it cannot be read")
        return self._articles(window)

    def article(self, article_id: ArticleId) -> Article:
        """The article as its file is now."""
        path = self._located(article_id)
        post = self._post(path)
        return self._article(post, *self._dates(path, post))

    def prepare(self, article: Article, changes: Fields) -> list[Receipt]:
        """The one write that the changes need; none where the site has no such field."""
        meant = changes.only(frozenset(self.names))
        post = self._post(self._located(article.id))
        _at(post, article.revision)
        if not meant.meant:
            return []
        texts = post.texts(meant)
        edited(post.data, texts)  # to be refused now, not once it is on record
        return [
            Receipt(
                site=self.site,
                article_id=article.id,
                before=post.fields.only(meant.meant),
                after=meant,
                raw=raw_of(post.data, texts),
                revision_before=article.revision,
            )
        ]

    def write(self, receipt: Receipt) -> Receipt:
        """Replace the file by one with the new values."""
        post = self._post(self._located(receipt.article_id))
        _at(post, receipt.revision_before)
        return self._replaced(receipt, post, edited(post.data, post.texts(receipt.after)))

    def restore(self, receipt: Receipt) -> Receipt:
        """Replace the file by one with the old lines, whatever else has changed in it since."""
        post = self._post(self._located(receipt.article_id))
        if not receipt.before.stand_in(post.fields):
            raise Stale(f"{post.path} does not hold our values any more; nothing was written")
        new = restored(post.data, receipt.raw)
        if not receipt.after.stand_in(read(post.path, self.names, new).fields):
            raise Unsupported(f"{post.path}: the old lines do not give the old values any more")
        return self._replaced(receipt, post, new)

    def _articles(self, window: Window) -> Iterator[Article]:
        for path in self._paths():
            try:
                if self.window_by == "mtime" and not window.holds(self._mtime(path)):
                    continue
                post = self._post(path)
                published, modified = self._dates(path, post)
                if _is_in(window, published, modified):
                    yield self._article(post, published, modified)
            except (NotFound, FileNotFoundError):
                continue  # deleted since the folder was listed

    def _paths(self) -> list[PurePosixPath]:
        """The articles' files, each once, whatever links lead to it; in a stable order."""
        root = os.path.realpath(self.path).rstrip("/")
        found: dict[str, PurePosixPath] = {}
        for path in sorted(self.path.glob(self.glob)):
            name = PurePosixPath(path.relative_to(self.path))
            target = os.path.realpath(path)
            if _is_hidden(name) or not _is_file_in(root, target):
                continue
            if target not in found or target == f"{root}/{name}":
                found[target] = name
        return sorted(found.values(), key=str)

    def _located(self, article_id: ArticleId) -> PurePosixPath:
        """The path of an article; an id is never trusted to stay in the folder."""
        name = PurePosixPath(article_id)
        root = os.path.realpath(self.path).rstrip("/")
        inside = "\0" not in article_id and not name.is_absolute() and not _is_hidden(name)
        if not inside or not _is_file_in(root, os.path.realpath(f"{root}/{name}")):
            raise NotFound(f"{article_id}: there is no such file in {self.path}")
        return name

    def _post(self, path: PurePosixPath) -> Post:
        """The file as it is now. Raises `NotFound`."""
        name = os.fsencode(path).decode(errors="backslashreplace")
        if name != str(path):
            return self._unreadable(name, "The file's name is not UTF-8; rename it.")
        try:
            data = (self.path / path).read_bytes()
        except FileNotFoundError as error:
            raise NotFound(f"{path}: there is no such file in {self.path}") from error
        except OSError as error:
            return self._unreadable(name, f"The file cannot be read: {error.strerror}.")
        return read(path, self.names, data)

    def _unreadable(self, name: str, detail: str) -> Post:
        path = PurePosixPath(name)
        return Post(path, self.names, obstacle=SkipReason.UNREADABLE, detail=detail)

    def _mtime(self, path: PurePosixPath) -> datetime:
        return datetime.fromtimestamp((self.path / path).stat().st_mtime, UTC)

    def _dates(self, path: PurePosixPath, post: Post) -> tuple[datetime | None, datetime | None]:
        if self.window_by == "mtime":
            return None, self._mtime(path)
        return post.dates(self.timezone)

    def _article(
        self, post: Post, published: datetime | None, modified: datetime | None
    ) -> Article:
        obstacle, detail = post.hindrance()
        language = post.language
        if not (language or obstacle):
            language = language_of(post.title, post.sent, self.languages)
        return Article(
            site=self.site,
            id=ArticleId(str(post.path)),
            revision=revision(post.data),
            url=self._url(post, published),
            title=post.title,
            text=post.sent,
            evidence=post.evidence,
            language=language,
            published=published,
            modified=modified,
            tags=post.tags,
            types=post.types,
            description=post.fields.description or "",
            keywords=post.fields.keywords or (),
            obstacle=obstacle,
            obstacle_detail=detail,
        )

    def _url(self, post: Post, published: datetime | None) -> str:
        day = published and published.astimezone(self.timezone)
        path = str(post.path.with_suffix(""))
        return addresses.filled(
            self.url_template, day, slug=post.slug, path=path, stem=post.path.stem
        )

    def _replaced(self, receipt: Receipt, post: Post, new: bytes) -> Receipt:
        """Replace the file, and say what reading it back shows.

        The new revision is that of the bytes we wrote: if somebody changes the file right
        after, that is a change, and not ours.
        """
        replace(self.path / post.path, post.data, new)
        fields = self._post(post.path).fields
        return receipt.read_back(fields, revision(new))


def _check_glob(glob: str) -> None:
    try:
        next(Path(os.devnull).glob(glob), None)  # is read, though nothing can match
        parts = PurePosixPath(glob).parts
        stays = ".." not in parts and all(len(os.fsencode(part)) <= LONGEST for part in parts)
    except (ValueError, NotImplementedError):
        stays = False
    if not stays:
        raise ValueError(f"glob: {glob!r} is no pattern of files in the folder; try **/*.md")


def revision(data: bytes) -> Revision:
    """What changes when anything in a file changes."""
    return Revision(f"sha256:{hashlib.sha256(data).hexdigest()}")


def _at(post: Post, expected: Revision) -> None:
    if revision(post.data) != expected:
        raise Stale(f"{post.path} has changed since it was read; nothing was written")


def _is_in(window: Window, published: datetime | None, modified: datetime | None) -> bool:
    """Whether one of the dates is in the window, or there is none.

    What is to be published later is not, though it was changed now: no generator shows it yet.
    """
    if published and published >= window.until:
        return False
    dates = [date for date in (published, modified) if date]
    return not dates or any(map(window.holds, dates))


def _is_hidden(path: PurePosixPath) -> bool:
    """Whether tools or git keep it, or one of our own temporary files is it; ".." is, too."""
    return any(part.startswith(".") or part == "node_modules" for part in path.parts)


def _is_file_in(root: str, target: str) -> bool:
    # Not Path.is_file, which raises for a name that is too long.
    return target.startswith(f"{root}/") and os.path.isfile(target)  # noqa: PTH113


def _finding(rule: str, message: str, severity: Severity = Severity.REJECT) -> Finding:
    return Finding(rule=f"markdown.{rule}", severity=severity, message=message)


def open_site(site: MarkdownSettings, place: Place) -> Markdown:
    """The folder of a site."""
    return Markdown(
        SiteName(site.name),
        place.folder / site.path,
        glob=site.glob,
        description_field=site.description_field,
        keywords_field=site.keywords_field,
        window_by=site.window_by,
        url_template=site.url_template,
        languages=site.languages,
        timezone=site.zone,
    )
