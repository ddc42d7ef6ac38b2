"""What an archive comes to: all of it is listed, and nothing of it is asked or claimed."""

import heapq
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import reduce
from itertools import islice
from operator import add
from zlib import crc32

from connectors.claude.client import Claude, UnavailableError
from connectors.claude.counting import input_tokens
from connectors.cms import Reader
from connectors.errors import ConnectorError
from flows.config import ConfigError
from flows.context import Desk, Wishes, policy
from flows.listener import LISTENER
from flows.log import LOG
from prompts import load, render
from schemas.article import Article, ArticleId, SiteName
from schemas.config import SiteSettings
from schemas.estimate import Estimate, Usual, estimate
from schemas.request import Request, ladder, ladder_key
from schemas.selection import select
from schemas.window import Window, aware

SAMPLE = 30  # requests that Claude counts the tokens of: the others are measured by those
ASKS_ABOVE = Decimal("1.00")  # USD: an archive that may cost more wants a person's word first
TOGETHER = 500  # articles that are looked up in the ledger at once


@dataclass(frozen=True)
class Survey:
    """A site's archive before its backfill: what it comes to, and when its articles are."""

    site: SiteSettings
    window: Window
    estimate: Estimate
    dated: tuple[tuple[ArticleId, datetime], ...]
    trouble: str = ""  # why it could not be looked through; its run will say the same, or do it


def surveys(desk: Desk, chosen: Iterable[SiteSettings], wanted: Wishes) -> list[Survey]:
    """Look through the archives of some sites. Free. Raises `ConfigError`."""
    return [_survey(desk, site, wanted) for site in chosen]


def total(found: Iterable[Survey]) -> Estimate:
    """What all of them come to; there is one at least."""
    return reduce(add, (survey.estimate for survey in found))


def asks_first(found: Estimate) -> bool:
    """Whether it may cost so much that a person is asked first."""
    return found.messages.cost_usd.high > ASKS_ABOVE


def _survey(desk: Desk, site: SiteSettings, wanted: Wishes) -> Survey:
    since, until = aware(wanted.since, site.zone), aware(wanted.until, site.zone)
    if since is None or until is None:
        raise ConfigError("since, until: an archive is from one date until another; give both")
    window = Window(since=since, until=until)
    LISTENER.get().step(site.name, "reading")
    try:
        looking = _Looking(desk, site, wanted, desk.cms(site))
        looking.through(window)
        return Survey(site, window, looking.estimate(), tuple(looking.dated))
    except ConnectorError as error:
        LOG.warning("backfill.unread site=%s reason=%s", site.name, error)
        nothing = estimate(desk.settings.claude.model, (), (), Usual(), 1)
        return Survey(site, window, nothing, (), str(error))


class _Looking:
    """The requests that a backfill would make first, measured one by one and let go."""

    def __init__(self, desk: Desk, site: SiteSettings, wishes: Wishes, reader: Reader) -> None:
        claude = desk.settings.claude
        self._desk = desk
        self._site = SiteName(site.name)
        self._prompt = load(redact=site.redact)
        rungs = ladder(claude.model, claude.escalate, claude.fallback)
        self._ask = rungs[0]
        self._policy = policy(site, wishes, reader, self._prompt, ladder_key(rungs))
        self._simulated = desk.ledger.simulated(desk.endpoint)
        self._reader = reader
        self.dated: list[tuple[ArticleId, datetime]] = []
        self._lengths: list[int] = []
        self._sample: list[tuple[int, str, Request]] = []  # those whose ids hash lowest

    def through(self, window: Window) -> None:
        """Look at the whole archive. Raises as the reader."""
        for articles in _together(self._reader.articles(window)):
            for article in articles:
                moments = {moment for moment in (article.published, article.modified) if moment}
                self.dated += [(article.id, moment) for moment in moments]
            self._measure(articles)
            LISTENER.get().advance(len(articles))

    def _measure(self, articles: list[Article]) -> None:
        """Measure those that would be asked about."""
        ids = [article.id for article in articles]
        past = self._desk.history.remembered(self._site, ids, simulated=self._simulated)
        for candidate in select(articles, past, self._policy).candidates:
            most = self._desk.settings.claude.max_article_tokens
            request = render(self._prompt, candidate, self._ask, most)
            self._lengths.append(_length(request))
            rank = -crc32(request.article_id.encode()), request.article_id, request
            if len(self._sample) < SAMPLE:
                heapq.heappush(self._sample, rank)
            elif rank > self._sample[0]:
                heapq.heapreplace(self._sample, rank)

    def estimate(self) -> Estimate:
        """What all of them come to."""
        usual = self._desk.history.usual(self._prompt.digest, self._ask.model, self._desk.endpoint)
        concurrency = self._desk.settings.claude.concurrency
        return estimate(self._ask.model, self._lengths, self._counted(), usual, concurrency)

    def _counted(self) -> list[tuple[int, int]]:
        """The lengths of the sample, and what Claude says of its tokens; nothing without a key."""
        if self._desk.key is None or not self._sample:
            return []
        with closing(Claude(self._desk.settings.claude.base_url, self._desk.key)) as claude:
            try:
                return [
                    (_length(request), input_tokens(claude, request))
                    for _, _, request in self._sample
                ]
            except UnavailableError as error:
                LOG.warning("tokens.uncounted site=%s reason=%s", self._site, error)
                return []


def _length(request: Request) -> int:
    """Characters of a request, with those that its schema counts for."""
    return len(request.system) + len(request.user) + request.schema_tokens


def _together(articles: Iterator[Article]) -> Iterator[list[Article]]:
    while some := list(islice(articles, TOGETHER)):
        yield some
