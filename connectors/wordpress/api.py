"""A WordPress site's REST API: where it is, who we are there, and what it says to a request."""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cached_property
from http import HTTPStatus
from itertools import islice
from threading import RLock
from urllib.parse import urljoin, urlsplit

from pydantic import SecretStr

from connectors.clock import Clock
from connectors.errors import Malformed, Refused
from connectors.http import Answer, Http, Json, failure, place

ROOT = re.compile(r'<([^<>]+)>[^<>,]*;\s*rel="?https://api\.w\.org/"?')
CODE = re.compile(r"[a-z0-9_-]{1,60}")
USUAL = "wp-json/", "index.php?rest_route=/"  # where the API is when no header says so
REDIRECTIONS = 5
PORTS = {"http": 80, "https": 443}
GUARDED = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}
PAGE = 100  # posts, the most that WordPress gives at once
AHEAD = 6  # pages asked for while one is worked on
NEEDED = "edit_posts", "edit_others_posts", "edit_published_posts"
NOT_KNOWN = (
    "{place} does not know this user and application password; make a new one in WordPress under "
    "Users, Profile, Application Passwords (the password of the login page is another one), and "
    "look whether the web server or a security plugin keeps the Authorization header back"
)
SWITCHED_OFF = (
    "{place} has application passwords switched off: WordPress wants https for them, "
    "or a security plugin forbids them; allow them there"
)
HIDDEN = (
    "{place} does not say who we are: {told} to wp/v2/users/me; allow this address of the API in "
    "the security plugin"
)
PAST_THE_END = "rest_post_invalid_page_number"
ABOUT = "name", "namespaces", "authentication", "timezone_string", "gmt_offset"
CURE = "correct base_url, or allow the API in the security plugin"
Post = Mapping[str, Json]


class Api:
    """One site's API. It is found, and logged in to, when it is first used."""

    def __init__(self, base_url: str, username: str, password: SecretStr, clock: Clock) -> None:
        self.base_url = base_url
        self._username = username
        self._http = Http(clock, username, password)
        self._lock = RLock()
        self._known: Mapping[str, Json] = {}

    @cached_property
    def root(self) -> Mapping[str, Json]:
        """What the site says of itself. Raises `Malformed` where it is no WordPress, `Refused`."""
        answer = self._http.get(self._address(""), _fields=",".join(ABOUT))
        if answer.status == HTTPStatus.UNAUTHORIZED:
            raise Refused(NOT_KNOWN.format(place=place(self.base_url)))
        said = self._json(answer)
        if not isinstance(said, dict) or not isinstance(said.get("namespaces"), list):
            raise Malformed(f"{place(self.base_url)} has no REST API of WordPress; {CURE}")
        return said

    @property
    def namespaces(self) -> frozenset[str]:
        """Which parts the API has: plugins bring their own."""
        return frozenset(filter(lambda name: isinstance(name, str), self.root["namespaces"]))

    def log_in(self) -> None:
        """See that we are known there, with every right that is needed. Raises `Refused`.

        WordPress takes a wrong password for a visitor, who is shown an emptier site. So this is
        asked before anything else is.
        """
        with self._lock:
            self._known = self._known or self._user()

    def _user(self) -> Mapping[str, Json]:
        root = self.root
        answer = self._http.get(
            self._address("wp/v2/users/me"), context="edit", _fields="id,name,roles,capabilities"
        )
        if answer.status == HTTPStatus.UNAUTHORIZED:
            off = not root.get("authentication")
            raise Refused((SWITCHED_OFF if off else NOT_KNOWN).format(place=place(self.base_url)))
        if answer.status in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}:
            raise Refused(HIDDEN.format(place=place(self.base_url), told=_told(answer)))
        user = self._json(answer)
        if not isinstance(user, dict) or not user.get("id"):
            raise Refused(NOT_KNOWN.format(place=place(self.base_url)))
        rights = {} if (said := user.get("capabilities")) == [] else said  # PHP's empty object
        missing = [right for right in NEEDED if isinstance(rights, dict) and not rights.get(right)]
        if missing:
            raise Refused(
                f"{place(self.base_url)}: the user {self._username} lacks {', '.join(missing)}; "
                "give it the role Editor"
            )
        return user

    def get(self, path: str, **parameters: str | int) -> Json:
        """The value at a path. Raises `Unreachable`, `Refused`, `NotFound`, `Malformed`."""
        return self._json(self._seen(path, parameters))

    def listed(self, path: str, **parameters: str | int) -> list[Post]:
        """The objects that a path lists. Raises as `get`."""
        return self._posts(self._seen(path, parameters))

    def made(self, path: str, value: Json) -> int:
        """The id of a term made there, or of the one of that name. Raises as `send`."""
        self.log_in()
        answer = self._http.send("POST", self._address(path), value, _fields="id")
        if _code(answer) == "term_exists":
            made = mapping(mapping(answer.json()).get("data")).get("term_id")
        else:
            made = mapping(self._json(answer)).get("id")
        if not isinstance(made, int):
            raise Malformed(f"{place(self.base_url)} took {path} and does not say its number")
        return made

    def allowed(self, path: str) -> frozenset[str]:
        """The methods that WordPress would let this user use there."""
        answer = self._seen(path, {"context": "edit", "_fields": "id"})
        self._json(answer)
        return frozenset(answer.headers.get("allow", "").replace(",", " ").split())

    def send(self, path: str, value: Json, method: str = "POST", **parameters: str | int) -> Json:
        """What the site answers to a value. Raises as `get`, and `Stale`, `Unsupported`."""
        self.log_in()
        return self._json(self._http.send(method, self._address(path), value, **parameters))

    def pages(self, path: str, **parameters: str | int) -> Iterator[list[Post]]:
        """All that a path lists, a page at a time, the next ones asked for ahead.

        What WordPress may not show us is missing from its page, so an empty one is not the last.
        """
        first = self._seen(path, {**parameters, "per_page": PAGE, "page": 1})
        page, total = self._posts(first), first.headers.get("x-wp-totalpages", "")
        if not total.isdecimal():
            raise Malformed(
                f"{place(self.base_url)} does not say how many pages there are; "
                "let the header X-WP-TotalPages through the proxy in front of it"
            )
        yield page
        for answer in self._ahead(path, parameters, range(2, int(total[:9]) + 1)):
            if _code(answer) == PAST_THE_END:  # the last pages are gone, since articles are
                return
            yield self._posts(answer)

    def _ahead(
        self, path: str, parameters: Mapping[str, str | int], numbers: Iterable[int]
    ) -> Iterator[Answer]:
        """The pages of these numbers in their order, the next ones asked for meanwhile."""
        with ThreadPoolExecutor(AHEAD) as readers:
            asking = (
                readers.submit(self._seen, path, {**parameters, "per_page": PAGE, "page": number})
                for number in numbers
            )
            asked = deque(islice(asking, AHEAD))
            while asked:
                answer = asked.popleft().result()
                asked.extend(islice(asking, 1))
                yield answer

    def _seen(self, path: str, parameters: Mapping[str, str | int]) -> Answer:
        self.log_in()
        return self._http.get(self._address(path), **parameters)

    def _posts(self, answer: Answer) -> list[Post]:
        posts = self._json(answer)
        if not isinstance(posts, list) or not all(isinstance(post, dict) for post in posts):
            raise Malformed(f"{place(self.base_url)} answered with something else than a list")
        return posts

    def _json(self, answer: Answer) -> Json:
        """The value of a good answer; else one of the errors, with WordPress's own code."""
        if answer.good:
            return answer.json()
        raise failure(answer, f"{place(self.base_url)}: {_told(answer)}")

    def _address(self, path: str) -> str:
        """A path of the API; where addresses are plain it is a parameter."""
        return f"{self._found}{path}"

    @cached_property
    def _found(self) -> str:
        """The API's own address, with a slash at its end. Raises as `root`."""
        answer = self._front_page()
        if found := ROOT.search(answer.headers.get("link", "")):
            return f"{_trusted(found[1], answer.url).removesuffix('/')}/"
        # A front page may lead to the one of a language, which has no API of its own.
        first = urljoin(answer.url, f"{urlsplit(self.base_url).path}/")
        for front in dict.fromkeys((f"{answer.url.rstrip('/')}/", first)):
            for usual in USUAL:
                address = urljoin(front, usual)
                said = self._http.get(address, _fields="namespaces")
                if said.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                    raise failure(said, f"{place(address)}: {_told(said)}")
                if said.good and said.body.lstrip()[:1] == b"{":
                    return address
                if said.status in GUARDED and _code(said):
                    return address
        raise Malformed(f"{place(self.base_url)} shows no REST API of WordPress; {CURE}")

    def _front_page(self) -> Answer:
        """The answer of the site's first page, wherever in the same site that is."""
        url = f"{self.base_url}/"
        for _ in range(REDIRECTIONS):
            answer = self._http.head(url)
            if not answer.moved:
                return answer
            url = _trusted(answer.headers.get("location", ""), url)
        raise Malformed(f"{place(self.base_url)} redirects in a circle; correct base_url")


def _trusted(found: str, asked: str) -> str:
    """The whole address, if it is one of the site that we have a password for.

    Raises `Refused`: a port is another program, and http is for everyone on the way to read.
    """
    try:
        address = urljoin(asked, found)
        there, here = urlsplit(address), urlsplit(asked)
        ports = [part.port or PORTS.get(part.scheme) for part in (there, here)]
    except ValueError:
        raise Malformed(f"{place(asked)} sends us to no address; correct base_url") from None
    raised = (here.scheme, there.scheme) == ("http", "https") and ports == [443, 80]
    if _host(there.hostname) == _host(here.hostname):
        if raised or (here.scheme == there.scheme and ports[0] == ports[1]):
            return address
        if (here.scheme, there.scheme) == ("https", "http"):
            raise Refused(
                f"{place(asked)} sends us to {place(address)}, where a password can be read on "
                "the way; write https in WordPress under Settings, General, Site Address"
            )
    raise Refused(
        f"{place(asked)} sends us to {place(address)}; if that is the site, "
        "write it as base_url: a password is for one address alone"
    )


def _host(name: str | None) -> str:
    """A host without its www; one that is sent in ASCII is written in its own letters."""
    host = (name or "").lower()
    with suppress(UnicodeError):
        host = host.encode("ascii").decode("idna")
    return host.removeprefix("www.")


def mapping(value: Json) -> Mapping[str, Json]:
    """An object of JSON; PHP writes an empty one as a list."""
    return value if isinstance(value, dict) else {}


def _code(answer: Answer) -> str:
    """The code that WordPress gives with a no; "" where none is given."""
    if answer.good:
        return ""
    try:
        code = mapping(answer.json()).get("code")
    except Malformed:
        return ""
    return code if isinstance(code, str) and CODE.fullmatch(code) else ""


def _told(answer: Answer) -> str:
    """The status, with the code that WordPress gives and nothing else of its words."""
    code = _code(answer)
    return f"it answered {answer.status} ({code})" if code else f"it answered {answer.status}"
