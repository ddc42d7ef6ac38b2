"""Auditing real folders: all of the archive, compared with all of it."""

from datetime import datetime
from pathlib import Path

import pytest

from flows.audit import Scope, audit_site
from flows.config import ConfigError
from flows.context import SystemClock
from flows.listener import Listener
from flows.secrets import no_block
from flows.sites import opened
from schemas.article import SkipReason
from schemas.audit import Audit, Unread
from tests.builders import TEXT
from tests.flows.settings_file import loaded

FERRIES = (
    "From 3 November two ships again sail overnight between Hirtshals and Larvik, "
    "with cheaper cabins and a winter timetable for night ferries."
)
SITE = '[[sites]]\nname = "journal"\nconnector = "markdown"\npath = "posts"\n'


class Followed(Listener):
    """Remembers the steps, and how far each came."""

    def __init__(self) -> None:
        self.steps: list[tuple[str, str, int | None, int]] = []

    def step(self, site: str, name: str, total: int | None = None) -> None:
        """A new one."""
        self.steps.append((site, name, total, 0))

    def advance(self, articles: int = 1) -> None:
        """One more."""
        site, name, total, done = self.steps[-1]
        self.steps[-1] = (site, name, total, done + articles)


def write(folder: Path, name: str, lines: str, text: str = TEXT) -> Path:
    """A file with this front matter."""
    posts = folder / "posts"
    posts.mkdir(exist_ok=True)
    path = posts / name
    path.write_text(f"---\n{lines}\n---\n\n{text}", encoding="utf-8")
    return path


def outcome(
    folder: Path, scope: Scope | None = None, site: str = "", listener: Listener | None = None
) -> Audit | Unread:
    """The audit of the folder's only site, with more lines in its settings."""
    configuration = loaded(folder, SITE + site)
    (settings,) = configuration.settings.sites
    reader = opened(configuration, settings, no_block, SystemClock())
    return audit_site(reader, settings, scope or Scope(), listener or Listener())


def audited(folder: Path, scope: Scope | None = None, site: str = "") -> Audit:
    """The audit of a site that can be read."""
    found = outcome(folder, scope, site)
    assert isinstance(found, Audit)
    return found


def test_the_whole_archive_is_judged(tmp_path: Path) -> None:
    """Articles of any age, without a date, and those that are to appear next year."""
    for name, date in (("old", "1999-01-01"), ("new", "2026-11-20"), ("next", "2027-06-01")):
        write(tmp_path, f"{name}.md", f"title: Ferries\ndate: {date}")
    write(tmp_path, "undated.md", "title: Ferries")
    assert (4, 4, 4) == ((found := audited(tmp_path)).articles, found.judged, found.undescribed)


def test_one_bad_file_stops_nothing(tmp_path: Path) -> None:
    """It is named with what is wrong with it."""
    write(tmp_path, "good.md", f"title: Ferries\ndescription: {FERRIES}\nkeywords: [cats]")
    write(tmp_path, "broken.md", "title: a: b")
    write(tmp_path, "draft.md", "title: Ferries\ndraft: true")
    (tmp_path / "posts" / "bytes.md").write_bytes(b"---\ntitle: \xff\n---\n")
    found = audited(tmp_path)
    assert (4, 1, 1) == (found.articles, found.judged, found.described)
    assert {
        SkipReason.BROKEN_FRONT_MATTER: 1,
        SkipReason.DRAFT: 1,
        SkipReason.UNREADABLE: 1,
    } == found.reasons
    assert any("not UTF-8" in one.detail for one in found.left_alone)


def test_nothing_is_written(tmp_path: Path) -> None:
    """Neither to the site nor to a ledger."""
    path = write(tmp_path, "post.md", "title: Ferries")
    before = path.read_bytes(), path.stat().st_mtime_ns
    audited(tmp_path)
    assert before == (path.read_bytes(), path.stat().st_mtime_ns)
    assert {"posts", "rubricator.toml"} == {one.name for one in tmp_path.iterdir()}


def test_a_site_without_keywords_lacks_none(tmp_path: Path) -> None:
    """Its file may have some all the same; they are not judged."""
    cats = "[cats, dogs, mice, cows, pigs]"
    write(tmp_path, "post.md", f"title: Ferries\ndescription: {FERRIES}\nkeywords: {cats}")
    assert audited(tmp_path).found
    found = audited(tmp_path, site='keywords_field = ""\n')
    assert (None, ()) == (found.without_keywords, found.found)


def test_a_part_is_compared_with_the_whole(tmp_path: Path) -> None:
    """An article of this month may say what one of ten years ago says."""
    for name, date in (("old", "2016-11-01"), ("new", "2026-11-20")):
        write(tmp_path, f"{name}.md", f"title: Ferries\ndate: {date}\ndescription: {FERRIES}")
    found = audited(tmp_path, Scope(since=datetime(2026, 1, 1)))  # noqa: DTZ001 - the site's zone
    assert 1 == found.articles
    assert ["new.md"] == [one.article_id for one in found.worst]
    assert (("new.md", "old.md"),) == found.duplicates


def test_the_order_of_reading_decides_nothing(tmp_path: Path) -> None:
    """Who comes first is compared with who comes last, and its names with what all others say."""
    for letter, number in zip("abcdefghijkl", range(12), strict=True):
        story = f"Number {number} of Rubrofax" + f" {letter * 5} {letter * 6} {letter * 7}" * 3
        write(tmp_path, f"{letter}.md", f"title: Ferries\ndescription: Of {story}.")
    said = [{found.rule for found in one.findings} for one in audited(tmp_path).worst]
    assert 12 == len(said)
    assert not any({"G2", "G2b"} & rules for rules in said)
    (tmp_path / "posts" / "l.md").unlink()
    for name in "abc":
        (tmp_path / "posts" / f"{name}.md").unlink()
    assert all({"G2", "G2b"} & {f.rule for f in one.findings} for one in audited(tmp_path).worst)


def test_a_bound_is_in_the_sites_time_zone(tmp_path: Path) -> None:
    """Midnight in Berlin comes before midnight in London."""
    write(tmp_path, "post.md", "title: Ferries\ndate: 2026-11-19T23:30:00Z")
    until = Scope(until=datetime(2026, 11, 20))  # noqa: DTZ001 - the site's zone
    assert 1 == audited(tmp_path, until).articles
    assert 0 == audited(tmp_path, until, 'timezone = "Europe/Berlin"\n').articles


def test_a_limit_is_kept(tmp_path: Path) -> None:
    """In the order of the listing."""
    for name in "abc":
        write(tmp_path, f"{name}.md", "title: Ferries")
    found = audited(tmp_path, Scope(limit=2))
    assert ["a.md", "b.md"] == [one.article_id for one in found.found]


def test_who_waits_sees_how_far_it_is(tmp_path: Path) -> None:
    """All are read once, and those of a part a second time, to be judged."""
    for name in "abc":
        write(tmp_path, f"{name}.md", "title: Ferries")
    whole, part = Followed(), Followed()
    outcome(tmp_path, listener=whole)
    outcome(tmp_path, Scope(limit=1), listener=part)
    assert [("journal", "judging", None, 3)] == whole.steps
    assert [("journal", "reading", None, 3), ("journal", "judging", None, 1)] == part.steps


def test_a_folder_that_is_gone_is_unread(tmp_path: Path) -> None:
    """That is a result, so that other sites get theirs."""
    found = outcome(tmp_path)
    assert isinstance(found, Unread)
    assert "there is no such folder" in found.reason


def test_settings_that_cannot_work_are_an_error(tmp_path: Path) -> None:
    """They name the site."""
    with pytest.raises(ConfigError, match="site journal: glob"):
        outcome(tmp_path, site='glob = "../*"\n')
