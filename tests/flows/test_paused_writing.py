"""A pause, while a slow site is written to."""

import time

import pytest

from connectors.ledger.brake import Brake
from connectors.ledger.database import Database
from flows.context import SystemClock
from schemas.run import RunStatus
from tests.connectors.scripted_server import Asked, Told, serving
from tests.connectors.scripted_wordpress import POSTS
from tests.flows.journal import Journal, counts
from tests.flows.magazine import VARIABLE, a_magazine, a_post


def test_what_is_not_written_yet_when_a_pause_begins_is_held(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Within a second, also where several writes are on record together; it can be applied."""
    monkeypatch.setenv(VARIABLE, "abcd efgh")
    posts = {number: a_post(number) for number in (7, 8, 9)}

    def written(asked: Asked) -> Told:
        if all(not post["meta"]["_yoast_wpseo_metadesc"] for post in posts.values()):
            database = Database("sqlite:///rubricator.db", journal.folder)
            Brake(database, SystemClock()).pull("Ed", "a bad morning")
            database.close()
            time.sleep(1.1)  # a run looks once a second
        post = posts[int(asked.path.rpartition("/")[2])]
        post["meta"] |= asked.value["meta"]
        return Told(200, post)

    with serving() as script:
        a_magazine(script, journal, posts)
        for number in posts:
            script.on(f"POST {POSTS}/{number}", written)
        report = journal.run()
        done = sum(bool(post["meta"]["_yoast_wpseo_metadesc"]) for post in posts.values())

    assert RunStatus.CANCELLED is report.status
    assert 1 <= done <= 2  # two are written to at once
    assert (done, 3 - done) == (counts(report).published, counts(report).held)
    assert "a bad morning" in report.reason
