"""Runs over a site, killed again and again, or told to end: nothing is paid or written twice."""

import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from sqlmodel import select

from connectors.ledger.database import Database
from flows.cli.exits import INTERRUPTED
from schemas.ledger import CallRow, ReceiptRow
from schemas.money import in_usd
from schemas.prices import cost
from schemas.usage import Usage
from tests.flows.journal import Journal
from tests.long.nursery import SAID, Nursery, a_nursery
from tests.prefect_server import serving
from tests.sharing import Sharing
from tests.standin_server import running

POSTS = 24
LATENCY = 0.05  # seconds that an answer takes
GLANCE = 0.002  # seconds between two looks at the files
MODEL = "claude-haiku-5-5"
SIGKILLED = -9


@dataclass(frozen=True)
class Story:
    """What was left when all runs over a site had ended: exit codes, writes, the bill, the books.

    `replaced` counts how often another file took the place of each.
    """

    codes: list[int]
    replaced: Counter[str]
    bill: Decimal
    calls: list[CallRow]
    receipts: list[ReceiptRow]

    @property
    def paid(self) -> Counter[tuple[str, str]]:
        """How many answers were paid for, by article and attempt."""
        return Counter((c.article_id, c.attempt) for c in self.calls if c.reply is not None)

    @property
    def settled(self) -> Decimal:
        """What the ledger knows to have been billed."""
        return in_usd(sum(call.cost or 0 for call in self.calls))

    @property
    def unknown(self) -> Decimal:
        """What requests without an answer may have cost at most."""
        return in_usd(sum(call.reserved for call in self.calls if call.state == "unknown"))


@pytest.fixture(scope="module")
def nursery(sharing: Sharing) -> Iterator[Nursery]:
    """Processes with one Prefect server for all."""
    with serving(sharing) as home, a_nursery(home) as made:
        yield made


@pytest.fixture(scope="module")
def killed(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> Story:
    """A live run, killed four times and started again at once, until it comes to its end."""
    moments = random.Random("moments")  # noqa: S311 - the same moments every time
    with a_site(tmp_path_factory.mktemp("killed"), POSTS, "concurrency = 4") as journal:
        with watched(journal.posts) as replaced:
            counts: list[Callable[[], int]] = [
                *[counted(journal, "answered")] * 2,
                *[replaced.total] * 2,
            ]
            codes = [
                nursery.end_after(moments.randint(2, 7), count, nursery.start(journal))
                for count in counts
            ]
            codes.append(nursery.wait(nursery.start(journal)))
        return told(journal, codes, replaced)


@pytest.fixture(scope="module")
def at_once(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> Story:
    """Two first starts at one moment, for more articles than the day's cent pays."""
    claude = "concurrency = 64\n[budget]\nper_day_usd = 0.01"
    with a_site(tmp_path_factory.mktemp("at-once"), 4 * POSTS, claude) as journal:
        with watched(journal.posts) as replaced:
            half = ("--limit", f"{2 * POSTS}")
            processes = [nursery.start(journal, *half) for _ in range(2)]
            codes = [nursery.wait(process) for process in processes]
        return told(journal, codes, replaced)


@contextmanager
def a_site(folder: Path, posts: int, claude: str) -> Iterator[Journal]:
    """So many posts, and a Claude that takes its time."""
    with running(latency=LATENCY) as standin:
        journal = Journal(folder, standin)
        journal.configure(claude=claude)
        for number in range(posts):
            journal.post(f"ferries-{number:02}")
        yield journal


def counted(journal: Journal, what: str) -> Callable[[], int]:
    """Says how many the stand-in has counted by now."""
    return lambda: int(journal.standin.counters()[what])


@contextmanager
def watched(folder: Path) -> Iterator[Counter[str]]:
    """Counts each file that takes the place of another, while the block lasts."""
    replaced: Counter[str] = Counter()
    over = threading.Event()

    def watch() -> None:
        known = inodes(folder)
        while not over.wait(GLANCE):
            found = inodes(folder)
            replaced.update(name for name in found if found[name] != known.get(name))
            known = found

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield replaced
    finally:
        time.sleep(10 * GLANCE)
        over.set()
        watching.join()


def inodes(folder: Path) -> dict[str, int]:
    """Which file stands behind each name; a name with a dot is one that is being written."""
    with os.scandir(folder) as entries:
        return {entry.name: entry.inode() for entry in entries if entry.name[0] != "."}


def told(journal: Journal, codes: list[int], replaced: Counter[str]) -> Story:
    """The story, with the server's bill and the ledger's books."""
    billed = journal.standin.counters()["usage"]
    known = {name: billed[name] for name in Usage.model_fields if name in billed}
    database = Database("sqlite:///rubricator.db", journal.folder)
    with database.reading() as session:
        calls, receipts = (
            session.exec(select(CallRow)).all(),
            session.exec(select(ReceiptRow)).all(),
        )
        session.expunge_all()
    database.close()
    bill = cost(Usage(**known), MODEL)
    assert bill is not None
    return Story(codes, replaced, bill, list(calls), list(receipts))


def test_the_last_run_completes(killed: Story) -> None:
    """The others were killed in the middle of something."""
    assert [SIGKILLED] * 4 + [0] == killed.codes


def test_each_file_is_replaced_exactly_once(killed: Story) -> None:
    """Whatever was killed between a write and its verdict."""
    assert dict.fromkeys([f"ferries-{n:02}.md" for n in range(POSTS)], 1) == killed.replaced


def test_each_article_has_one_write_that_was_carried_out(killed: Story) -> None:
    """Every intent has its verdict, and one of each article's says written."""
    assert None not in {receipt.verdict for receipt in killed.receipts}
    written = Counter(r.article_id for r in killed.receipts if r.verdict == "written")
    assert (POSTS, {1}) == (len(written), set(written.values()))


def test_the_books_hold_the_bill(killed: Story) -> None:
    """What the ledger lost by a kill is within what it calls unknown."""
    assert killed.settled <= killed.bill <= killed.settled + killed.unknown
    assert "reserved" not in {call.state for call in killed.calls}


def test_what_was_answered_is_not_asked_again(killed: Story) -> None:
    """An answer that is stored is judged again, not bought again."""
    assert {1} == set(killed.paid.values())
    assert POSTS == len({article for article, _ in killed.paid})


def test_two_runs_at_once_keep_to_one_cap(at_once: Story) -> None:
    """However many requests are under way, and a cap is there to be used."""
    cap = Decimal("0.01")
    assert 3 in at_once.codes
    assert Decimal("0.8") * cap <= at_once.bill <= cap
    assert at_once.settled == at_once.bill


def test_two_runs_at_once_pay_for_different_articles(at_once: Story) -> None:
    """Each has claimed its own; nothing is asked or written twice either."""
    asking = {(call.article_id, call.run_id) for call in at_once.calls}
    assert {1} == set(Counter(article for article, _ in asking).values())
    assert {1} == set(at_once.paid.values())
    assert {1} == set(at_once.replaced.values())


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_interrupted_is_cancelled(
    nursery: Nursery, how: signal.Signals, tmp_path: Path
) -> None:
    """And resumed by starting it again: nothing is paid for twice."""
    with a_site(tmp_path, 6, "concurrency = 1") as journal:
        journal.standin.script(*[{"latency": 1}] * 6)
        sent, answered = counted(journal, "requests"), counted(journal, "answered")

        code = nursery.end_after(2, sent, nursery.start(journal), how)

        said = (journal.folder / SAID).read_text()
        assert "nothing is paid for twice" in said
        assert "Traceback" not in said
        assert (INTERRUPTED, ["cancelled"]) == (code, journal.statuses())
        journal.standin.clear()
        assert 0 == nursery.wait(nursery.start(journal))
        assert ["completed", "cancelled"] == journal.statuses()
        assert all(all(journal.fields(path.stem)) for path in journal.posts.iterdir())
        assert 6 == answered()
