"""A WordPress of a few lines, for runs over a site that is called."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from tests.builders import NOON
from tests.connectors.scripted_server import Asked, Script, Told
from tests.connectors.scripted_wordpress import POSTS, WP, a_post_with_yoast, paged, wordpress
from tests.flows.journal import POSTS as ARTICLES
from tests.flows.journal import Journal

KINDS = {"post": {"rest_base": "posts", "rest_namespace": "wp/v2"}}
VARIABLE = "MAGAZINE_PASSWORD"


def a_post(number: int) -> dict[str, Any]:
    """A published article of a site with Yoast SEO: one of the journal's three."""
    title, text = list(ARTICLES.values())[number % len(ARTICLES)]
    said = {"title": {"raw": title}, "content": {"raw": f"<p>{text}</p>"}}
    return a_post_with_yoast(number, NOON - timedelta(days=1), **said)


def a_magazine(script: Script, journal: Journal, posts: Mapping[int, dict[str, Any]]) -> None:
    """A site of these posts at a server, in the journal's place in its configuration."""
    wordpress(script, "yoast/v1").on(f"GET {WP}wp/v2/types", Told(200, KINDS))
    script.on(f"GET {POSTS}", paged(list(posts.values())))
    for number, post in posts.items():
        script.on(f"GET {POSTS}/{number}", partial(_shown, post))
    (journal.folder / "rubricator.toml").write_text(
        f'[claude]\nbase_url = "{journal.standin.url}"\n[[sites]]\nname = "magazine"\n'
        f'connector = "wordpress"\nbase_url = "{script.url}"\nusername = "editor"\n'
        f'password_env = "{VARIABLE}"\npost_types = ["posts"]\n'
    )


def _shown(post: dict[str, Any], _: Asked) -> Told:
    return Told(200, post)
