"""How far a long run is, in Prefect's pages: a bar that is moved now and then."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast
from uuid import UUID

import httpx
from prefect.artifacts import create_progress_artifact, update_progress_artifact
from prefect.exceptions import PrefectException
from prefect.settings import (
    PREFECT_API_REQUEST_TIMEOUT,
    PREFECT_CLIENT_MAX_RETRIES,
    temporary_settings,
)

from connectors.clock import Clock
from flows.listener import LISTENER, Listener, Relay
from flows.reports.words import STEPS

LONG = 200  # articles of a step: a shorter one is over before anybody has opened the page
OFTEN = 10.0  # seconds between two moves; each is a request that the run waits for
HURRY: dict[Any, Any] = {PREFECT_API_REQUEST_TIMEOUT: 2.0, PREFECT_CLIENT_MAX_RETRIES: 0}


@contextmanager
def progress(site: str, clock: Clock) -> Iterator[None]:
    """The long steps of a run have a bar, for the block."""
    bar = Bar(LISTENER.get(), site, clock)
    token = LISTENER.set(bar)
    try:
        yield
    finally:
        LISTENER.reset(token)


class Bar(Relay):
    """Hands all on, and shows how far a long step is. An API that is away costs it once."""

    def __init__(self, to: Listener, site: str, clock: Clock) -> None:
        super().__init__(to)
        self._key = f"progress-{site.replace('_', '-')}"
        self._clock = clock
        self._name, self._done, self._total = "", 0, 0
        self._shown_at, self._shown = clock.ticks(), 0
        self._artifact: UUID | None = None
        self._away = False

    def step(self, site: str, name: str, total: int | None = None) -> None:
        """Begin anew, after what the last step came to."""
        self._move()
        super().step(site, name, total)
        self._name, self._done, self._total = STEPS.get(name, name), 0, total or 0
        self._shown = 0

    def advance(self, articles: int = 1) -> None:
        """So many more."""
        super().advance(articles)
        self._done += articles
        if self._done >= self._total or self._clock.ticks() - self._shown_at >= OFTEN:
            self._move()

    def _move(self) -> None:
        if self._total < LONG or self._away or self._done == self._shown:
            return
        self._shown_at, self._shown = self._clock.ticks(), self._done
        share = 100 * self._done / self._total
        sentence = f"{self._name}: {self._done:,} of {self._total:,} articles"
        try:
            with temporary_settings(HURRY):
                if self._artifact is None:
                    made = create_progress_artifact(share, key=self._key, description=sentence)
                    self._artifact = cast("UUID", made)
                else:
                    update_progress_artifact(self._artifact, share, description=sentence)
        except (httpx.HTTPError, PrefectException, RuntimeError):
            self._away = True
