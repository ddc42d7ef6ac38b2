"""The HTTP door: where the credential goes, and where it never does."""

import logging
import traceback
from base64 import b64decode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import SecretStr

from connectors.errors import ConnectorError, Unreachable
from connectors.http import Http, place
from tests.clock import StillClock
from tests.connectors.scripted_server import CUT, Asked, Script, Told, serving

SECRET = "abcd efgh ijkl"
ENCODED = "ZWRpdG9yOmFiY2QgZWZnaCBpamts"
GOOD = Told(200, {})


@pytest.fixture
def script() -> Iterator[Script]:
    """A server that has one page."""
    with serving() as made:
        yield made.on("GET /a", GOOD).on("POST /a", GOOD)


@pytest.fixture
def door() -> Http:
    """The door, with a credential."""
    return Http(StillClock(), "editor", SecretStr(SECRET))


@pytest.fixture
def netrc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that has other credentials for every host."""
    path = tmp_path / "netrc"
    path.write_text("default login other password other\n")
    monkeypatch.setenv("NETRC", str(path))


def test_the_credential_goes_with_every_request(script: Script, door: Http) -> None:
    """Readings and writes."""
    door.get(f"{script.url}/a")
    door.head(f"{script.url}/a")
    door.send("POST", f"{script.url}/a", {})

    assert [f"editor:{SECRET}"] * 3 == list(map(credential, script.asked))


@pytest.mark.parametrize("name", ["Zoë", "Łucja", "編集者", "a:b"])
def test_a_name_is_sent_in_utf_8(script: Script, name: str) -> None:
    """As WordPress reads it."""
    Http(StillClock(), name, SecretStr("é")).get(f"{script.url}/a")

    assert f"{name}:é" == credential(script.asked[0])


def test_the_machine_does_not_replace_the_credential(
    script: Script, door: Http, netrc: None
) -> None:
    """A .netrc would, if the credential were a plain header."""
    door.get(f"{script.url}/a")

    assert f"editor:{SECRET}" == credential(script.asked[0])


def test_without_a_credential_none_is_sent(script: Script, netrc: None) -> None:
    """Nor the machine's: a system may have its own kind of header."""
    Http(StillClock()).get(f"{script.url}/a")

    assert "authorization" not in script.asked[0].headers


def test_an_address_does_not_replace_the_credential(script: Script, door: Http) -> None:
    """Whatever it has before its host."""
    door.get(f"{script.url}/a".replace("//", "//other:other@"))

    assert f"editor:{SECRET}" == credential(script.asked[0])


def test_a_proxy_gets_its_own_credential_beside_ours(
    script: Script, door: Http, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The machine's proxy is used, as the machine wants it."""
    proxy = script.url.replace("//", "//proxy:word@")
    monkeypatch.setenv("http_proxy", proxy)
    script.on("*", GOOD)

    door.get("http://magazine.example/a")
    assert "http://magazine.example/a" == script.asked[0].target
    assert f"editor:{SECRET}" == credential(script.asked[0])
    assert script.asked[0].headers["proxy-authorization"] == "Basic cHJveHk6d29yZA=="


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirection_is_never_followed(script: Script, door: Http, status: int) -> None:
    """It is an answer; who asked decides whether to trust it."""
    with serving() as other:
        script.on("GET /a", Told(status, headers={"Location": f"{other.url}/a"}))

        assert door.get(f"{script.url}/a").moved
        assert other.asked == []


@pytest.mark.parametrize("told", [Told(503), Told(CUT), Told(200, b"<html>")])
def test_nothing_that_is_said_has_the_password(
    script: Script, door: Http, told: Told, caplog: pytest.LogCaptureFixture
) -> None:
    """Errors with all that led to them, the log at its most talkative, and the door itself."""
    caplog.set_level(logging.DEBUG)
    script.on("GET /a", told)

    with pytest.raises(ConnectorError) as raised:
        door.get(f"{script.url}/a").json()
    said = [*traceback.format_exception(raised.value), repr(raised.value), caplog.text, repr(door)]
    assert not [text for text in said if ENCODED in text or SECRET in text]


def test_an_address_is_said_without_what_is_secret_in_it() -> None:
    """Neither credentials nor parameters."""
    assert place("https://me:word@h.example:8443/a/b?key=c#d") == "https://h.example:8443"
    assert place("https://[::1]?key=c@d") == "https://[::1]"
    assert place("http://[x") == "http://[x"


def test_a_connection_is_used_again(script: Script, door: Http) -> None:
    """A handshake for each article would take longer than the article; HEAD and errors too."""
    script.on("GET /b", Told(404, b"none"))
    for _ in range(2):
        door.get(f"{script.url}/a")
        door.get(f"{script.url}/b")
        door.head(f"{script.url}/a")

    assert len({asked.port for asked in script.asked}) == 1


def test_a_thread_has_a_connection_of_its_own_and_leaves_none(script: Script, door: Http) -> None:
    """Answers that crossed over would be the worst of all faults."""
    script.on("GET /a", lambda asked: Told(200, asked.parameters))

    with ThreadPoolExecutor(4) as threads:
        said = list(threads.map(lambda n: door.get(f"{script.url}/a", n=n).json(), range(40)))
    assert [{"n": str(n)} for n in range(40)] == said
    assert len({asked.port for asked in script.asked}) <= 4


def test_a_certificate_that_nobody_vouches_for_is_not_accepted(script: Script, door: Http) -> None:
    """A server that does not speak TLS at all has none."""
    with pytest.raises(Unreachable, match="its certificate is not accepted"):
        door.get(script.url.replace("http://", "https://"))
    assert script.asked == []


def credential(asked: Asked) -> str:
    """What stands in the header."""
    kind, _, encoded = asked.headers["authorization"].partition(" ")
    assert kind == "Basic"
    return b64decode(encoded).decode()
