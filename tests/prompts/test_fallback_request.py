"""What the fallback model is asked."""

import pytest

from prompts import THINKING_ROOM, load, render
from schemas.call import Course, Trouble
from schemas.request import Kind, ladder
from tests.builders import ASK, METADATA, MODEL, a_candidate, a_reply

GONE = Trouble(reason="no such model", course=Course.FALL_BACK, status=404)
TOO_SHORT = a_reply(METADATA.model_copy(update={"meta_description": "Ships sail again."}))


@pytest.mark.parametrize("model", ["claude-sonnet-5-5", "claude-opus-5-5"])
def test_the_fallback_is_asked_what_the_first_model_was(model: str) -> None:
    """With room for the thoughts of one that cannot be kept from thinking."""
    fallback = ladder(MODEL, (), model)[-2]
    asked = render(load(), a_candidate(), ASK, 8000)
    request = render(load(), a_candidate().unanswered(GONE), fallback, 8000)
    room = load().max_tokens[Kind.ASK]

    assert (asked.system, asked.user) == (request.system, request.user)
    assert request.max_tokens == (room if "sonnet" in model else THINKING_ROOM)


def test_the_fallback_hears_what_was_wrong_with_the_answer_before() -> None:
    """Where the first model failed while it repaired."""
    fallback = ladder(MODEL, (), "claude-sonnet-5-5")[-2]
    candidate = a_candidate().judged(ASK, TOO_SHORT).unanswered(GONE)

    assert "Ships sail again." in render(load(), candidate, fallback, 8000).user
