"""The ledger: what a run intends and what came of it, each written down when it is so."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, delete, insert
from sqlmodel import Session, col, or_, select

from connectors.clock import Clock
from connectors.ledger import memory, offers
from connectors.ledger.database import Database
from connectors.ledger.purse import Payer, Purse, write_off
from connectors.ledger.rows import as_offered, proposal_of, receipt_of
from connectors.ledger.tables import CLAIMS
from connectors.ledger.writes import conclude, intend
from schemas.article import Article, ArticleId, SiteName, SkipReason
from schemas.budget import Budget
from schemas.call import Reply
from schemas.candidate import Candidate
from schemas.ledger import BackfillRow, ClaimRow, OfferRow, ProposalRow, ReceiptRow, RunRow
from schemas.money import in_picodollars
from schemas.proposal import TRANSITIONS, Proposal, ProposalId, Status
from schemas.receipt import STANDING, Act, Receipt, ReceiptId
from schemas.run import BackfillId, Report, RunId, RunStatus
from schemas.selection import Remembered, Selection

Decision = Callable[[dict[ArticleId, Remembered], frozenset[ArticleId]], Selection]


@dataclass(frozen=True)
class Begun:
    """A write that was noted, with the proposal it is for."""

    id: ReceiptId
    proposal: Proposal
    receipt: Receipt
    run_id: RunId

    @property
    def article_id(self) -> ArticleId:
        """The article that is written to."""
        return self.receipt.article_id


class Ledger:
    """Runs, claims, proposals and receipts of one database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def start(self, run: RunRow) -> None:
        """Note that a run begins. It counts as alive while this process holds its lock."""
        self._database.locks.hold(_lock(run.id))
        with self._database.writing() as session:
            session.add(RunRow.model_validate(run.model_dump()))

    def finish(self, report: Report) -> None:
        """Note how a run ended, and free what it held.

        What it still had reserved becomes unknown: no one would answer for it, and others would
        wait for it. Only a waiting run is yet to be answered.
        """
        with self._database.writing() as session:
            row = session.get_one(RunRow, report.run_id)
            row.report = report.model_dump_json()
            # Whoever holds those articles may never end: the next window begins before them.
            row.narrowed = row.narrowed or SkipReason.CLAIMED in report.skipped
            _end(session, row, report.status, self._clock.now())
        self._database.locks.release(_lock(report.run_id))

    def abandon(self, run_id: RunId) -> None:
        """Conclude a run of this process that broke, as if it had been killed."""
        self._database.locks.release(_lock(run_id))
        self.reap()

    def reap(self) -> list[RunId]:
        """Conclude the runs whose process is gone: their claims are free, their calls unknown."""
        with self._database.writing() as session:
            dead = [row for row in _running(session) if not self._alive(row)]
            for row in dead:
                _end(session, row, RunStatus.CRASHED, self._clock.now())
            ids = [RunId(row.id) for row in dead]
        for run_id in ids:
            self._database.locks.sweep(_lock(run_id))
            self._database.locks.sweep(_publishing(run_id))
        return ids

    def claim(
        self,
        run_id: RunId,
        site: SiteName,
        ids: Sequence[ArticleId],
        decide: Decision,
        *,
        simulated: bool,
    ) -> Selection:
        """Select and claim in one transaction: two runs never work on one article.

        What a run held that was killed meanwhile is free.
        """
        self.reap()
        with self._database.writing() as session:
            past = memory.remembered(session, site, ids, simulated=simulated)
            held = session.exec(select(ClaimRow.article_id).where(ClaimRow.site == site))
            selection = decide(past, frozenset(ArticleId(article_id) for article_id in held))
            claims = [
                {"site": site, "article_id": candidate.article.id, "run_id": run_id}
                for candidate in selection.candidates
            ]
            if claims:
                session.connection().execute(insert(CLAIMS), claims)
        return selection

    def open_backfill(self, backfill: BackfillId, cap: Decimal) -> None:
        """Note that an archive is begun; one that goes on keeps the cap that it had."""
        with self._database.writing() as session:
            if session.get(BackfillRow, backfill) is None:
                now, most = self._clock.now(), in_picodollars(cap)
                session.add(BackfillRow(id=backfill, cap=most, started_at=now))

    def purse(
        self, run_id: RunId, endpoint: str, budget: Budget, backfill: BackfillId | None = None
    ) -> Purse:
        """The run's way to money; the shards of a backfill have one cap together."""
        payer = Payer(run_id, endpoint, backfill or run_id)
        return Purse(self._database, payer, budget, clock=self._clock, reap=self.reap)

    def simulated(self, endpoint: str) -> bool:
        """Whether this endpoint has ever named itself a stand-in."""
        with self._database.reading() as session:
            return memory.knows_as_simulated(session, endpoint)

    def recallable(
        self,
        run_id: RunId,
        articles: Collection[Article],
        *,
        simulated: bool,
        of_crashed_only: bool = False,
    ) -> dict[ArticleId, Proposal]:
        """What was proposed for what the articles of a site say now, and this run may offer."""
        with self._database.reading() as session:
            return memory.recallable(
                session, run_id, articles, simulated=simulated, of_crashed_only=of_crashed_only
            )

    def replies(
        self, candidates: Sequence[Candidate], prompt_digest: str, *, simulated: bool
    ) -> dict[ArticleId, dict[str, Reply]]:
        """The replies that are paid for and led to nothing yet, by article and attempt."""
        with self._database.reading() as session:
            return memory.stored_replies(session, candidates, prompt_digest, simulated=simulated)

    def descriptions(self, site: SiteName, *, simulated: bool) -> Iterator[tuple[ArticleId, str]]:
        """What we have proposed of the site's articles, the newest of each."""
        with self._database.reading() as session:
            yield from memory.descriptions(session, site, simulated=simulated)

    def keep(
        self, run_id: RunId, proposals: Iterable[Proposal], *, simulated: bool
    ) -> list[Proposal]:
        """Store what a run offers: new proposals, and those that it found waiting.

        The calls of an article are spent on its new proposal. Returns them all, with their ids.
        """
        with self._database.writing() as session:
            return offers.keep(session.connection(), run_id, list(proposals), simulated=simulated)

    def statuses(self, run_id: RunId) -> dict[ProposalId, Status]:
        """How the proposals that a run made or found waiting stand now."""
        with self._database.reading() as session:
            return offers.statuses(session.connection(), run_id)

    def offered_by(self, run_id: RunId) -> list[Proposal]:
        """The proposals that a run made or found waiting, as they stand now."""
        offered = (
            select(ProposalRow, OfferRow)
            .join(OfferRow, col(OfferRow.proposal_id) == col(ProposalRow.id))
            .where(OfferRow.run_id == run_id)
            .order_by(col(ProposalRow.id))
        )
        with self._database.reading() as session:
            return [as_offered(row, offer) for row, offer in session.exec(offered)]

    def intend(
        self, run_id: RunId, writes: Sequence[tuple[ProposalId, Receipt]]
    ) -> list[ReceiptId]:
        """Note writes before they happen, with the values before."""
        if not writes:
            return []
        with self._database.writing() as session:
            return intend(session.connection(), run_id, writes, self._clock.now())

    def conclude(self, receipts: Sequence[tuple[ReceiptId, Receipt]]) -> None:
        """Note what reading back showed, and what follows for the proposals."""
        if receipts:
            with self._database.writing() as session:
                conclude(session.connection(), dict(receipts), self._clock.now())

    def mark(self, proposal_id: ProposalId, status: Status) -> None:
        """Note where a proposal stands now."""
        with self._database.writing() as session:
            _move(session.get_one(ProposalRow, proposal_id), status)

    def unfinished(self, site: SiteName) -> list[Begun]:
        """The site's writes that were begun by runs that are gone, and concluded by nobody."""
        return self._begun(
            ReceiptRow.site == site,
            col(ReceiptRow.verdict).is_(None),
            RunRow.status != RunStatus.RUNNING,
        )

    def written_by(self, run_id: RunId) -> list[Begun]:
        """What a run, or the applying of it, wrote and nobody has put back; the latest first."""
        writes = self._begun(
            or_(RunRow.id == run_id, RunRow.of_run == run_id),
            ReceiptRow.act == Act.WRITE,
            col(ReceiptRow.verdict).in_(STANDING),
            ProposalRow.status == Status.PUBLISHED,
        )
        return writes[::-1]

    def done_by(self, run_id: RunId) -> list[Begun]:
        """What a run has written or put back itself."""
        return self._begun(RunRow.id == run_id, col(ReceiptRow.verdict).in_(STANDING))

    def _begun(self, *where: ColumnElement[bool] | bool) -> list[Begun]:
        receipts = (
            select(ReceiptRow, ProposalRow)
            .join(RunRow, col(RunRow.id) == col(ReceiptRow.run_id))
            .join(ProposalRow, col(ProposalRow.id) == col(ReceiptRow.proposal_id))
            .where(*where)
            .order_by(col(ReceiptRow.id))
        )
        with self._database.reading() as session:
            return [
                Begun(ReceiptId(row.id or 0), proposal_of(of), receipt_of(row), RunId(row.run_id))
                for row, of in session.exec(receipts)
            ]

    @contextmanager
    def publishing(
        self, run_id: RunId, site: SiteName, waiting: Callable[[RunRow | None], None]
    ) -> Iterator[None]:
        """Publishing to a site is one run at a time; a second waits, after saying for whom.

        `waiting` is called with the run that publishes, if it can be told.
        """
        locks = self._database.locks
        with locks.exclusive(f"publish-{site}", lambda: waiting(self._publisher(site))):
            locks.hold(_publishing(run_id))
            try:
                yield
            finally:
                locks.release(_publishing(run_id))

    def _publisher(self, site: SiteName) -> RunRow | None:
        with self._database.reading() as session:
            running = [row for row in _running(session) if row.site == site]
            session.expunge_all()
        is_held = self._database.locks.is_held
        return next((row for row in running if is_held(_publishing(row.id))), None)

    def _alive(self, row: RunRow) -> bool:
        return self._database.locks.is_held(_lock(row.id))


def _lock(run_id: str) -> str:
    return f"run-{run_id}"


def _publishing(run_id: str) -> str:
    return f"publishing-{run_id}"


def _running(session: Session) -> Sequence[RunRow]:
    return session.exec(select(RunRow).where(RunRow.status == RunStatus.RUNNING)).all()


def _end(session: Session, run: RunRow, status: RunStatus, now: datetime) -> None:
    run.status, run.ended_at = status, now
    if status is not RunStatus.WAITING:
        write_off(session, run.id, run.backfill or run.id, now)
    session.execute(delete(ClaimRow).where(col(ClaimRow.run_id) == run.id))


def _move(row: ProposalRow, status: Status) -> None:
    """Change a status along the allowed ways. Raises `ValueError` for any other."""
    if status == row.status:
        return
    if status not in TRANSITIONS[Status(row.status)]:
        raise ValueError(f"proposal {row.id}: it is {row.status} and cannot become {status}")
    row.status = status
