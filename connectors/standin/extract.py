"""The extract of an article: what the stand-in has to say about it."""

from dataclasses import dataclass
from functools import lru_cache

from connectors.standin.describing import describe
from connectors.standin.keywords import choose, rank
from connectors.standin.models import EFFORTS
from connectors.standin.reading import read

_STEP = 2  # phrases that each further answer passes over


@dataclass(frozen=True)
class Extract:
    """Five keywords and a description."""

    keywords: tuple[str, ...]
    description: str


@lru_cache(maxsize=1_000)
def extract(asked: str, effort: str) -> Extract:
    """What is said: the same to the same request, something else at a higher effort.

    It also differs from an answer that the request quotes, as a request for a repair does.
    """
    reading = read(asked)
    skip = EFFORTS.index(effort)
    ranked = rank(reading)
    description = describe(reading, ranked, skip)
    keywords = choose(reading, ranked, description, _STEP * skip)
    return Extract(tuple(keywords), description)
