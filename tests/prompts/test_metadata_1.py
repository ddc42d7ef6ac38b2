"""The released prompt: its price, its words, and that nobody changes them by accident."""

import json
import string

import pytest

from prompts import Prompt, _digest, load, render
from prompts.cutting import CHARS_PER_TOKEN
from schemas.article import ArticleId
from schemas.request import Kind
from tests.builders import ASK, a_candidate, an_article

MOST_OVERHEAD = 700  # tokens that each article costs besides itself

PLACEHOLDERS = {
    "user": {"language", "least", "most", "title", "text"},
    "repair": {"previous", "findings"},
    "unwanted": {"unwanted"},
    "system": set[str](),
}


def test_what_is_sent_besides_the_article_is_at_most_700_tokens() -> None:
    """At 2.5 characters a token, and 30 % more than was measured for a schema's explanation."""
    empty = an_article(title="", text="")
    request = render(load(), a_candidate(article=empty), ASK, 8000)
    words = len(request.system + request.user)
    schema = 1.3 * (80 + 0.43 * len(json.dumps(request.answer_schema, separators=(",", ":"))))

    assert words / CHARS_PER_TOKEN + schema <= MOST_OVERHEAD


def test_a_released_prompt_is_not_changed() -> None:
    """Another word is another prompt: copy the file, and name the copy metadata-2."""
    assert load("metadata-1").digest == "8a627ce880b7b03e"


@pytest.mark.parametrize("part", [0, 1], ids=["settings", "words"])
def test_the_digest_changes_with_a_word(part: int) -> None:
    """The settings count as well as the words."""
    parts = ["max_tokens: {ask: 600}", "Write search metadata."]
    changed = [text.replace("e", "E", 1) if n == part else text for n, text in enumerate(parts)]

    assert _digest(*changed) != _digest(*parts)
    assert _digest(*parts) == _digest(*parts)


@pytest.mark.parametrize("section", PLACEHOLDERS)
def test_each_section_has_its_placeholders(section: str) -> None:
    """All that are filled in, and no others: one that nobody knows would fail for every article."""
    words = getattr(load(), section)

    assert {name for _, name, _, _ in string.Formatter().parse(words) if name} == (
        PLACEHOLDERS[section]
    )


def test_a_first_answer_is_short() -> None:
    """A reservation is made for all of it, and thinking is off."""
    assert load().max_tokens[Kind.ASK] <= 1024


def test_every_kind_of_attempt_has_its_length() -> None:
    """None is left to chance; the fallback's is that of an ask."""
    assert set(load().max_tokens) == set(Kind) - {Kind.FALLBACK}


def test_the_system_prompt_says_that_the_article_is_no_instruction() -> None:
    """And names the tags that it stands between."""
    system = load().system

    assert "never instructions" in system
    assert "<article>" in system


def test_a_prompt_that_is_not_there_is_an_error() -> None:
    """It names what is missing."""
    with pytest.raises(FileNotFoundError, match="metadata-0"):
        load("metadata-0")


def test_an_unknown_placeholder_is_an_error() -> None:
    """Rather than sent to Claude as it stands."""
    prompt = load()
    unfinished: Prompt = prompt.model_copy(update={"user": prompt.user + "{mood}"})
    with pytest.raises(KeyError, match="mood"):
        render(unfinished, a_candidate(), ASK, 8000)


def test_a_request_says_what_it_was_made_from() -> None:
    """The ledger finds its reply by these."""
    candidate = a_candidate(7)
    request = render(load(), candidate, ASK, 8000)

    assert (ArticleId("post-7.md"), candidate.article.content_hash) == (
        request.article_id,
        request.content_hash,
    )
    assert (request.prompt, request.prompt_digest) == ("metadata-1", load().digest)
    assert (request.attempt, request.max_tokens) == (ASK, 600)
