"""A week of a magazine on a real WordPress: preview, run, edits meanwhile, run, revert, run."""

import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest

from schemas.article import SkipReason
from schemas.proposal import Status
from schemas.run import PublishingCounts, Report, RunStatus
from tests.flows.journal import counts, reasons
from tests.real.magazine import Magazine, Posts, a_magazine
from tests.real.servers import Site
from tests.real.texts import texts

ARTICLES = {"new": 120, "old": 60}
EDITED = 10
LOOKED_AT = 30  # pages, as a visitor gets them
GLANCE = 0.05  # seconds between two looks at the site
THEIRS = "Three readers wrote to say that the lantern in chapter {n} was green."
T = TypeVar("T")
WITHHELD = {
    "draft": {"post_status": "draft"},
    "private": {"post_status": "private"},
    "protected": {"post_password": "open sesame"},
    "scheduled": {"post_status": "future", "post_date_gmt": "2999-01-01 00:00:00"},
}


@dataclass
class Week:
    """What each run said, how the site stood after it, and what was asked and shown meanwhile."""

    bodies: list[str]
    descriptions: list[str]
    withheld: dict[str, str]
    reports: dict[str, Report] = field(default_factory=dict)
    stood: dict[str, Posts] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)
    printed: dict[str, list[str]] = field(default_factory=dict)

    @property
    def people(self) -> set[str]:
        """The articles that people edited."""
        return {*self.bodies, *self.descriptions}

    @property
    def others(self) -> set[str]:
        """The articles that nobody but us has touched."""
        return set(self.stood["before"]) - self.people - set(self.withheld.values())


@pytest.fixture(scope="module")
def week(
    server: Site, kind: str, prefect_server: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Week]:
    """All of it happens once; what follows only looks at what was left."""
    with a_magazine(tmp_path_factory.mktemp("week"), server) as magazine:
        withheld = {
            name: magazine.publish([texts(4)[place]], **fields)[0]
            for place, (name, fields) in enumerate(WITHHELD.items())
        }
        ids = magazine.publish(texts(ARTICLES[kind] + 4)[4:])
        late = ids[:: -len(ids) // EDITED][:EDITED]  # all over the site, the last first
        week = Week(late[::2], late[1::2], withheld)
        week.stood["before"] = magazine.all()
        live(magazine, week, "preview", mode="dry_run")
        with editing(magazine, week):
            live(magazine, week, "first")
        week.printed = printed(magazine, week)
        live(magazine, week, "second")
        week.reports["revert"] = magazine.revert(week.reports["first"].run_id)
        week.stood["revert"] = magazine.all()
        live(magazine, week, "last")
        yield week


def live(magazine: Magazine, week: Week, name: str, **parameters: str) -> None:
    """A run, remembered by a name."""
    before = magazine.standin.counters()["requests"]
    week.reports[name] = magazine.run(**parameters)
    week.asked[name] = magazine.standin.counters()["requests"] - before
    week.stood[name] = magazine.all()


@contextmanager
def editing(magazine: Magazine, week: Week) -> Iterator[None]:
    """While the block lasts, people edit: from our first write on, one article after the other."""
    over = threading.Event()
    with ThreadPoolExecutor(1) as people:
        edits = people.submit(edit, magazine, week, over)
        yield
        over.set()
    edits.result()  # raises what went wrong


def edit(magazine: Magazine, week: Week, over: threading.Event) -> None:
    """Once something has been written: half of the articles' texts, and half's descriptions."""
    first = min(week.others, key=int)
    while not magazine.fields(first)[0]:
        assert not over.wait(GLANCE), "the run was over before it wrote anything"
    for n, (body, description) in enumerate(zip(week.bodies, week.descriptions, strict=True)):
        magazine.rewrite(body, THEIRS.format(n=n))
        magazine.fill(description, description=THEIRS.format(n=n))


def printed(magazine: Magazine, week: Week) -> dict[str, list[str]]:
    """The descriptions on a part of the pages."""
    some = sorted(week.others, key=int)
    some = some[:: -(-len(some) // LOOKED_AT)]
    links = [week.stood["first"][article_id]["link"] for article_id in some]
    with ThreadPoolExecutor(2) as visitors:
        return dict(zip(some, visitors.map(magazine.printed, links), strict=True))


def offered(report: Report) -> dict[str, tuple[str, list[str]]]:
    """What a run would have in each article's fields."""
    return {p.article_id: (p.meta_description, list(p.keywords)) for p in report.proposals}


def standing(posts: Posts, ids: set[str]) -> dict[str, tuple[str, list[str]]]:
    """What these articles' fields hold."""
    shown = {article_id: posts[article_id]["rubricator"] for article_id in ids}
    return {id_: (fields["description"], fields["keywords"]) for id_, fields in shown.items()}


def of(ids: set[str], every: Mapping[str, T]) -> dict[str, T]:
    """What is there of some articles."""
    return {article_id: of_one for article_id, of_one in every.items() if article_id in ids}


def test_a_preview_writes_nothing(week: Week, kind: str) -> None:
    """Whatever can be read of any article is as it was, and each has its proposal."""
    assert week.stood["before"] == week.stood["preview"]
    preview = week.reports["preview"]
    assert (RunStatus.COMPLETED, ARTICLES[kind]) == (preview.status, counts(preview).generated)


def test_what_was_previewed_is_not_paid_for_again(week: Week, kind: str) -> None:
    """The live run asks nothing at all, and takes what was seen."""
    first = week.reports["first"]
    assert (0, ARTICLES[kind]) == (week.asked["first"], counts(first).reused)
    assert offered(week.reports["preview"]) == offered(first)


def test_each_article_is_written(week: Week) -> None:
    """With what the run says, and marked as ours; no article's date has changed by it."""
    others, first = week.others, week.stood["first"]
    assert of(others, offered(week.reports["first"])) == standing(first, others)
    assert all(first[article_id]["rubricator"]["mark"] for article_id in others)
    dates = {id_: post["modified_gmt"] for id_, post in of(others, week.stood["before"]).items()}
    assert dates == {id_: post["modified_gmt"] for id_, post in of(others, first).items()}


def test_each_page_has_one_description(week: Week) -> None:
    """The run's, as a search engine reads it."""
    texts_of = offered(week.reports["first"])
    assert {id_: [texts_of[id_][0]] for id_ in week.printed} == week.printed
    assert min(LOOKED_AT, len(week.others)) // 2 <= len(week.printed)


def test_what_is_withheld_is_left_alone(week: Week) -> None:
    """A draft, a private, a protected and a scheduled article: in no run, and as they were."""
    hidden = set(week.withheld.values())
    for report in week.reports.values():
        assert hidden.isdisjoint(offered(report))
    protected = week.withheld["protected"]
    assert SkipReason.PASSWORD == reasons(week.reports["first"])[protected]
    assert of(hidden, week.stood["before"]) == of(hidden, week.stood["last"])


def test_no_persons_text_is_lost(week: Week) -> None:
    """Neither by the run that they came into, nor by any later one."""
    for name in ("first", "second", "revert", "last"):
        for n, (body, description) in enumerate(zip(week.bodies, week.descriptions, strict=True)):
            told = THEIRS.format(n=n)
            assert told in week.stood[name][body]["content"]["raw"]
            assert told == week.stood[name][description]["rubricator"]["description"]


def test_nothing_is_missed_and_nothing_doubled(week: Week) -> None:
    """What people came between is left stale, all else is published, each once."""
    first = week.reports["first"]
    found = counts(first)
    assert found.selected == found.published + found.stale
    assert len(first.proposals) == len(offered(first))
    stale = {p.article_id for p in first.proposals if p.status is Status.STALE}
    assert stale <= week.people
    assert 1 <= found.stale == len(stale)  # people did come between
    assert RunStatus.COMPLETED == first.status


def test_the_next_run_asks_about_what_people_edited_alone(week: Week) -> None:
    """Once for each; a new text gets a new description, a person's own keeps standing.

    Where only that is new, the keywords are paid for already.
    """
    second = week.reports["second"]
    assert set(week.bodies) <= set(offered(second)) <= week.people
    assert len(offered(second)) == counts(second).selected
    assert len(week.bodies) == counts(second).generated == week.asked["second"]
    assert counts(second).selected == counts(second).published
    ours = of(set(week.bodies), offered(second))
    assert ours == standing(week.stood["second"], set(week.bodies))


def test_a_revert_puts_back_all_that_people_left_alone(week: Week) -> None:
    """To the last value that can be read, the dates and the marks among them."""
    assert of(week.others, week.stood["before"]) == of(week.others, week.stood["revert"])
    found = week.reports["revert"].counts
    assert isinstance(found, PublishingCounts)
    assert (0, 0, 0) == (found.published, found.held, found.failed)
    assert len(week.others) <= found.reverted
    assert found.listed == found.reverted + found.stale


def test_what_was_reverted_does_not_come_back(week: Week) -> None:
    """The next run names each of them, and leaves them as they were."""
    why = reasons(week.reports["last"])
    assert Counter({SkipReason.REVERTED: len(week.others)}) == Counter(
        why[article_id] for article_id in week.others
    )
    assert of(week.others, week.stood["before"]) == of(week.others, week.stood["last"])
