"""WordPress's API: who we are there, and lists that move while they are read."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from connectors.errors import (
    ConnectorError,
    Malformed,
    NotFound,
    Refused,
    Stale,
    Unreachable,
    Unsupported,
)
from connectors.wordpress.api import AHEAD
from tests.connectors.scripted_server import Asked, Script, Told, serving
from tests.connectors.scripted_wordpress import (
    HTML,
    ME,
    POSTS,
    RIGHTS,
    USER,
    WP,
    about,
    api,
    paged,
    refused,
    wordpress,
)


@pytest.fixture
def script() -> Iterator[Script]:
    """A site that knows us."""
    with serving() as made:
        yield wordpress(made)


@pytest.mark.parametrize("code", ["rest_not_logged_in", "incorrect_password"])
@pytest.mark.parametrize("path", [ME, WP])
def test_a_wrong_password_is_said_before_anything_is_read(
    script: Script, path: str, code: str
) -> None:
    """WordPress itself would show an emptier site to it."""
    script.on(f"GET {path}", refused(401, code)).on(f"GET {POSTS}", Told(200, []))

    with pytest.raises(Refused, match="does not know this user and application password; make"):
        api(script).get("wp/v2/posts")
    assert script.to(POSTS) == []


@pytest.mark.parametrize("off", [[], None, False])
def test_switched_off_passwords_are_told_from_wrong_ones(script: Script, off: object) -> None:
    """Nobody has to make a new one in vain."""
    script.on(f"GET {WP}", about(authentication=off))
    script.on(f"GET {ME}", refused(401, "rest_not_logged_in"))

    with pytest.raises(Refused, match="has application passwords switched off"):
        api(script).log_in()


@pytest.mark.parametrize("told", [refused(403, "rest_user_cannot_view"), refused(404, "no_route")])
def test_a_security_plugin_that_hides_users_is_named(script: Script, told: Told) -> None:
    """Above all it is no article that is not found."""
    script.on(f"GET {ME}", told)

    with pytest.raises(Refused, match=f"it answered {told.status} .* to wp/v2/users/me; allow"):
        api(script).get("wp/v2/posts/1")


@pytest.mark.parametrize("user", [{}, [], None, {"id": 0}, 7])
def test_nobody_is_not_logged_in(script: Script, user: object) -> None:
    """However friendly the answer is."""
    script.on(f"GET {ME}", Told(200, user))

    with pytest.raises(Refused, match="does not know this user"):
        api(script).log_in()


@pytest.mark.parametrize(
    ("rights", "lacking"),
    [
        ({**RIGHTS, "edit_others_posts": False}, "lacks edit_others_posts;"),
        ({"edit_posts": True}, "lacks edit_others_posts, edit_published_posts;"),
        ([], "lacks edit_posts, edit_others_posts, edit_published_posts;"),
    ],
)
def test_a_lacking_right_is_named(script: Script, rights: object, lacking: str) -> None:
    """An author would see the own articles alone."""
    script.on(f"GET {ME}", Told(200, {**USER, "capabilities": rights}))

    with pytest.raises(Refused, match=f"the user editor {lacking} give it the role Editor"):
        api(script).log_in()


def test_rights_that_are_not_told_are_not_lacking(script: Script) -> None:
    """Some security plugins keep them back."""
    script.on(f"GET {ME}", Told(200, {"id": 1, "name": "Ed"}))

    api(script).log_in()


@pytest.mark.parametrize(
    ("told", "kind", "sentence"),
    [
        (refused(403, "rest_forbidden_context"), Refused, "403 (rest_forbidden_context); give"),
        (refused(404, "rest_post_invalid_id"), NotFound, "404 (rest_post_invalid_id)"),
        (refused(412, "rubricator_stale"), Stale, "412 (rubricator_stale); nothing was"),
        (refused(400, "rest_invalid_param"), Unsupported, "400 (rest_invalid_param); nothing"),
        (refused(500, "db_insert_error"), Unreachable, "500 (db_insert_error); look into the"),
        (refused(400, "<b>Do as I say"), Unsupported, "answered 400; nothing"),
        (Told(500, b"<p>There has been a critical error"), Unreachable, "answered 500; look"),
        (Told(301, b"", {"Location": "/"}), Malformed, "which leads elsewhere; correct base_url"),
        (Told(204), Malformed, "where data was expected"),
        (HTML, Malformed, "answered with a page where data was expected"),
    ],
)
def test_an_error_is_told_with_its_code_and_none_of_its_words(
    script: Script, told: Told, kind: type[ConnectorError], sentence: str
) -> None:
    """Its words are in the site's language, and anybody's."""
    script.on(f"POST {POSTS}/1", told)

    with pytest.raises(kind) as raised:
        api(script).send("wp/v2/posts/1", {})
    assert sentence in str(raised.value)


@pytest.mark.parametrize("said", [{"a": 1}, {}, None, "x", [1], [[]], [{"id": 1}, None]])
def test_a_list_that_is_none_is_malformed(script: Script, said: object) -> None:
    """Whether it is wanted whole or in pages."""
    script.on(f"GET {POSTS}", Told(200, said, {"X-WP-TotalPages": "1"}))

    with pytest.raises(Malformed, match="something else than a list"):
        list(api(script).pages("wp/v2/posts"))
    with pytest.raises(Malformed, match="something else than a list"):
        api(script).listed("wp/v2/posts")


@pytest.mark.parametrize("header", [{}, {"X-WP-TotalPages": "many"}, {"X-WP-TotalPages": "-1"}])
def test_a_list_that_does_not_say_its_length_is_not_read(
    script: Script, header: dict[str, str]
) -> None:
    """Without it the first hundred articles would be taken for all."""
    script.on(f"GET {POSTS}", Told(200, [{"id": 1}], header))

    with pytest.raises(Malformed, match="X-WP-TotalPages"):
        list(api(script).pages("wp/v2/posts"))


def test_an_empty_list_has_one_page(script: Script) -> None:
    """WordPress says that it has none."""
    script.on(f"GET {POSTS}", Told(200, [], {"X-WP-TotalPages": "0"}))

    assert list(api(script).pages("wp/v2/posts", context="edit")) == [[]]
    told = {"context": "edit", "per_page": "100", "page": "1"}
    assert [told] == [asked.parameters for asked in script.to(POSTS)]


def test_an_empty_page_is_not_the_last(script: Script) -> None:
    """What we may not edit is taken out after it was counted."""
    script.on(f"GET {POSTS}", paged([{"id": 1}], [], [], [{"id": 4}]))

    assert list(api(script).pages("wp/v2/posts")) == [[{"id": 1}], [], [], [{"id": 4}]]


def test_pages_that_are_gone_are_the_end(script: Script) -> None:
    """Articles were deleted meanwhile; a number of pages without sense is not counted down."""
    script.on(f"GET {POSTS}", paged([{"id": 1}], [{"id": 2}], total=900_000_000))

    assert list(api(script).pages("wp/v2/posts")) == [[{"id": 1}], [{"id": 2}]]
    assert len(script.to(POSTS)) <= 2 + 1 + AHEAD


@pytest.mark.parametrize(
    "told", [refused(400, "rest_invalid_param"), refused(500, "x"), refused(404, "rest_no_route")]
)
def test_a_page_that_fails_is_no_end(script: Script, told: Told) -> None:
    """Half a list would be a shorter list."""

    def reply(asked: Asked) -> Told:
        if asked.parameters["page"] == "3":
            return told
        return Told(200, [{"id": 1}], {"X-WP-TotalPages": "5"})

    script.on(f"GET {POSTS}", reply)
    with pytest.raises(ConnectorError, match=f"it answered {told.status}"):
        list(api(script).pages("wp/v2/posts"))


class Counted:
    """Pages whose answers wait until enough others have been asked for."""

    def __init__(self, pages: int, late: int = 0) -> None:
        """The `late` one is answered after the next."""
        self.most = self._now = 0
        self._pages, self._late = pages, late
        self._lock, self._passed = threading.Lock(), threading.Event()

    def __call__(self, asked: Asked) -> Told:
        """One page, with its own number in it."""
        number = int(asked.parameters["page"])
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        if number == self._late:
            assert self._passed.wait(5)
        if number == self._late + 1:
            self._passed.set()
        with self._lock:
            self._now -= 1
        return Told(200, [{"id": number}], {"X-WP-TotalPages": str(self._pages)})


def test_pages_come_in_their_order(script: Script) -> None:
    """Whichever is answered first."""
    script.on(f"GET {POSTS}", Counted(10, late=4))

    assert [[{"id": n}] for n in range(1, 11)] == list(api(script).pages("wp/v2/posts"))


def test_few_pages_are_asked_for_ahead(script: Script) -> None:
    """The site has readers, too: while one page is worked on, four are asked for."""
    counted = Counted(20)
    script.on(f"GET {POSTS}", counted)
    pages = api(script).pages("wp/v2/posts")
    for read in range(1, 21):
        next(pages)
        most = 1 if read == 1 else min(20, read + AHEAD)
        assert len(script.to(POSTS)) <= most
    assert list(pages) == []
    assert counted.most <= AHEAD


def test_who_stops_reading_leaves_nothing_running(script: Script) -> None:
    """Neither threads nor further questions."""
    script.on(f"GET {POSTS}", paged(*[[{"id": n}] for n in range(50)]))
    before = ours()
    pages: Any = api(script).pages("wp/v2/posts")
    next(pages), next(pages)
    pages.close()

    assert ours() == before
    assert len(script.to(POSTS)) <= 2 + AHEAD


def test_the_methods_that_are_allowed_are_asked_for(script: Script) -> None:
    """Nothing is written for it."""
    script.on(f"GET {POSTS}/1", Told(200, {"id": 1}, {"Allow": "GET, POST,PUT"}))

    assert {"GET", "POST", "PUT"} == api(script).allowed("wp/v2/posts/1")


def ours() -> set[str]:
    """The threads that read ahead."""
    return {t.name for t in threading.enumerate() if t.name.startswith("ThreadPoolExecutor")}
