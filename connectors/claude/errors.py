"""What each error of the API means for the request, the article and the run."""

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

STOPS = {
    401: "the key was refused; check claude.key_env",
    402: "the account cannot be billed",
    403: "the key may not use this model or workspace",
    404: "there is no such model at this endpoint; check claude.model and claude.base_url",
}
ARTICLE = {400: "the request was refused as invalid", 413: "the article is too large"}
BUSY = (429, 529)

# What stood in the way before a byte of the request was sent: it cannot be billed.
NO_WAY_THERE = httpx2.ConnectError | httpx2.ConnectTimeout | httpx2.ProxyError | httpx2.PoolTimeout
NO_REQUEST = httpx2.UnsupportedProtocol | httpx2.LocalProtocolError


def trouble_of(error: anthropic.APIError) -> Trouble:
    """What to do about an error. Nothing of its text but its type is kept: it may quote ours."""
    if isinstance(error, anthropic.APIStatusError):
        return _answered(error)
    if isinstance(error.__cause__, NO_WAY_THERE):
        reason = "Claude cannot be reached; check claude.base_url and the network"
        return Trouble(reason=reason, course=Course.RETRY, sent=False)
    if isinstance(error.__cause__, NO_REQUEST):
        reason = "no request can be made; check claude.base_url and that the key is one line"
        return Trouble(reason=reason, course=Course.STOP, sent=False)
    timed_out = isinstance(error, anthropic.APITimeoutError)
    reason = "no answer in time" if timed_out else "the connection was cut"
    return Trouble(reason=reason, course=Course.RETRY)


def _answered(error: anthropic.APIStatusError) -> Trouble:
    status = error.status_code
    if _is_spend_limit(error):
        reason, course = "a spend limit of the API is reached", Course.STOP_SPENDING
    elif status in STOPS:
        reason, course = STOPS[status], Course.STOP
    elif status in ARTICLE or (status < 500 and status not in (408, 409, 429)):  # noqa: PLR2004
        reason, course = ARTICLE.get(status, "the request was refused"), Course.GIVE_UP
    else:
        reason, course = "the API is busy or failing", Course.RETRY
    return Trouble(
        reason=f"{reason} (HTTP {status} {error.type or ''})".replace(" )", ")"),
        course=course,
        status=status,
        retry_after=_retry_after(error),
        slows_down=status in BUSY,
        request_id=error.request_id or "",
        simulated=STANDIN_HEADER in error.response.headers,
    )


def _is_spend_limit(error: anthropic.APIStatusError) -> bool:
    spent = (anthropic.EnforcedSpendLimitReachedError, anthropic.ContractSpendLimitReachedError)
    return isinstance(error, spent) or (
        error.status_code == 400 and (error.api_message or "").startswith(OWN_LIMIT)  # noqa: PLR2004
    )


def _retry_after(error: anthropic.APIStatusError) -> float | None:
    for header, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            return max(0.0, float(error.response.headers[header]) * unit)
        except (KeyError, ValueError):
            continue  # absent, or a date: the usual backoff will do
    return None
