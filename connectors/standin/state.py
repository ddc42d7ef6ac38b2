"""What a stand-in remembers while it runs."""

from collections import deque
from typing import Any

from connectors.standin.counters import Counters
from connectors.standin.faults import Faults
from connectors.standin.limits import Clock, Limiter
from connectors.standin.models import models
from connectors.standin.script import Script
from connectors.standin.settings import Settings

REMEMBERED = 50  # request bodies


class State:
    """How a stand-in is set, what it has been asked, and what it has been told to do."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.clock = clock
        self.counters = Counters()
        self.script = Script()
        self.seen: deque[dict[str, Any]] = deque(maxlen=REMEMBERED)
        self._set(settings)

    def change(self, changes: dict[str, Any]) -> None:
        """Go on with other settings: limits begin full, attempts are counted anew.

        Raises ValueError where one is not as it should be; nothing is changed then.
        """
        self._set(self.settings.changed(changes))

    def _set(self, settings: Settings) -> None:
        self.settings = settings
        self.models = models(settings.retire)
        self.limiter = Limiter(settings, self.clock)
        self.faults = Faults(settings.seed, settings.faults, settings.fault)
