"""Answers as no editor wants them: each takes a good one and makes one thing wrong with it."""

from collections.abc import Callable
from dataclasses import replace

from connectors.standin.extract import Extract

_FOREIGN = (
    "Kaupunginvaltuusto päätti maanantaina hankkia kolme sähkölauttaa, jotka korvaavat vanhat"
    " alukset saariston reitillä ensi kesästä alkaen."
)
_INVENTED = (
    "Aurelius Quimby of Zanzibar counted 4,913,277 of them in 1847, which is 83.6 percent more"
    " than anybody had expected."
)
_LONG = 400  # characters


def _foreign(extract: Extract) -> Extract:
    return replace(extract, description=_FOREIGN)


def _invented(extract: Extract) -> Extract:
    keywords = ("aurelius quimby", *extract.keywords[1:])
    return Extract(keywords, _INVENTED)


def _marked_up(extract: Extract) -> Extract:
    keywords = (f"<b>{extract.keywords[0]}</b>", *extract.keywords[1:])
    return Extract(keywords, f"<p>**{extract.description}**</p>")


def _long(extract: Extract) -> Extract:
    again = _LONG // len(extract.description) + 1
    return replace(extract, description=" ".join([extract.description] * again))


def _short(extract: Extract) -> Extract:
    return replace(extract, description=extract.description[:12])


def _doubled(extract: Extract) -> Extract:
    first, second, *_ = extract.keywords
    return replace(extract, keywords=(first, first.upper(), second, first, f"{second} "))


SPOILERS: dict[str, Callable[[Extract], Extract]] = {
    "wrong_language": _foreign,
    "invented": _invented,
    "markup": _marked_up,
    "too_long": _long,
    "too_short": _short,
    "duplicates": _doubled,
}
