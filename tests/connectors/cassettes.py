"""Recorded answers of Claude's API: readable, without secrets, saying where they come from.

Played back always, but for two flags of pytest, given with the file's name:

    pytest tests/connectors/test_claude_cassettes.py --record-claude     # the real API, at a cost
    pytest tests/connectors/test_claude_cassettes.py --record-standin    # no key, no model

The first needs a key in ANTHROPIC_API_KEY. What the real API cannot be made to answer stays.
"""

import json
import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import vcr
import yaml
from pydantic import SecretStr

from connectors.claude.client import Claude
from schemas.call import Outcome
from schemas.request import Request
from tests.standin_server import running

FOLDER = Path(__file__).parents[1] / "cassettes" / "claude"
REAL = "https://api.anthropic.com"
STANDIN = "http://standin.invalid"  # whatever its port was
ORIGINS = {
    STANDIN: "recorded from the stand-in: no model was called",
    REAL: "recorded from Claude's API: a model answered, and was paid for",
}

# Headers are left out unless they are known to tell nothing of whose key it was.
HEADERS = (
    "anthropic-ratelimit-",
    "anthropic-version",
    "content-type",
    "request-id",
    "retry-after",
    "rubricator-standin",
    "x-should-retry",
)


class Source(StrEnum):
    """Where the answers come from."""

    PLAYBACK = "playback"
    STANDIN = "standin"
    API = "api"


@dataclass(frozen=True)
class Tape:
    """A way to send a request as it was sent when its cassette was recorded."""

    source: Source

    def send(
        self,
        name: str,
        request: Request,
        key: str = "",
        **special: Any,
    ) -> Outcome:
        """What came back. `special` is what the stand-in is told to do, a wrong `key` its reason.

        Without such a key the real API cannot be told: then its recording stays as it was.
        """
        if self.source is Source.PLAYBACK:
            return self._sent(name, request, origin(FOLDER / f"{name}.yaml"), "none")
        if self.source is Source.API:
            if special and not key:
                pytest.skip("only the stand-in does this on demand")
            return self._sent(name, request, REAL, "all", key or os.environ["ANTHROPIC_API_KEY"])
        with running() as standin:
            if special:
                standin.script(special)
            return self._sent(name, request, standin.url, "all")

    def _sent(
        self, name: str, request: Request, url: str, mode: str, key: str = "stand-in"
    ) -> Outcome:
        path = FOLDER / f"{name}.yaml"
        if mode == "all":
            path.unlink(missing_ok=True)
        with client(url, key) as claude, recorder().use_cassette(str(path), record_mode=mode):
            return claude.send(request)


@contextmanager
def client(url: str, key: str = "stand-in") -> Iterator[Claude]:
    """Claude at a URL, whose connections are closed in the end."""
    with closing(Claude(url, SecretStr(key))) as claude:
        yield claude


def origin(path: Path) -> str:
    """The base URL that a cassette was recorded at."""
    said: str = yaml.safe_load(path.read_text(encoding="utf-8"))["from"]
    return next(url for url, sentence in ORIGINS.items() if sentence == said)


def recorder() -> vcr.VCR:
    """What records and plays back: a request is known by its method, its path and its body."""
    made = vcr.VCR(
        serializer="readable",
        match_on=("method", "path", "body"),
        decode_compressed_response=True,
        before_record_request=_without_secrets,
        before_record_response=_harmless,
    )
    made.register_serializer("readable", Readable)
    return made


class _Lines(yaml.SafeDumper):
    """Texts of several lines are written as such."""

    def represent_str(self, data: str) -> yaml.ScalarNode:
        """A text as it reads best."""
        style = "|" if "\n" in data else None
        return self.represent_scalar("tag:yaml.org,2002:str", data, style=style)


_Lines.add_representer(str, _Lines.represent_str)


class Readable:
    """Cassettes as YAML, with JSON bodies as the objects they are."""

    @staticmethod
    def serialize(cassette: dict[str, Any]) -> str:
        """A cassette's text, which begins with where it is from."""
        first = cassette["interactions"][0]["request"]["uri"]
        url = next(url for url in ORIGINS if first.startswith(url))
        interactions = [
            {
                "request": {**made["request"], "body": json.loads(made["request"]["body"])},
                "response": {
                    **made["response"],
                    "body": json.loads(made["response"]["body"]["string"]),
                },
            }
            for made in cassette["interactions"]
        ]
        told = {"from": ORIGINS[url], "version": cassette["version"], "interactions": interactions}
        return yaml.dump(told, Dumper=_Lines, sort_keys=False, allow_unicode=True, width=1000)

    @staticmethod
    def deserialize(text: str) -> dict[str, Any]:
        """A cassette as vcrpy wants it."""
        cassette: dict[str, Any] = yaml.safe_load(text)
        for made in cassette["interactions"]:
            made["request"]["body"] = json.dumps(made["request"]["body"])
            made["response"]["body"] = {"string": json.dumps(made["response"]["body"])}
        return cassette


def _without_secrets(request: Any) -> Any:
    if not request.uri.startswith(REAL):
        request.uri = STANDIN + urlsplit(request.uri).path
    request.headers = _known(request.headers)
    return request


def _harmless(response: dict[str, Any]) -> dict[str, Any]:
    return {**response, "headers": _known(response["headers"])}


def _known(headers: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in headers.items() if name.lower().startswith(HEADERS)}
