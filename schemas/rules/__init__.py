"""What metadata must hold to before it is published, and what is put right without asking."""

from collections.abc import Iterable
from operator import attrgetter

from schemas.article import Article
from schemas.finding import Finding
from schemas.known import Known
from schemas.metadata import Metadata
from schemas.rules import (
    copies,
    grounding,
    keyword_form,
    keyword_use,
    length,
    style,
    titles,
    wording,
)
from schemas.rules.polish import FIXES, polish, unpolished
from schemas.rules.rule import Profile, Rule

__all__ = ["FIXES", "RULES", "Profile", "check", "polish"]

_FAMILIES = (style, length, wording, titles, copies, keyword_form, keyword_use, grounding)
_LETTERS = "MKG"  # description, keywords, grounding: the order they are printed and judged in


def _collected() -> tuple[Rule, ...]:
    found = [thing for family in _FAMILIES for thing in vars(family).values()]
    by_number = sorted((rule for rule in found if isinstance(rule, Rule)), key=attrgetter("id"))
    return tuple(sorted(by_number, key=lambda rule: _LETTERS.index(rule.id[0])))


RULES = _collected()
_LENIENT = tuple(rule.lenient() for rule in RULES)
_OF_KEYWORDS = frozenset({"M09", *(rule.id for rule in RULES if rule.id.startswith("K"))})


def check(
    metadata: Metadata,
    article: Article,
    known: Known | None = None,
    profile: Profile = Profile.GENERATE,
) -> tuple[Finding, ...]:
    """Everything the rules have to say about metadata for an article, in their order.

    What people wrote (the audit) is not polished before: there each fix that is needed is a
    finding, and keywords are judged only where there are any.
    """
    known = known or Known()
    if profile is Profile.GENERATE:
        return _found(RULES, metadata, article, known)
    judged = [rule for rule in _LENIENT if metadata.keywords or rule.id not in _OF_KEYWORDS]
    return (*_found(judged, metadata, article, known), *unpolished(metadata, article))


def _found(
    rules: Iterable[Rule], metadata: Metadata, article: Article, known: Known
) -> tuple[Finding, ...]:
    found = (rule.finding(metadata, article, known) for rule in rules)
    return tuple(finding for finding in found if finding is not None)
