"""While one run publishes to a site, the next waits: and says for whom, wherever one looks."""

from collections.abc import Callable
from contextlib import ExitStack

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.states import Cancelling, Running

from flows.config import load
from flows.context import Desk
from flows.daily import daily
from flows.listener import LISTENER
from flows.states import WAITING_TO_PUBLISH, show_running, show_waiting
from schemas.article import SiteName
from schemas.run import RunId
from tests.builders import a_run_row
from tests.flows.journal import Journal, Reports, counts


class Onlooker(Reports):
    """Somebody who sees a run wait, looks into Prefect, and lets the other one end."""

    def __init__(self, let_go: Callable[[], object]) -> None:
        super().__init__()
        self._let_go = let_go
        self.said = ""
        self.state: State | None = None

    def step(self, _site: str, name: str, _total: int | None = None) -> None:
        """A step begins."""
        if name.startswith("waiting"):
            with get_client(sync_client=True) as client:
                self.state = client.read_flow_run(flow_run.id).state
            self.said = name
            self._let_go()


def names(of: State) -> list[str | None]:
    """The states that the flow run of this one has been in."""
    run_id = of.state_details.flow_run_id
    assert run_id is not None
    with get_client(sync_client=True) as client:
        return [state.name for state in client.read_flow_run_states(run_id)]


def test_a_run_that_waits_to_publish_says_for_whom(journal: Journal) -> None:
    """In its state, which is no end, and in the terminal; afterwards it goes on as before."""
    desk, other = Desk(load(), key=None), ExitStack()
    row = a_run_row("20261121-050200-ab12", site="journal", trigger="schedule")
    desk.ledger.start(row)
    holding = desk.ledger.publishing(
        RunId(row.id), SiteName("journal"), lambda _: pytest.fail("nobody else is there")
    )
    other.enter_context(holding)
    onlooker = Onlooker(other.close)
    token = LISTENER.set(onlooker)
    try:
        state = daily(return_state=True)
    finally:
        LISTENER.reset(token)
        desk.close()

    who = "run 20261121-050200-ab12 (live, schedule, since 12:00 UTC) publishes to journal"
    assert f"waiting, because {who}" == onlooker.said
    assert onlooker.state is not None
    assert onlooker.state.is_running()
    assert WAITING_TO_PUBLISH == onlooker.state.name
    assert f"Waiting: {who}; this one goes on after it." == onlooker.state.message
    (report,) = onlooker.kept
    assert 3 == counts(report).published
    assert ["Running", WAITING_TO_PUBLISH, "Running", "Completed"] == names(state)[-4:]


def test_a_run_that_is_cancelled_meanwhile_stays_so(
    prefect_server: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its turn has come too late: what a person decided stands."""
    with get_client(sync_client=True) as client:
        run = client.create_flow_run(daily, state=Running())
        monkeypatch.setenv("PREFECT__RUNTIME__FLOW_RUN__ID", str(run.id))
        show_waiting("for another")
        client.set_flow_run_state(run.id, Cancelling())
        show_running()
        assert "Cancelling" == client.read_flow_run(run.id).state_name
