"""What is asked of Prefect from outside a run: an API to talk to, and secrets from its blocks."""

import sqlite3
from contextlib import closing

import pytest
from prefect.blocks.system import Secret
from prefect.context import TagsContext
from prefect.settings import (
    PREFECT_API_URL,
    PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
    PREFECT_HOME,
    temporary_settings,
)

from flows.config import ConfigError
from flows.engine import TAG, NoServerError, acts_on_events, load_block, prefect_api
from tests.prefect_server import CLOSED, DATABASE


def test_the_api_that_is_configured_is_used(prefect_server: None) -> None:
    """No temporary server is started beside it, and `meanwhile` is called all the same."""
    configured = PREFECT_API_URL.value()
    called = []

    with prefect_api(meanwhile=lambda: called.append(PREFECT_API_URL.value())):
        assert configured == PREFECT_API_URL.value()
        assert {TAG} == TagsContext.get().current_tags

    assert [configured] == called


def test_a_temporary_server_is_known_to_act_on_nothing(prefect_server: None) -> None:
    """Events would be told to nobody."""
    assert not acts_on_events()


def test_an_api_that_does_not_answer_is_named() -> None:
    """Before a flow is begun, with what to do."""
    with (
        temporary_settings({PREFECT_API_URL: CLOSED}),
        pytest.raises(NoServerError, match=f"PREFECT_API_URL: {CLOSED} cannot be reached; start"),
        prefect_api(),
    ):
        pytest.fail("nothing runs without an API")


def test_a_secret_comes_out_of_its_block(prefect_server: None) -> None:
    """As it was put in."""
    Secret(value="sk-ant-in-a-block").save("key-of-this-test", overwrite=True)
    assert "sk-ant-in-a-block" == load_block("key-of-this-test")


def test_the_temporary_server_keeps_its_database_at_home(prefect_server: None) -> None:
    """Where the settings say, not where another server may have one open."""
    Secret(value="sk-ant-at-home").save("home-of-this-test", overwrite=True)
    with closing(sqlite3.connect(PREFECT_HOME.value() / DATABASE)) as database:
        found = database.execute("SELECT name FROM block_document").fetchall()
    assert ("home-of-this-test",) in found


def test_a_block_that_is_not_there_is_named(prefect_server: None) -> None:
    """With the field that names it."""
    with pytest.raises(ConfigError, match=r"claude\.key_block: there is no Secret block 'nothing'"):
        load_block("nothing")


def test_a_run_at_a_server_that_stays_has_a_heartbeat(
    prefect_server: None,
) -> None:
    """By which that server finds it where it is killed; at a temporary one nobody looks."""
    assert PREFECT_FLOWS_HEARTBEAT_FREQUENCY.value() is None
    with prefect_api():
        assert 30 == PREFECT_FLOWS_HEARTBEAT_FREQUENCY.value()
