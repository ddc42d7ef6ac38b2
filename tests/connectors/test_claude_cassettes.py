"""The connector on recorded answers: each cassette says whether a model gave them."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from schemas.call import Course, Outcome, Reply, Trouble
from schemas.metadata import Answer
from schemas.models import Effort
from schemas.request import Attempt, Kind, Request
from tests.builders import MODEL, a_request
from tests.connectors.cassettes import FOLDER, ORIGINS, STANDIN, Tape, origin

NAMES = ("plain", "refusal", "thinking", "truncated", "unauthorized")
CASSETTES = [FOLDER / f"{name}.yaml" for name in NAMES]
SECRET = re.compile(r"sk-ant|Bearer|[Aa]uthorization|[Cc]ookie|organization|[Ww]orkspace")

SYSTEM = "Write five search keywords and a one-sentence meta description for the article."
USER = """\
<article language="English">
<title>Night ferries return to the Skagerrak</title>
<text>
The night ferries between Hirtshals and Larvik sail again from 3 November, after two winters in
dock. Both ships carry lorries and cars, and cabins cost less than in 2023.
</text>
</article>"""
PATIENT = Attempt(kind=Kind.ESCALATION, model=MODEL, effort=Effort.MEDIUM, thinks=True)


def asked(**changes: Any) -> Request:
    """The recorded request, but for the changes."""
    return a_request(system=SYSTEM, user=USER, **changes)


def a_reply_of(outcome: Outcome) -> Reply:
    """The outcome, which is a reply."""
    assert isinstance(outcome, Reply)
    return outcome


def test_a_plain_answer(tape: Tape) -> None:
    """It is whole, of the form asked for, and can be priced."""
    reply = a_reply_of(tape.send("plain", asked()))

    assert (reply.complete, reply.model) == (True, MODEL)
    assert Answer.model_validate_json(reply.text).keyword_5
    assert reply.usage.thinking_tokens == 0
    assert reply.cost()


def test_an_answer_after_thinking(tape: Tape) -> None:
    """The text is found behind the thinking, whose tokens are a part of the output."""
    reply = a_reply_of(tape.send("thinking", asked(attempt=PATIENT, max_tokens=4000)))

    assert Answer.model_validate_json(reply.text).meta_description
    assert reply.usage.thinking_tokens < reply.usage.output_tokens


def test_a_truncated_answer(tape: Tape) -> None:
    """It ends where `max_tokens` did, and is billed."""
    reply = a_reply_of(tape.send("truncated", asked(max_tokens=20)))

    assert (reply.stop_reason, reply.complete) == ("max_tokens", False)
    assert reply.usage.output_tokens <= 20
    assert reply.cost()


def test_a_refusal(tape: Tape) -> None:
    """It comes as a reply without text; this category is free."""
    reply = a_reply_of(tape.send("refusal", asked(), refusal="cyber"))

    assert (reply.refused, reply.refusal_category, reply.text) == (True, "cyber", "")
    assert reply.cost() == 0


def test_a_wrong_key(tape: Tape) -> None:
    """It stops the run, and costs nothing."""
    trouble = tape.send("unauthorized", asked(), key="not-a-key", status=401)

    assert isinstance(trouble, Trouble)
    assert (trouble.course, trouble.status, trouble.may_be_billed) == (Course.STOP, 401, False)
    assert trouble.request_id.startswith("req_")


@pytest.mark.parametrize("path", CASSETTES, ids=lambda path: path.stem)
def test_a_cassette_says_first_where_it_is_from(path: Path) -> None:
    """Nobody takes a stand-in's words for a model's: its recordings have its header, too."""
    text = path.read_text(encoding="utf-8")
    (made,) = yaml.safe_load(text)["interactions"]

    assert text.startswith(f"from: '{ORIGINS[origin(path)]}'")
    assert made["request"]["uri"] == f"{origin(path)}/v1/messages"
    assert ("rubricator-standin" in made["response"]["headers"]) is (origin(path) == STANDIN)


@pytest.mark.parametrize("path", CASSETTES, ids=lambda path: path.stem)
def test_a_cassette_holds_no_secret(path: Path) -> None:
    """Neither a key nor whose key it was."""
    assert SECRET.findall(path.read_text(encoding="utf-8")) == []


def test_no_cassette_is_overlooked() -> None:
    """The two tests above look at all of them."""
    assert sorted(FOLDER.iterdir()) == CASSETTES
