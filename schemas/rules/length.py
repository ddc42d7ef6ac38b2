"""A description is long enough to say something and short enough to be shown whole."""

from collections.abc import Iterator

from schemas.article import Article
from schemas.finding import Severity
from schemas.known import Known
from schemas.metadata import Metadata
from schemas.pixels import pixel_width
from schemas.rules.rule import rule
from schemas.rules.thresholds import MOST_PX, SHOWN_PX, limits


@rule("M05", Severity.REJECT)
def long_enough_to_be_one(metadata: Metadata, article: Article, _known: Known) -> Iterator[str]:
    """The meta description is far too short."""
    if 0 < _length(metadata) < limits(article.language).tiny:
        yield _advice(metadata, article)


@rule("M06", Severity.REJECT)
def long_enough(metadata: Metadata, article: Article, _known: Known) -> Iterator[str]:
    """The meta description is too short."""
    limit = limits(article.language)
    if limit.tiny <= _length(metadata) < limit.least:
        yield _advice(metadata, article)


@rule("M06b", Severity.WARNING)
def not_short(metadata: Metadata, article: Article, _known: Known) -> Iterator[str]:
    """The meta description could use more of its room."""
    limit = limits(article.language)
    if limit.least <= _length(metadata) < limit.short:
        yield f"it has {_length(metadata)} characters, and there is room for {limit.target[1]}"


@rule("M07", Severity.REJECT)
def short_enough(metadata: Metadata, article: Article, _known: Known) -> Iterator[str]:
    """The meta description is too long."""
    if _length(metadata) > limits(article.language).most:
        yield _advice(metadata, article)


@rule("M07b", Severity.WARNING)
def not_long(metadata: Metadata, article: Article, _known: Known) -> Iterator[str]:
    """The meta description is long, and search engines may cut it."""
    limit = limits(article.language)
    if limit.long < _length(metadata) <= limit.most and _width(metadata) <= MOST_PX:
        yield f"it has {_length(metadata)} characters, and {limit.long} are enough"


@rule("M08", Severity.REJECT)
def narrow_enough(metadata: Metadata, article: Article, _known: Known) -> Iterator[str]:
    """The meta description is too wide for a search result.

    One that has too many characters as well is told so, and once is enough.
    """
    if _width(metadata) > MOST_PX and _length(metadata) <= limits(article.language).most:
        yield f"it takes {_width(metadata):.0f} px of {MOST_PX}"
        yield _advice(metadata, article)


@rule("M08b", Severity.WARNING)
def not_wide(metadata: Metadata, article: Article, _known: Known) -> Iterator[str]:
    """The meta description is wide, and a desktop search result may cut it."""
    fits = _length(metadata) <= limits(article.language).long
    if fits and SHOWN_PX < _width(metadata) <= MOST_PX:
        yield f"it takes {_width(metadata):.0f} px, and {SHOWN_PX} are shown"


def _width(metadata: Metadata) -> float:
    return pixel_width(metadata.meta_description)


def _length(metadata: Metadata) -> int:
    return len(metadata.meta_description)


def _advice(metadata: Metadata, article: Article) -> str:
    low, high = limits(article.language).target
    return f"it has {_length(metadata)} characters, write {low} to {high}"
