"""What is used of each budget: moved by what calls reserve, cost, or may have cost."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from connectors.ledger.tables import METERS
from schemas.budget import Period, meters

# Prepared once: twice for each call these are all that a busy run does in its ledger.
_NAMED = METERS.c.name.in_(bindparam("names", expanding=True))
_HELD = select(METERS).where(METERS.c.endpoint == bindparam("at"), _NAMED)
_KINDS = ("settled", "unknown", "reserved")
_MOVED = (
    update(METERS)
    .where(METERS.c.endpoint == bindparam("at"), METERS.c.name == bindparam("meter"))
    .values({kind: METERS.c[kind] + bindparam(f"more_{kind}") for kind in _KINDS})
)


@dataclass
class Used:
    """Amounts in picodollars: of one meter, or by which meters move."""

    settled: int = 0
    unknown: int = 0
    reserved: int = 0

    def add(self, other: "Used") -> None:
        """Count the other's amounts in."""
        self.settled += other.settled
        self.unknown += other.unknown
        self.reserved += other.reserved


@dataclass(frozen=True)
class Movement:
    """What one call does to the meters that it is counted on."""

    endpoint: str
    account: str  # see `schemas.budget.meters`
    sent_at: datetime
    by: Used


def held(connection: Connection, endpoint: str, names: dict[Period, str]) -> dict[Period, Used]:
    """The named meters, made where they are missing. Nobody else writes until this one ends."""
    found = connection.execute(_HELD, {"at": endpoint, "names": list(names.values())})
    used = {row.name: Used(row.settled, row.unknown, row.reserved) for row in found}
    missing = [{"endpoint": endpoint, "name": n} for n in names.values() if n not in used]
    if missing:
        connection.execute(insert(METERS), missing)
    return {period: used.get(name, Used()) for period, name in names.items()}


def move(connection: Connection, movements: Iterable[Movement]) -> None:
    """Move the meters of run, day and month, each once for all movements together."""
    sums: dict[tuple[str, str], Used] = defaultdict(Used)
    for movement in movements:
        for name in meters(movement.account, movement.sent_at).values():
            sums[movement.endpoint, name].add(movement.by)
    moved = [
        {"at": endpoint, "meter": name}
        | {f"more_{kind}": amount for kind, amount in vars(by).items()}
        for (endpoint, name), by in sorted(sums.items(), key=lambda item: item[0])
    ]
    if moved:
        connection.execute(_MOVED, moved)
