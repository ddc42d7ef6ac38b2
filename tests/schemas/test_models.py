"""What each model accepts: what is right for one is a 400 for another."""

from datetime import date
from typing import Any

import pytest

from schemas.models import MODELS, Effort, output_config, successor_of_retired, thinking
from schemas.request import Kind, ladder, ladder_key

HAIKU, SONNET, OPUS = "claude-haiku-5-5", "claude-sonnet-5-5", "claude-opus-5-5"
SCHEMA = {"type": "object"}
FORMAT = {"type": "json_schema", "schema": SCHEMA}


@pytest.mark.parametrize(
    ("model", "sent"),
    [
        (HAIKU, {"type": "disabled"}),
        (SONNET, {"type": "between_tools"}),
        (OPUS, None),
        ("claude-fable-5-1", None),
        ("claude-nobody", None),
    ],
)
def test_thinking_is_turned_off_as_the_model_takes_it(
    model: str, sent: dict[str, Any] | None
) -> None:
    """Where none of the ways is taken, nothing is sent."""
    assert thinking(model, wanted=False) == sent


@pytest.mark.parametrize("model", MODELS)
def test_thinking_that_is_wanted_is_not_spoken_of(model: str) -> None:
    """Adaptive is what every model does unasked."""
    assert thinking(model, wanted=True) is None


@pytest.mark.parametrize("model", [HAIKU, SONNET, OPUS, "claude-nobody"])
def test_effort_is_sent(model: str) -> None:
    """Beside the grammar."""
    assert output_config(model, Effort.LOW, SCHEMA) == {"format": FORMAT, "effort": "low"}


def test_a_model_without_effort_is_sent_none() -> None:
    """It would answer with a 400."""
    assert output_config("claude-haiku-4-5", Effort.LOW, SCHEMA) == {"format": FORMAT}


@pytest.mark.parametrize(
    ("model", "successor"),
    [
        ("claude-3-5-haiku-20241022", HAIKU),
        ("claude-3-haiku-20240307", HAIKU),
        ("claude-opus-4-20250514", OPUS),
        ("claude-opus-4-1-20250805", OPUS),
        ("claude-sonnet-4-20250514", SONNET),
        ("claude-sonnet-4-5-20250929", ""),
        ("claude-sonnet-4-6", ""),
        ("claude-opus-4-5", ""),
        (HAIKU, ""),
    ],
)
def test_retired_models_are_known_offline(model: str, successor: str) -> None:
    """Each with what to use instead; those that still answer have none."""
    assert successor_of_retired(model) == successor


def test_a_model_that_retires_has_a_successor_that_does_not() -> None:
    """Otherwise the advice would be of no use."""
    for model in MODELS.values():
        assert model.retires is None or model.successor
        assert not model.successor or MODELS[model.successor].retires is None
    assert MODELS["claude-haiku-4-5"].retires == date(2026, 10, 15)


def test_a_ladder_begins_cheaply() -> None:
    """Ask and repair do not think, the rungs above do."""
    attempts = ladder(HAIKU, ("effort", SONNET))

    assert [(a.kind, a.model, a.effort, a.thinks) for a in attempts] == [
        (Kind.ASK, HAIKU, Effort.LOW, False),
        (Kind.REPAIR, HAIKU, Effort.LOW, False),
        (Kind.ESCALATION, HAIKU, Effort.MEDIUM, True),
        (Kind.ESCALATION, SONNET, Effort.MEDIUM, True),
    ]


def test_a_ladder_without_rungs() -> None:
    """Ask, repair, and that is all."""
    assert ladder_key(ladder(HAIKU, ())) == f"ask:{HAIKU}:low repair:{HAIKU}:low"
