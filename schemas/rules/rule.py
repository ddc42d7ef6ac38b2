"""What a rule and a fix are: a function whose docstring people and Claude read."""

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from schemas.article import Article
from schemas.finding import Finding, Severity
from schemas.known import Known
from schemas.metadata import Metadata

Examine = Callable[[Metadata, Article, Known], Iterable[str]]
Mend = Callable[[str, Article], str]
Tell = Callable[[str, Article], Iterable[str]]

# A repair carries every finding: what is wrong must fit a line, however much of it there is.
_DETAILS = 5
_DETAIL_LENGTH = 60


class Profile(StrEnum):
    """Whose metadata is judged: a model complies at no cost, people wrote as they saw fit."""

    GENERATE = "generate"
    AUDIT = "audit"


# What people's descriptions are rejected for; everything else they hear of as a warning.
_REJECTED_IN_AUDIT = frozenset(["M01", "M03", "M04", "M05", "M10b", "M22", "G1", "G2", "G4"])


@dataclass(frozen=True)
class Rule:
    """Something metadata must or should hold to.

    `sentence` is sent to Claude in a repair, shown to editors and printed in the README.
    `examine` yields what breaks the rule, in words to go after the sentence; "" where there is
    nothing to add. Nothing yielded means that the rule holds.
    """

    id: str
    severity: Severity
    sentence: str
    examine: Examine

    def finding(self, metadata: Metadata, article: Article, known: Known) -> Finding | None:
        """What this rule has to say, if anything."""
        return self.said(self.examine(metadata, article, known))

    def said(self, details: Iterable[str]) -> Finding | None:
        """The finding with these details; none where there are none."""
        return _finding(self.id, self.severity, self.sentence, details)

    def lenient(self) -> "Rule":
        """This rule as it judges what people wrote."""
        if self.id in _REJECTED_IN_AUDIT:
            return self
        return replace(self, severity=Severity.WARNING)


@dataclass(frozen=True)
class Fix:
    """Something put right in code before the rules judge, because a call would cost more.

    `tell` yields what of a text is put right, in words to go after the sentence; nothing where
    no reader of a page could see it.
    """

    id: str
    sentence: str
    mend: Mend
    tell: Tell

    def said(self, details: Iterable[str]) -> Finding | None:
        """The finding where nothing may be put right; none without details."""
        return _finding(self.id, Severity.WARNING, self.sentence, details)


def rule(identity: str, severity: Severity) -> Callable[[Examine], Rule]:
    """Make a rule of a function; the first line of its docstring is the rule's sentence."""
    return lambda examine: Rule(identity, severity, _sentence(examine), examine)


def fix(identity: str, tell: Tell) -> Callable[[Mend], Fix]:
    """Make a fix of a function from a text and its article to the text put right."""
    return lambda mend: Fix(identity, _sentence(mend), mend, tell)


def _sentence(function: Callable[..., object]) -> str:
    return (inspect.getdoc(function) or "").partition("\n")[0]


def _finding(
    identity: str, severity: Severity, sentence: str, details: Iterable[str]
) -> Finding | None:
    each = list(dict.fromkeys(details))
    if not each:
        return None
    return _told(identity, severity, _message(sentence, [detail for detail in each if detail]))


@lru_cache(maxsize=512)  # a run keeps all of them, and most say what others say, too
def _told(identity: str, severity: Severity, message: str) -> Finding:
    return Finding(rule=identity, severity=severity, message=message)


def _message(sentence: str, details: list[str]) -> str:
    if not details:
        return sentence
    shown = [_short(detail) for detail in details[:_DETAILS]]
    more = len(details) - len(shown)
    listed = ", ".join(shown) + (f" and {more} more" if more else "")
    return f"{sentence.rstrip('.')}: {listed}."


def _short(detail: str) -> str:
    """A detail without its middle, where it is long: addresses differ at their ends."""
    if len(detail) <= _DETAIL_LENGTH:
        return detail
    half = (_DETAIL_LENGTH - 1) // 2
    return f"{detail[:half]}…{detail[-half:]}"
