"""One request to Claude, and the ladder of attempts that it is one rung of."""

import json
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any

from schemas.article import ArticleId, ContentHash, SiteName
from schemas.base import Frozen
from schemas.models import Effort, successor_of_retired
from schemas.prices import MILLION, PRICES

# Structured outputs inject an explanation of the schema. Fitted on recordings with the previous
# tokenizer: 80 + 0.43 tokens a character; the new one makes about 30 % more. One token a
# character and 200 on top is above that for every schema.
SCHEMA_ALLOWANCE = 200


class Kind(StrEnum):
    """What an attempt is."""

    ASK = "ask"
    REPAIR = "repair"  # carries the findings on the answer before
    ESCALATION = "escalation"  # more effort, then a stronger model
    FALLBACK = "fallback"  # another model, where the one asked is gone, refuses or is overloaded


class Attempt(Frozen):
    """One round over all candidates that still need something."""

    kind: Kind
    model: str
    effort: Effort
    thinks: bool = False

    @property
    def key(self) -> str:
        """What identifies the attempt in the ledger."""
        return f"{self.kind}:{self.model}:{self.effort}"


Ladder = tuple[Attempt, ...]

ESCALATE_EFFORT = "effort"


def ladder(model: str, escalate: tuple[str, ...], fallback: str = "") -> Ladder:
    """The attempts a site allows: ask, repair, each rung of `escalate`, then the fallback's own.

    All but escalations do not think, where the model lets one choose: thinking is what makes
    such requests dear, and the checks find out at no cost where more of it is needed. A model
    that is known to be retired is not even asked where there is a fallback.
    """
    if fallback and successor_of_retired(model):
        model, fallback = fallback, ""
    rungs = [_rung(Kind.ASK, model), _rung(Kind.REPAIR, model)]
    for rung in escalate:
        stronger = model if rung == ESCALATE_EFFORT else rung
        rungs.append(
            Attempt(kind=Kind.ESCALATION, model=stronger, effort=Effort.MEDIUM, thinks=True)
        )
    if fallback not in {"", model}:
        rungs += [_rung(Kind.FALLBACK, fallback), _rung(Kind.REPAIR, fallback)]
    return tuple(rungs)


def _rung(kind: Kind, model: str) -> Attempt:
    return Attempt(kind=kind, model=model, effort=Effort.LOW)


def ladder_key(attempts: Ladder) -> str:
    """What identifies a ladder in the ledger."""
    return " ".join(attempt.key for attempt in attempts)


class Request(Frozen):
    """What is sent for one article in one attempt."""

    site: SiteName
    article_id: ArticleId
    content_hash: ContentHash
    prompt: str
    prompt_digest: str
    attempt: Attempt
    max_tokens: int
    system: str
    user: str
    answer_schema: dict[str, Any]

    @property
    def most_input_tokens(self) -> int:
        """An upper bound: no tokenizer makes more tokens than the text has UTF-8 bytes."""
        return len((self.system + self.user).encode()) + self.schema_tokens

    @property
    def schema_tokens(self) -> int:
        """An upper bound of what the explanation of the schema adds."""
        return len(json.dumps(self.answer_schema)) + SCHEMA_ALLOWANCE

    @cached_property
    def worst_case(self) -> Decimal:
        """The most this request can cost, in USD.

        Raises `KeyError` for a model without a known price, which is refused before a run.
        """
        tokens = self.most_input_tokens
        card = PRICES[self.attempt.model].card_for(tokens)
        return (tokens * card.input + self.max_tokens * card.output) / MILLION
