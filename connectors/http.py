"""The way to a content system over HTTP: patient, careful with secrets, and never believing.

Nothing is retried but what may be: a lost or refused reading, and a write that was turned away
before it was looked at. What a lost write did is found out by reading back.
"""

import json
import re
import threading
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

import requests
from pydantic import SecretStr

from connectors.clock import Clock
from connectors.errors import (
    ConnectorError,
    Malformed,
    NotFound,
    Refused,
    Stale,
    Unreachable,
    Unsupported,
)

PATIENCE = (10, 60)  # seconds to connect, and between two parts of an answer
TRIES = 4
ENOUGH = 3  # requests in a row that were lost, each after all its tries
DARK = 30.0  # seconds in which such a system is not asked again
FIRST_WAIT = 0.5  # seconds, doubled each time
LONGEST_WAIT = 60.0  # seconds that a system may ask us to wait
PASSING = frozenset({429, 502, 503, 504})  # statuses that a second try may end
UNTOUCHED = frozenset({429, 503})  # of these, the ones that say that nothing was done
PART = 2**18  # bytes read at once
LARGEST = 64 * 2**20  # bytes of an answer: a hundred long articles have a few million
HEADERS = {"User-Agent": "Rubricator", "Accept": "application/json"}
LOST: tuple[tuple[type[Exception], str], ...] = (
    (requests.exceptions.SSLError, "its certificate is not accepted; renew it, or the address"),
    (requests.Timeout, "it does not answer in time; try again later"),
    (requests.exceptions.ChunkedEncodingError, "it broke off in the middle; try again later"),
    (requests.exceptions.ContentDecodingError, "its answer cannot be unpacked; try again later"),
    (requests.ConnectionError, "it cannot be reached; correct the address, or try again later"),
    (Exception, "it could not be spoken to; correct the address"),
)
FLEETING = tuple(kind for kind, _ in LOST[:-1])  # what a second try may end
# Half of an emoji, which some programs cut in two: no text in Python's sense can hold it.
HIGH, LOW = r"\\u[dD][89abAB]..", r"\\u[dD][c-fC-F].."
HALF = re.compile(rf"{HIGH}(?!{LOW})|(?<!{HIGH}){LOW}")
Json = Any


@dataclass(frozen=True)
class Answer:
    """What came back: a status that a try more would not change, headers in lower case, bytes."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def good(self) -> bool:
        """Whether the system did what was asked."""
        return self.status // 100 == 2  # noqa: PLR2004 - as in RFC 9110

    @property
    def moved(self) -> bool:
        """Whether it names another address; nothing is followed with a password in hand."""
        return self.status // 100 == 3 and "location" in self.headers  # noqa: PLR2004

    def json(self) -> Json:
        """The value in the body. Raises `Malformed` where it is a page, or nothing."""
        try:
            text = self.body.decode("utf-8-sig")
            return _whole(json.loads(text)) if HALF.search(text) else json.loads(text)
        except (ValueError, RecursionError) as error:
            what = "a page" if self.body.lstrip()[:1] == b"<" else "something"
            raise Malformed(
                f"{place(self.url)} answered with {what} where data was expected; look whether a "
                "firewall, a login page or a broken plugin answers in the system's place"
            ) from error


class Http:
    """One system's connections, one for each thread; the credential goes with every request."""

    def __init__(self, clock: Clock, username: str = "", password: SecretStr | None = None) -> None:
        self._clock = clock
        self._credential = (username, password) if password else None
        self._local = threading.local()
        self._lost = 0  # requests in a row
        self._dark_until = 0.0  # on the clock that never goes back

    def get(self, url: str, **parameters: str | int) -> Answer:
        """Read. Raises `Unreachable`."""
        return self._patiently("GET", url, PASSING, params=parameters)

    def head(self, url: str) -> Answer:
        """What stands above a page. Raises `Unreachable`."""
        return self._patiently("HEAD", url, PASSING)

    def send(self, method: str, url: str, value: Json, **parameters: str | int) -> Answer:
        """Write a JSON value. Raises `Unreachable`, also where nobody knows what it did."""
        return self._patiently(method, url, UNTOUCHED, params=parameters, json=value)

    def _patiently(self, method: str, url: str, passing: frozenset[int], **content: Json) -> Answer:
        """The answer; at once none, while a system is dark that was asked often enough.

        Else hundreds of articles would each wait for it as long as the first.
        """
        if self._clock.ticks() < self._dark_until:
            raise Unreachable(f"{place(url)}: it was lost a moment ago; try again later")
        try:
            answer = self._tried(method, url, passing, **content)
        except Unreachable:
            self._lost += 1
            if self._lost >= ENOUGH:
                self._dark_until = self._clock.ticks() + DARK
            raise
        self._lost = 0
        return answer

    def _tried(self, method: str, url: str, passing: frozenset[int], **content: Json) -> Answer:
        """The answer; tried again where that may help and does no harm."""
        may_be_lost = method in {"GET", "HEAD"}
        for attempt in range(1, TRIES + 1):
            last = attempt == TRIES
            wait = FIRST_WAIT * 2 ** (attempt - 1) * (0.5 + self._clock.chance())
            try:
                answer = self._once(method, url, **content)
            except (requests.RequestException, ValueError) as error:  # urllib3's are the latter
                again = FLEETING if may_be_lost else requests.ConnectTimeout
                if last or not isinstance(error, again):
                    raise _lost(url, error) from None
            else:
                if answer.status not in passing:
                    return answer
                wait = self._asked(answer.headers.get("retry-after", "")) or wait
                if last or wait > LONGEST_WAIT:
                    raise _busy(answer, wait)
            self._clock.sleep(wait)
        raise AssertionError  # the last attempt returns or raises

    def _once(self, method: str, url: str, **content: Json) -> Answer:
        """One request. A redirection is an answer: the credential is for one system alone."""
        session = self._session()
        with session.request(
            method, url, timeout=PATIENCE, allow_redirects=False, stream=True, **content
        ) as response:
            body = bytearray()
            for part in response.iter_content(PART):
                body += part
                if len(body) > LARGEST:
                    raise Malformed(f"{place(url)} answered with more than {LARGEST >> 20} MB")
            headers = {name.lower(): value for name, value in response.headers.items()}
            return Answer(url, response.status_code, headers, bytes(body))

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            session = self._local.session = requests.Session()
            session.headers.update(HEADERS)
            session.auth = _signing(self._credential)
        return session

    def _asked(self, text: str) -> float:
        """How many seconds a `Retry-After` asks for; 0 where it makes no sense."""
        if text.isdecimal():
            return float(text[:9])
        try:
            then = parsedate_to_datetime(text)
        except (ValueError, OverflowError):
            return 0.0
        then = then if then.tzinfo else then.replace(tzinfo=UTC)
        return max(0.0, (then - self._clock.now()).total_seconds())


def failure(answer: Answer, told: str) -> ConnectorError:
    """What the status of an answer that is not good means; `told` says where, and which it was."""
    match answer.status:
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.FORBIDDEN:
            return Refused(f"{told}; give the user the right to it")
        case HTTPStatus.NOT_FOUND | HTTPStatus.GONE:
            return NotFound(told)
        case HTTPStatus.CONFLICT | HTTPStatus.PRECONDITION_FAILED:
            return Stale(f"{told}; nothing was written")
        case status if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return Unreachable(f"{told}; look into the error log there, or try again later")
    if answer.moved:
        return Malformed(f"{told}, which leads elsewhere; correct base_url")
    return Unsupported(f"{told}; nothing was written")


def place(url: str) -> str:
    """What of an address is safe and useful in a sentence: scheme and host."""
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{re.split('[/?#]', rest)[0].rpartition('@')[2]}"


def _signing(
    credential: tuple[str, SecretStr] | None,
) -> Callable[[requests.PreparedRequest], requests.PreparedRequest]:
    """Basic authentication in UTF-8, or none: else a .netrc of the machine would bring its own."""

    def sign(request: requests.PreparedRequest) -> requests.PreparedRequest:
        if credential:
            name, password = credential
            pair = f"{name}:{password.get_secret_value()}"
            request.headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
        return request

    return sign


def _whole(value: Json) -> Json:
    """The value with a sign of replacement for each half of a character."""
    match value:
        case str():
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case list():
            return [_whole(part) for part in value]
        case dict():
            return {_whole(name): _whole(part) for name, part in value.items()}
    return value


def _lost(url: str, error: Exception) -> ConnectorError:
    told = next(told for kind, told in LOST if isinstance(error, kind))
    return Unreachable(f"{place(url)}: {told}")


def _busy(answer: Answer, wait: float) -> ConnectorError:
    after = f" for {wait:.0f} seconds" if wait > LONGEST_WAIT else ""
    return Unreachable(f"{place(answer.url)} answers {answer.status}{after}; try again later")
