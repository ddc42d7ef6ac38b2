"""The states of flow runs: each outcome has its own name, and alarms know all of them."""

import ast
from inspect import isfunction
from pathlib import Path

import prefect.states
import pytest
from prefect.client.schemas.objects import TERMINAL_STATES, State, StateType

from flows import states
from flows.alarms import zombies
from schemas.run import RunStatus

FLOWS = Path(states.__file__).parent
MAKERS = {"State", *(n for n, made in vars(prefect.states).items() if isfunction(made))}


@pytest.mark.parametrize(
    ("status", "name", "kind"),
    [
        ("completed", "Completed", StateType.COMPLETED),
        ("waiting", "Waiting", StateType.COMPLETED),
        ("completed_with_failures", "CompletedWithFailures", StateType.COMPLETED),
        ("stopped_by_failures", "StoppedByFailures", StateType.FAILED),
        ("stopped_by_budget", "StoppedByBudget", StateType.COMPLETED),
        ("cancelled", "Cancelled", StateType.COMPLETED),
        ("failed", "Failed", StateType.FAILED),
    ],
)
def test_each_outcome_has_its_state(status: str, name: str, kind: StateType) -> None:
    """By which people and automations tell them apart."""
    state = states.ended(RunStatus(status), "why")
    assert (name, kind, "why") == (state.name, state.type, state.message)


def test_every_final_name_is_known() -> None:
    """Those that we give and those of Prefect's own; the one who waits is not among them."""
    given = [states.ended(status, "") for status in RunStatus if status is not RunStatus.RUNNING]
    given += [states.misconfigured(""), states.unconfirmed("")]
    given += [State(type=kind) for kind in TERMINAL_STATES]

    assert {state.name for state in given} | {states.ZOMBIE, "TimedOut"} == set(states.FINAL)
    assert states.WAITING_TO_PUBLISH not in states.FINAL


def test_a_dead_run_is_one_without_any_of_them() -> None:
    """Each by its whole name: with a wildcard, Prefect takes ended runs for dead ones."""
    trigger = zombies().trigger
    assert {f"prefect.flow-run.{name}" for name in states.FINAL} <= trigger.expect  # type: ignore[union-attr]
    assert "*" not in "".join(trigger.expect)  # type: ignore[union-attr]


def test_nobody_else_names_a_state() -> None:
    """A name that is given elsewhere would be missing in the list."""
    named = [
        f"{path.relative_to(FLOWS)}:{call.lineno}"
        for path in sorted(FLOWS.rglob("*.py"))
        if path.name != "states.py"
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
        if call.func.id in MAKERS and any(each.arg == "name" for each in call.keywords)
    ]
    assert {"Completed", "Failed", "Running"} <= MAKERS
    assert not named, "\n".join(named)
