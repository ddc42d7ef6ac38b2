"""What a stand-in has done so far, to compare a ledger with."""

from collections import Counter
from typing import Any

# Refused before any output, only these categories are billed (rule of 2026-09-24).
BILLED_REFUSALS = frozenset(("bio", "frontier_llm", "reasoning_extraction"))
_TOKENS = (
    "input_tokens",
    "output_tokens",
    "thinking_tokens",
    "cache_creation_input_tokens",
    "cache_read_input_tokens",
)


class Counters:
    """Requests by outcome, and the tokens that were billed for them."""

    def __init__(self) -> None:
        self.requests = 0
        self.by_status: Counter[str] = Counter()
        self.served: Counter[str] = Counter()
        self.usage: Counter[str] = Counter(dict.fromkeys(_TOKENS, 0))
        self.unbilled: Counter[str] = Counter(dict.fromkeys(_TOKENS, 0))

    def answered(self, message: dict[str, Any]) -> None:
        """Count a message as answered; call it before the message is sent."""
        self.by_status["200"] += 1
        self.served[message["model"]] += 1
        free = (
            message["stop_reason"] == "refusal"
            and not message["content"]
            and message["stop_details"]["category"] not in BILLED_REFUSALS
        )
        tokens = {
            **message["usage"],
            "thinking_tokens": message["usage"]["output_tokens_details"]["thinking_tokens"],
        }
        counted = self.unbilled if free else self.usage
        counted.update({name: tokens[name] for name in _TOKENS})

    def shown(self) -> dict[str, Any]:
        """All of it: `usage` is billed; `unbilled` was shown by refusals that cost nothing."""
        return {
            "requests": self.requests,
            "by_status": self.by_status,
            "answered": self.by_status["200"],
            "served": self.served,
            "usage": self.usage,
            "unbilled": self.unbilled,
        }
