"""A page in a list of search results, as an editor would meet it there."""

from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

from flows.reports.words import plain
from schemas.pixels import pixel_width
from schemas.rules.thresholds import SHOWN_PX

_ELLIPSIS = "…"
_LONGEST_WORD = 30  # characters; a longer run has no spaces to cut at, as in Chinese


@dataclass(frozen=True)
class SearchResult:
    """What is shown of a page: `link` is "" where the address is none to follow.

    `rest` is the end of the description that a desktop does not show, "" where it shows all.
    """

    link: str
    host: str
    trail: tuple[str, ...]
    description: str
    rest: str
    width: int


def search_result(url: str, article_id: str, description: str) -> SearchResult:
    """The result for a page of this address, or of this id where it has no address."""
    address = _address(url)
    text = plain(description)
    width = pixel_width(text)
    seen = text if width <= SHOWN_PX else _seen(text)
    return SearchResult(
        link=url.strip() if address else "",
        host=f"{address.scheme}://{_host(address)}" if address else plain(url or article_id),
        trail=_trail(address) if address else (),
        description=seen + _ELLIPSIS if len(seen) < len(text) else text,
        rest=text[len(seen) :],
        width=round(width),
    )


def _address(url: str) -> SplitResult | None:
    """The parts of a web address; `None` for any other scheme, such as `javascript:`."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return parts if parts.scheme in ("http", "https") and parts.netloc else None


def _host(address: SplitResult) -> str:
    return plain(address.netloc.rpartition("@")[2])


def _trail(address: SplitResult) -> tuple[str, ...]:
    steps = (plain(unquote(step)) for step in address.path.split("/"))
    return tuple(step for step in steps if step)


def _seen(text: str) -> str:
    """As much of the text as fits with an ellipsis, up to the end of a word where it has words."""
    room = SHOWN_PX - pixel_width(_ELLIPSIS)
    fits, too_many = 0, len(text)
    while too_many - fits > 1:
        middle = (fits + too_many) // 2
        fits, too_many = (
            (middle, too_many) if pixel_width(text[:middle]) <= room else (fits, middle)
        )
    whole_words = text[: fits + 1].rpartition(" ")[0]
    return whole_words if fits - len(whole_words) < _LONGEST_WORD else text[:fits]
