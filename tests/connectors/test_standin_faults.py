"""What can go wrong, one kind after the other, and when it does."""

import json
import time
from collections.abc import Iterator
from typing import Any

import anthropic
import httpx
import pytest

from connectors.standin.faults import ACCOUNT, ANSWERS, ERRORS, KINDS, MIXED, WAYS, Faults
from tests.standin_server import TEXT, StandIn, ask, body, post, running

ARTICLES = [f"The harbour council has bought ferry number {number}." for number in range(400)]
LATE = 0.2  # seconds


@pytest.fixture(scope="module")
def server() -> Iterator[StandIn]:
    """A stand-in whose slow answers are not too slow."""
    with running(slow=LATE) as standin:
        yield standin


def met(server: StandIn, kind: str) -> httpx.Response:
    """The raw response to a request that meets this fault."""
    server.script({"fault": kind})
    return post(server, body())


def said(server: StandIn, kind: str) -> tuple[list[str], str]:
    """The keywords and the description of an answer with this fault."""
    server.script({"fault": kind})
    values = json.loads(ask(server).content[-1].model_dump()["text"])
    return [values[f"keyword_{place}"] for place in range(1, 6)], values["meta_description"]


@pytest.mark.parametrize(
    ("kind", "status", "named"),
    [
        ("400", 400, "invalid_request_error"),
        ("401", 401, "authentication_error"),
        ("402", 402, "billing_error"),
        ("403", 403, "permission_error"),
        ("404", 404, "not_found_error"),
        ("408", 408, "api_error"),
        ("409", 409, "conflict_error"),
        ("429", 429, "rate_limit_error"),
        ("ramp_limit", 429, "ramp_limit_exceeded"),
        ("spend_limit", 429, "enforced_spend_limit_reached"),
        ("contract_limit", 429, "contract_spend_limit_reached"),
        ("own_limit", 400, "You have reached your specified API usage limits"),
        ("workspace_limit", 400, "You have reached your specified workspace API usage limits"),
        ("499", 499, "api_error"),
        ("500", 500, "api_error"),
        ("501", 501, "api_error"),
        ("503", 503, "api_error"),
        ("504", 504, "timeout_error"),
        ("529", 529, "overloaded_error"),
    ],
)
def test_an_error_is_claudes(server: StandIn, kind: str, status: int, named: str) -> None:
    """Its status, its type, its code or how its message begins; with an id, and not billed."""
    billed = server.counters()["bill_usd"]
    response = met(server, kind)
    error = response.json()["error"]
    code = error.get("details", {}).get("error_code")
    assert (status, "error") == (response.status_code, response.json()["type"])
    assert named in {error["type"], code} or error["message"].startswith(named)
    assert response.json()["request_id"] == response.headers["request-id"]
    assert server.counters()["bill_usd"] == billed


@pytest.mark.parametrize(
    ("kind", "raised"),
    [
        ("ramp_limit", anthropic.RampLimitExceededError),
        ("spend_limit", anthropic.EnforcedSpendLimitReachedError),
        ("contract_limit", anthropic.ContractSpendLimitReachedError),
        ("413", anthropic.ContentTooLargeError),
        ("html_502", anthropic.InternalServerError),
    ],
)
def test_the_sdk_knows_the_error(
    server: StandIn, kind: str, raised: type[anthropic.APIStatusError]
) -> None:
    """By code, or by status where the body is no JSON."""
    server.script({"fault": kind})
    with pytest.raises(raised):
        ask(server)


@pytest.mark.parametrize(
    ("kind", "told"), [("429", "1"), ("ramp_limit", "1"), ("spend_limit", None)]
)
def test_who_should_wait_is_told_how_long(server: StandIn, kind: str, told: str | None) -> None:
    """But not where waiting is no use."""
    assert met(server, kind).headers.get("retry-after") == told


@pytest.mark.parametrize(("kind", "status"), [("html_200", 200), ("html_502", 502), ("413", 413)])
def test_a_page_comes_from_something_in_between(server: StandIn, kind: str, status: int) -> None:
    """It is no JSON, whatever its status, and Claude was never asked."""
    answered = server.counters()["answered"]
    response = met(server, kind)
    assert (status, "text/html") == (response.status_code, response.headers["content-type"])
    assert response.text.startswith("<!DOCTYPE html>")
    assert server.counters()["answered"] == answered


@pytest.mark.parametrize(
    ("kind", "stop_reason", "blocks", "billed"),
    [
        ("truncated", "max_tokens", ["thinking", "text"], True),
        ("refused", "refusal", [], False),
        ("refused_billed", "refusal", [], True),
        ("refused_late", "refusal", ["text"], True),
        ("unknown_stop", "out_of_words", ["thinking", "text"], True),
        ("empty", "end_turn", ["thinking", "text"], True),
        ("thinking_only", "end_turn", ["thinking"], True),
    ],
)
def test_an_answer_ends_badly(
    server: StandIn, kind: str, stop_reason: str, blocks: list[str], *, billed: bool
) -> None:
    """It is a message all the same, and most are billed."""
    before = server.counters()["usage"]["input_tokens"]
    server.script({"fault": kind})
    message = ask(server)
    assert (stop_reason, blocks) == (message.stop_reason, [block.type for block in message.content])
    after = server.counters()["usage"]["input_tokens"]
    assert after - before == (message.usage.input_tokens if billed else 0)


def test_a_truncated_answer_is_billed_to_its_limit(server: StandIn) -> None:
    """All that was allowed has been used."""
    server.script({"fault": "truncated"})
    assert ask(server, max_tokens=700).usage.output_tokens == 700


def test_an_empty_answer_has_a_block_without_text(server: StandIn) -> None:
    """Not a missing block."""
    server.script({"fault": "empty"})
    assert ask(server).content[-1].model_dump()["text"] == ""


def test_malformed_json_ends_like_an_answer(server: StandIn) -> None:
    """Nothing but its text tells."""
    server.script({"fault": "malformed"})
    message = ask(server)
    assert message.stop_reason == "end_turn"
    with pytest.raises(json.JSONDecodeError):
        json.loads(message.content[-1].model_dump()["text"])


def test_a_description_may_be_in_another_language(server: StandIn) -> None:
    """Finnish, which few articles are in."""
    assert "sähkölauttaa" in said(server, "wrong_language")[1]


def test_names_and_numbers_may_be_invented(server: StandIn) -> None:
    """The article has neither."""
    keywords, description = said(server, "invented")
    assert "4,913,277" in description
    assert "Aurelius Quimby" in description
    assert "aurelius quimby" in keywords
    assert "4,913,277" not in TEXT


def test_an_answer_may_hold_markup(server: StandIn) -> None:
    """HTML and Markdown."""
    keywords, description = said(server, "markup")
    assert description.startswith("<p>**")
    assert keywords[0].startswith("<b>")


@pytest.mark.parametrize(
    ("kind", "least", "most"), [("too_long", 400, 1_000), ("too_short", 5, 20)]
)
def test_a_description_may_have_a_wrong_length(
    server: StandIn, kind: str, least: int, most: int
) -> None:
    """Far from what anybody wants."""
    assert least <= len(said(server, kind)[1]) <= most


def test_keywords_may_be_duplicates(server: StandIn) -> None:
    """But for case and spaces."""
    keywords, _ = said(server, "duplicates")
    assert len({keyword.lower().strip() for keyword in keywords}) == 2


def test_a_slow_answer_takes_longer(server: StandIn) -> None:
    """By what the settings call slow; nothing comes before."""
    server.script({"fault": "slow"})
    with pytest.raises(anthropic.APITimeoutError):
        ask(server, timeout=LATE / 2)


def test_a_dribbled_body_is_whole_in_the_end(server: StandIn) -> None:
    """No part of it takes long."""
    start = time.monotonic()
    response = met(server, "dribble")
    assert response.json()["stop_reason"] == "end_turn"
    assert time.monotonic() - start >= LATE / 2


@pytest.mark.parametrize(
    ("kind", "billed"), [("cut_before", False), ("cut_after", True), ("cut_middle", True)]
)
def test_a_connection_is_cut(server: StandIn, kind: str, *, billed: bool) -> None:
    """The program cannot tell whether it was billed; the counters can."""
    before = server.counters()
    server.script({"fault": kind})
    with pytest.raises(anthropic.APIConnectionError):
        ask(server)
    after = server.counters()
    assert (after["bill_usd"] != before["bill_usd"]) is billed
    assert after["answered"] - before["answered"] == int(billed)


def test_a_connection_cut_in_the_middle_has_a_status(server: StandIn) -> None:
    """Headers and a part of the body arrived."""
    server.script({"fault": "cut_middle"})
    headers = {"authorization": "Bearer k", "anthropic-version": "2026-10-21"}
    with (
        httpx.Client() as client,
        client.stream(
            "POST", f"{server.url}/v1/messages", json=body(), headers=headers
        ) as response,
    ):
        assert response.status_code == 200
        with pytest.raises(httpx.RemoteProtocolError):
            response.read()


def test_every_kind_is_one_of_four_sorts() -> None:
    """The mix is made of those that a single request can meet."""
    assert set(KINDS) == {*ACCOUNT, *ERRORS, *ANSWERS, *WAYS}
    assert set(MIXED) == KINDS.keys() - ACCOUNT.keys()


def drawn(faults: Faults) -> list[str | None]:
    """What the first attempt at each article meets."""
    return [faults.draw(article).fault for article in ARTICLES]


def test_a_seed_decides_who_meets_what() -> None:
    """The same articles for the same seed, others for another."""
    assert drawn(Faults(1, 0.3, {})) == drawn(Faults(1, 0.3, {}))
    assert drawn(Faults(1, 0.3, {})) != drawn(Faults(2, 0.3, {}))


def test_the_order_of_requests_decides_nothing() -> None:
    """Threads may be as quick as they like."""
    forth, back = Faults(1, 0.3, {}), Faults(1, 0.3, {})
    assert drawn(forth) == [back.draw(article).fault for article in reversed(ARTICLES)][::-1]


def test_each_attempt_is_drawn_for_itself() -> None:
    """Who tries again may succeed."""
    faults = Faults(1, 0.3, {})
    attempts = [drawn(faults) for _ in range(12)]
    assert any(first != second for first, second in zip(*attempts[:2], strict=True))
    assert all(None in tries for tries in zip(*attempts, strict=True))


def test_shares_are_kept() -> None:
    """Those named add to those of the mix, which has all of its kinds."""
    faults = Faults(3, 0.5, {"529": 0.2})
    met = [kind for _ in range(10) for kind in drawn(faults)]
    assert met.count(None) / len(met) == pytest.approx(0.3, abs=0.03)
    assert met.count("529") / len(met) == pytest.approx(0.2 + 0.5 / len(MIXED), abs=0.03)
    assert set(MIXED) <= set(met)


def test_a_share_of_requests_meets_a_fault() -> None:
    """By the article alone, attempt for attempt; counted by kind."""
    with running(fault={"529": 0.3, "refused": 0.3}, seed=4) as standin:
        first = [statuses(standin) for _ in range(2)]
        counted = standin.counters()
        standin.settings(seed=4)
        assert [statuses(standin) for _ in range(2)] == first
    assert {200, 529} == {status for round_ in first for status in round_}
    assert counted["by_fault"]["529"] == counted["by_status"]["529"]
    assert counted["by_fault"]["refused"] > 0


def statuses(standin: StandIn) -> list[int]:
    """How a round over some articles goes."""
    return [post(standin, about(article)).status_code for article in ARTICLES[:20]]


def about(article: str) -> dict[str, Any]:
    """A request about an article."""
    return body(messages=[{"role": "user", "content": f"<article>{article}</article>"}])
