"""Measure what the README claims of speed and weight, and print it. Takes about two minutes."""

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table

from benchmarks import parts, throughput
from benchmarks.running import Measured

FEW, MANY, MOST = 100, 2000, 5000  # articles
CONSOLE = Console(width=100)


def main() -> None:
    """All measurements."""
    of_parts = parts.measure(FEW)
    milliseconds = [(part, f"{spent:.2f}") for part, spent in of_parts.items()]
    milliseconds.append(("all of these", f"{sum(of_parts.values()):.2f}"))
    show("Our own work", ("part", "CPU ms an article"), milliseconds)

    few = throughput.measure(FEW)
    many, loop = throughput.measure_beside_a_loop(MANY)
    ideal = throughput.AT_ONCE / throughput.LATENCY
    rates = [
        ("ideal: 64 at once, 300 ms each", ideal, None),
        (f"a bare asyncio loop over the SDK, {MANY:,} requests", MANY / loop.seconds, loop),
        (f"rubricator run, {MANY:,} articles from file to file", MANY / many.seconds, many),
    ]
    show(
        "Speed",
        ("", "articles a second", "of the ideal", "CPU ms an article"),
        [
            (name, f"{rate:.0f}", f"{rate / ideal:.0%}", _cpu(used, few if used is many else None))
            for name, rate, used in rates
        ],
    )

    most = throughput.measure(MOST)
    weight = (most.peak_mb - few.peak_mb) * 1024 / (MOST - FEW)
    rows = [(f"{run.articles:,} articles", f"{run.peak_mb:.0f} MB") for run in (few, many, most)]
    show("Memory", ("", "peak"), [*rows, ("each article", f"{weight:.1f} kB")])


def show(title: str, columns: Iterable[str], rows: Iterable[tuple[str, ...]]) -> None:
    """Print one table."""
    table = Table(*columns, title=title, title_justify="left")
    for row in rows:
        table.add_row(*row)
    CONSOLE.print(table)


def _cpu(used: Measured | None, base: Measured | None) -> str:
    """What each article costs; of a run, beyond what it costs to start one."""
    if used is None:
        return ""
    start, articles = (base.cpu_seconds, base.articles) if base else (0.0, 0)
    return f"{(used.cpu_seconds - start) * 1000 / (used.articles - articles):.1f}"


if __name__ == "__main__":
    main()
