"""Articles that are named, at a site that is called."""

from datetime import timedelta
from typing import Any

import pytest

from schemas.article import SkipReason
from tests.builders import NOON
from tests.connectors.scripted_server import Told, serving
from tests.connectors.scripted_wordpress import POSTS, WP, paged, refused, wordpress
from tests.flows.journal import Journal, reasons

KINDS = {"post": {"rest_base": "posts", "rest_namespace": "wp/v2"}}


def a_post(number: int) -> dict[str, Any]:
    """A published article of a site with Yoast SEO."""
    text = "The council has voted for panels on the town hall, and for a new roof of the mill. "
    return {
        "id": number,
        "type": "post",
        "status": "publish",
        "link": f"https://magazine.example/{number}/",
        "date_gmt": (NOON - timedelta(days=1)).isoformat(),
        "modified_gmt": (NOON - timedelta(days=1)).isoformat(),
        "title": {"raw": "Roofs"},
        "content": {"raw": f"<p>{text * 4}</p>"},
        "excerpt": {"raw": ""},
        "tags": [],
        "meta": {"_yoast_wpseo_metadesc": "", "_yoast_wpseo_focuskw": ""},
    }


def test_one_that_cannot_be_read_does_not_stop_the_others(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is skipped, and named with what the site said of it."""
    monkeypatch.setenv("MAGAZINE_PASSWORD", "abcd efgh")
    with serving() as script:
        wordpress(script, "yoast/v1").on(f"GET {WP}wp/v2/types", Told(200, KINDS))
        script.on(f"GET {POSTS}", paged([a_post(8)]))
        script.on(f"GET {POSTS}/7", refused(403, "rest_forbidden_context"))
        script.on(f"GET {POSTS}/8", Told(200, a_post(8)))
        site = f'[[sites]]\nname = "magazine"\nconnector = "wordpress"\nbase_url = "{script.url}"\n'
        claude = f'[claude]\nbase_url = "{journal.standin.url}"\n'
        login = 'username = "editor"\npassword_env = "MAGAZINE_PASSWORD"\npost_types = ["posts"]\n'
        (journal.folder / "rubricator.toml").write_text(claude + site + login)

        report = journal.run("dry_run", article=["7", "8"])

    assert {"7": SkipReason.UNREADABLE} == reasons(report)
    assert ["8"] == [proposal.article_id for proposal in report.proposals]
    assert report.skipped_articles[0].detail
