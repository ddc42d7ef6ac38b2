"""Our own processor time for one article, by part, in one process without Prefect."""

import json
import tempfile
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from benchmarks import articles
from benchmarks.server import Body, answer
from benchmarks.throughput import ALWAYS
from connectors.ledger.database import Database
from connectors.ledger.store import Ledger
from connectors.markdown import Markdown
from flows.context import SystemClock
from prompts import load, render
from schemas.article import Field, SiteName
from schemas.budget import Budget
from schemas.call import Reply
from schemas.candidate import Candidate
from schemas.known import Known
from schemas.languages import model
from schemas.ledger import RunRow
from schemas.proposal import ProposalId
from schemas.receipt import Receipt
from schemas.request import Request, ladder, ladder_key
from schemas.run import RunId
from schemas.selection import Selection
from schemas.usage import Usage

SITE = SiteName("bench")
RUN = RunId("run-1")
LADDER = ladder("claude-haiku-5-5", ())
PLENTY = Budget(**dict.fromkeys(("per_run_usd", "per_day_usd", "per_month_usd"), Decimal(1000)))
TOGETHER = 16
T = TypeVar("T")


class Parts:
    """The work of a run, part by part, each timed."""

    def __init__(self, place: Path, count: int) -> None:
        self.milliseconds: dict[str, float] = {}
        self._count = count
        self._site = Markdown(
            SITE,
            articles.write(place / "posts", count),
            languages=("en",),
        )
        self._ledger = Ledger(Database("sqlite:///ledger.db", place), SystemClock())

    def measure(self) -> None:
        """Do everything that a run does, but send."""
        model()  # loaded once a process
        listed = self._timed("read: files, front matter, text, language", self._listed)
        requests = self._timed("render the request", lambda: [_request(c) for c in listed])
        replies = [_reply(request) for request in requests]
        known = Known(languages=("en",), articles={c.article.id: c.article for c in listed})
        judged = self._timed(
            "rules",
            lambda: [c.judged(LADDER[0], r, known) for c, r in zip(listed, replies, strict=True)],
        )
        self._timed("ledger: claim, reserve, settle", lambda: self._paid(listed, requests, replies))
        proposals = [proposal for c in judged if (proposal := c.proposed(RUN, "d", _key()))]
        kept = self._timed(
            "ledger: keep", lambda: self._ledger.keep(RUN, proposals, simulated=False)
        )
        prepared = self._timed(
            "write: prepare and prove",
            lambda: [
                (proposal.id, self._site.prepare(c.article, proposal.changes)[0])
                for c, proposal in zip(judged, kept, strict=True)
            ],
        )
        written = self._timed(
            "write: replace and read back", lambda: [self._site.write(r) for _, r in prepared]
        )
        self._timed("ledger: intend, conclude", lambda: self._receipts(prepared, written))

    def _timed(self, part: str, work: Callable[[], T]) -> T:
        started = time.process_time()
        done = work()
        spent = time.process_time() - started
        self.milliseconds[part] = spent * 1000 / self._count
        return done

    def _listed(self) -> list[Candidate]:
        read = list(self._site.articles(ALWAYS))
        _ = [article.content_hash for article in read]
        return [Candidate(article=article, targets=frozenset(Field)) for article in read]

    def _paid(self, listed: list[Candidate], requests: list[Request], replies: list[Reply]) -> None:
        row = RunRow(
            id=RUN,
            site=SITE,
            mode="live",
            trigger="manual",
            status="running",
            endpoint="e",
            started_at=SystemClock().now(),
        )
        self._ledger.start(row)
        ids = [candidate.article.id for candidate in listed]
        selection = Selection(candidates=tuple(listed))
        self._ledger.claim(RUN, SITE, ids, lambda *_: selection, simulated=False)
        purse = self._ledger.purse(RUN, "e", PLENTY)
        for start in range(0, len(requests), TOGETHER):
            taken = purse.take(requests[start : start + TOGETHER], TOGETHER)
            back = replies[start : start + TOGETHER]
            purse.settle((call, r) for (_, call), r in zip(taken.calls, back, strict=True))

    def _receipts(self, prepared: list[tuple[ProposalId, Receipt]], written: list[Receipt]) -> None:
        for start in range(0, len(prepared), TOGETHER):
            ids = self._ledger.intend(RUN, prepared[start : start + TOGETHER])
            done = written[start : start + TOGETHER]
            self._ledger.conclude(list(zip(ids, done, strict=True)))


def _key() -> str:
    return ladder_key(LADDER)


def _request(candidate: Candidate) -> Request:
    return render(load(), candidate, LADDER[0], 8000)


def _reply(request: Request) -> Reply:
    body: Body = {"model": request.attempt.model, "messages": [{"content": request.user}]}
    message = json.loads(json.dumps(answer(body)))
    return Reply(
        text=message["content"][0]["text"],
        stop_reason=message["stop_reason"],
        model=message["model"],
        usage=Usage(**message["usage"]),
    )


def measure(count: int) -> dict[str, float]:
    """Milliseconds of processor time for one article, by part."""
    with tempfile.TemporaryDirectory() as place:
        parts = Parts(Path(place), count)
        parts.measure()
        return parts.milliseconds
