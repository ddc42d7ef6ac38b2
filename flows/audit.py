"""Judging the metadata that sites already have. Nothing is asked, spent or written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from connectors.cms import Reader
from connectors.errors import ConnectorError
from flows.listener import Listener
from schemas.article import Article, SiteName, Skipped
from schemas.audit import Audit, Draft, Judged, Unread, audit, drafted
from schemas.config import SiteSettings
from schemas.known import Known
from schemas.policy import Policy
from schemas.window import EVER, Window, aware

# Beyond any date that an article has: what is to appear tomorrow has its metadata today.


@dataclass(frozen=True)
class Scope:
    """Which articles are judged; they are compared with all of the site's in any case."""

    since: datetime | None = None
    until: datetime | None = None
    limit: int | None = None

    @property
    def narrowed(self) -> bool:
        """Whether it is less than the whole archive."""
        return self != Scope()

    def window(self, site: SiteSettings) -> Window:
        """The stretch of time; a bound without a zone is in the site's."""
        since, until = aware(self.since, site.zone), aware(self.until, site.zone)
        return Window(since=since or EVER.since, until=until or EVER.until)


def audit_site(
    reader: Reader, site: SiteSettings, scope: Scope, listener: Listener
) -> Audit | Unread:
    """What the rules say of one site."""
    try:
        archive = _Archive(reader, site, listener)
        return audit(SiteName(site.name), archive.judged(scope), archive.policy)
    except ConnectorError as error:
        return Unread(site=SiteName(site.name), reason=str(error))


class _Archive:
    """A site's articles, read once, or twice where only some of them are judged.

    Bodies are too large to be kept until all are known; a draft keeps one only where the other
    pages' descriptions may change what was said of it.
    """

    def __init__(self, reader: Reader, site: SiteSettings, listener: Listener) -> None:
        self._reader = reader
        self._site = site
        self._listener = listener
        self.policy = Policy(
            fields=reader.fields(),
            exclude=site.exclude,
            protected=site.protected,
            prompt_digest="",  # nothing is asked
            ladder="",
        )
        self._known = Known(languages=site.languages, of_people=True)

    def judged(self, scope: Scope) -> Iterator[Judged | Skipped]:
        """Each article of the scope, compared with every other of the site."""
        drafts = [
            drafted(article, self._site.languages, self.policy) for article in self._of(scope)
        ]
        for draft in drafts:
            yield draft.compared(self._known) if isinstance(draft, Draft) else draft

    def _of(self, scope: Scope) -> Iterator[Article]:
        """The articles of the scope; in the end, all of the site's are known."""
        if not scope.narrowed:
            yield from self._met(self._followed("judging", self._reader.articles(EVER)))
            return
        for _ in self._met(self._followed("reading", self._reader.articles(EVER))):
            pass
        window = scope.window(self._site)
        yield from self._followed("judging", islice(self._reader.articles(window), scope.limit))

    def _met(self, articles: Iterable[Article]) -> Iterator[Article]:
        """The same articles, whose descriptions the others are compared with."""
        for article in articles:
            if article.obstacle is None and article.description:
                self._known.neighbours.add(article.id, article.description)
            yield article

    def _followed(self, step: str, articles: Iterable[Article]) -> Iterator[Article]:
        """The same articles, one by one before the eyes of who waits."""
        self._listener.step(self._site.name, step)
        for article in articles:
            self._listener.advance()
            yield article
