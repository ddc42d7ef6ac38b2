"""A small site for tests: posts that can be written, changed and looked at."""

from pathlib import Path
from typing import Any

import yaml

from connectors.ledger.database import Database
from connectors.ledger.queries import Queries
from flows.daily import daily
from flows.listener import LISTENER, Listener
from flows.publish import apply, revert
from schemas.article import SkipReason
from schemas.run import Counts, Report
from tests.standin_server import StandIn

POSTS = {
    "ferries": (
        "Night ferries return to the Skagerrak",
        (
            "The night ferries between Hirtshals and Larvik sail again from 3 November, after two "
            "winters spent in dock. Both ships carry lorries and cars, and each of the 240 cabins "
            "costs less than it did in 2023. The Skagerrak crossing takes eleven hours."
        ),
    ),
    "mills": (
        "The last water mill of Ormsby grinds again",
        (
            "The water mill of Ormsby grinds flour again on the first Saturday of every month, as "
            "it did until 1962. Three volunteers rebuilt its wheel from 36 oak boards. The mill "
            "pond was dredged in spring, and the sluice has a new gate of larch."
        ),
    ),
    "bread": (
        "Why rye bread keeps for a week",
        (
            "Rye bread keeps for a week because its crumb holds more water than that of any wheat "
            "loaf. A baker in Tartu let 14 loaves stand on a shelf and cut one of them each day. "
            "The sour dough does the rest, and the crust is the best of all lids."
        ),
    ),
}
PRETTY = "---\ntitle: {title!r}\ndate: 2026-11-20  # as printed\ntags: [harbour]\n---\n\n{text}\n"


class Reports(Listener):
    """Keeps what runs report."""

    def __init__(self) -> None:
        self.kept: list[Report] = []

    def reported(self, report: Report) -> None:
        """Keep it."""
        self.kept.append(report)


class Meanwhile(Reports):
    """Somebody who does something, once, when a step has got so far."""

    def __init__(self, step: str, after: int) -> None:
        super().__init__()
        self._at, self._left, self._step, self._done = step, after, "", False

    def reached(self) -> None:
        """Do it."""

    def step(self, _site: str, name: str, _total: int | None = None) -> None:
        """A step begins."""
        self._step = name
        self.advance(0)

    def advance(self, articles: int = 1) -> None:
        """So many are done."""
        if self._done or self._step != self._at:
            return
        self._left -= articles
        self._done = self._left <= 0
        if self._done:
            self.reached()


class Journal:
    """The site's folder, its configuration, and runs over it."""

    def __init__(self, folder: Path, standin: StandIn) -> None:
        self.folder = folder
        self.standin = standin
        self.posts = folder / "posts"
        self.ledger = folder / "rubricator.db"
        self.posts.mkdir()

    def configure(self, site: str = "", claude: str = "", top: str = "") -> None:
        """Write the configuration, with more lines in one of its sections."""
        (self.folder / "rubricator.toml").write_text(
            f'{top}\n[claude]\nbase_url = "{self.standin.url}"\n{claude}\n'
            f'[[sites]]\nname = "journal"\nconnector = "markdown"\npath = "posts"\n{site}\n'
        )

    def post(self, name: str, **changes: str) -> Path:
        """A post of its name; `title` and `text` may be other ones."""
        title, text = POSTS.get(name, POSTS["ferries"])
        path = self.posts / f"{name}.md"
        path.write_text(
            PRETTY.format(title=changes.get("title", title), text=changes.get("text", text))
        )
        return path

    def edit(self, name: str, old: str, new: str) -> None:
        """What a person does to the front matter of a post."""
        self._replace(name, old, new, part=1)

    def edit_body(self, name: str, old: str, new: str) -> None:
        """What a person does to the text of a post."""
        self._replace(name, old, new, part=2)

    def _replace(self, name: str, old: str, new: str, part: int) -> None:
        path = self.posts / f"{name}.md"
        parts = path.read_text().split("---\n", 2)
        assert old in parts[part]
        parts[part] = parts[part].replace(old, new, 1)
        path.write_text("---\n".join(parts))

    def fields(self, name: str) -> tuple[Any, Any]:
        """The description and the keywords that stand in a post."""
        front_matter = yaml.safe_load((self.posts / f"{name}.md").read_text().split("---\n")[1])
        return front_matter.get("description"), front_matter.get("keywords")

    def bytes(self) -> dict[str, bytes]:
        """Every file of the site, to the byte."""
        return {path.name: path.read_bytes() for path in sorted(self.posts.iterdir())}

    def statuses(self) -> list[str]:
        """How the ledger says that the runs ended, the latest first."""
        database = Database(f"sqlite:///{self.ledger.name}", self.folder)
        try:
            return [row.status for row in Queries(database).runs(10)]
        finally:
            database.close()

    def run(self, mode: str = "live", **parameters: Any) -> Report:
        """One run of the daily flow."""
        (report,) = self.reports(daily, mode=mode, **parameters)
        return report

    def apply(self, run_id: str, **parameters: Any) -> Report:
        """One run of the applying flow."""
        (report,) = self.reports(apply, run_id=run_id, **parameters)
        return report

    def revert(self, run_id: str, **parameters: Any) -> Report:
        """One run of the reverting flow."""
        (report,) = self.reports(revert, run_id=run_id, **parameters)
        return report

    def reports(self, flow: Any, **parameters: Any) -> list[Report]:
        """What a flow run reports."""
        listener = Reports()
        token = LISTENER.set(listener)
        try:
            self.state = flow(**parameters, return_state=True)
        finally:
            LISTENER.reset(token)
        return listener.kept


def counts(report: Report) -> Counts:
    """The counts of a live or dry run, whose two identities always hold."""
    found = report.counts
    assert isinstance(found, Counts)
    assert found.listed == found.selected + found.skipped
    assert found.selected == (
        found.reused
        + found.generated
        + found.refused
        + found.failed
        + found.out_of_budget
        + found.waiting
    )
    return found


def reasons(report: Report) -> dict[str, SkipReason]:
    """Why each skipped article was left alone."""
    return {skipped.article_id: skipped.reason for skipped in report.skipped_articles}
