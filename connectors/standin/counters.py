"""What a stand-in has done so far, to compare a ledger with."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from connectors.standin.billing import is_free, price

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
        self.by_status: Counter[str] = Counter()
        self.by_fault: Counter[str] = Counter()
        self._requests = self._answered = self._at_once = self._most_at_once = 0
        self._served: Counter[str] = Counter()
        self._usage: Counter[str] = Counter(dict.fromkeys(_TOKENS, 0))
        self._unbilled: Counter[str] = Counter(dict.fromkeys(_TOKENS, 0))
        self._by_model: dict[str, Counter[str]] = {}
        self._bill = Decimal(0)
        self._unpriced: Counter[str] = Counter()
        self._sent_at: tuple[float, float] | None = None

    @contextmanager
    def request(self) -> Iterator[None]:
        """Count a request while it is worked on."""
        self._requests += 1
        self._at_once += 1
        self._most_at_once = max(self._most_at_once, self._at_once)
        try:
            yield
        finally:
            self._at_once -= 1

    def answered(self, message: dict[str, Any]) -> None:
        """Count a message as answered; call it before the message is sent."""
        self.by_status["200"] += 1
        self._answered += 1
        model = message["model"]
        self._served[model] += 1
        tokens = {
            **message["usage"],
            "thinking_tokens": message["usage"]["output_tokens_details"]["thinking_tokens"],
        }
        counted = Counter({name: tokens[name] for name in _TOKENS})
        if is_free(message):
            self._unbilled.update(counted)
            return
        self._usage.update(counted)
        self._by_model.setdefault(model, Counter()).update(counted)
        if (usd := price(message)) is None:
            self._unpriced[model] += 1
        else:
            self._bill += usd

    def sent(self, now: float) -> None:
        """Count an answer as on its way, at this time."""
        self._sent_at = (self._sent_at or (now, now))[0], now

    def shown(self) -> dict[str, Any]:
        """All of it: `usage` is billed; `unbilled` was shown by refusals that cost nothing."""
        first, last = map(_rfc3339, self._sent_at) if self._sent_at else (None, None)
        return {
            "requests": self._requests,
            "by_status": self.by_status,
            "by_fault": self.by_fault,
            "answered": self._answered,
            "served": self._served,
            "usage": self._usage,
            "usage_by_model": self._by_model,
            "unbilled": self._unbilled,
            "bill_usd": f"{self._bill.normalize():f}",
            "unpriced": self._unpriced,
            "first_answer_at": first,
            "last_answer_at": last,
            "most_at_once": self._most_at_once,
        }


def _rfc3339(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()
