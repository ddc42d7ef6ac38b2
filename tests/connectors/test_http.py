"""The HTTP door: what is tried again, how long it waits, and what it does not believe."""

import gzip
import json
from collections.abc import Iterator
from datetime import timedelta
from email.utils import format_datetime
from socket import create_server

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from connectors import http
from connectors.errors import Malformed, Unreachable
from connectors.http import Http
from tests.builders import NOON
from tests.clock import StillClock
from tests.connectors.raw_server import sending
from tests.connectors.scripted_server import CUT, Script, Told, serving

GOOD = Told(200, {"id": 1})
JITTERED = [0.5, 1.0, 2.0]  # the still clock is in the middle of what chance can add


@pytest.fixture
def script() -> Iterator[Script]:
    """A server of the test's own."""
    with serving() as made:
        yield made


@pytest.fixture
def clock() -> StillClock:
    """Nobody really waits."""
    return StillClock()


@pytest.fixture
def door(clock: StillClock) -> Http:
    """The door, with a credential."""
    return Http(clock, "editor", SecretStr("abcd efgh"))


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_reading_is_tried_again_when_the_system_is_busy(
    script: Script, door: Http, clock: StillClock, status: int
) -> None:
    """A restart takes seconds."""
    script.on("GET /a", Told(status), Told(status), GOOD)

    assert door.get(f"{script.url}/a").json() == {"id": 1}
    assert clock.slept == JITTERED[:2]


def test_a_reading_is_given_up_after_four_tries(
    script: Script, door: Http, clock: StillClock
) -> None:
    """With the status in the sentence, and without the path."""
    script.on("GET /a", Told(503))

    with pytest.raises(Unreachable, match=f"^{script.url} answers 503; try again later$"):
        door.get(f"{script.url}/a", secret="parameter")
    assert len(script.asked) == 4
    assert clock.slept == JITTERED


@pytest.mark.parametrize("status", [200, 304, 400, 401, 403, 404, 409, 410, 412, 500, 501])
def test_any_other_answer_is_an_answer(script: Script, door: Http, status: int) -> None:
    """Asking again would not change it."""
    script.on("GET /a", Told(status))

    assert door.get(f"{script.url}/a").status == status
    assert len(script.asked) == 1


def test_a_cut_reading_is_tried_again(script: Script, door: Http) -> None:
    """Nothing is lost by it."""
    script.on("GET /a", Told(CUT), GOOD)

    assert door.get(f"{script.url}/a").good


@pytest.mark.parametrize("length", ["Content-Length: 99", "Transfer-Encoding: chunked"])
def test_an_answer_that_breaks_off_is_not_used(door: Http, length: str) -> None:
    """Half a list would be a shorter list."""
    head = f"HTTP/1.1 200 OK\r\n{length}\r\n\r\n".encode()
    with sending(head, b"5\r\n[1,2]") as url, pytest.raises(Unreachable, match="broke"):
        door.send("GET", url, {})


def test_nobody_there_is_unreachable(door: Http, clock: StillClock) -> None:
    """A refused connection may be a restart."""
    with create_server(("127.0.0.1", 0)) as taken:
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"

    with pytest.raises(Unreachable, match=f"^{url}: it cannot be reached"):
        door.get(url)
    assert clock.slept == JITTERED


@pytest.mark.parametrize("status", [429, 503])
def test_a_write_that_was_turned_away_is_sent_again(
    script: Script, door: Http, status: int
) -> None:
    """These say that it was not looked at."""
    script.on("POST /a", Told(status), GOOD)

    assert door.send("POST", f"{script.url}/a", {"text": "é"}).good
    assert [a.value for a in script.asked] == [{"text": "é"}] * 2


@pytest.mark.parametrize("status", [500, 502, 504, 302])
def test_a_write_that_may_have_arrived_is_sent_once(
    script: Script, door: Http, status: int
) -> None:
    """What it did is found out by reading."""
    script.on("POST /a", Told(status, headers={"Location": "/a"}))

    assert door.send("POST", f"{script.url}/a", {}).status == status
    assert len(script.asked) == 1


def test_a_write_that_was_cut_off_is_sent_once(
    script: Script, door: Http, clock: StillClock
) -> None:
    """It is not even waited for; also on a connection that was kept open."""
    script.on("GET /a", GOOD).on("POST /a", Told(CUT))
    door.get(f"{script.url}/a")

    with pytest.raises(Unreachable):
        door.send("POST", f"{script.url}/a", {})
    assert ["GET", "POST"] == [a.method for a in script.asked]
    assert clock.slept == []


@pytest.mark.parametrize("told", ["7", format_datetime(NOON + timedelta(seconds=7), usegmt=True)])
def test_it_waits_as_long_as_it_is_asked_to(
    script: Script, door: Http, clock: StillClock, told: str
) -> None:
    """In seconds, or until a time."""
    script.on("GET /a", Told(429, headers={"Retry-After": told}), GOOD)

    door.get(f"{script.url}/a")
    assert [7.0] == clock.slept


@pytest.mark.parametrize("told", ["61", format_datetime(NOON + timedelta(seconds=61))])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_it_does_not_wait_longer_than_a_minute(
    script: Script, door: Http, clock: StillClock, told: str, method: str
) -> None:
    """A run would stand still; the sentence names the wait."""
    script.on(f"{method} /a", Told(503, headers={"Retry-After": told}))

    with pytest.raises(Unreachable, match="answers 503 for 61 seconds; try again later"):
        door.send(method, f"{script.url}/a", {}) if method == "POST" else door.get(
            f"{script.url}/a"
        )
    assert (1, []) == (len(script.asked), clock.slept)


@given(st.text() | st.sampled_from(["-5", "nan", "inf", "1e9", "Mon, 01 Jan 0001 00:00:00 +2359"]))
def test_a_wait_that_makes_no_sense_is_none(told: str) -> None:
    """Whatever stands there, it is a number of seconds."""
    assert Http(StillClock())._asked(told) >= 0


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"\n<!DOCTYPE html><title>Log in</title>", "a page"),
        (b"<br />\n<b>Notice</b>: Undefined index in x.php<br />\n{}", "a page"),
        (b"PHP Notice:  Undefined index in x.php\n{}", "something"),
        (b"", "something"),
        (b"\xff\xfe{}", "something"),
        (b"[" * 200_000, "something"),
        (b'{"id": 1}{"id": 2}', "something"),
    ],
)
def test_what_is_no_data_is_malformed(script: Script, door: Http, body: bytes, what: str) -> None:
    """The sentence says where to look, and repeats nothing of it."""
    script.on("GET /a", Told(200, body, {"Content-Type": "text/html"}))

    with pytest.raises(Malformed) as told:
        door.get(f"{script.url}/a").json()
    assert f"{script.url} answered with {what} where data was expected; look" in str(told.value)


def test_a_byte_order_mark_is_no_harm(script: Script, door: Http) -> None:
    """One of a thousand plugin files begins with one."""
    script.on("GET /a", Told(200, b"\xef\xbb\xbf[1]"))

    assert door.get(f"{script.url}/a").json() == [1]


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        (rb'"\ud83d\ude00"', "😀"),
        (rb'"\ud83d"', "\ufffd"),
        (rb'"a\uDE00b"', "a\ufffdb"),
        (rb'"\ud83d\ud83d\ude00"', "\ufffd😀"),
        (rb'"\\ud83d"', r"\ud83d"),
    ],
)
def test_half_an_emoji_is_a_sign_of_replacement(
    script: Script, door: Http, sent: bytes, text: str
) -> None:
    """Nothing behind this door could keep it."""
    script.on("GET /a", Told(200, b'{"a": [' + sent + b"]}"))

    assert door.get(f"{script.url}/a").json() == {"a": [text]}


def test_a_packed_answer_is_unpacked(script: Script, door: Http) -> None:
    """Most systems pack theirs."""
    packed = gzip.compress(json.dumps(["é"] * 1000).encode())
    script.on("GET /a", Told(200, packed, {"Content-Encoding": "gzip"}))

    assert door.get(f"{script.url}/a").json() == ["é"] * 1000


def test_an_answer_that_cannot_be_unpacked_is_unreachable(script: Script, door: Http) -> None:
    """It may be whole the next time."""
    script.on("GET /a", Told(200, b"[]", {"Content-Encoding": "gzip"}))

    with pytest.raises(Unreachable, match="cannot be unpacked; try again later"):
        door.get(f"{script.url}/a")


def test_a_huge_answer_is_not_taken(script: Script, door: Http) -> None:
    """However small it travels: 65 MB of blanks are 65 KB."""
    packed = gzip.compress(b" " * (http.LARGEST + 1), compresslevel=1)
    script.on("GET /a", Told(200, packed, {"Content-Encoding": "gzip"}))

    with pytest.raises(Malformed, match="answered with more than 64 MB"):
        door.get(f"{script.url}/a")
    assert len(script.asked) == 1


@pytest.mark.parametrize(
    "url", [f"http://{'a' * 70}.example/", "http://[x/", "ftp://example/", "http://127.0.0.1:99999"]
)
def test_an_address_that_is_none_is_said_at_once(door: Http, clock: StillClock, url: str) -> None:
    """It is none the next time either."""
    with pytest.raises(Unreachable, match="it could not be spoken to; correct the address"):
        door.get(url)
    assert clock.slept == []
