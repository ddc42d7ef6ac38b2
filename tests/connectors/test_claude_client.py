"""One HTTP attempt: what is sent to Claude, and what is made of each kind of answer."""

import json
from pathlib import Path
from typing import Any

import pytest

from connectors.claude.client import Claude
from schemas.call import Course, Outcome, Reply, Trouble
from schemas.metadata import Answer
from schemas.request import Attempt, Ladder, ladder
from tests.builders import ASK, ESCALATION, MODEL, a_request
from tests.connectors.cassettes import client
from tests.standin_server import ARTICLE, NOBODY, StandIn

KEY = "sk-ant-made-up-for-this-test"
SONNET: Ladder = ladder("claude-sonnet-5-5", ())
OPUS: Ladder = ladder("claude-opus-5-5", ())


def reply_of(outcome: Outcome) -> Reply:
    """The outcome, which is a reply."""
    assert isinstance(outcome, Reply), outcome
    return outcome


def trouble_of(outcome: Outcome) -> Trouble:
    """The outcome, which is a trouble."""
    assert isinstance(outcome, Trouble), outcome
    return outcome


def test_a_reply_has_its_text_its_usage_and_its_names(server: StandIn, claude: Claude) -> None:
    """All that the ledger keeps of an answer."""
    reply = reply_of(claude.send(a_request(user=ARTICLE)))

    assert Answer.model_validate_json(reply.text)
    assert (reply.stop_reason, reply.model, reply.simulated) == ("end_turn", MODEL, True)
    assert reply.request_id.startswith("req_")
    billed = server.counters()["usage"]
    assert billed["input_tokens"] >= reply.usage.input_tokens > 0 < reply.usage.output_tokens


def test_the_text_is_found_behind_the_thinking(claude: Claude) -> None:
    """An escalation thinks, and thinking is the first block."""
    reply = reply_of(claude.send(a_request(user=ARTICLE, attempt=ESCALATION, max_tokens=4000)))

    assert Answer.model_validate_json(reply.text)
    assert 0 < reply.usage.thinking_tokens < reply.usage.output_tokens


@pytest.mark.parametrize(
    ("attempt", "thinking"),
    [
        (ASK, {"type": "disabled"}),
        (ESCALATION, None),
        (SONNET[0], {"type": "between_tools"}),
        (OPUS[0], None),
    ],
    ids=["haiku asked", "haiku escalated", "sonnet asked", "opus asked"],
)
def test_thinking_is_turned_off_as_the_model_takes_it(
    server: StandIn, claude: Claude, attempt: Attempt, thinking: dict[str, str] | None
) -> None:
    """What is right for one model is a 400 for another, and the stand-in knows it."""
    reply_of(claude.send(a_request(user=ARTICLE, attempt=attempt)))

    assert server.requests(1)[0].get("thinking") == thinking


def test_what_is_sent(server: StandIn, claude: Claude) -> None:
    """The request, its effort, and the place: a workspace's own would cost a tenth more."""
    request = a_request()
    claude.send(request)

    assert server.requests(1) == [
        {
            "model": MODEL,
            "max_tokens": 600,
            "system": request.system,
            "messages": [{"role": "user", "content": request.user}],
            "output_config": {
                "effort": "low",
                "format": {"type": "json_schema", "schema": request.answer_schema},
            },
            "inference_geo": "global",
            "thinking": {"type": "disabled"},
        }
    ]


@pytest.mark.parametrize(
    "special",
    [{}, {"status": 529}, {"status": 500}, {"status": 429}, {"cut": True}],
    ids=["answered", "529", "500", "429", "cut"],
)
def test_a_send_is_one_http_request(
    server: StandIn, claude: Claude, special: dict[str, Any]
) -> None:
    """The SDK tries nothing again: each attempt has a reservation of its own."""
    before = server.counters()["requests"]
    server.script({**special, "times": 1})
    claude.send(a_request())

    assert server.counters()["requests"] - before == 1


def test_a_cut_request_may_be_billed(server: StandIn, claude: Claude) -> None:
    """Nobody can say how far it came."""
    server.script({"cut": True})
    trouble = trouble_of(claude.send(a_request()))

    assert (trouble.course, trouble.status, trouble.may_be_billed) == (Course.RETRY, None, True)


def test_a_server_that_is_not_there_bills_nothing() -> None:
    """The connection is refused before anything is sent."""
    with client(NOBODY) as claude:
        trouble = trouble_of(claude.send(a_request()))

    assert (trouble.course, trouble.status, trouble.may_be_billed) == (Course.RETRY, None, False)


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("claude.invalid", KEY),
        ("ftp://claude.invalid", KEY),
        (None, f"{KEY}\nof two lines"),
        (None, ""),
    ],
    ids=["no scheme", "another scheme", "a key of two lines", "an empty key"],
)
def test_what_cannot_be_sent_at_all_stops_the_run_and_bills_nothing(
    server: StandIn, url: str | None, key: str
) -> None:
    """The next request could not be made either."""
    with client(url or server.url, key) as claude:
        trouble = trouble_of(claude.send(a_request()))

    assert (trouble.course, trouble.may_be_billed) == (Course.STOP, False)
    assert "key" in trouble.reason
    assert KEY not in trouble.reason


def test_the_key_is_in_nothing_that_is_shown(server: StandIn) -> None:
    """Neither in the client's name nor in what it says of a failure."""
    server.script({"status": 401, "message": f"invalid key {KEY}"})
    with client(server.url, KEY) as claude:
        shown = f"{claude!r} {claude.send(a_request())!r} {claude.send(a_request())!r}"

    assert KEY not in shown


def test_the_environment_diverts_nothing(
    server: StandIn, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The key and the URL are those that were given, whatever the SDK would find by itself."""
    (tmp_path / "configs").mkdir()
    profile = {"base_url": "http://diverted.invalid", "authentication": {"type": "none"}}
    (tmp_path / "configs" / "default.json").write_text(json.dumps(profile), encoding="utf-8")
    monkeypatch.setenv("ANTHROPIC_CONFIG_DIR", str(tmp_path))
    monkeypatch.setenv("ANTHROPIC_BASE_URL", "http://diverted.invalid")
    monkeypatch.setenv("ANTHROPIC_API_KEY", "diverted")
    monkeypatch.setenv("ANTHROPIC_AUTH_TOKEN", "diverted")
    monkeypatch.setenv("ANTHROPIC_CUSTOM_HEADERS", "Authorization: Bearer diverted")
    before = server.counters()["requests"]
    with client(server.url, KEY) as claude:
        with claude._one():  # in use, so that another one has to be made
            reply_of(claude.send(a_request()))
        sent = [made.default_headers for made in claude._all]

    assert [f"Bearer {KEY}"] * 2 == [headers["Authorization"] for headers in sent]
    assert server.counters()["requests"] - before == 1
    assert "diverted" not in str(sent)
