"""How runs take turns at the limits of one model, so that all together keep to them.

A limit a minute is time here: at 1,000 requests a minute, each takes 60 ms of that limit. A turn
is a stretch of it that is one run's alone. Turns follow each other, and whoever asks gets the
next: so nobody counts what the others send, and a run that dies takes no more than its turn along.
"""

from collections.abc import Mapping
from typing import NamedTuple

from pydantic import Field

from schemas.base import Frozen

KINDS = ("requests", "input-tokens", "output-tokens", "tokens")  # as Claude names its limits

LATE = 0.5  # seconds that are caught up after a delay; a server's second forgives them
GONE = 10.0  # seconds without a word, after which a run is not counted any more
FORGOTTEN = 60.0  # seconds after which a server has forgotten, too: a limit is one a minute

Seconds = Mapping[str, float]  # of each kind of limit


class Turn(NamedTuple):
    """What a run is told, in ticks of its own clock."""

    at: float = 0.0  # the moment
    begins: float = 0.0  # its turn, if it asked for one
    rests_until: float = 0.0  # nothing is sent before; 0 where nobody rests
    rested: float = 0.0  # seconds by which all turns were ever put off, for rests
    refused: bool = False  # whether a run was refused lately
    gently: bool = False  # whether the server found the growth too sharp
    others: int = 0  # how many runs ask the model just now, beside this one


class Turns(Frozen):
    """The turns that are taken, at a moment of the clock that all runs share."""

    at: float = 0.0  # seconds since 1970
    rest: float = 0.0  # seconds from then on in which nothing is sent
    rested: float = 0.0
    refused: bool = False
    gently: bool = False
    taken: Seconds = dict.fromkeys(KINDS, -LATE)  # seconds until all turns are over
    runs: Seconds = Field(default_factory=dict)  # since each that asks was here

    def later(self, now: float) -> "Turns":
        """The same at another moment. A clock that was put back has stood still."""
        passed = max(0.0, now - self.at)
        rest = max(0.0, self.rest - passed)
        worked = passed - (self.rest - rest)
        fresh = passed < FORGOTTEN
        return Turns(
            at=now,
            rest=rest,
            rested=self.rested,
            refused=self.refused and fresh,
            gently=self.gently and fresh,
            taken={kind: max(-LATE, over - worked) for kind, over in self.taken.items()},
            runs={run: ago + passed for run, ago in self.runs.items() if ago + passed < GONE},
        )

    def put_off(self, seconds: float, *, refused: bool, gently: bool) -> "Turns":
        """With a rest of so many seconds for everybody, after which each has its turn as before."""
        longer = max(0.0, seconds - self.rest)
        return Turns(
            at=self.at,
            rest=self.rest + longer,
            rested=self.rested + longer,
            refused=self.refused or refused,
            gently=self.gently or gently,
            taken={kind: max(0.0, over) for kind, over in self.taken.items()},
            runs=self.runs,
        )

    def take(self, run: str, asked: Seconds, back: Seconds) -> tuple["Turns", float]:
        """With one turn more; and the seconds until it begins, less than none if it may be late.

        `back` is what the run has not used of its last turn; below zero, what it used beyond.
        """
        saved = 0.0 if self.rest else -LATE
        over = {kind: max(saved, self.taken[kind] - back.get(kind, 0.0)) for kind in KINDS}
        begins = max((over[kind] for kind in asked), default=saved)
        # Each limit goes on where it is; what has to wait for another of them is used later.
        over |= {kind: over[kind] + seconds for kind, seconds in asked.items()}
        runs = {**self.runs, run: 0.0}
        return self.model_copy(update={"taken": over, "runs": runs}), self.rest + begins

    def leave(self, run: str, back: Seconds) -> "Turns":
        """Without a run that asks nothing more."""
        left, _ = self.take(run, {}, back)
        runs = {other: ago for other, ago in left.runs.items() if other != run}
        return left.model_copy(update={"runs": runs})

    def told(self, run: str, tick: float, begins: float = 0.0) -> Turn:
        """What a run is told at a tick of its clock; its turn begins so many seconds later."""
        return Turn(
            at=tick,
            begins=tick + begins,
            rests_until=tick + self.rest if self.rest else 0.0,
            rested=self.rested,
            refused=self.refused,
            gently=self.gently,
            others=len(self.runs.keys() - {run}),
        )
