"""The alarms: what Prefect watches for, and the one line that it says then, with what to do."""

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from prefect.client.schemas.objects import StateType
from prefect.events import AutomationCore, EventTrigger, Posture
from prefect.events.actions import CallWebhook, ChangeFlowRunState

from flows.engine import TAG
from flows.events import MODEL, MODEL_ENDS, MODEL_REPLACED, PERCENT, PREVIEW_WAITS, SITES, SPENT
from flows.links import flow_run_page
from flows.states import FINAL, MISCONFIGURED, ZOMBIE, name_of
from schemas.run import RunStatus

PREFIX = "rubricator: "
HEARTBEAT = "prefect.flow-run.heartbeat"
SILENCE = timedelta(seconds=90)  # three heartbeats: flow runs of ours have one every 30 seconds
A_DAY = timedelta(days=1)
STATES = {"prefect.resource.id": "prefect.flow-run.*"}
OURS = {"prefect.resource.id": f"prefect.tag.{TAG}"}  # a server may have flows of others

SAID = "{{ (flow_run.state.message or 'no reason is known') | truncate(600) | trim('.') }}"
RUN = "Rubricator: {{ flow_run.name }}"
SITE = "Rubricator, {{ event.resource.name }}: {{ event.payload.sentence }}"
AGAIN = "Start it again, nothing is paid for twice"

# As Slack, Mattermost, Rocket.Chat and Google Chat take it. The words may be others': they are
# kept to one line, and without the brackets that Slack takes orders in.
PAYLOAD = (
    "{% set line %}LINE{% endset %}"
    '{"text": {{ line.split() | join(" ") | replace("<", "(") | replace(">", ")") | tojson }}}'
)


class Alarm(NamedTuple):
    """One of them: its name, what sets it off, and its line."""

    name: str
    trigger: EventTrigger
    line: str
    for_editors: bool = False

    def automation(self, webhook: UUID) -> AutomationCore:
        """It, as Prefect keeps it; `webhook` is the block that knows whom to call."""
        action = CallWebhook(block_document_id=webhook, payload=PAYLOAD.replace("LINE", self.line))
        return _automation(self.name, self.trigger, action)


def alarms() -> list[Alarm]:
    """All of them. Their links lead to the pages of the server that is configured."""
    return [*_of_runs(flow_run_page("{{ flow_run.id }}")), *_of_sites("{{ event.payload.url }}")]


def _of_runs(page: str) -> list[Alarm]:
    """How flow runs come to no good end."""
    return [
        Alarm(
            "a run crashed",
            _of_states(name_of(RunStatus.CRASHED), ZOMBIE),
            f"{RUN} broke off ({SAID}). {AGAIN}: {page}",
        ),
        Alarm(
            "a run is late",
            _of_states("Late"),
            "Rubricator: no worker takes the run of {{ deployment.name }} that is due. See whether "
            f"rubricator serve or your worker runs, and the work pool is not paused: {page}",
        ),
        Alarm(
            "a run was stopped by the budget",
            _of_states(name_of(RunStatus.STOPPED_BY_BUDGET)),
            f"{RUN} was stopped by the budget ({SAID}). The next run goes on from there; "
            f"rubricator spend says what was paid, [budget] in rubricator.toml what may be: {page}",
        ),
        Alarm(
            "a run was stopped by failures",
            _of_states(name_of(RunStatus.STOPPED_BY_FAILURES)),
            f"{RUN} stopped itself, for too much failed ({SAID}). Run rubricator doctor, then "
            f"rubricator run --failed-of RUN_ID: {page}",
        ),
        Alarm(
            "a run failed",
            _of_states(name_of(RunStatus.FAILED), MISCONFIGURED, "TimedOut"),
            f"{RUN} could do nothing ({SAID}). Run rubricator doctor, mend what it names. "
            f"{AGAIN}: {page}",
        ),
    ]


def _of_sites(page: str) -> list[Alarm]:
    """What runs tell of their sites."""
    return [
        Alarm(
            "money is spent",
            _of_events(SPENT, labels={PERCENT: ["80", "100"]}),
            f"{SITE} Run rubricator spend to see on what: {page}",
        ),
        Alarm(
            "a model ends",
            _of_events(MODEL_ENDS, MODEL_REPLACED, once_a_day_for=MODEL),
            f"{SITE} [claude] in rubricator.toml names the models: {page}",
        ),
        Alarm(
            "proposals wait",
            _of_events(PREVIEW_WAITS),
            f"{SITE} See them at {page} and publish them with rubricator apply "
            "{{ event.payload.run_id }}",
            for_editors=True,
        ),
    ]


def zombies() -> AutomationCore:
    """What ends a flow run in Prefect whose process is gone, with the worker that could say so."""
    ends = {f"prefect.flow-run.{name}" for name in (*FINAL, "Paused", "Suspended")}
    trigger = EventTrigger(
        after={HEARTBEAT},
        expect={HEARTBEAT, *ends},  # no wildcard: it would take ended runs for dead ones
        match=STATES,
        match_related=OURS,
        for_each={"prefect.resource.id"},
        posture=Posture.Proactive,
        threshold=1,
        within=SILENCE,
    )
    message = "Nothing was heard of it for 90 seconds: its process is gone, and its worker"
    action = ChangeFlowRunState(state=StateType.CRASHED, name=ZOMBIE, message=message)
    return _automation("a run is dead", trigger, action)


def _automation(
    name: str, trigger: EventTrigger, action: CallWebhook | ChangeFlowRunState
) -> AutomationCore:
    return AutomationCore(name=PREFIX + name, tags=[TAG], trigger=trigger, actions=[action])


def _of_states(*names: str) -> EventTrigger:
    """Set off by each flow run of ours that comes into one of the states."""
    events = {f"prefect.flow-run.{name}" for name in names}
    return EventTrigger(expect=events, match=STATES, match_related=OURS)


def _of_events(
    *names: str, labels: dict[str, list[str]] | None = None, once_a_day_for: str = ""
) -> EventTrigger:
    """Set off by each of these events of ours, or by one a day for each value of a label."""
    return EventTrigger(
        expect=set(names),
        match={"prefect.resource.id": SITES, **(labels or {})},
        for_each={once_a_day_for} if once_a_day_for else set(),
        within=A_DAY if once_a_day_for else timedelta(0),
    )
