"""What each error of the API means for the request, the article and the run: one table."""

import ssl
from collections.abc import Iterator
from typing import NamedTuple

import anthropic
import httpx2

from schemas.call import Course, Trouble

# A server that is not Claude says so in this header.
STANDIN_HEADER = "rubricator-standin"

# A limit that the customer set is a plain 400, known by the start of its message alone.
OWN_LIMIT = (
    "You have reached your specified API usage",
    "You have reached your specified workspace",
)

GIVE_UP, RETRY = Course.GIVE_UP, Course.RETRY
STOP, STOP_SPENDING = Course.STOP, Course.STOP_SPENDING

BAD_REQUEST, TOO_MANY, SERVER = 400, 429, 500


class Meaning(NamedTuple):
    """What an error is called, and what is done about it.

    `slows_down`: fewer at once, and longer waits. `model_fails`: a fallback takes over; at once
    where the run would stop, else after the last try.
    """

    course: Course
    reason: str
    slows_down: bool = False
    model_fails: bool = False


SPENT = Meaning(STOP_SPENDING, "a spend limit of the API is reached")
FAILING = Meaning(RETRY, "the API is failing", model_fails=True)
OVERLOADED = Meaning(RETRY, "the API is overloaded", slows_down=True, model_fails=True)

# By HTTP status. An error status is never billed.
MEANINGS = {
    400: Meaning(GIVE_UP, "the request was refused as invalid"),
    401: Meaning(STOP, "the key was refused; check claude.key_env"),
    402: Meaning(STOP, "the account cannot be billed"),
    403: Meaning(STOP, "the key may not use this model or workspace"),
    404: Meaning(STOP, "there is no such address at this endpoint; check claude.base_url"),
    408: Meaning(RETRY, "the API had no time"),
    409: Meaning(RETRY, "the API met a conflict"),
    413: Meaning(GIVE_UP, "the article is too large"),
    429: Meaning(RETRY, "a rate limit of the API is reached"),
    499: Meaning(RETRY, "the request was closed on its way"),  # not by us: we were waiting
    500: FAILING,
    501: FAILING,
    502: FAILING,
    503: OVERLOADED,
    504: OVERLOADED,
    529: OVERLOADED,
}
# By the first digit, where the status is none of these.
OTHERS = {
    3: Meaning(STOP, "claude.base_url leads elsewhere; give the address that it leads to"),
    4: Meaning(GIVE_UP, "the request was refused"),
    5: FAILING,
}
# By what tells apart errors of one status: its code, else its type. These are never mere waits.
SPECIAL = {
    "contract_spend_limit_reached": SPENT,
    "enforced_spend_limit_reached": SPENT,
    "linked_organization_spend_limit_reached": SPENT,
    "organization_on_hold": Meaning(STOP, "the organization is on hold"),
    "ramp_limit_exceeded": Meaning(RETRY, "the requests grew too fast", slows_down=True),
    "not_found_error": Meaning(
        STOP,
        "there is no such model at this endpoint; check claude.model and claude.base_url",
        model_fails=True,
    ),
}
# Where waiting is of no use, says the server: the status is not what it seems.
FINAL = {TOO_MANY: Meaning(STOP, "a limit of the API is reached that does not pass by waiting")}

# What stood in the way before a byte of the request was sent: it cannot be billed.
NO_WAY_THERE = httpx2.ConnectError | httpx2.ConnectTimeout | httpx2.ProxyError | httpx2.PoolTimeout
NO_REQUEST = httpx2.UnsupportedProtocol | httpx2.LocalProtocolError


def trouble_of(error: anthropic.APIError) -> Trouble:
    """What to do about an error. Nothing of its text but its type is kept: it may quote ours."""
    if isinstance(error, anthropic.APIStatusError):
        return _answered(error)
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in _causes(error)):
        reason = "the certificate of claude.base_url is not one that this machine trusts"
        return Trouble(reason=reason, course=STOP, sent=False)
    if isinstance(error.__cause__, NO_WAY_THERE):
        reason = "Claude cannot be reached; check claude.base_url and the network"
        return Trouble(reason=reason, course=RETRY, sent=False)
    if isinstance(error.__cause__, NO_REQUEST):
        reason = "no request can be made; check claude.base_url and that the key is one line"
        return Trouble(reason=reason, course=STOP, sent=False)
    timed_out = isinstance(error, anthropic.APITimeoutError)
    reason = "no answer in time" if timed_out else "the connection was cut"
    return Trouble(reason=reason, course=RETRY)


def _answered(error: anthropic.APIStatusError) -> Trouble:
    status, headers = error.status_code, error.response.headers
    meaning = _meaning(error)
    if meaning.course in {RETRY, GIVE_UP}:
        meaning = _as_asked(meaning, status, headers.get("x-should-retry"))
    waits = meaning.course is RETRY
    return Trouble(
        reason=f"{meaning.reason} (HTTP {status} {error.type or ''})".replace(" )", ")"),
        course=meaning.course,
        status=status,
        retry_after=_retry_after(headers) if waits else None,
        slows_down=meaning.slows_down,
        rate_limited=waits and status == TOO_MANY,
        model_fails=meaning.model_fails,
        request_id=error.request_id or "",
        simulated=STANDIN_HEADER in headers,
    )


def _meaning(error: anthropic.APIStatusError) -> Meaning:
    """The row of the table. Of an error's text only the start of one message is looked at."""
    status = error.status_code
    if status == BAD_REQUEST and (error.api_message or "").startswith(OWN_LIMIT):
        return SPENT
    usual = MEANINGS.get(status) or OTHERS.get(status // 100, OTHERS[4])
    kind = error.type if status == 404 else None  # noqa: PLR2004 - a type says no more elsewhere
    return SPECIAL.get(error.error_code or "") or SPECIAL.get(kind or "") or usual


def _as_asked(meaning: Meaning, status: int, should_retry: str | None) -> Meaning:
    """The server's own word on whether to try again goes before the table's."""
    if should_retry == "true":
        return meaning._replace(course=RETRY)
    if should_retry == "false" and meaning.course is RETRY:
        return FINAL.get(status, meaning._replace(course=GIVE_UP))
    return meaning


def _retry_after(headers: httpx2.Headers) -> float | None:
    for header, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            return max(0.0, float(headers[header]) * unit)
        except (KeyError, ValueError):
            continue  # absent, or a date: the usual backoff will do
    return None


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The errors behind an error."""
    behind = error.__cause__ or error.__context__
    if behind is not None:
        yield behind
        yield from _causes(behind)
