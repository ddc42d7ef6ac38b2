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

__all__ = ["FIXES", "RULES", "Profile", "check", "compared", "names_something_new", "polish"]

_FAMILIES = (style, length, wording, titles, copies, keyword_form, keyword_use, grounding)
_LETTERS = "MKG"  # description, keywords, grounding: the order they are printed and judged in


def _collected() -> tuple[Rule, ...]:
    found = [thing for family in _FAMILIES for thing in vars(family).values()]
    by_number = sorted((rule for rule in found if isinstance(rule, Rule)), key=attrgetter("id"))
    return tuple(sorted(by_number, key=lambda rule: _LETTERS.index(rule.id[0])))


RULES = _collected()
_LENIENT = tuple(rule.lenient() for rule in RULES)
_IDS = [*(rule.id for rule in RULES), *(fix.id for fix in FIXES)]
_OF_KEYWORDS = frozenset({"M09", *(rule.id for rule in RULES if rule.id.startswith("K"))})
_OF_DESCRIPTION = frozenset({"K11", *(rule.id for rule in RULES if rule.id[0] in "MG")}) - {"M01"}
_OF_NAMES = frozenset({"G2", "G2b"})  # among which are those that other pages name
_OF_OTHER_PAGES = frozenset({"M22", "M22b"})


def check(
    metadata: Metadata,
    article: Article,
    known: Known | None = None,
    profile: Profile = Profile.GENERATE,
) -> tuple[Finding, ...]:
    """Everything the rules have to say about metadata for an article, in their order.

    What people wrote (the audit) is not polished before: there each fix that is needed is a
    finding, and each field is judged only where there is something in it.
    """
    known = known or Known()
    if profile is Profile.GENERATE:
        return _found(RULES, metadata, article, known)
    without = frozenset() if metadata.keywords else _OF_KEYWORDS
    if not metadata.meta_description:
        without |= _OF_DESCRIPTION
    judged = [rule for rule in _LENIENT if rule.id not in without]
    return (*_found(judged, metadata, article, known), *unpolished(metadata, article))


def names_something_new(findings: Iterable[Finding]) -> bool:
    """Whether a name was found that other pages may know, so that the article is needed again."""
    return any(finding.rule in _OF_NAMES for finding in findings)


def compared(
    findings: tuple[Finding, ...], metadata: Metadata, article: Article, known: Known
) -> tuple[Finding, ...]:
    """The findings of an audit that knew no other page, now that all of them are known.

    The article's text is asked for where the findings have a new name in them, and only there.
    """
    again = _OF_OTHER_PAGES | (_OF_NAMES if names_something_new(findings) else set())
    rules = [rule for rule in _LENIENT if rule.id in again]
    kept = (finding for finding in findings if finding.rule not in again)
    found = (*kept, *_found(rules, metadata, article, known))
    return tuple(sorted(found, key=lambda finding: _IDS.index(finding.rule)))


def _found(
    rules: Iterable[Rule], metadata: Metadata, article: Article, known: Known
) -> tuple[Finding, ...]:
    found = (rule.finding(metadata, article, known) for rule in rules)
    return tuple(finding for finding in found if finding is not None)
