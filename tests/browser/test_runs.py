"""From a form to the site: a backfill in shards; a preview, applied as shown, and put back."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Desk
from tests.browser.pages import Run

SINCE, UNTIL = date(2026, 11, 1), date(2026, 11, 21)  # of the example's fifteen posts
LARGEST = 200_000  # bytes of a picture


@pytest.fixture(scope="module")
def backfill(desk: Desk, pictures: Path) -> Run:
    """One that was filled in, sent and followed to its end."""
    form = desk.pages.form("backfill")
    form.pick("since", SINCE)
    form.pick("until", UNTIL)
    form.write("site", "journal")
    form.number("max_usd").fill("0.5")
    form.number("shard_size").fill("6")
    desk.pages.picture(pictures / "backfill-form.png", height=1235)
    run = form.submit()
    assert "Completed" == run.end()
    return run


def test_a_backfill_shows_its_shards(desk: Desk, backfill: Run, pictures: Path) -> None:
    """Each is a run of its own, which the pages lead to."""
    backfill.again()
    desk.pages.tab("Subflow Runs")
    shards = desk.pages.page.locator("main").get_by_role("link", name=re.compile("^journal: shard"))
    expect(shards).to_have_count(3)
    expect(desk.pages.page.get_by_text("Completed", exact=True)).to_have_count(4)
    desk.pages.picture(pictures / "backfill-run.png", height=975)
    shards.first.click()
    written = desk.pages.artifact("report-journal")
    expect(written).to_contain_text("journal: the live run is complete")
    expect(written.get_by_role("table")).to_contain_text("published")


def test_a_backfill_adds_up(desk: Desk, backfill: Run) -> None:
    """What all of it did and spent, and a line for each shard."""
    backfill.again()
    written = desk.pages.artifact("backfill")
    expect(written).to_contain_text("3 shards, 15 listed, 10 selected")
    expect(written).to_contain_text("of at most $0.50 for all of it")
    expect(written.get_by_role("row")).to_have_count(1 + 3)


def test_what_was_previewed_is_applied_and_put_back(desk: Desk) -> None:
    """Word for word as the page showed it, and byte for byte as it was."""
    before = desk.posts("magazine")
    preview = desk.pages.form("preview")
    preview.pick("since", SINCE)
    preview.write("site", "magazine")
    run = preview.submit()
    assert "Completed" == run.end()
    assert before == desk.posts("magazine")
    shown = proposed(desk.pages.artifact("proposals-magazine"))
    run.again()
    assert "Completed" == give(desk, "apply", run_shown(desk))
    assert shown == written(desk, before)
    assert "Completed" == give(desk, "revert", run_shown(desk))
    assert before == desk.posts("magazine")


def test_the_pictures_are_small(backfill: Run, pictures: Path) -> None:
    """A reader loads them all."""
    sizes = [(pictures / name).stat().st_size for name in ("backfill-form.png", "backfill-run.png")]
    assert max(sizes) < LARGEST


def give(desk: Desk, name: str, run_id: str) -> str:
    """How the deployment ends that is given a run."""
    form = desk.pages.form(name)
    form.write("run_id", run_id)
    return form.submit().end()


def run_shown(desk: Desk) -> str:
    """The id of the run whose page is shown."""
    return desk.pages.artifact("report-magazine").locator("code").first.inner_text()


def proposed(table: Locator) -> dict[str, tuple[str, str]]:
    """The description and the keywords that the page shows, by the article's id."""
    found = {}
    for row in table.get_by_role("row").all()[1:]:
        article, fields, _ = row.get_by_role("cell").all_inner_texts()
        description, keywords = fields.split("\n")[:2]
        found[article.split("\n")[-1]] = description, keywords
    return found


def written(desk: Desk, before: dict[str, bytes]) -> dict[str, tuple[str, str]]:
    """The same, out of the files that are not as they were."""
    found = {}
    for name, content in desk.posts("magazine").items():
        if content != before[name]:
            old, new = front_matter(before[name]), front_matter(content)
            kept = new["description"] == old.get("description")
            description = "(description: kept as it is)" if kept else new["description"]
            found[name] = description, ", ".join(new["keywords"])
    return found


def front_matter(content: bytes) -> dict[str, Any]:
    """What a post says of itself."""
    found: dict[str, Any] = yaml.safe_load(content.decode("utf-8-sig").split("---")[1])
    return found
