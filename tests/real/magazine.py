"""A magazine on a real WordPress: its editors, and runs of the program over it."""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import unescape
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.flows.journal import Journal
from tests.real.servers import Site
from tests.real.servers.places import VARIABLE
from tests.real.texts import Text, texts
from tests.standin_server import StandIn, running

COMPANION = Path(__file__).parents[2] / "connectors/wordpress/companion/rubricator.php"
KEY = "sk-ant-secret-of-this-test"
PASSWORD = "MAGAZINE_PASSWORD"
STATUSES = "publish,draft,private,future"
ALL = 100  # posts on a page
PRINTED = re.compile(r'<meta name="description" content="([^"]*)"')
SITE = """\
[[sites]]
name = "magazine"
connector = "wordpress"
base_url = "{url}"
username = "{username}"
password_env = "{password}"
"""

SHOWN = {  # all that is kept, and nothing that WordPress computes for whoever asks
    "context": "edit",
    "_fields": "id,date_gmt,modified_gmt,slug,link,status,type,password,title.raw,content.raw,"
    "excerpt.raw,author,tags,categories,meta,template,format,sticky,comment_status,ping_status,"
    "featured_media,rubricator",
}

Posts = dict[str, dict[str, Any]]


class Magazine(Journal):
    """The site with our companion, its configuration in a folder, and the folder's own posts."""

    def __init__(self, folder: Path, site: Site, standin: StandIn) -> None:
        super().__init__(folder, standin)
        self.site = site
        plugin = site.folder / "wp-content/mu-plugins" / COMPANION.name
        plugin.write_bytes(COMPANION.read_bytes())
        site.reset()
        self.configure()

    def configure(self, site: str = "", claude: str = "", top: str = "") -> None:
        """Write the configuration; `site` has more lines of the magazine, or more sites."""
        about = SITE.format(url=self.site.url, username=self.site.username, password=PASSWORD)
        (self.folder / "rubricator.toml").write_text(
            f'{top}\n[claude]\nbase_url = "{self.standin.url}"\n{claude}\n{about}{site}\n',
            encoding="utf-8",
        )

    def publish(self, written: Sequence[Text], **fields: object) -> list[str]:
        """The ids of new articles, published unless `wp_insert_post`'s fields differ."""
        posts = [
            {"post_title": t.title, "post_content": t.body, "post_status": "publish", **fields}
            for t in written
        ]
        return [str(number) for number in json.loads(self.site.script("seed.php", posts))]

    def some(self, count: int, **fields: object) -> list[str]:
        """The ids of so many new articles."""
        return self.publish(texts(count), **fields)

    def all(self) -> Posts:
        """Every article, whatever its state, with all that the API shows of it."""
        asked: dict[str, str | int] = {
            **SHOWN,
            "status": STATUSES,
            "orderby": "id",
            "per_page": ALL,
        }
        first = self.rest("GET", "wp/v2/posts", **asked)
        pages = range(2, int(first.headers["X-WP-TotalPages"]) + 1)
        answers = [first, *(self.rest("GET", "wp/v2/posts", **asked, page=page) for page in pages)]
        return {str(post["id"]): post for answer in answers for post in answer.json()}

    def one(self, article_id: str) -> dict[str, Any]:
        """One article as it is now."""
        found: dict[str, Any] = self.rest("GET", f"wp/v2/posts/{article_id}", **SHOWN).json()
        return found

    def fields(self, name: str) -> tuple[Any, Any]:
        """The description and the keywords of an article."""
        shown = self.one(name)["rubricator"]
        return shown["description"], shown["keywords"]

    def fields_of(self, name: str) -> tuple[Any, Any]:
        """The same of a post in the folder."""
        return super().fields(name)

    def rewrite(self, article_id: str, addition: str) -> None:
        """What a person does in the editor: a paragraph more."""
        body = self.one(article_id)["content"]["raw"]
        added = f"{body}\n\n<!-- wp:paragraph -->\n<p>{addition}</p>\n<!-- /wp:paragraph -->"
        self.rest("POST", f"wp/v2/posts/{article_id}", {"content": added})

    def fill(self, article_id: str, **values: object) -> None:
        """What a person types into the boxes of the two fields."""
        answer = None
        while answer is None or answer.status_code == HTTPStatus.PRECONDITION_FAILED:
            revision = self.one(article_id)["rubricator"]["revision"]
            told = {"revision": revision, "mark": False, **values}
            answer = self._answered("POST", f"rubricator/v1/posts/{article_id}", told)
        answer.raise_for_status()

    def tags(self, article_id: str) -> set[str]:
        """The names of an article's tags."""
        known = {tag["id"]: unescape(tag["name"]) for tag in self.vocabulary()}
        return {known[number] for number in self.one(article_id)["tags"]}

    def vocabulary(self) -> list[dict[str, Any]]:
        """All tags of the site."""
        found: list[dict[str, Any]] = self.rest("GET", "wp/v2/tags", per_page=ALL).json()
        return found

    def printed(self, url: str) -> list[str]:
        """The descriptions in the head of a page, as a search engine reads them."""
        return [unescape(text) for text in PRINTED.findall(self.site.page(url))]

    def rest(
        self, method: str, path: str, value: object = None, **parameters: str | int
    ) -> requests.Response:
        """What the site answers to its administrator, who is never refused."""
        answer = self._answered(method, path, value, **parameters)
        answer.raise_for_status()
        return answer

    def _answered(
        self, method: str, path: str, value: object = None, **parameters: str | int
    ) -> requests.Response:
        return requests.request(
            method,
            f"{self.site.url}/wp-json/{path}",
            json=value,
            params=parameters,
            auth=self.site.auth,
            timeout=60,
        )


@contextmanager
def a_magazine(folder: Path, site: Site, **settings: Any) -> Iterator[Magazine]:
    """A magazine without articles and a stand-in of its own; the environment is set for runs."""
    with pytest.MonkeyPatch.context() as environment, running(**settings) as standin:
        environment.setenv("ANTHROPIC_API_KEY", KEY)
        environment.setenv(PASSWORD, site.app_password)
        environment.setenv("RUBRICATOR_CONFIG", str(folder / "rubricator.toml"))
        environment.delenv(VARIABLE, raising=False)  # the program takes it for a setting
        yield Magazine(folder, site, standin)
