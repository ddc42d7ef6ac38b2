"""What can go wrong between a program and Claude, by name, and when it does."""

from collections import Counter
from dataclasses import replace
from hashlib import sha256

from connectors.standin.special import ORDINARY, Special

_PAGE = "<!DOCTYPE html><html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>"
_HTML = {"content-type": "text/html"}


def _page(status: int, title: str) -> Special:
    """A page of something that stands before Claude."""
    return Special(status=status, text=_PAGE.format(title), headers=_HTML)


def _spent(code: str, whose: str) -> Special:
    return Special(status=429, error_code=code, message=f"The {whose} spend limit is reached.")


def _own_limit(whose: str) -> Special:
    reset = "You will regain access on the first of next month at 00:00 UTC."
    return Special(
        status=400, message=f"You have reached your specified {whose}API usage limits. {reset}"
    )


# What holds for a whole account: it makes sense for all requests, so the mix is without it.
ACCOUNT = {
    "401": Special(status=401, message="invalid bearer token"),
    "402": Special(status=402, message="Your account cannot be billed."),
    "403": Special(status=403, message="Your key may not use this model."),
    "404": Special(status=404, message="There is no such model."),
    "spend_limit": _spent("enforced_spend_limit_reached", "monthly"),
    "contract_limit": _spent("contract_spend_limit_reached", "contract's"),
    "own_limit": _own_limit(""),
    "workspace_limit": _own_limit("workspace "),
}
ERRORS = {
    "400": Special(status=400, message="messages: something is not as it should be"),
    "408": Special(status=408, message="The request took too long to arrive."),
    "409": Special(status=409, message="The resource is being changed by another request."),
    "413": _page(413, "413 Request Entity Too Large"),
    "429": Special(status=429, message="Too many requests.", headers={"retry-after": "1"}),
    "ramp_limit": Special(
        status=429,
        message="Requests grow too sharply.",
        error_code="ramp_limit_exceeded",
        headers={"retry-after": "1"},
    ),
    "499": Special(status=499, message="Client closed the request."),
    "500": Special(status=500, message="Internal server error"),
    "501": Special(status=501, message="Not implemented"),
    "503": Special(status=503, message="Service unavailable"),
    "504": Special(status=504, message="Request timed out."),
    "529": Special(status=529, message="Overloaded"),
    "html_200": _page(200, "Please sign in to the network"),
    "html_502": _page(502, "502 Bad Gateway"),
}
ANSWERS = {
    "truncated": Special(stop_reason="max_tokens"),
    "refused": Special(refusal="cyber"),
    "refused_billed": Special(refusal="bio"),
    "refused_late": Special(refusal="cyber", text='{"keyword_1":"'),
    "unknown_stop": Special(stop_reason="out_of_words"),
    "empty": Special(text=""),
    "thinking_only": Special(thinking_only=True),
    **{
        name: Special(spoil=name)
        for name in (
            *("malformed", "wrong_language", "invented", "markup"),
            *("too_long", "too_short", "duplicates"),
        )
    },
}
WAYS = {
    "slow": Special(slow=True),
    "dribble": Special(dribble=True),
    "cut_before": Special(cut=True),
    "cut_after": Special(cut=True, billed=True),
    "cut_middle": Special(half=True),
}
MIXED = tuple({**ERRORS, **ANSWERS, **WAYS})
KINDS = {
    name: replace(special, fault=name)
    for name, special in {**ACCOUNT, **ERRORS, **ANSWERS, **WAYS}.items()
}


class Faults:
    """Which attempt at which article goes wrong, and how: the same ones for the same seed."""

    def __init__(self, seed: int, mixed: float, shares: dict[str, float]) -> None:
        self._seed = seed
        self._shares = Counter(dict.fromkeys(MIXED, mixed / len(MIXED)) if mixed else {})
        self._shares.update(shares)
        self._attempts: Counter[bytes] = Counter()

    def draw(self, article: str) -> Special:
        """What the next attempt at this article meets; by its text alone, whoever else asks."""
        if not self._shares:
            return ORDINARY
        key = sha256(article.encode()).digest()
        self._attempts[key] += 1
        drawn = sha256(b"%d %d %b" % (self._seed, self._attempts[key], key)).digest()
        point = int.from_bytes(drawn[:8]) / 2**64
        for name, share in self._shares.items():
            point -= share
            if point < 0:
                return KINDS[name]
        return ORDINARY
