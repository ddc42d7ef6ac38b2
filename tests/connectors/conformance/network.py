"""What a system behind a network must satisfy besides: pages, passwords, rights, and bad days."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol

import pytest

from connectors.cms import CMS
from connectors.errors import ConnectorError, Malformed, Refused, Unreachable
from schemas.article import ArticleId
from schemas.finding import Severity
from schemas.receipt import Verdict
from schemas.window import Window
from tests.connectors.conformance.desk import DAY, OURS, Desk, written
from tests.connectors.raw_server import sending

LATER = Window(since=datetime(2026, 6, 1, tzinfo=UTC), until=datetime(2999, 1, 1, tzinfo=UTC))
HTML = b"<!doctype html><title>Under construction</title><p>Back soon."
JSON = b'{"a": '


class RemoteDesk(Desk, Protocol):
    """What editors and administrators can do from afar."""

    def connector(self, *, username: str = "", password: str = "", url: str = "") -> CMS:
        """The connector, as somebody, at the system or elsewhere."""

    def author(self) -> CMS:
        """The connector of somebody who may not edit what others wrote."""

    def seed(self, count: int) -> list[ArticleId]:
        """So many articles at once, all published at noon."""

    def discard(self, article_id: ArticleId) -> None:
        """Put an article where it can be taken from again."""

    def deafen(self) -> None:
        """From now on the system says yes to writes, and keeps nothing."""


def answer(status: str, body: bytes, length: int | None = None) -> bytes:
    """An HTTP answer; with a length that is not its body's, one that breaks off."""
    told = len(body) if length is None else length
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {told}\r\n"
    return f"{head}Connection: close\r\n\r\n".encode() + body


def ids(cms: CMS, window: Window = DAY) -> list[ArticleId]:
    """What is listed."""
    return [article.id for article in cms.articles(window)]


class Network:
    """Of systems that are called."""

    @pytest.mark.parametrize("count", [0, 1, 99, 100, 101, 250])
    def test_every_page_is_read(self, desk: RemoteDesk, count: int) -> None:
        """Whatever fits on one."""
        made = desk.seed(count)
        assert made == ids(desk.connector())

    def test_nothing_is_missed_while_the_site_is_edited(self, desk: RemoteDesk) -> None:
        """Rows that leave move others to pages that were read; rows that come are not doubled."""
        made = desk.seed(250)
        listing = desk.connector().articles(DAY)
        first = next(listing).id
        desk.delete(first)
        desk.discard(made[1])
        desk.rewrite(made[2], body="Something else altogether, and written just now.")
        new = desk.publish("New")
        listed = [first, *(article.id for article in listing)]
        assert sorted({*made, new}) == sorted(listed)

    def test_an_edit_brings_an_article_into_the_window(self, desk: RemoteDesk) -> None:
        """However long ago it was published."""
        one, _ = desk.publish("One"), desk.publish("Two")
        assert [] == ids(desk.connector(), LATER)
        desk.rewrite(one, body="Something else altogether, and written just now.")
        assert [one] == ids(desk.connector(), LATER)

    def test_what_was_thrown_away_is_gone(self, desk: RemoteDesk) -> None:
        """Also while it could be had back."""
        article_id = desk.publish("One")
        desk.discard(article_id)
        assert [] == ids(desk.connector())
        with pytest.raises(ConnectorError):
            desk.connector().article(article_id)

    def test_a_wrong_password_is_no_empty_site(self, desk: RemoteDesk) -> None:
        """It is refused before anything is read, said by the probe, and never shown."""
        article_id = desk.publish("One")
        cms = desk.connector(password="a-wrong-one")
        for act in (lambda: ids(cms), lambda: cms.article(article_id), cms.fields):
            with pytest.raises(Refused) as refusal:
                act()
            assert "a-wrong-one" not in str(refusal.value)
        (finding,) = cms.probe()
        assert Severity.REJECT is finding.severity

    def test_missing_rights_are_no_empty_site(self, desk: RemoteDesk) -> None:
        """Who may not edit what others wrote is refused as well."""
        desk.publish("One")
        cms = desk.author()
        with pytest.raises(Refused):
            ids(cms)
        assert [Severity.REJECT] == [finding.severity for finding in cms.probe()]

    def test_a_write_that_is_dropped_is_told(self, desk: RemoteDesk) -> None:
        """The system says yes and keeps the old values: only reading back shows it."""
        article_id = desk.publish("One")
        desk.deafen()
        assert Verdict.IGNORED is written(desk.connector(), article_id, OURS).verdict

    @pytest.mark.parametrize(
        ("parts", "error"),
        [
            ((answer("500 Internal Server Error", HTML),), Unreachable),
            ((answer("502 Bad Gateway", HTML),), Unreachable),
            ((answer("200 OK", HTML),), Malformed),
            ((answer("200 OK", JSON),), Malformed),
            ((answer("200 OK", JSON, length=1_000),), Unreachable),
            ((b"",), Unreachable),
            ((b"HTTP/1.1 200 OK\r\n", b"Content-Le"), Malformed),
        ],
        ids=["500", "502", "page", "broken", "cut", "silent", "torn"],
    )
    def test_a_bad_day_is_told_as_such(
        self, desk: RemoteDesk, parts: tuple[bytes, ...], error: type[ConnectorError]
    ) -> None:
        """It is never an empty site, and never a mistake of ours."""
        with sending(*parts) as url:
            cms = desk.connector(url=url)
            acts: tuple[Callable[[], object], ...] = (
                lambda: ids(cms),
                lambda: cms.article(ArticleId("1")),
            )
            for act in acts:
                with pytest.raises(error):
                    act()

    def test_a_system_that_is_down_is_told_as_such(self, desk: RemoteDesk) -> None:
        """By its name, and with what to do."""
        with sending(b"") as url:
            pass
        with pytest.raises(Unreachable, match="cannot be reached"):
            ids(desk.connector(url=url))
