"""What goes wrong around a magazine: passwords, sites that are down, kills, refusals."""

import json
import os
import signal
import subprocess
import time
from base64 import b64encode
from collections import Counter
from pathlib import Path

import pytest

from schemas.article import SkipReason
from schemas.run import RunStatus
from tests.flows.journal import counts, reasons
from tests.flows.terminal import COMMAND, Shell, Told, environment, process
from tests.real.magazine import PASSWORD, Magazine
from tests.real.records import calls_of, receipts_of
from tests.real.texts import texts

WRONG = "abcd efgh ijkl mnop qrst uvwx"
FOLDER = '[[sites]]\nname = "journal"\nconnector = "markdown"\npath = "posts"\n'
CURE = "does not know this user and application password; make a new one in WordPress"
ARTICLES = 24
WRITTEN = 6  # articles from which on the run is killed
GLANCE = 0.02  # seconds between two looks
PATIENCE = 60.0  # seconds until it has begun to write
COUNTING = """<?php
add_filter('rest_post_dispatch', function ($answer, $server, $request) {
    $route = '#^/rubricator/v1/posts/(\\d+)$#';
    if (200 === $answer->get_status() && preg_match($route, $request->get_route(), $found)) {
        file_put_contents(WP_CONTENT_DIR . '/writes.log', "$found[1]\\n", FILE_APPEND | LOCK_EX);
    }
    return $answer;
}, 10, 3);
"""


@pytest.fixture
def shell(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, magazine: Magazine
) -> Shell:
    """A terminal in which `rubricator` works on the magazine."""
    return Shell(capsys, monkeypatch)


@pytest.fixture
def locked_out(magazine: Magazine, monkeypatch: pytest.MonkeyPatch) -> Magazine:
    """A magazine that does not know the configured password."""
    monkeypatch.setenv(PASSWORD, WRONG)
    magazine.some(2)
    return magazine


def statuses(told: Told) -> dict[str, str]:
    """How the run of each site ended."""
    return {run["site"]: run["status"] for run in json.loads(told.out)["runs"]}


def keeps_the_secret(magazine: Magazine, told: Told) -> bool:
    """Whether the password is nowhere: neither said, in any form, nor kept in a file."""
    pair = f"{magazine.site.username}:{WRONG}".encode()
    files = [path for path in magazine.folder.rglob("*") if path.is_file()]
    kept = b"".join(path.read_bytes() for path in files)
    found = kept + told.out.encode() + told.err.encode()
    return not any(form in found for form in (WRONG.encode(), b64encode(pair), b"qrst"))


@pytest.mark.parametrize(("command", "code"), [("run", 4), ("doctor", 2)])
def test_a_wrong_password_is_said_with_its_cure(
    locked_out: Magazine, command: str, code: int
) -> None:
    """By commands in processes of their own; nothing is asked of Claude, and no secret told."""
    told = process(command)
    assert code == told.code
    assert CURE in told.out
    assert keeps_the_secret(locked_out, told)
    assert 0 == locked_out.standin.counters()["requests"]


def test_a_wrong_password_is_one_sites_trouble(locked_out: Magazine, shell: Shell) -> None:
    """The folder beside it gets its metadata; the JSON says both, and the worse decides."""
    locked_out.configure(FOLDER)
    locked_out.post("bread")
    told = shell("run", "--json")
    assert (4, {"magazine": "failed", "journal": "completed"}) == (told.code, statuses(told))
    assert all(locked_out.fields_of("bread"))
    assert keeps_the_secret(locked_out, told)


def test_a_site_that_is_down_is_one_sites_trouble(magazine: Magazine, shell: Shell) -> None:
    """The same; and when it is up again, its articles are written."""
    magazine.configure(FOLDER)
    magazine.post("bread")
    ids = magazine.some(2)

    with magazine.site.down():
        told = shell("run", "--json")

    assert (4, {"magazine": "failed", "journal": "completed"}) == (told.code, statuses(told))
    reason = json.loads(told.out)["runs"][0]["reason"]
    assert f"{magazine.site.url}: it cannot be reached" in reason
    assert all(magazine.fields_of("bread"))
    later = shell("run", "--json")
    assert (0, {"magazine": "completed", "journal": "completed"}) == (later.code, statuses(later))
    assert all(magazine.fields(article_id)[0] for article_id in ids)


def test_a_killed_run_is_continued(magazine: Magazine) -> None:
    """In the middle of its writes: each article is written once, and paid for once."""
    ids = magazine.some(ARTICLES)
    plugin = magazine.site.folder / "wp-content/mu-plugins/counting.php"
    log = magazine.site.folder / "wp-content/writes.log"
    plugin.write_text(COUNTING, encoding="utf-8")

    code = killed(log)
    begun = len(lines(log))
    report = magazine.run()
    written = Counter(lines(log))
    plugin.unlink()
    log.unlink()

    assert -signal.SIGKILL == code
    assert WRITTEN <= begun < ARTICLES
    assert Counter(ids) == written
    assert RunStatus.COMPLETED == report.status
    verdicts = Counter((receipt.article_id, receipt.verdict) for receipt in receipts_of(magazine))
    assert {(article_id, "written"): 1 for article_id in ids} == verdicts
    paid = Counter((call.article_id, call.attempt) for call in calls_of(magazine) if call.reply)
    assert {1} == set(paid.values())
    assert paid.total() == magazine.standin.counters()["answered"]


def killed(log: Path) -> int:
    """The exit code of a live run in a process of its own, killed while it writes."""
    run = subprocess.Popen(
        [COMMAND, "run"], env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    end = time.monotonic() + PATIENCE
    while len(lines(log)) < WRITTEN and time.monotonic() < end:
        time.sleep(GLANCE)
    os.kill(run.pid, signal.SIGKILL)
    return run.wait()


def lines(log: Path) -> list[str]:
    """The articles that have been written to, in their order."""
    return log.read_text(encoding="utf-8").split() if log.exists() else []


def test_what_failed_is_tried_again_alone(magazine: Magazine, shell: Shell) -> None:
    """`--failed-of` takes what was refused, and nothing else."""
    ids = magazine.some(3)
    magazine.configure(claude="concurrency = 1")
    magazine.standin.script({"refusal": "cyber"})
    first = magazine.run()
    refused = [failure.article_id for failure in first.failures]

    told = shell("run", "--failed-of", first.run_id, "--json")

    assert (1, 2) == (len(refused), counts(first).published)
    run = json.loads(told.out)
    assert (0, refused) == (told.code, [one["article_id"] for one in run["proposals"]])
    assert all(magazine.fields(article_id)[0] for article_id in ids)


def test_a_named_article_is_worked_on_alone(magazine: Magazine) -> None:
    """Also one that lies outside of every window; one that is not there is named as missing."""
    old = magazine.some(1, post_date_gmt="2019-05-01 08:00:00")
    ids = [*old, *magazine.publish(texts(3)[1:])]

    assert set(ids[1:]) == {p.article_id for p in magazine.run("dry_run").proposals}
    report = magazine.run(article=[old[0], "999999"])

    assert old == [proposal.article_id for proposal in report.proposals]
    assert {"999999": SkipReason.NOT_FOUND} == reasons(report)
    assert [True, False, False] == [bool(magazine.fields(article_id)[0]) for article_id in ids]


def test_an_audit_judges_what_people_wrote(magazine: Magazine, shell: Shell) -> None:
    """Free, and nothing is written; drafts and what is protected are not judged."""
    one, _, protected = magazine.some(3)
    magazine.rest("POST", f"wp/v2/posts/{protected}", {"password": "open sesame"})
    magazine.fill(one, description="Too short.")
    before = magazine.all()

    told = shell("audit", "--json")

    site = json.loads(told.out)
    assert 0 == told.code
    assert (3, 2, 1) == (site["articles"], site["judged"], site["described"])
    assert one == site["worst"][0]["article_id"]
    assert before == magazine.all()
    assert 0 == magazine.standin.counters()["requests"]
