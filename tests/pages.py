"""A page of ours, read back as a tree."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from flows.reports import html
from schemas.run import Report
from tests.reports import a_proposed, a_report

VOID = {"meta", "input", "link", "br", "hr", "img"}


class Element:
    """One element of a page, with what is in it."""

    def __init__(self, tag: str, attributes: dict[str, str | None]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children: list[Element | str] = []

    @property
    def text(self) -> str:
        """What is read, with single spaces."""
        parts = [child if isinstance(child, str) else child.text for child in self.children]
        return " ".join(" ".join(parts).split())

    def all(self, tag: str, **wanted: str) -> "list[Element]":
        """The elements of a tag with these attributes, in their order; `class_` by one of them."""
        return [one for one in self.below() if one.tag == tag and one.has(wanted)]

    def one(self, tag: str, **wanted: str) -> "Element":
        """The only such element."""
        (found,) = self.all(tag, **wanted)
        return found

    def has(self, wanted: dict[str, str]) -> bool:
        """Whether it has these attributes."""
        classes = (self.attributes.get("class") or "").split()
        return all(
            value in classes if name == "class_" else self.attributes.get(name) == value
            for name, value in wanted.items()
        )

    def below(self) -> "Iterator[Element]":
        """Every element in it, from its start to its end."""
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.below()


class Reader(HTMLParser):
    """Builds the tree, and insists that what is opened is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("page", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Go one down."""
        element = Element(tag, dict(attrs))
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        """Go one up."""
        assert tag == self.open.pop().tag

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.open[-1].children.append(data)


def read(*reports: Report) -> Element:
    """The page of these reports."""
    reader = Reader()
    reader.feed(html.page(reports))
    (root,) = reader.open
    return root


def a_card(**changes: Any) -> Element:
    """The card of a proposal."""
    return read(a_report(proposals=(a_proposed(**changes),))).one("article", class_="card")
