"""What the API itself says of a model: whether it lives, and whether it can do what we ask."""

import anthropic
from anthropic.types import ModelInfo
from pydantic import ValidationError

from connectors.claude.client import NOT_CLAUDE, Claude, UnavailableError
from connectors.claude.errors import trouble_of
from schemas.models import MODELS, Described, Model

TIMEOUT = 10.0  # seconds; nobody waits for it as for an article


def described(claude: Claude, model: str) -> Described:
    """What the API says of a model. Free.

    Raises `UnavailableError`, which holds the trouble.
    """
    try:
        info = claude._client.models.retrieve(model, timeout=TIMEOUT)  # noqa: SLF001 - the same room
    except anthropic.APIError as error:
        raise UnavailableError(trouble_of(error)) from None
    try:  # the SDK hands on whatever an answer of 200 holds
        return Described(
            lifecycle=info.lifecycle,
            retires=info.retires_at.date() if info.retires_at else None,
            lacks=_lacks(info, MODELS.get(model, Model())),
        )
    except (AttributeError, TypeError, ValidationError):
        raise UnavailableError(NOT_CLAUDE) from None


def _lacks(info: ModelInfo, manners: Model) -> tuple[str, ...]:
    said = info.capabilities
    if said is None:  # nothing is said: the first request will show it
        return ()
    needed = {"structured outputs": said.structured_outputs.supported}
    if manners.takes_effort:
        needed["effort"] = said.effort.supported
    return tuple(name for name, supported in needed.items() if not supported)
