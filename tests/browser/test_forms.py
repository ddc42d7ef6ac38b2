"""The forms: what an editor reads there, and what they do not take."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Desk

FORMS = ("daily", "preview", "backfill", "apply", "revert")


@pytest.mark.parametrize("name", FORMS)
def test_a_form_explains_itself(desk: Desk, name: str) -> None:
    """Each field has its sentence, and none is a choice between itself and `None`."""
    (deployment,) = [one for one in desk.pages.api.read_deployments() if one.name == name]
    fields = (deployment.parameter_openapi_schema or {})["properties"]
    form = desk.pages.form(name)
    assert fields
    for schema in fields.values():
        expect(form.whole).to_contain_text(schema["description"])
    expect(form.whole).not_to_contain_text("None")


def test_a_choice_is_a_list(desk: Desk) -> None:
    """Of what there is, and of nothing that another form is for."""
    form = desk.pages.form("daily")
    expect(form.choices("mode")).to_have_text(["live", "dry_run"])
    desk.pages.page.keyboard.press("Escape")
    expect(form.choices("overwrite")).to_have_text(["never", "ours", "always"])


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        ("daily", "limit", "0"),
        ("daily", "max_usd", "0"),
        ("daily", "max_usd", "1001"),
        ("backfill", "shard_size", "2001"),
        ("backfill", "at_once", "33"),
    ],
)
def test_a_number_out_of_bounds_is_refused(desk: Desk, name: str, field: str, value: str) -> None:
    """Beside its field, and no run is started."""
    before = len(desk.pages.api.read_flow_runs())
    assert desk.pages.form(name).refuses(field, value)
    assert before == len(desk.pages.api.read_flow_runs())


def test_an_empty_form_asks_for_what_it_needs(desk: Desk) -> None:
    """A backfill without its two dates would be of everything."""
    form = desk.pages.form("backfill")
    desk.pages.page.get_by_role("button", name="Submit").click()
    expect(form.whole.get_by_text("is a required property")).to_have_count(2)


def test_a_schedule_that_was_paused_stays_paused(desk: Desk) -> None:
    """Through the end of everything, and its next start."""
    desk.pages.deployment("daily")
    schedule = desk.pages.page.get_by_role("switch").first
    expect(schedule).to_be_visible()
    expect(schedule).not_to_be_checked()
