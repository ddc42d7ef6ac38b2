"""A page in a list of search results, as readers would meet it there: on a desktop, on a phone."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from urllib.parse import SplitResult, unquote, urlsplit

from flows.reports.words import counted, plain
from schemas.pixels import FONT_PX, pixel_stops, pixel_width
from schemas.rules.thresholds import SHOWN_PX

PHONE_PX = 680  # what a phone shows of a description: all tools repeat it
# A desktop gives a title one line of 600 px at 20 px, a phone two of 340 px at 18 px; both as
# widths at the font size of a description, which the table of widths is made for.
_TITLE = (600 * FONT_PX / 20, 2 * 340 * FONT_PX / 18)

_DOTS_PX = pixel_width("\xa0...")  # as Google ends what it cuts
_LONGEST_WORD = 30  # characters; a longer run has no spaces to cut at, as in Chinese

# Which device shows a piece of text: both, only the desktop ("wide"), only the phone, neither.
_SEEN = {(True, True): "", (True, False): "wide", (False, True): "narrow", (False, False): "none"}


@dataclass(frozen=True)
class Piece:
    """A stretch of text, which device shows it, and which cuts the text off behind it."""

    text: str
    seen: str
    dots: str


@dataclass(frozen=True)
class Width:
    """How wide a description is on one device, in numbers and in words."""

    device: str
    px: int
    limit: int
    sentence: str

    @property
    def over(self) -> bool:
        """Whether it is too wide for a desktop; most are for a phone, and that is no fault."""
        return self.device == "wide" and self.px > self.limit


@dataclass(frozen=True)
class SearchResult:
    """What is shown of a page: `link` is "" where the address is none to follow."""

    link: str
    name: str
    address: str
    trail: tuple[str, ...]
    title: tuple[Piece, ...]
    date: str
    description: tuple[Piece, ...]
    widths: tuple[Width, ...]


@dataclass(frozen=True)
class Page:
    """The page that a result leads to; `place` stands for the address where it has none."""

    url: str
    place: str
    title: str
    published: date | None = None


def search_result(page: Page, description: str) -> SearchResult:
    """The result for a page with this description."""
    address = web_address(page.url)
    host = plain(address.netloc.rpartition("@")[2]) if address else ""
    title, text = plain(page.title) or "Without a title", plain(description)
    day = f"{page.published.day} {page.published:%b %Y}" if page.published else ""
    stops = pixel_stops(text)
    dated = pixel_width(f"{day} — ") if day and text else 0.0
    ends = tuple(_end(text, stops, px - dated) for px in (SHOWN_PX, PHONE_PX))
    whole = round(stops[-1] + dated) if stops else 0
    title_stops = pixel_stops(title)
    return SearchResult(
        link=page.url.strip() if address else "",
        name=host.removeprefix("www.") or plain(page.place),
        address=f"{address.scheme}://{host}" if address else plain(page.url),
        trail=_trail(address) if address else (),
        title=_pieces(title, *(_end(title, title_stops, px) for px in _TITLE)),
        date=day,
        description=_pieces(text, *ends),
        widths=tuple(
            Width(device, whole, limit, _told(whole, limit, len(text), end))
            for device, limit, end in zip(
                ("wide", "narrow"), (SHOWN_PX, PHONE_PX), ends, strict=True
            )
        ),
    )


def web_address(url: str) -> SplitResult | None:
    """The parts of a web address; `None` for any other scheme, such as `javascript:`."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return parts if parts.scheme in ("http", "https") and parts.netloc else None


def _trail(address: SplitResult) -> tuple[str, ...]:
    steps = (plain(unquote(step)) for step in address.path.split("/"))
    return tuple(step for step in steps if step)


def _end(text: str, stops: list[float], room: float) -> int:
    """How much of the text is shown, up to the end of a word where it has words."""
    if not stops or stops[-1] <= room:
        return len(text)
    fits = bisect_right(stops, room - _DOTS_PX)
    word = text.rfind(" ", 0, fits + 1)
    return word if word > 0 and fits - word < _LONGEST_WORD else fits


def _pieces(text: str, wide: int, narrow: int) -> tuple[Piece, ...]:
    """The text in at most three pieces, parted where one of the devices cuts it."""
    pieces = []
    start = 0
    for end in sorted({wide, narrow, len(text)} - {0}):
        cutting = (("wide", wide), ("narrow", narrow))
        dots = " ".join(device for device, cut in cutting if cut == end < len(text))
        pieces.append(Piece(text[start:end], _SEEN[start < wide, start < narrow], dots))
        start = end
    return tuple(pieces)


def _told(px: int, limit: int, length: int, end: int) -> str:
    cut = f"the last {length - end} cut off" if end < length else "all shown"
    return f"{counted(length, 'character')}, {px:,} of {limit} px: {cut}"
