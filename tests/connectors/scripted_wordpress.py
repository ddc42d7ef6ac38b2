"""The answers of a WordPress site, each of them a line in a script."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pydantic import SecretStr

from connectors.wordpress.api import Api
from tests.clock import StillClock
from tests.connectors.scripted_server import Asked, Reply, Script, Told

WP = "/wp-json/"
POSTS = f"{WP}wp/v2/posts"
TAGS = f"{WP}wp/v2/tags"
ME = f"{WP}wp/v2/users/me"
PASSWORD = "abcd efgh"
RIGHTS = {"edit_posts": True, "edit_others_posts": True, "edit_published_posts": True}
USER: Mapping[str, Any] = {"id": 1, "name": "Ed", "roles": ["editor"], "capabilities": RIGHTS}
LOGIN = {"application-passwords": {"endpoints": {"authorization": "https://x.example/"}}}
HTML = Told(200, b"<!DOCTYPE html><html>Magazine</html>", {"Content-Type": "text/html"})


def linked(address: str, status: int = 200) -> Told:
    """A front page that says where the API is."""
    return Told(status, b"", {"Link": f'<{address}>; rel="https://api.w.org/", <x>; rel="y"'})


def about(*namespaces: str, **changes: Any) -> Told:
    """What a site says of itself."""
    said = {"name": "Magazine", "namespaces": ["wp/v2", *namespaces], "authentication": LOGIN}
    return Told(200, said | changes)


def wordpress(script: Script, *namespaces: str) -> Script:
    """A site that knows us; everything else is for the test to tell."""
    script.on("HEAD /", linked(f"{script.url}{WP}"))
    return script.on(f"GET {WP}", about(*namespaces)).on(f"GET {ME}", Told(200, USER))


def a_post_with_yoast(number: int, day: datetime, **changes: Any) -> dict[str, Any]:
    """A published post of a site with Yoast SEO, whose fields are empty."""
    post = {
        "id": number,
        "type": "post",
        "status": "publish",
        "link": f"https://magazine.example/{number}/",
        "date_gmt": day.isoformat(),
        "modified_gmt": day.isoformat(),
        "title": {"raw": "Roofs"},
        "content": {"raw": "<p>The council has voted for panels on the town hall.</p>"},
        "excerpt": {"raw": ""},
        "tags": [],
        "meta": {"_yoast_wpseo_metadesc": "", "_yoast_wpseo_focuskw": ""},
    }
    return post | changes


def api(script: Script, url: str = "") -> Api:
    """The API, not asked for anything yet."""
    return Api(url or script.url, "editor", SecretStr(PASSWORD), StillClock())


def refused(status: int, code: str, **data: Any) -> Told:
    """One of WordPress's errors."""
    return Told(status, {"code": code, "message": "<b>No.</b>", "data": {"status": status, **data}})


def paged(*pages: Sequence[Any], total: int = 0) -> Reply:
    """A list in pages; `total` where WordPress counted more of them than there are."""

    def reply(asked: Asked) -> Told:
        number = int(asked.parameters.get("page", 1))
        if number > max(len(pages), 1):
            return refused(400, "rest_post_invalid_page_number")
        headers = {"X-WP-TotalPages": str(total or len(pages))}
        return Told(200, pages[number - 1] if pages else [], headers)

    return reply
