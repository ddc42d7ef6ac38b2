"""An answer that is an error."""

from collections.abc import Mapping

from starlette.exceptions import HTTPException

KINDS = {
    400: "invalid_request_error",
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    409: "conflict_error",
    413: "request_too_large",
    429: "rate_limit_error",
    504: "timeout_error",
    529: "overloaded_error",
}
_FINAL = frozenset((400, 401, 402, 403, 404, 413))  # to send the same again changes nothing


class ApiError(HTTPException):
    """What Claude says instead of an answer: HTTP status, type, message, and a code at times."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        kind: str | None = None,
        code: str | None = None,
        headers: Mapping[str, str] | None = None,
        text: str | None = None,
    ) -> None:
        """A text is sent as it is, in the place of the JSON that tells the rest."""
        final = {"x-should-retry": "false"} if status in _FINAL else {}
        super().__init__(status, message, {**final, **(headers or {})})
        self.kind = kind or KINDS.get(status, "api_error")
        self.code, self.text = code, text
