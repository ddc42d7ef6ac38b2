"""Rate limits: requests and tokens a minute, by model, and how fast requests may grow.

The order of things is Claude's: a request and its input tokens are taken when it is let in, the
output tokens when they are produced, so an answer may take more than was left.
"""

import math
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol

from connectors.standin.errors import ApiError
from connectors.standin.settings import Settings

Clock = Callable[[], float]
"""What tells the time: the seconds since 1970."""

_MINUTE = 60.0
_STEP = 10.0  # seconds in which the requests of a growing load are counted
_ALWAYS = 10  # requests a step, however few there were before
_CLOSE = 1e-6  # seconds, and parts of a token: less than this is a rounding error
_NAMES = ("requests", "input-tokens", "output-tokens")


class _Meter(Protocol):
    """One limit: how much is left of it, and when there will be more."""

    limit: int

    def left(self, now: float) -> float: ...
    def wait(self, need: float, now: float) -> float: ...
    def take(self, amount: float, now: float) -> None: ...
    def full_at(self, now: float) -> float: ...


class _Bucket:
    """A bucket that fills continuously, up to what flows in during so many seconds."""

    def __init__(self, limit: int, seconds: float) -> None:
        self.limit = limit
        self._rate = limit / _MINUTE
        self._capacity = max(1.0, self._rate * seconds)
        self._level, self._at = self._capacity, 0.0

    def left(self, now: float) -> float:
        """What is in it; less than nothing after an answer that took more."""
        return min(self._capacity, self._level + max(0.0, now - self._at) * self._rate)

    def wait(self, need: float, now: float) -> float:
        """Seconds until so much is in it; what never fits has to wait until it is full."""
        return max(0.0, (min(need, self._capacity) - self.left(now)) / self._rate)

    def take(self, amount: float, now: float) -> None:
        """Take out so much."""
        self._level, self._at = self.left(now) - amount, now

    def full_at(self, now: float) -> float:
        """When it will be full again."""
        return now + self.wait(self._capacity, now)


class _Window:
    """So much in each minute of the clock; what is left over is lost."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._used, self._start = 0.0, 0.0

    def left(self, now: float) -> float:
        """What this minute still has."""
        return self.limit - (self._used if now < self._start + _MINUTE else 0.0)

    def wait(self, need: float, now: float) -> float:
        """Seconds until so much is left: none, or the rest of this minute."""
        fits = self.left(now) >= min(need, self.limit)
        return 0.0 if fits else self._start + _MINUTE - now

    def take(self, amount: float, now: float) -> None:
        """Use so much of this minute."""
        self._used = self.limit - self.left(now) + amount
        self._start = now // _MINUTE * _MINUTE

    def full_at(self, now: float) -> float:
        """When the next minute begins; now, where nothing of this one is used."""
        return self._start + _MINUTE if self.left(now) < self.limit else now


class _Ramp:
    """How much faster than in the step before requests may come."""

    def __init__(self, growth: float) -> None:
        self._growth = growth
        self._start, self._count, self._before = 0.0, 0, 0

    def wait(self, now: float) -> float:
        """Seconds until the next request may come."""
        start = now // _STEP * _STEP
        if start > self._start:
            adjoining = start - self._start <= _STEP
            self._start, self._count, self._before = start, 0, self._count if adjoining else 0
        most = max(_ALWAYS, self._growth * self._before)
        return start + _STEP - now if self._growth and self._count + 1 > most else 0.0

    def take(self) -> None:
        """Count a request that was let in."""
        self._count += 1


class Limiter:
    """The limits of one organization, at the pace that the clock goes."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings, self._clock = settings, clock
        self._models: dict[str, dict[str, _Meter]] = {}
        self._ramp = _Ramp(settings.ramp)

    def admit(self, model: str, input_tokens: int) -> None:
        """Let a request in; raises Claude's 429 where a limit is reached, and takes nothing."""
        now = self._clock()
        if (seconds := self._ramp.wait(now)) > _CLOSE:
            raise _exceeded("increases requests too sharply; grow gradually", seconds, ramp=True)
        if self._settings.limits != "off":
            meters, needs = self._meters(model), _amounts(1, input_tokens, 1)
            seconds, name = max((meters[name].wait(needs[name], now), name) for name in _NAMES)
            if seconds > _CLOSE:
                limit = f"{meters[name].limit:,} {name.replace('-', ' ')} per minute"
                words = f"would exceed your organization's rate limit of {limit} (model: {model})"
                raise _exceeded(words, seconds)
            _take(meters, _amounts(1, input_tokens, 0), now)
        self._ramp.take()

    def produced(self, model: str, output_tokens: int) -> None:
        """Take the tokens of an answer."""
        if self._settings.limits != "off":
            _take(self._meters(model), _amounts(0, 0, output_tokens), self._clock())

    def headers(self, model: str, input_tokens: int = 0, output_tokens: int = 0) -> dict[str, str]:
        """How things are with a model; where nothing is enforced, full but for this request."""
        now = self._clock()
        meters = self._meters(model)
        if self._settings.limits == "off":
            _take(meters, _amounts(1, input_tokens, output_tokens), now)
        rows = {
            name: (meter.limit, meter.left(now), meter.full_at(now))
            for name, meter in meters.items()
        }
        both = [rows["input-tokens"], rows["output-tokens"]]
        rows["tokens"] = (
            sum(row[0] for row in both),
            sum(row[1] for row in both),
            max(row[2] for row in both),
        )
        shown = {}
        for name, (limit, left, reset) in rows.items():
            remaining = int(left + _CLOSE) if name == "requests" else round(left, -3)
            shown[f"anthropic-ratelimit-{name}-limit"] = str(limit)
            shown[f"anthropic-ratelimit-{name}-remaining"] = f"{max(0, remaining):.0f}"
            shown[f"anthropic-ratelimit-{name}-reset"] = _rfc3339(reset)
        return shown

    def _meters(self, model: str) -> dict[str, _Meter]:
        """A model's limits; fresh ones each time where nothing is enforced."""
        if self._settings.limits == "off":
            return self._fresh()
        if model not in self._models:
            self._models[model] = self._fresh()
        return self._models[model]

    def _fresh(self) -> dict[str, _Meter]:
        settings = self._settings
        limits = _amounts(
            settings.requests_per_minute,
            settings.input_tokens_per_minute,
            settings.output_tokens_per_minute,
        )
        if settings.limits == "window":
            return {name: _Window(limit) for name, limit in limits.items()}
        seconds = 1.0 if settings.limits == "second" else _MINUTE
        return {name: _Bucket(limit, seconds) for name, limit in limits.items()}


def _amounts(requests: int, input_tokens: int, output_tokens: int) -> dict[str, int]:
    return dict(zip(_NAMES, (requests, input_tokens, output_tokens), strict=True))


def _take(meters: dict[str, _Meter], amounts: dict[str, int], now: float) -> None:
    for name, amount in amounts.items():
        meters[name].take(amount, now)


def _exceeded(words: str, seconds: float, *, ramp: bool = False) -> ApiError:
    """A refusal to wait whole seconds after, rounded up: the request fits then."""
    return ApiError(
        429,
        f"This request {words}.",
        code="ramp_limit_exceeded" if ramp else None,
        headers={"retry-after": str(math.ceil(seconds - _CLOSE))},
    )


def _rfc3339(seconds: float) -> str:
    """A time in whole seconds, rounded up: then it is true."""
    return datetime.fromtimestamp(math.ceil(seconds - _CLOSE), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
