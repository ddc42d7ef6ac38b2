"""How a run waits for its turn to publish, and says for whom."""

from collections.abc import Iterator
from contextlib import contextmanager

from flows.context import Run
from flows.log import LOG
from flows.states import show_running, show_waiting
from schemas.ledger import RunRow


@contextmanager
def publishing(run: Run) -> Iterator[None]:
    """The right to write to the site, which one run has at a time."""
    waited = False

    def wait_for(other: RunRow | None) -> None:
        nonlocal waited
        waited = True
        sentence = f"{_named(other)} publishes to {run.name}"
        LOG.info(
            "publishing.waiting run=%s site=%s for=%s",
            *(run.id, run.name, other.id if other else "another run"),
        )
        show_waiting(f"Waiting: {sentence}; this one goes on after it.")
        run.listener.step(run.name, f"waiting, because {sentence}")

    with run.ledger.publishing(run.id, run.name, wait_for):
        if waited:
            show_running()
        yield


def _named(other: RunRow | None) -> str:
    if other is None:
        return "another run"
    mode = other.mode.replace("_", " ")
    return f"run {other.id} ({mode}, {other.trigger}, since {other.started_at:%H:%M} UTC)"
