"""How many tokens a request would be, as Claude counts them. Free."""

from typing import cast

import anthropic
from anthropic.types import OutputConfigParam

from connectors.claude.client import NOT_CLAUDE, Claude, UnavailableError
from connectors.claude.errors import trouble_of
from schemas.models import output_config
from schemas.request import Request


def input_tokens(claude: Claude, request: Request) -> int:
    """The input tokens of a request. Raises `UnavailableError`, which holds the trouble."""
    attempt = request.attempt
    try:
        counted = claude._client.messages.count_tokens(  # noqa: SLF001 - the same room
            model=attempt.model,
            system=request.system,
            messages=[{"role": "user", "content": request.user}],
            output_config=cast(
                OutputConfigParam,
                output_config(attempt.model, attempt.effort, request.answer_schema),
            ),
        )
    except anthropic.APIError as error:
        raise UnavailableError(trouble_of(error)) from None
    tokens: object = getattr(counted, "input_tokens", None)  # of whatever answered 200
    if not isinstance(tokens, int):
        raise UnavailableError(NOT_CLAUDE)
    return tokens
