"""What Prefect is told of a run: budgets, failures, models, and proposals that wait."""

from collections.abc import Iterator
from typing import Any

import pytest
from prefect.events import Event
from prefect.events.clients import AssertingEventsClient, NullEventsClient
from prefect.events.worker import EventsWorker
from prefect.settings import PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED, temporary_settings

from schemas.models import MODELS, Described, ending
from schemas.money import shown
from schemas.run import RunStatus
from tests.flows.journal import Journal

LASTING: dict[Any, Any] = {PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED: True}


class Told:
    """The events of ours that were on their way to Prefect."""

    def __call__(self) -> list[Event]:
        """All of them, in their order."""
        EventsWorker.drain_all(at_exit=False)
        every = [event for client in AssertingEventsClient.all for event in client.events]
        return [event for event in every if event.event.startswith("rubricator.")]

    def of(self, name: str) -> list[Event]:
        """Those of a name."""
        return [event for event in self() if event.event == name]


@pytest.fixture
def told(journal: Journal) -> Iterator[Told]:
    """Prefect's own client for tests takes them, as if the server were one that stays."""
    AssertingEventsClient.reset()
    EventsWorker.set_client_override(AssertingEventsClient)
    with temporary_settings(LASTING):
        yield Told()
    EventsWorker.drain_all(at_exit=False)
    EventsWorker.set_client_override(NullEventsClient)  # as it was


def percents(events: list[Event]) -> list[tuple[str, str]]:
    """The budget and the threshold that each tells of."""
    return [(e.resource["rubricator.period"], e.resource["rubricator.percent"]) for e in events]


def test_a_dry_run_tells_that_proposals_wait(journal: Journal, told: Told) -> None:
    """How many, of which site and run, and where they are to be seen."""
    report = journal.run("dry_run")

    (event,) = told()
    assert "rubricator.preview.waiting" == event.event
    assert ("rubricator.site.journal", "journal") == (event.resource.id, event.resource.name)
    assert (report.run_id, "dry_run") == (
        event.resource["rubricator.run"],
        event.resource["rubricator.mode"],
    )
    assert ("3 proposals wait for an editor.", 3) == (
        event.payload["sentence"],
        event.payload["waiting"],
    )
    page = f"/v2/runs/flow-run/{journal.state.state_details.flow_run_id}"
    assert event.payload["url"].endswith(page)
    assert report.run_id == event.payload["run_id"]


def test_a_live_run_tells_of_what_it_held(journal: Journal, told: Told) -> None:
    """Publishing it later tells nothing."""
    journal.configure('trust = "manual"')
    report = journal.run()
    journal.apply(report.run_id)
    assert [3] == [event.payload["waiting"] for event in told()]


def test_what_is_spent_is_told_at_its_thresholds(journal: Journal, told: Told) -> None:
    """Between two requests; what was spent before is told by nobody again."""
    for each in range(5):
        journal.post(f"mills-{each}")
    first = journal.run("dry_run")
    journal.configure(top=f"[budget]\nper_day_usd = {first.cost_usd * 3:f}")
    journal.run("dry_run", regenerate=True)

    (event,) = told.of("rubricator.budget.spent")
    assert [("day", "50")] == percents([event])
    assert "true" == event.resource["rubricator.simulated"]
    sentence = event.payload["sentence"]
    assert sentence.startswith("50 % of the budget of this day is spent: $0.00")
    assert sentence.endswith(f" of {shown(first.cost_usd * 3)} of make-believe.")


def test_a_budget_that_has_no_room_left_is_spent(journal: Journal, told: Told) -> None:
    """The run it stops says so, and its state does."""
    report = journal.run("dry_run", max_usd=0.0005)

    assert RunStatus.STOPPED_BY_BUDGET == report.status
    events = told.of("rubricator.budget.spent")
    assert ("run", "100") == percents(events)[-1]
    assert events[-1].payload["sentence"].startswith("The budget of this run has no room left")


def test_a_run_that_stopped_itself_says_so(journal: Journal, told: Told) -> None:
    """With how many failed, and why; that its model is near its end is told beside."""
    journal.configure(claude='model = "claude-haiku-4-5"\nescalate = []')
    report = journal.run()

    (event,) = told.of("rubricator.failures.reached")
    assert {"failed": 3, "reason": report.reason}.items() <= event.payload.items()
    sentence = "3 articles failed, so the run stopped: there is no such model at this endpoint;"
    assert event.payload["sentence"].startswith(sentence)
    (event,) = told.of("rubricator.model.ending")
    sentence = "claude-haiku-4-5 may be retired from 2026-10-15 on; use claude-haiku-5-5."
    assert sentence == event.payload["sentence"]


def test_a_retired_model_and_its_stead_are_told(journal: Journal, told: Told) -> None:
    """So that somebody names another; of a run that published all there is nothing else to tell."""
    journal.configure(claude='model = "claude-3-haiku-20240307"\nfallback = "claude-haiku-5-5"')
    journal.run()

    (event,) = told()
    assert "rubricator.model.replaced" == event.event
    assert "claude-3-haiku-20240307" == event.resource["rubricator.model"]
    assert "claude-haiku-5-5" == event.payload["instead"]


def test_a_model_that_is_gone_is_told(journal: Journal, told: Told) -> None:
    """Where the API found it out, and the fallback took over."""
    journal.configure(claude='fallback = "claude-sonnet-5-5"')
    journal.standin.settings(retire=["claude-haiku-5-5"])
    journal.run()

    (event,) = told()
    assert "rubricator.model.replaced" == event.event
    sentence = event.payload["sentence"]
    assert sentence.startswith("claude-haiku-5-5 is asked no more (")
    assert sentence.endswith("; claude-sonnet-5-5 takes its place.")


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (Described(lifecycle="active"), ""),
        (None, ""),
        (Described(lifecycle="deprecated"), "is deprecated"),
    ],
)
def test_an_end_that_is_far_away_is_none(said: Any, sentence: str) -> None:
    """What the API says counts; where it says nothing, what is known here."""
    assert sentence == ending("claude-haiku-5-5", said)
    assert not MODELS["claude-haiku-5-5"].retires


def test_a_server_that_ends_with_the_command_is_told_nothing(journal: Journal, told: Told) -> None:
    """Nobody could act on it."""
    with temporary_settings({PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED: False}):
        journal.run("dry_run")
    assert [] == told()
