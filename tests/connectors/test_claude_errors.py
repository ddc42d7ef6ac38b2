"""What each error of the API means for the request, the article and the run."""

from typing import Any

import pytest

from connectors.claude.catalogue import described
from connectors.claude.client import Claude, UnavailableError
from schemas.call import Course, Trouble
from tests.builders import MODEL, a_request
from tests.connectors.cassettes import client
from tests.standin_server import NOBODY, StandIn

WAIT = {"headers": {"retry-after": "7"}}
RAMP = {"error_code": "ramp_limit_exceeded"}
PAGE = {"text": "<html>too large</html>", "headers": {"content-type": "text/html"}}
OWN_LIMIT = {"message": "You have reached your specified API usage limits. You will regain access"}
WORKSPACE_LIMIT = {"message": "You have reached your specified workspace API usage limits."}
ENFORCED = {"error_code": "enforced_spend_limit_reached"}
CONTRACT = {"error_code": "contract_spend_limit_reached"}
LINKED = {"error_code": "linked_organization_spend_limit_reached"}
AGAIN = {"headers": {"x-should-retry": "true"}}
NOT_AGAIN = {"headers": {"x-should-retry": "false"}}
ELSEWHERE = {"headers": {"location": "https://claude.invalid/v1/messages"}}
FLAGS = ("slows_down", "rate_limited", "model_fails")

GIVE_UP, STOP, SPENT, RETRY = Course.GIVE_UP, Course.STOP, Course.STOP_SPENDING, Course.RETRY

DATE = {"headers": {"retry-after": "Sat, 21 Nov 2026 12:00:00 GMT"}}
PAST = {"headers": {"retry-after": "-3"}}
MILLISECONDS = {"headers": {"retry-after-ms": "1500"}}

# What is said, and then: course, retry_after, and what else is to be heard from it.
Row = tuple[int, dict[str, Any], tuple[Course, float | None, set[str]]]
FAILS = {"model_fails"}
SLOWS = {"model_fails", "slows_down"}
LIMITED = {"rate_limited"}
ERRORS: dict[str, Row] = {
    "moved for good": (301, ELSEWHERE, (STOP, None, set())),
    "moved for now": (307, ELSEWHERE, (STOP, None, set())),
    "invalid": (400, {}, (GIVE_UP, None, set())),
    "own spend limit": (400, OWN_LIMIT, (SPENT, None, set())),
    "workspace's spend limit": (400, WORKSPACE_LIMIT, (SPENT, None, set())),
    "on hold": (400, {"error_code": "organization_on_hold"}, (STOP, None, set())),
    "wrong key": (401, {}, (STOP, None, set())),
    "billing": (402, {}, (STOP, None, set())),
    "linked organization's spend limit": (402, LINKED, (SPENT, None, set())),
    "forbidden": (403, {}, (STOP, None, set())),
    "no such model": (404, {}, (STOP, None, FAILS)),
    "no such address": (404, PAGE, (STOP, None, set())),
    "request timeout": (408, {}, (RETRY, None, set())),
    "conflict": (409, {}, (RETRY, None, set())),
    "too large": (413, {}, (GIVE_UP, None, set())),
    "too large, as a page": (413, PAGE, (GIVE_UP, None, set())),
    "a teapot": (418, {}, (GIVE_UP, None, set())),
    "rate limit": (429, {}, (RETRY, None, LIMITED)),
    "rate limit that says when": (429, WAIT, (RETRY, 7.0, LIMITED)),
    "in milliseconds": (429, MILLISECONDS, (RETRY, 1.5, LIMITED)),
    "as a date": (429, DATE, (RETRY, None, LIMITED)),
    "in the past": (429, PAST, (RETRY, 0.0, LIMITED)),
    "ramp limit": (429, {**RAMP, **WAIT}, (RETRY, 7.0, {"slows_down", "rate_limited"})),
    "a limit that stays": (429, NOT_AGAIN, (STOP, None, set())),
    "enforced spend limit": (429, ENFORCED, (SPENT, None, set())),
    "contract spend limit": (429, CONTRACT, (SPENT, None, set())),
    "spend limit to be tried again": (429, {**ENFORCED, **AGAIN}, (SPENT, None, set())),
    "closed by somebody": (499, {}, (RETRY, None, set())),
    "failing": (500, {}, (RETRY, None, FAILS)),
    "failing, for good": (500, NOT_AGAIN, (GIVE_UP, None, FAILS)),
    "invalid, to be tried again": (400, AGAIN, (RETRY, None, set())),
    "not implemented": (501, {}, (RETRY, None, FAILS)),
    "a proxy's page": (502, PAGE, (RETRY, None, FAILS)),
    "unavailable": (503, WAIT, (RETRY, 7.0, SLOWS)),
    "gateway timeout": (504, {}, (RETRY, None, SLOWS)),
    "a proxy's own": (520, PAGE, (RETRY, None, FAILS)),
    "overloaded": (529, {}, (RETRY, None, SLOWS)),
}


@pytest.mark.parametrize(("status", "said", "expected"), ERRORS.values(), ids=ERRORS)
def test_an_error_has_its_course(
    server: StandIn,
    claude: Claude,
    status: int,
    said: dict[str, Any],
    expected: tuple[Course, float | None, set[str]],
) -> None:
    """What it is called, whether to wait, and that an error status is never billed."""
    server.script({"status": status, **said})
    trouble = claude.send(a_request())

    assert isinstance(trouble, Trouble)
    heard = {flag for flag in FLAGS if getattr(trouble, flag)}
    assert expected == (trouble.course, trouble.retry_after, heard)
    assert (status, False, True) == (trouble.status, trouble.may_be_billed, trouble.simulated)
    assert trouble.request_id.startswith("req_")


def test_nothing_of_an_errors_text_is_kept(server: StandIn, claude: Claude) -> None:
    """It may quote the article, or the key."""
    server.script({"status": 400, "message": "messages.0: 'my dear secret' is not valid"})
    trouble = claude.send(a_request())

    assert "secret" not in repr(trouble)
    assert "invalid_request_error" in repr(trouble)


def test_a_models_lifecycle_is_asked_for(claude: Claude) -> None:
    """The one asked for is active, and asking is free."""
    assert described(claude, MODEL).lifecycle == "active"


def test_an_unknown_model_has_no_lifecycle(claude: Claude) -> None:
    """The trouble says which."""
    with pytest.raises(UnavailableError, match="no such model") as caught:
        described(claude, "claude-nobody")

    assert (caught.value.trouble.course, caught.value.trouble.status) == (Course.STOP, 404)


def test_a_lifecycle_cannot_be_had_from_nowhere() -> None:
    """The trouble is the same as a request's."""
    with client(NOBODY) as claude, pytest.raises(UnavailableError, match="cannot be reached"):
        described(claude, MODEL)
