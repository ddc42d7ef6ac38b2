"""A folder of posts as its editors see it: what the tests of Markdown start from."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from connectors.cms import CMS
from connectors.markdown import Markdown
from schemas.article import Article, ArticleId, Fields, SiteName
from schemas.window import Window
from tests.connectors.conformance import BODY, NOON, NOTHING
from tests.connectors.conformance.desk import State

ALWAYS = Window(since=datetime(1, 1, 1, tzinfo=UTC), until=datetime(9999, 1, 1, tzinfo=UTC))
SITE = SiteName("journal")
STATES: dict[State, dict[str, object]] = {
    "published": {"draft": False},
    "draft": {"draft": True},
    "private": {"private": True},
    "protected": {"password": "open sesame"},
}


class Folder:
    """The editors' side: somebody with a text editor, who writes YAML."""

    fence = "---\n"
    sign = ": "

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir()

    def connector(self) -> CMS:
        """The folder's connector."""
        return Markdown(SITE, self.path)

    def publish(
        self,
        title: str,
        *,
        on: datetime = NOON,
        fields: Fields = NOTHING,
        state: State = "published",
    ) -> ArticleId:
        """A new file."""
        meant = fields.model_dump(exclude_none=True)
        values = {"title": title, **meant, "date": on.isoformat(), **STATES[state]}
        name = f"{title.lower().replace(' ', '-')}.md"
        (self.path / name).write_text(f"{self.front(values)}\n{BODY}")
        return ArticleId(name)

    def front(self, values: dict[str, Any]) -> str:
        """Front matter with these values."""
        lines = [f"{name}{self.sign}{json.dumps(value)}\n" for name, value in values.items()]
        return f"{self.fence}{''.join(lines)}{self.fence}"

    def rewrite(self, article_id: ArticleId, *, body: str = "", description: str = "") -> None:
        """The file with another body, or another description."""
        _, block, text = self.stored(article_id).decode().split(self.fence, 2)
        if description:
            block = re.sub("^description.*\n", "", block, flags=re.MULTILINE)
            block += f"description{self.sign}{json.dumps(description)}\n"
        (self.path / article_id).write_text(f"{self.fence}{block}{self.fence}{body or text}")

    def delete(self, article_id: ArticleId) -> None:
        """The file is gone."""
        (self.path / article_id).unlink()

    def stored(self, article_id: ArticleId) -> bytes:
        """The file."""
        return (self.path / article_id).read_bytes()

    def rest(self, article_id: ArticleId) -> bytes:
        """The file without two lines."""
        return re.sub(rb"(?m)^(description|keywords).*\n", b"", self.stored(article_id))


class TomlFolder(Folder):
    """The same with TOML."""

    fence = "+++\n"
    sign = " = "


class JsonFolder(Folder):
    """The same with JSON."""

    def front(self, values: dict[str, Any]) -> str:
        """An object, as tools lay it out."""
        return json.dumps(values, indent=2) + "\n"

    def rewrite(self, article_id: ArticleId, *, body: str = "", description: str = "") -> None:
        """The file with another body, or another description."""
        block, text = self.stored(article_id).decode().split("\n}\n", 1)
        values = json.loads(block + "}")
        if description:
            values["description"] = description
        (self.path / article_id).write_text(self.front(values) + (body or text))

    def rest(self, article_id: ArticleId) -> bytes:
        """The file without two members, whose commas may be missing where one was the last."""
        member = rb'(?ms)^  "(?:description|keywords)".*?\n(?=  "|})'
        lines = re.sub(member, b"", self.stored(article_id))
        return lines.replace(b",\n", b"\n")


def post(front: str = "title: One\n", body: str = BODY) -> str:
    """A file's text."""
    return f"---\n{front}---\n{body}"


def place(desk: Folder, name: str, text: str | bytes = post()) -> ArticleId:
    """A file with this name and text."""
    path = desk.path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return ArticleId(name)


def article(
    desk: Folder,
    front: str = "",
    body: str = BODY,
    **site: Any,
) -> Article:
    """How a file with this front matter is read."""
    place(desk, "2026-11-14-the-file.md", post(front, body))
    return Markdown(SITE, desk.path, **site).article(ArticleId("2026-11-14-the-file.md"))


def listed(desk: Folder, window: Window = ALWAYS, **site: Any) -> list[str]:
    """The ids of the articles of a window."""
    return [article.id for article in Markdown(SITE, desk.path, **site).articles(window)]
