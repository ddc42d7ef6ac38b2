"""What is said of a ledger that was moved: what was copied, and what is to be done now."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from connectors.ledger.moving import Moved
from flows.reports.words import STANDIN
from schemas.money import exact, shown
from schemas.pause import Pause

VARIABLE = "RUBRICATOR_DATABASE_URL"


@dataclass(frozen=True)
class Old:
    """The ledger that was moved, and the file that names it, or else the environment does."""

    place: str
    file: Path | None
    pause: Pause | None


def as_dict(moved: Moved, old: Old) -> dict[str, Any]:
    """The move, as one object; the URL is without its password."""
    spent = moved.spend.total
    return {
        "from": old.place,
        "to": moved.place,
        "database_url": moved.url,
        "rows": moved.rows,
        "cost_usd": exact(spent.cost_usd),
        "unknown_usd": exact(spent.unknown_usd),
        "simulated": moved.spend.simulated,
    }


def summary(moved: Moved, old: Old) -> str:
    """The move, in sentences."""
    return "\n\n".join([_copied(moved, old), _to_do(moved, old)])


def _copied(moved: Moved, old: Old) -> str:
    rows = ", ".join(f"{table} {count:,}" for table, count in moved.rows.items() if count)
    spent = moved.spend.total
    most = f", and at most {shown(spent.unknown_usd)} more, unknown" if spent.unknown_usd else ""
    lines = [
        f"The ledger {old.place} is copied to {moved.place}.",
        f"Rows: {rows or 'none'}.",
        f"Counts and sums are the same in both: {shown(spent.cost_usd)} was spent{most}.",
    ]
    return "\n".join([*lines, STANDIN] if moved.spend.simulated else lines)


def _to_do(moved: Moved, old: Old) -> str:
    if old.file is None:
        lines = [f"{VARIABLE} names the old one; set it to the new one:", f"  {moved.url}"]
    else:
        lines = [f"Name the new one in {old.file}, above all sections:"]
        lines.append(f"  database_url = {json.dumps(moved.url, ensure_ascii=False)}")
    if moved.has_password:
        holder = f"PGPASSWORD, ~/.pgpass or, with the whole URL, {VARIABLE}"
        lines.append(f"The password is not shown; {holder} may hold it.")
    if old.pause:
        lines.append(f"The old one stays as it is. Both are {old.pause.sentence}.")
    else:
        lines.append("Until then runs go on with the old one, which stays as it is.")
    return "\n".join(lines)
