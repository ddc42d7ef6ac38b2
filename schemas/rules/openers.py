"""How the descriptions of one run begin: a rule for all of them together."""

from collections import Counter
from collections.abc import Collection

from schemas.finding import Finding, Severity
from schemas.rules.evidence import fold
from schemas.rules.words import FUNCTION_WORDS, INVITATIONS
from schemas.stems import IS_CJK, words

MOST = 0.3  # of a run's descriptions; people's begin with an invitation in 15 to 25 %
FEWEST = 10  # descriptions before a share means anything
_INVITATION = "Learn, Discover, Find out"
_FUNCTION_WORDS = frozenset().union(*FUNCTION_WORDS.values())


def openers(descriptions: Collection[str]) -> Finding | None:
    """Whether too many descriptions of one run begin alike: M16, a warning."""
    if len(descriptions) < FEWEST:
        return None
    opening = Counter(filter(None, map(_opening, descriptions)))
    for word, times in opening.most_common(1):
        if times > MOST * len(descriptions):
            shown = f"{times} of {len(descriptions)} begin with {word}"
            message = f"Begin the descriptions of a run in different ways: {shown}."
            return Finding(rule="M16", severity=Severity.WARNING, message=message)
    return None


def _opening(description: str) -> str:
    """The first word; all invitations are one, and articles and the like say nothing."""
    first = next(iter(words(fold(description))), "")
    if IS_CJK.match(first):
        first = first[:2]
    if first in INVITATIONS:
        return _INVITATION
    return "" if first in _FUNCTION_WORDS else first.capitalize()
