"""What metadata must hold to before it is published, and what is put right without asking."""

from operator import attrgetter

from schemas.article import Article
from schemas.finding import Finding
from schemas.metadata import Metadata
from schemas.rules import grounding, keyword_form, keyword_use, length, style, titles
from schemas.rules.polish import FIXES, polish
from schemas.rules.rule import Rule

__all__ = ["FIXES", "RULES", "check", "polish"]

_FAMILIES = (style, length, titles, keyword_form, keyword_use, grounding)
_LETTERS = "MKG"  # description, keywords, grounding: the order they are printed and judged in


def _collected() -> tuple[Rule, ...]:
    found = [thing for family in _FAMILIES for thing in vars(family).values()]
    by_number = sorted((rule for rule in found if isinstance(rule, Rule)), key=attrgetter("id"))
    return tuple(sorted(by_number, key=lambda rule: _LETTERS.index(rule.id[0])))


RULES = _collected()


def check(metadata: Metadata, article: Article) -> tuple[Finding, ...]:
    """Everything the rules have to say about metadata for an article, in their order."""
    found = (rule.finding(metadata, article) for rule in RULES)
    return tuple(finding for finding in found if finding is not None)
