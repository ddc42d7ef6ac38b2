"""How a stand-in is set, by flags and while it runs, and what it counts."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import anthropic
import httpx
import pytest

from flows.cli.app import app
from flows.cli.exits import Exit
from tests.standin_server import StandIn, ask, body, post, running

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
CARDS = {"claude-haiku-5-5": ("0.10", "0.50"), "claude-sonnet-5-5": ("2", "10")}


@pytest.fixture(scope="module")
def server() -> Iterator[StandIn]:
    """A stand-in for tests that put back what they change, and count nothing."""
    with running() as standin:
        yield standin


def test_settings_can_be_seen_and_changed(server: StandIn) -> None:
    """What is not named stays."""
    shown = httpx.get(f"{server.url}/standin/settings").json()
    assert (shown["limits"], shown["faults"], shown["latency"]) == ("off", 0.0, 0.0)
    changed = server.settings(fault={"529": 1.0}, slow=2)
    assert changed == {**shown, "fault": {"529": 1.0}, "slow": 2.0}
    assert post(server, body()).status_code == 529
    assert httpx.put(f"{server.url}/standin/settings", json={"fault": {}}).json()["slow"] == 2.0
    assert post(server, body()).status_code == 200


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"fualt": {}}, "fualt"),
        ({"fault": {"530": 0.1}}, "there is no '530', only 401"),
        ({"fault": {"529": 1.5}}, "fault.529"),
        ({"faults": 0.6, "fault": {"529": 0.5}}, "more than 1"),
        ({"limits": "strict"}, "limits"),
        ({"requests_per_minute": 0}, "requests_per_minute"),
        ({"retire": ["claude-nobody"]}, "claude-nobody"),
        ({"port": 80}, "port"),
        ([], "settings"),
    ],
)
def test_a_wrong_setting_changes_nothing(server: StandIn, changes: Any, named: str) -> None:
    """It is named."""
    before = server.settings()
    response = httpx.post(f"{server.url}/standin/settings", json=changes)
    assert response.status_code == 400
    assert named in response.json()["error"]["message"]
    assert server.settings() == before


def test_a_model_can_be_retired(server: StandIn) -> None:
    """It is not found then, says so in the list, and others go on."""
    server.settings(retire=["claude-haiku-5-5"])
    with anthropic.Anthropic(api_key="k", base_url=server.url) as client:
        assert client.models.retrieve("claude-haiku-5-5").lifecycle == "retired"
        assert "claude-haiku-5-5" not in [model.id for model in client.models.list()]
    assert post(server, body()).status_code == 404
    assert post(server, body(model="claude-sonnet-5-5")).status_code == 200
    server.settings(retire=[])
    assert post(server, body()).status_code == 200


def test_a_model_can_be_overloaded(server: StandIn) -> None:
    """Always, and only this one."""
    server.settings(overloaded=["claude-haiku-5-5"])
    assert [post(server, body()).status_code for _ in range(3)] == [529] * 3
    assert post(server, body(model="claude-sonnet-5-5")).status_code == 200
    server.settings(overloaded=[])


def test_a_deprecated_model_answers_and_tells(server: StandIn) -> None:
    """Its last day is known."""
    with anthropic.Anthropic(api_key="k", base_url=server.url) as client:
        model = client.models.retrieve("claude-sonnet-4-5")
    assert (model.lifecycle, model.retires_at is not None) == ("deprecated", True)
    old = body(model="claude-sonnet-4-5", output_config=None)
    assert post(server, old).status_code == 200


def test_the_bill_is_what_an_honest_server_would_ask() -> None:
    """By model and place; unbilled refusals are free, an answer that was lost is not."""
    with running() as standin:
        answers = [ask(standin), ask(standin, model="claude-sonnet-5-5")]
        american = ask(standin, inference_geo="us")
        standin.script({"refusal": "cyber"}, {"fault": "cut_after"}, {"fault": "529"})
        ask(standin)
        for _ in range(2):
            with pytest.raises(anthropic.APIError):
                ask(standin)
        counted = standin.counters()
    usd = sum(cost(answer) for answer in answers) + cost(answers[0])
    assert Decimal(counted["bill_usd"]) == usd + Decimal("1.1") * cost(american)
    assert "E" not in counted["bill_usd"]


def test_a_long_prompt_is_dearer() -> None:
    """Above 100,000 tokens, output and all; for Haiku only."""
    words = [{"role": "user", "content": "a " * 200_000}]
    with running() as standin:
        usage = ask(standin, messages=words).usage
        bill = Decimal(standin.counters()["bill_usd"])
    assert usage.input_tokens > 100_000
    assert bill == per_million(usage.input_tokens, "0.50") + per_million(
        usage.output_tokens, "2.50"
    )


def test_what_has_no_price_is_named(server: StandIn) -> None:
    """It is not billed as nothing in silence."""
    before = server.counters()["bill_usd"]
    server.script({"model": "claude-other"})
    ask(server)
    assert server.counters()["unpriced"]["claude-other"] == 1
    assert server.counters()["bill_usd"] == before


def test_usage_is_counted_by_model(server: StandIn) -> None:
    """To compare with what the program says of each."""
    used = ask(server, model="claude-opus-5-5").usage
    counted = server.counters()["usage_by_model"]["claude-opus-5-5"]
    assert counted["input_tokens"] == used.input_tokens
    assert counted["output_tokens"] == used.output_tokens


def test_a_rate_can_be_told_from_the_times_of_answers() -> None:
    """The first and the last; an error is none."""
    times = iter([NOON.timestamp() + step for step in range(100)])
    with running(lambda: next(times)) as standin:
        assert standin.counters()["first_answer_at"] is None
        ask(standin)
        first = standin.counters()
        ask(standin)
        post(standin, {})
        last = standin.counters()
    assert first["first_answer_at"] == first["last_answer_at"] == last["first_answer_at"]
    assert NOON < datetime.fromisoformat(last["first_answer_at"])
    assert datetime.fromisoformat(last["last_answer_at"]) > datetime.fromisoformat(
        last["first_answer_at"]
    )


def test_the_most_requests_at_once_are_counted() -> None:
    """Not those that are over."""
    with running(latency=0.3) as standin:
        threads = [threading.Thread(target=post, args=(standin, body())) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        post(standin, body(stream=True))
        assert standin.counters()["most_at_once"] == 4


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["--fault", "529"], "--fault 529: this is no KIND=SHARE"),
        (["--fault", "530=0.1"], "fault: there is no '530'"),
        (["--fault", "529=x"], "fault.529"),
        (["--faults", "2"], "faults"),
        (["--retire", "claude-nobody"], "there is no 'claude-nobody'"),
    ],
)
def test_a_wrong_flag_is_named(flags: list[str], said: str) -> None:
    """Before anything listens."""
    with pytest.raises(Exit, match=said) as caught:
        app(["standin", "--port", "0", *flags], exit_on_error=False, print_error=False)
    assert caught.value.code == 2


def test_the_command_is_set_by_flags() -> None:
    """All that can be set while it runs can be set from the start."""
    flags = "--port 0 --limits bucket --requests-per-minute 60 --ramp 2 --obedient --seed 7"
    more = "--fault 529=0.5 --fault refused=0.25 --faults 0.1 --slow 1 --retire claude-opus-5-5"
    arguments = ["rubricator", "standin", *flags.split(), *more.split()]
    program = f"import sys; sys.argv = {arguments!r}; from flows.cli.app import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None
        settings = StandIn(run.stdout.readline().strip()).settings()
        run.terminate()
        run.communicate(timeout=10)
    assert settings == {
        "port": 0,
        "latency": 0.0,
        "limits": "bucket",
        "requests_per_minute": 60,
        "input_tokens_per_minute": 2_000_000,
        "output_tokens_per_minute": 400_000,
        "ramp": 2.0,
        "faults": 0.1,
        "fault": {"529": 0.5, "refused": 0.25},
        "seed": 7,
        "slow": 1.0,
        "obedient": True,
        "retire": ["claude-opus-5-5"],
        "overloaded": [],
    }


def cost(message: anthropic.types.Message) -> Decimal:
    """What a message costs, by the price page."""
    card, usage = CARDS[message.model], message.usage
    return per_million(usage.input_tokens, card[0]) + per_million(usage.output_tokens, card[1])


def per_million(tokens: int, usd: str) -> Decimal:
    """So many tokens at a price for a million."""
    return tokens * Decimal(usd) / 1_000_000
