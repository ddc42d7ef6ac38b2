"""Recorded answers of content systems: readable, without secrets, whatever the address was.

They are recorded where the real servers run (`make test-real RECORD=yes`), and played back in
the habitual suite.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any
from unittest.mock import patch

import requests
import vcr

FOLDER = Path(__file__).parents[1] / "cassettes"
NOWHERE = "https://site.invalid"  # in the place of where a server was recorded
PASSWORD = "not-recorded"

# Headers are left out unless they are known to matter, and to tell nothing of whose they are.
HEADERS = {"allow", "content-type", "link", "location", "retry-after", "x-wp-total"}
HEADERS |= {"x-wp-totalpages"}

META = re.compile(r"""<meta\b(?:"[^"]*"|'[^']*'|[^"'>])*>""", re.IGNORECASE)


@contextmanager
def played(name: str) -> Iterator[None]:
    """The answers of a cassette, for the block; a request that it has not is an error."""
    path = str(FOLDER / f"{name}.json")
    with one_at_a_time(), _recorder("").use_cassette(path, record_mode="none"):
        yield


@contextmanager
def recorded(name: str, url: str) -> Iterator[None]:
    """Record what is said to a server, and by it."""
    path = FOLDER / f"{name}.json"
    path.unlink(missing_ok=True)
    with one_at_a_time(), _recorder(url).use_cassette(str(path), record_mode="all"):
        yield


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Requests of several threads, one after the other: vcrpy overhears some of them otherwise."""
    lock = RLock()
    send = requests.Session.send

    def in_turn(*args: Any, **options: Any) -> requests.Response:
        with lock:
            return send(*args, **options)

    with patch.object(requests.Session, "send", in_turn):
        yield


def name_of(test: str) -> str:
    """A file's name for a test's."""
    return re.sub(r"[^a-z0-9]+", "-", test.lower()).strip("-")


def _recorder(url: str) -> vcr.VCR:
    def asked(request: Any) -> Any:
        if not request.uri.startswith((url or NOWHERE, NOWHERE)):
            return None  # another server of the test's own: it is real each time
        if url:
            request.uri = request.uri.replace(url, NOWHERE)
        request.headers = _known(request.headers)
        return request

    def answered(response: dict[str, Any]) -> dict[str, Any]:
        body = response["body"]["string"]
        headers = {
            name: [_moved(value, url) for value in values]
            for name, values in _known(response["headers"]).items()
        }
        return {**response, "headers": headers, "body": {"string": _bare(body, url)}}

    made = vcr.VCR(
        serializer="readable",
        match_on=("method", "path", "query", "body"),
        decode_compressed_response=True,
        before_record_request=asked,
        before_record_response=answered if url else None,
    )
    made.register_serializer("readable", Readable)
    return made


class Readable:
    """Cassettes as JSON, in which bodies are the values that they are."""

    @staticmethod
    def serialize(cassette: dict[str, Any]) -> str:
        """A cassette's text."""
        for made in cassette["interactions"]:
            made["request"]["body"] = _value(made["request"]["body"])
            made["response"]["body"] = _value(made["response"]["body"]["string"])
        return json.dumps(cassette, ensure_ascii=False, indent=1) + "\n"

    @staticmethod
    def deserialize(text: str) -> dict[str, Any]:
        """A cassette as vcrpy wants it."""
        cassette: dict[str, Any] = json.loads(text)
        for made in cassette["interactions"]:
            made["request"]["body"] = _text(made["request"]["body"])
            made["response"]["body"] = {"string": _text(made["response"]["body"]) or ""}
        return cassette


def _value(body: str | bytes | None) -> object:
    """A body's value; a text that is no JSON is in a list of its own."""
    text = body.decode() if isinstance(body, bytes) else body
    if not text:
        return None
    try:
        return {"json": json.loads(text)}
    except ValueError:
        return {"text": text}


def _text(value: Any) -> str | None:
    if value is None:
        return None
    return value["text"] if "text" in value else json.dumps(value["json"])


def _bare(body: bytes, url: str) -> bytes:
    """A body without the server's address, and without a password that it made.

    Of a page only its description is kept.
    """
    text = _moved(body.decode(errors="replace"), url)
    if text.lstrip()[:9].lower() == "<!doctype":
        kept = [tag for tag in META.findall(text) if "description" in tag]
        return "\n".join(kept).encode()
    try:
        value = json.loads(text)
    except ValueError:
        return text.encode()
    if isinstance(value, dict) and "app_password" in value:
        value["app_password"] = PASSWORD
    return json.dumps(value, ensure_ascii=False).encode()


def _moved(text: str, url: str) -> str:
    return text.replace(url, NOWHERE).replace(url.replace("/", "\\/"), NOWHERE) if url else text


def _known(headers: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in headers.items() if name.lower() in HEADERS}
