"""Putting a run together: the one place where everything meets."""

import random
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cached_property, partial
from urllib.parse import urlsplit

from pydantic import SecretStr

from connectors.claude.delivery import Delivery
from connectors.cms import CMS, Reader
from connectors.ledger.brake import Brake
from connectors.ledger.database import Database
from connectors.ledger.history import History
from connectors.ledger.queries import Queries
from connectors.ledger.queue import Queue
from connectors.ledger.store import Ledger
from flows.config import ConfigError, Configuration
from flows.listener import LISTENER
from flows.log import LOG
from flows.secrets import BlockLoader, no_block
from flows.sites import opened
from prompts import Prompt, load
from schemas.article import Article, ArticleId, SiteName
from schemas.budget import Budget, Thresholds
from schemas.call import Trouble
from schemas.candidate import Candidate
from schemas.config import BudgetSettings, SiteSettings
from schemas.known import Known
from schemas.ledger import RunRow
from schemas.policy import Overwrite, Policy
from schemas.request import ladder, ladder_key
from schemas.run import BackfillId, Mode, RunId, RunStatus, Trigger
from schemas.selection import Selection
from schemas.window import Window, aware, window


class SystemClock:
    """The real time, and real chance."""

    def now(self) -> datetime:
        """The moment, aware, in UTC."""
        return datetime.now(UTC)

    def ticks(self) -> float:
        """Seconds on a clock that never goes back."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Let the time pass."""
        time.sleep(seconds)

    def chance(self) -> float:
        """A number in [0, 1)."""
        return random.random()  # noqa: S311 - spreads retries, hides nothing


@dataclass(frozen=True)
class Wishes:
    """What a person, a schedule or a form asks of one run; the defaults ask for the daily one.

    `of_run` is the run whose proposals are applied or whose writes are put back, `failed_of` the
    one whose failures are tried again; `backfill` the one that the run is a shard of.
    """

    mode: Mode = Mode.LIVE
    trigger: Trigger = Trigger.MANUAL
    since: datetime | None = None
    until: datetime | None = None
    limit: int | None = None
    articles: tuple[ArticleId, ...] = ()
    regenerate: bool = False
    max_usd: Decimal | None = None
    overwrite: Overwrite | None = None
    of_run: RunId | None = None
    failed_of: RunId | None = None
    backfill: BackfillId | None = None

    def means(self, article_id: ArticleId) -> bool:
        """Whether the article is among the named ones, or none is named."""
        return not self.articles or article_id in self.articles

    @property
    def narrowed(self) -> bool:
        """Whether the run looks at less than the daily one would."""
        return any((self.since, self.until, self.limit is not None, self.articles))


class Desk:
    """What all runs of one configuration share: the settings, the ledger, the clock, the key."""

    def __init__(
        self,
        configuration: Configuration,
        key: SecretStr | None,
        load_block: BlockLoader = no_block,
    ) -> None:
        """Open the ledger, upgrading it where needed. Raises `LedgerError`."""
        self.configuration = configuration
        self.settings = configuration.settings
        self.clock = SystemClock()
        self.database = Database(self.settings.database_url, configuration.folder)
        self.ledger = Ledger(self.database, self.clock)
        self.queries = Queries(self.database)
        self.brake = Brake(self.database, self.clock)
        self.history = History(self.database)
        self.endpoint = origin(self.settings.claude.base_url)
        self.key = key
        self._load_block = load_block

    def cms(self, site: SiteSettings) -> CMS:
        """The site's system, for one run. Raises `ConfigError` where it cannot be opened."""
        return opened(self.configuration, site, self._load_block, self.clock)

    def earlier(self, run_id: str, parameter: str = "run_id") -> RunRow:
        """An earlier run. Raises `ConfigError` where there is none of that id."""
        row = self.queries.run(RunId(run_id))
        if row is None:
            raise ConfigError(
                f"{parameter}: there is no run {run_id!r}; rubricator runs lists them"
            )
        return row

    def cap_of(self, backfill: BackfillId) -> Decimal:
        """What all shards of a backfill may cost. Raises `ConfigError` where it is not known."""
        cap = self.queries.cap_of(backfill)
        if cap is None:
            raise ConfigError(
                f"backfill: this ledger knows no backfill {backfill!r}; give all workers the "
                "database_url of whoever starts it"
            )
        return cap

    def close(self) -> None:
        """Give the ledger's file back."""
        self.database.close()


class Run:
    """One live run for one site: what it may touch, and what it has to keep to."""

    def __init__(self, desk: Desk, site: SiteSettings, wishes: Wishes, row: RunRow) -> None:
        """Open the site. Raises `ConfigError` where its settings cannot work."""
        self.id = RunId(row.id)
        self.row = row
        self.site = site
        self.name = SiteName(site.name)
        self.mode = Mode(row.mode)
        self.wishes = wishes
        self.ledger, self.queries, self.clock = desk.ledger, desk.queries, desk.clock
        self.brake = desk.brake
        self.endpoint = desk.endpoint
        self._queue = partial(Queue, desk.database, desk.endpoint, run_id=self.id, clock=desk.clock)
        self.claude_settings = desk.settings.claude
        self._key = desk.key
        cms = desk.cms(site)
        self.reader = cms
        self.writer = None if self.mode is Mode.DRY_RUN else cms
        self.prompt = load(redact=site.redact)
        claude = self.claude_settings
        self.ladder = ladder(claude.model, claude.escalate, claude.fallback)
        self.ladder_key = ladder_key(self.ladder)
        self.budget = _budget(desk.settings.budget, wishes.max_usd)
        self.account = wishes.backfill or row.id  # whose cap a run its spending counts under
        self.purse = self.ledger.purse(self.id, self.endpoint, self.budget, wishes.backfill)
        self.thresholds = Thresholds()
        self.simulated = self.ledger.simulated(self.endpoint)
        self.listener = LISTENER.get()
        self.read: dict[ArticleId, Article] = {}  # the selected articles, as this run read them
        self.selection = Selection()
        self.candidates: list[Candidate] = []  # the selected articles, as far as they have come
        self.known = Known(languages=site.languages, articles=self.read)
        self.recovered: list[RunId] = []  # of each write that it finished for a run that is gone
        self.failed = ""  # why nothing could be done at all
        self.stopped: Trouble | None = None  # why no more requests are made
        self.started = self.clock.ticks()

    @cached_property
    def claude(self) -> Delivery:
        """The way to Claude; not even opened by a run that has nothing to ask."""
        if self._key is None:
            raise ConfigError("claude.key_env: a key is needed to ask Claude; export it")
        from connectors.claude.client import Claude  # noqa: PLC0415 - the SDK takes a second
        from connectors.claude.messages import Messages  # noqa: PLC0415

        settings = self.claude_settings
        return Messages(
            Claude(settings.base_url, self._key),
            settings.concurrency,
            self.clock,
            requests_per_minute=settings.requests_per_minute,
            fallback=settings.fallback,
            queue=self._queue,
        )

    @property
    def has_asked(self) -> bool:
        """Whether the way to Claude was needed."""
        return "claude" in vars(self)

    def close(self) -> None:
        """Give back what was opened for this run alone."""
        if self.has_asked:
            self.claude.close()

    @property
    def writes_proposals(self) -> bool:
        """Whether it publishes; a revert puts back what was there."""
        return self.mode is not Mode.REVERT

    @property
    def of_run(self) -> RunId:
        """The run that is applied or reverted."""
        return self.wishes.of_run or self.id

    @property
    def window(self) -> Window | None:
        """The stretch of time that is looked at; applying and reverting look at none."""
        if self.row.since is None or self.row.until is None:
            return None
        return Window(since=self.row.since, until=self.row.until)

    @property
    def policy(self) -> Policy:
        """What the site and the wishes allow. Raises as the reader's `fields`."""
        return policy(self.site, self.wishes, self.reader, self.prompt, self.ladder_key)


@contextmanager
def open_run(desk: Desk, site: SiteSettings, wishes: Wishes) -> Iterator[Run]:
    """A run in the ledger, alive for the block, concluded as crashed where the block breaks."""
    desk.ledger.reap()
    now = desk.clock.now()
    row = RunRow(
        id=f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}",
        site=site.name,
        mode=wishes.mode,
        trigger=wishes.trigger,
        status=RunStatus.RUNNING,
        endpoint=desk.endpoint,
        of_run=wishes.of_run,
        backfill=wishes.backfill,
        narrowed=wishes.narrowed,
        started_at=now,
    )
    if wishes.mode.asks:
        last_until = desk.queries.last_until(SiteName(site.name))
        bounds = (aware(bound, site.zone) for bound in (wishes.since, wishes.until))
        stretch = window(now, last_until, *bounds)
        row.since, row.until = stretch.since, stretch.until
    run = Run(desk, site, wishes, row)
    desk.ledger.start(row)
    LOG.info("run.started run=%s site=%s mode=%s", row.id, site.name, wishes.mode)
    if (asked := run.ladder[0].model) != (model := desk.settings.claude.model):
        LOG.warning("model.retired run=%s model=%s instead=%s", row.id, model, asked)
    try:
        yield run
    except BaseException:
        desk.ledger.abandon(run.id)
        raise
    finally:
        run.close()


def policy(site: SiteSettings, wishes: Wishes, reader: Reader, prompt: Prompt, key: str) -> Policy:
    """What a site and some wishes allow. Raises as the reader's `fields`."""
    return Policy(
        overwrite=wishes.overwrite or site.overwrite,
        fields=reader.fields(),
        exclude=site.exclude,
        protected=site.protected,
        named=frozenset(wishes.articles),
        regenerate=wishes.regenerate,
        limit=wishes.limit,
        prompt_digest=prompt.digest,
        ladder=key,
    )


def origin(url: str) -> str:
    """Scheme, host and port: what budgets are counted by."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _budget(settings: BudgetSettings, max_usd: Decimal | None) -> Budget:
    per_run = settings.per_run_usd if max_usd is None else max_usd
    return Budget(
        per_run_usd=per_run,
        per_day_usd=settings.per_day_usd,
        per_month_usd=settings.per_month_usd,
    )
