"""What tests count and arrange at the stand-in, and how it starts and ends."""

import subprocess
import sys
from collections.abc import Iterator

import anthropic
import httpx
import pytest

from tests.standin_server import StandIn, ask, body, post, running


@pytest.fixture
def fresh() -> Iterator[StandIn]:
    """A stand-in that has done nothing yet."""
    with running() as standin:
        yield standin


def test_counters_are_the_sum_of_the_bills(fresh: StandIn) -> None:
    """Answers are counted by model, refusals by status."""
    bills = [ask(fresh).usage, ask(fresh, model="claude-sonnet-5-5").usage]
    post(fresh, {})
    counted = fresh.counters()
    assert counted["requests"] == 3
    assert counted["by_status"] == {"200": 2, "400": 1}
    assert counted["answered"] == 2
    assert counted["served"] == {"claude-haiku-5-5": 1, "claude-sonnet-5-5": 1}
    assert counted["usage"]["input_tokens"] == sum(bill.input_tokens for bill in bills)
    assert counted["usage"]["output_tokens"] == sum(bill.output_tokens for bill in bills)


def test_the_last_requests_can_be_looked_at(fresh: StandIn) -> None:
    """The newest comes last."""
    ask(fresh, max_tokens=500)
    ask(fresh, max_tokens=501)
    assert [sent["max_tokens"] for sent in fresh.requests()] == [500, 501]
    assert fresh.requests(last=1) == [body(max_tokens=501)]


def test_a_script_is_followed_first_come_first_served(fresh: StandIn) -> None:
    """After its last answer the ordinary ones come again."""
    fresh.script({"status": 529, "times": 2}, {"text": "exactly this"})
    for _ in range(2):
        with pytest.raises(anthropic._exceptions.OverloadedError):
            ask(fresh)
    assert ask(fresh).content[-1].model_dump()["text"] == "exactly this"
    assert ask(fresh).content[-1].model_dump()["text"].startswith("{")


def test_a_script_can_be_cleared(fresh: StandIn) -> None:
    """Nothing special is left."""
    fresh.script({"status": 500})
    fresh.clear()
    assert ask(fresh).stop_reason == "end_turn"


def test_a_script_with_an_unknown_word_is_refused(fresh: StandIn) -> None:
    """A mistyped test fails at once."""
    with pytest.raises(httpx.HTTPStatusError):
        fresh.script({"status": 500}, {"statsu": 500})
    assert ask(fresh).stop_reason == "end_turn"


def test_a_scripted_error_has_its_code_and_its_headers(fresh: StandIn) -> None:
    """As for a spend limit, which is no reason to wait."""
    fresh.script(
        {
            "status": 429,
            "error_code": "enforced_spend_limit_reached",
            "message": "enough",
            "headers": {"retry-after": "7"},
        }
    )
    with pytest.raises(anthropic.RateLimitError, match="enough") as caught:
        ask(fresh)
    assert caught.value.error_code == "enforced_spend_limit_reached"
    assert caught.value.response.headers["retry-after"] == "7"


def test_a_scripted_error_may_come_from_something_before_claude(fresh: StandIn) -> None:
    """Its body is no JSON then."""
    fresh.script({"status": 413, "text": "<html>too large</html>"})
    assert post(fresh, body()).text == "<html>too large</html>"


def test_a_cut_connection_has_no_response(fresh: StandIn) -> None:
    """Nobody answered, and nothing is billed."""
    fresh.script({"cut": True})
    with pytest.raises(anthropic.APIConnectionError):
        ask(fresh)
    assert fresh.counters()["by_status"] == {"cut": 1}
    assert fresh.counters()["usage"]["input_tokens"] == 0


def test_a_cut_connection_may_have_been_billed(fresh: StandIn) -> None:
    """The answer was made, and lost on its way."""
    fresh.script({"cut": True, "billed": True})
    with pytest.raises(anthropic.APIConnectionError):
        ask(fresh)
    assert fresh.counters()["answered"] == 1
    assert fresh.counters()["usage"]["input_tokens"] == ask(fresh).usage.input_tokens


@pytest.mark.parametrize(("category", "billed"), [("cyber", 0), (None, 0), ("bio", 1)])
def test_a_refusal_is_empty_and_some_are_billed(
    fresh: StandIn, category: str | None, billed: int
) -> None:
    """Usage shows tokens either way; the counters know which are billed."""
    fresh.script({"refusal": category})
    message = ask(fresh)
    assert (message.content, message.stop_reason) == ([], "refusal")
    assert message.stop_details is not None
    assert message.stop_details.category == category
    assert fresh.counters()["usage"]["input_tokens"] == billed * message.usage.input_tokens
    assert fresh.counters()["unbilled"]["input_tokens"] == (1 - billed) * message.usage.input_tokens


def test_a_refusal_after_some_words_is_billed(fresh: StandIn) -> None:
    """What was said stands in it."""
    fresh.script({"refusal": "cyber", "text": '{"keyword_1": "exp'})
    message = ask(fresh)
    assert message.content[0].model_dump()["text"] == '{"keyword_1": "exp'
    assert fresh.counters()["usage"]["input_tokens"] == message.usage.input_tokens


def test_a_truncated_answer_ends_within_its_json(fresh: StandIn) -> None:
    """It says so by its stop reason."""
    fresh.script({"stop_reason": "max_tokens"})
    message = ask(fresh)
    assert message.stop_reason == "max_tokens"
    assert not message.content[-1].model_dump()["text"].endswith("}")


def test_another_model_may_have_answered(fresh: StandIn) -> None:
    """The message and the counters name it."""
    fresh.script({"model": "claude-other"})
    assert ask(fresh).model == "claude-other"
    assert fresh.counters()["served"] == {"claude-other": 1}


def test_an_answer_can_be_slower_than_a_client_waits(fresh: StandIn) -> None:
    """The client hears nothing; it was billed all the same."""
    fresh.script({"latency": 0.3})
    with pytest.raises(anthropic.APITimeoutError):
        ask(fresh, timeout=0.1)
    assert fresh.counters()["answered"] == 1


def test_the_process_says_first_where_it_is_and_ends_cleanly() -> None:
    """It prints the address, then what it is; a friendly signal ends it without a complaint."""
    command = [sys.executable, "-m", "connectors.standin", "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None
        assert ask(StandIn(run.stdout.readline().strip())).stop_reason == "end_turn"
        assert "no model was called and no money was spent" in run.stdout.readline()
        run.terminate()
        _, complaints = run.communicate(timeout=10)
    assert (run.returncode, complaints) == (0, "")
