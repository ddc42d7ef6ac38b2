"""A WordPress site as its editors see it, through its REST API, so that all can be recorded."""

from datetime import datetime
from pathlib import Path
from typing import Any

import requests
from pydantic import SecretStr

from connectors.cms import CMS, Place
from connectors.wordpress.settings import WordPressSettings
from connectors.wordpress.site import open_site
from schemas.article import ArticleId, Fields
from tests.clock import StillClock
from tests.connectors.conformance import BODY, NOON, NOTHING
from tests.connectors.conformance.desk import State

STATES = {"published": "publish", "draft": "draft", "private": "private", "protected": "publish"}
BLOCK = "<!-- wp:paragraph -->\n<p>{}</p>\n<!-- /wp:paragraph -->"
KEPT = (
    "id,date_gmt,modified_gmt,slug,status,type,title.raw,content.raw,excerpt.raw,author,tags,"
    "categories,meta,comment_status,sticky,rubricator"
)


class WordPressDesk:
    """The editors' side: somebody in WordPress's own editor."""

    def __init__(self, url: str, username: str, password: str, **settings: Any) -> None:
        """`settings` are those of the site, beyond its address and its user."""
        self.url = url
        self._auth = username, password
        self._settings = settings

    def connector(self, *, username: str = "", password: str = "", url: str = "") -> CMS:
        """The site's connector, as the administrator or as somebody else."""
        site = WordPressSettings(
            name="magazine",
            connector="wordpress",
            base_url=url or self.url,
            username=username or self._auth[0],
            **self._settings,
        )
        secret = SecretStr(password or self._auth[1])
        return open_site(site, Place(Path(), {"password": secret}, StillClock()))

    def author(self) -> CMS:
        """The connector of somebody who may edit what is theirs alone."""
        password = self._send("POST", "desk/v1/author")["app_password"]
        return self.connector(username="author", password=password)

    def publish(
        self,
        title: str,
        *,
        on: datetime = NOON,
        fields: Fields = NOTHING,
        state: State = "published",
    ) -> ArticleId:
        """A new post of one paragraph."""
        post = {
            "title": title,
            "content": BLOCK.format(BODY.strip()),
            "date_gmt": f"{on:%Y-%m-%dT%H:%M:%S}",
            "status": STATES[state],
        }
        if state == "protected":
            post["password"] = "open sesame"
        made = self._send("POST", "wp/v2/posts", post, _fields="id")
        article_id = ArticleId(str(made["id"]))
        self._fill(article_id, fields)
        return article_id

    def seed(self, count: int) -> list[ArticleId]:
        """So many articles at once."""
        told = {"count": count, "on": f"{NOON:%Y-%m-%d %H:%M:%S}", "body": BODY}
        ids = self._send("POST", "desk/v1/seed", told)
        return [ArticleId(str(number)) for number in ids]

    def rewrite(self, article_id: ArticleId, *, body: str = "", description: str = "") -> None:
        """Another text, or another description."""
        if body:
            changed = {"content": BLOCK.format(body.strip())}
            self._send("POST", f"wp/v2/posts/{article_id}", changed, _fields="id")
        if description:
            self._fill(article_id, Fields(description=description))

    def delete(self, article_id: ArticleId) -> None:
        """Past the bin."""
        self._send("DELETE", f"wp/v2/posts/{article_id}", force="true", _fields="deleted")

    def discard(self, article_id: ArticleId) -> None:
        """Into the bin."""
        self._send("DELETE", f"wp/v2/posts/{article_id}", _fields="id,status")

    def deafen(self) -> None:
        """From now on the site says yes to writes, and keeps nothing."""
        self._send("POST", "desk/v1/deaf", {"on": True})

    def stored(self, article_id: ArticleId) -> dict[str, Any]:
        """The post, as far as its API shows it."""
        path = f"wp/v2/posts/{article_id}"
        kept: dict[str, Any] = self._send("GET", path, context="edit", _fields=KEPT)
        return kept

    def rest(self, article_id: ArticleId) -> object:
        """The same without the fields of SEO."""
        return {**self.stored(article_id), "rubricator": None}

    def _fill(self, article_id: ArticleId, fields: Fields) -> None:
        """What a person writes into the SEO plugin's box."""
        if not fields.meant:
            return
        now = self._send("GET", f"wp/v2/posts/{article_id}", context="edit", _fields="rubricator")
        told = {"revision": now["rubricator"]["revision"], "mark": False}
        told |= fields.model_dump(mode="json", exclude_none=True)
        self._send("POST", f"rubricator/v1/posts/{article_id}", told)

    def _send(self, method: str, path: str, value: object = None, **parameters: str) -> Any:
        answer = requests.request(
            method,
            f"{self.url}/wp-json/{path}",
            json=value,
            params=parameters,
            auth=self._auth,
            timeout=60,
        )
        answer.raise_for_status()
        return answer.json()
