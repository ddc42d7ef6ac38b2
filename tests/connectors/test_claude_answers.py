"""What is made of an answer with status 200, whatever is in it: all of them may be billed."""

import json
from decimal import Decimal
from typing import Any

import pytest

from connectors.claude.client import Claude
from connectors.claude.limits import Said
from schemas.call import Course, Outcome, Reply, Trouble
from schemas.usage import Usage
from tests.builders import ASK, MODEL, REPAIR, a_candidate, a_request
from tests.standin_server import ARTICLE, StandIn

USED = {"input_tokens": 1000, "output_tokens": 100}


def reply_of(outcome: Outcome) -> Reply:
    """The outcome, which is a reply."""
    assert isinstance(outcome, Reply), outcome
    return outcome


def trouble_of(outcome: Outcome) -> Trouble:
    """The outcome, which is a trouble."""
    assert isinstance(outcome, Trouble), outcome
    return outcome


def a_message(**usage: Any) -> dict[str, Any]:
    """A script for a message with this usage, which the stand-in would not come up with."""
    message = {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": MODEL,
        "content": [{"type": "text", "text": "{}"}],
        "stop_reason": "end_turn",
        "usage": usage,
    }
    return scripted_200(json.dumps(message))


def scripted_200(text: str, kind: str = "application/json") -> dict[str, Any]:
    """A script for a body that the stand-in would not come up with."""
    return {"status": 200, "text": text, "headers": {"content-type": kind}}


@pytest.mark.parametrize(
    ("category", "said", "cost_is_known_to_be_zero"),
    [("cyber", "", True), (None, "", True), ("bio", "", False), ("cyber", "I would", False)],
    ids=["free", "without a category", "billed category", "after some words"],
)
def test_a_refusal_is_a_reply(
    server: StandIn,
    claude: Claude,
    category: str | None,
    said: str,
    cost_is_known_to_be_zero: bool,  # noqa: FBT001 - of the table
) -> None:
    """Some are billed, by the rule of 2026-09-24."""
    server.script({"refusal": category, "text": said or None})
    reply = reply_of(claude.send(a_request()))

    assert (True, category, said) == (reply.refused, reply.refusal_category, reply.text)
    assert cost_is_known_to_be_zero is (reply.cost() == Decimal(0))


def test_a_truncated_answer_is_a_reply_that_is_billed(claude: Claude) -> None:
    """It is not complete, but it was paid for."""
    reply = reply_of(claude.send(a_request(user=ARTICLE, max_tokens=20)))

    assert (reply.stop_reason, reply.complete) == ("max_tokens", False)
    assert reply.cost()


def test_the_model_that_answered_is_the_one_that_is_priced(server: StandIn, claude: Claude) -> None:
    """Another one has been served: its price is unknown, not zero."""
    server.script({"model": "claude-haiku-9"})
    reply = reply_of(claude.send(a_request()))

    assert (reply.model, reply.cost()) == ("claude-haiku-9", None)


@pytest.mark.parametrize(
    ("special", "course"),
    [
        (scripted_200("not JSON"), Course.RETRY),
        (scripted_200('{"id": "msg_1", "type": "mess'), Course.RETRY),
        (scripted_200(""), Course.RETRY),
        (scripted_200("<html>Please log in</html>", "text/html"), Course.RETRY),
        (scripted_200('["a list"]'), Course.RETRY),
        (scripted_200("{}"), Course.GIVE_UP),
        (a_message(input_tokens="many", output_tokens=1), Course.GIVE_UP),
    ],
    ids=["text", "cut off", "empty", "page", "a list", "no message", "strange usage"],
)
def test_a_body_that_is_no_message_is_unknown(
    server: StandIn, claude: Claude, special: dict[str, Any], course: Course
) -> None:
    """It came with a 200, so it may be billed. Half of one is tried again, a strange one is not."""
    server.script(special)
    trouble = trouble_of(claude.send(a_request()))

    assert (trouble.course, trouble.may_be_billed) == (course, True)


@pytest.mark.parametrize(
    ("body", "reason"),
    [("<html>Please log in</html>", "is there a proxy?"), ('{"id": "ms', "was cut off")],
)
def test_a_page_is_told_from_half_an_answer(
    server: StandIn, claude: Claude, body: str, reason: str
) -> None:
    """The one is for whoever runs the network, the other for nobody."""
    server.script(scripted_200(body))

    assert reason in trouble_of(claude.send(a_request())).reason


@pytest.mark.parametrize(
    ("stop_reason", "content"),
    [
        ("tool_use", [{"type": "tool_use", "id": "t", "name": "n", "input": {}}]),
        ("pause_turn", [{"type": "text", "text": "{}"}]),
        ("never_heard_of", [{"type": "text", "text": "{}"}]),
        (None, [{"type": "text", "text": "{}"}]),
        ("end_turn", []),
        ("end_turn", [{"type": "text", "text": ""}]),
        ("end_turn", [{"type": "thinking", "thinking": "", "signature": "s"}]),
        ("end_turn", [{"type": "never_heard_of", "text": "{}"}]),
    ],
    ids=["tool", "pause", "unknown end", "no end", "nothing", "empty", "thoughts", "unknown block"],
)
def test_an_unexpected_end_is_a_reply_that_is_paid_for_and_mended(
    server: StandIn, claude: Claude, stop_reason: str | None, content: list[dict[str, Any]]
) -> None:
    """It is recorded with its cost, cannot be published, and is worth a repair."""
    message = json.loads(a_message(**USED)["text"])
    message |= {"stop_reason": stop_reason, "content": content}
    server.script(scripted_200(json.dumps(message)))
    reply = reply_of(claude.send(a_request()))
    candidate = a_candidate().judged(ASK, reply)

    assert Decimal("0.00015") == reply.cost()
    assert (candidate.valid, candidate.needs(REPAIR)) == (False, True)


def test_the_limits_are_told_whatever_the_answer(server: StandIn, claude: Claude) -> None:
    """An error's headers count as well."""
    told: list[Said] = []
    server.script({}, {"status": 529})
    claude.send(a_request(user=ARTICLE), told.append)
    claude.send(a_request(user=ARTICLE), told.append)

    assert [1000, 1000] == [said["requests"].limit for said in told]
    assert {"requests", "input-tokens", "output-tokens"} <= told[0].keys()


def test_cached_tokens_are_told_apart(server: StandIn, claude: Claude) -> None:
    """Four disjoint buckets, and the dearer part of what was written."""
    written = {"ephemeral_5m_input_tokens": 30, "ephemeral_1h_input_tokens": 10}
    cached = {"cache_creation_input_tokens": 40, "cache_creation": written}
    server.script(a_message(**USED, **cached, cache_read_input_tokens=7))
    reply = reply_of(claude.send(a_request()))

    assert reply.usage == Usage(
        input_tokens=1000,
        output_tokens=100,
        cache_read_input_tokens=7,
        cache_creation_input_tokens=40,
        cache_creation_1h_input_tokens=10,
    )


@pytest.mark.parametrize(
    ("said", "cost"),
    [
        ({}, "0.00015"),
        ({"service_tier": "batch"}, "0.000075"),
        ({"inference_geo": "us"}, "0.000165"),
        ({"cache_creation_input_tokens": None, "output_tokens_details": None}, "0.00015"),
    ],
    ids=["usual", "batch", "us", "nothing cached"],
)
def test_what_changes_the_price_is_heard(
    server: StandIn, claude: Claude, said: dict[str, Any], cost: str
) -> None:
    """The tier and the place are in the usage; missing fields are not."""
    server.script(a_message(**USED, **said))

    assert reply_of(claude.send(a_request())).cost() == Decimal(cost)
