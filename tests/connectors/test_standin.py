"""The stand-in's answers and refusals as the real SDK sees them, over HTTP."""

from collections.abc import Iterator
from typing import Any

import anthropic
import httpx
import pytest

from tests.standin_server import SCHEMA, StandIn, ask, body, post, running


@pytest.fixture(scope="module")
def server() -> Iterator[StandIn]:
    """A stand-in that is used by all tests which queue nothing and count nothing."""
    with running() as standin:
        yield standin


def test_an_answer_begins_with_a_thinking_block_whose_words_are_omitted(server: StandIn) -> None:
    """The first block is thinking, the second is the answer."""
    message = ask(server)
    assert [block.type for block in message.content] == ["thinking", "text"]
    assert message.content[0].model_dump()["thinking"] == ""
    assert message.content[0].model_dump()["signature"]


def test_without_thinking_there_is_the_answer_only(server: StandIn) -> None:
    """Disabled thinking leaves no block and no tokens."""
    message = ask(server, thinking={"type": "disabled"})
    assert [block.type for block in message.content] == ["text"]
    assert message.usage.output_tokens_details is not None
    assert message.usage.output_tokens_details.thinking_tokens == 0


def test_usage_has_the_fields_that_bills_are_made_from(server: StandIn) -> None:
    """Nothing is cached, the tier is standard, the place is the one asked for."""
    usage = ask(server, inference_geo="us").usage
    assert (usage.service_tier, usage.inference_geo) == ("standard", "us")
    assert (usage.cache_read_input_tokens, usage.cache_creation_input_tokens) == (0, 0)
    assert usage.output_tokens > usage.model_dump()["output_tokens_details"]["thinking_tokens"]


def test_a_third_of_the_characters_and_the_schema_are_the_input_tokens(server: StandIn) -> None:
    """Words count by their characters, a schema by 80 and 0.43 for each of its characters."""
    words = [{"role": "user", "content": "a" * 300}]
    assert ask(server, messages=words, output_config=None).usage.input_tokens == 100
    asked = {"format": {"type": "json_schema", "schema": SCHEMA}}
    length = len(httpx.Request("POST", server.url, json=SCHEMA).content)
    expected = 100 + 80 + 0.43 * length
    assert ask(server, messages=words, output_config=asked).usage.input_tokens == pytest.approx(
        expected, abs=1
    )


def test_tokens_are_counted_as_they_are_billed(server: StandIn) -> None:
    """`count_tokens` says what an answer's usage says."""
    asked = body()
    del asked["max_tokens"]
    with anthropic.Anthropic(api_key="k", base_url=server.url) as client:
        counted = client.messages.count_tokens(**asked).input_tokens
    assert counted == ask(server).usage.input_tokens


def test_every_response_says_that_no_model_was_called(server: StandIn) -> None:
    """Answers, errors and unknown paths alike carry the header."""
    said = "no model was called and no money was spent"
    with anthropic.Anthropic(api_key="k", base_url=server.url) as client:
        raw = client.messages.with_raw_response.create(**body())
    refused, lost = post(server, {}), httpx.get(f"{server.url}/nowhere")
    headers = [raw.headers, refused.headers, lost.headers]
    assert [each["rubricator-standin"] for each in headers] == [said] * 3


def test_headers_name_the_request_the_organization_and_the_limits(server: StandIn) -> None:
    """They are those of the Start tier."""
    headers = post(server, body()).headers
    assert headers["request-id"].startswith("req_")
    assert headers["anthropic-organization-id"]
    limits = {"requests": 1_000, "input-tokens": 2_000_000, "output-tokens": 400_000}
    for name, limit in {**limits, "tokens": 2_400_000}.items():
        assert headers[f"anthropic-ratelimit-{name}-limit"] == str(limit)
        assert int(headers[f"anthropic-ratelimit-{name}-remaining"]) <= limit
        assert headers[f"anthropic-ratelimit-{name}-reset"].endswith("Z")


def test_a_request_without_a_key_is_refused(server: StandIn) -> None:
    """It is a 401 that should not be repeated and tells no organization."""
    response = post(server, body(), authorization="")
    assert response.status_code == 401
    assert response.json()["error"]["type"] == "authentication_error"
    assert response.headers["x-should-retry"] == "false"
    assert "anthropic-organization-id" not in response.headers


def test_an_old_key_header_is_tolerated(server: StandIn) -> None:
    """Gateways still send `x-api-key`."""
    assert post(server, body(), authorization="", **{"x-api-key": "k"}).status_code == 200


def test_a_request_without_a_version_is_refused(server: StandIn) -> None:
    """The header is required."""
    assert "anthropic-version" in post(server, body(), **{"anthropic-version": ""}).text


def test_a_body_that_is_no_json_is_refused(server: StandIn) -> None:
    """It is a 400, as for anything that is no object."""
    headers = {"authorization": "Bearer k", "anthropic-version": "2026-10-21"}
    response = httpx.post(f"{server.url}/v1/messages", content="{", headers=headers)
    assert response.status_code == 400
    assert post(server, []).status_code == 400


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"stream": True}, "stream"),
        ({"temperature": 1}, "temperature"),
        ({"top_p": 0.99}, "top_p"),
        ({"top_k": 5}, "top_k"),
        ({"output_format": {}}, "output_format"),
        ({"max_tokens": None}, "max_tokens"),
        ({"max_tokens": 128_001}, "128000"),
        ({"messages": []}, "at least one message"),
        ({"messages": [{"role": "user", "content": ""}]}, "non-empty"),
        ({"messages": [{"role": "user", "content": "a " * 1_600_000}]}, "prompt is too long"),
        (
            {"messages": [*body()["messages"], {"role": "assistant", "content": "{"}]},
            "prefill",
        ),
        ({"output_config": {"effort": "heroic"}}, "high, low, max, medium, xhigh"),
        ({"thinking": {"type": "enabled", "budget_tokens": 1024}}, "thinking.type.enabled"),
        (
            {"thinking": {"type": "disabled"}, "output_config": {"effort": "xhigh"}},
            "effort level 'xhigh'",
        ),
        (
            {"model": "claude-sonnet-5-5", "thinking": {"type": "disabled"}},
            "thinking.type.disabled",
        ),
        ({"model": "claude-opus-5-5", "thinking": {"type": "disabled"}}, "thinking.type.disabled"),
    ],
)
def test_what_claude_refuses_is_refused(
    server: StandIn, changes: dict[str, Any], named: str
) -> None:
    """The message names what is wrong."""
    response = post(server, body(**changes))
    assert response.status_code == 400
    assert response.json()["error"]["type"] == "invalid_request_error"
    assert named in response.json()["error"]["message"]


@pytest.mark.parametrize(
    "limits",
    [
        {"properties": {"meta_description": {"type": "string", "maxLength": 160}}},
        {"properties": {"meta_description": {"type": "string", "minLength": 70}}},
        {"properties": {"keywords": {"type": "array", "minItems": 5}}},
        {"properties": {"keywords": {"type": "array", "maxItems": 5}}},
        {"properties": {"keywords": {"type": "array", "items": {"minimum": 1}}}},
        {"additionalProperties": True},
    ],
)
def test_a_schema_that_no_grammar_can_express_is_refused(
    server: StandIn, limits: dict[str, Any]
) -> None:
    """Lengths and numbers of items cannot be had this way."""
    schema = {**SCHEMA, **limits}
    config = {"format": {"type": "json_schema", "schema": schema}}
    assert post(server, body(output_config=config)).status_code == 400


def test_a_property_may_be_called_like_a_keyword_of_schemas(server: StandIn) -> None:
    """Only keywords are looked at, not names."""
    schema = {**SCHEMA, "properties": {"maxLength": {"type": "string"}}, "required": ["maxLength"]}
    config = {"format": {"type": "json_schema", "schema": schema}}
    assert post(server, body(output_config=config)).status_code == 200


def test_older_versions_accept_neutral_sampling_only(server: StandIn) -> None:
    """A temperature of 1 is one, 0 is not."""
    old = {"anthropic-version": "2023-06-01"}
    assert post(server, body(temperature=1), **old).status_code == 200
    assert post(server, body(temperature=0), **old).status_code == 400


@pytest.mark.parametrize("model", ["claude-nobody", "claude-3-5-haiku-20241022"])
def test_an_unknown_or_retired_model_is_not_found(server: StandIn, model: str) -> None:
    """The error is Claude's, and names it."""
    error = post(server, body(model=model))
    assert (error.status_code, error.json()["error"]["type"]) == (404, "not_found_error")
    assert model in error.json()["error"]["message"]


def test_models_tell_their_limits_and_what_they_can(server: StandIn) -> None:
    """The start-up check of a program finds what it looks for."""
    with anthropic.Anthropic(api_key="k", base_url=server.url) as client:
        model = client.models.retrieve("claude-haiku-5-5")
        retired = client.models.list(lifecycle=["retired"]).data
        answering = [model.id for model in client.models.list()]
    assert (model.lifecycle, model.retires_at) == ("active", None)
    assert (model.max_input_tokens, model.max_tokens) == (1_000_000, 128_000)
    assert model.capabilities is not None
    assert model.capabilities.effort.low.supported
    assert model.capabilities.thinking.types.disabled.supported
    assert [model.lifecycle for model in retired] == ["retired"]
    assert answering[:3] == ["claude-haiku-5-5", "claude-sonnet-5-5", "claude-opus-5-5"]


def test_an_answer_is_cut_at_its_limit(server: StandIn) -> None:
    """The limit holds for thinking and text together."""
    message = ask(server, max_tokens=20, thinking={"type": "disabled"})
    assert (message.stop_reason, message.usage.output_tokens) == ("max_tokens", 20)


def test_thinking_may_use_the_limit_up(server: StandIn) -> None:
    """There is no text then, only the bill."""
    message = ask(server, max_tokens=40, output_config={"effort": "high"})
    assert [block.type for block in message.content] == ["thinking"]
    assert (message.stop_reason, message.usage.output_tokens) == ("max_tokens", 40)
