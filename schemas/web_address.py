"""Addresses on the web as people write them into settings: which can be one, and what may be shown.

`urllib` would take most of what is refused here, and the request that follows would fail instead.
"""

import ipaddress
import re
import unicodedata

LONGEST = 2_000  # characters; what is longer was pasted by mistake

_PARTS = re.compile(
    r"https?://(?P<user>[^/?#]*@)?(?P<host>\[[^\]]+\]|[^/?#@:\[\]]+)(?::(?P<port>[0-9]{1,5}))?"
    r"(?:/[^?#]*)?",
    re.IGNORECASE,
)
_FOUR_NUMBERS = re.compile(r"[0-9]+(?:\.[0-9]+){3}")
_HIGHEST_PORT = 65_535
# A password may hold every sign. Where a ? or # stands before an @, nobody knows what is what.
_USER = re.compile(r"^([\w+.-]*://)?(?:.*[?#].*@.*|.*(?=@))", re.DOTALL)
_QUERY = re.compile(r"(//[^?#]*[?#]).+", re.DOTALL)


def is_web_address(text: str) -> bool:
    """Whether requests can be sent there: a host, perhaps a user, a port, a path, and no more."""
    parts = _PARTS.fullmatch(text) if len(text) <= LONGEST else None
    if not parts or " " in text or not text.isprintable():
        return False
    return _is_host(parts["host"]) and 0 < int(parts["port"] or 1) <= _HIGHEST_PORT


def has_user(address: str) -> bool:
    """Whether a user, and mostly a password, stands in an address."""
    parts = _PARTS.fullmatch(address)
    return bool(parts and parts["user"])


def without_secrets(text: str) -> str:
    """A text that may be an address, less what may be a password: before an @, behind ? or #."""
    return _QUERY.sub(r"\1***", _USER.sub(r"\1***", text))


def _is_host(name: str) -> bool:
    try:
        if name.startswith("["):
            return bool(ipaddress.IPv6Address(name[1:-1]))
        if _FOUR_NUMBERS.fullmatch(name):
            return bool(ipaddress.IPv4Address(name))
        name.encode("idna")  # refuses parts that are empty or too long
    except ValueError:
        return False
    return all(sign in "-._" or unicodedata.category(sign)[0] in "LMN" for sign in name)
