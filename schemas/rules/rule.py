"""What a rule and a fix are: a function whose docstring people and Claude read."""

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from schemas.article import Article
from schemas.finding import Finding, Severity
from schemas.metadata import Metadata

Examine = Callable[[Metadata, Article], Iterable[str]]
Mend = Callable[[str, str], str]

# A repair carries every finding: what is wrong must fit a line, however much of it there is.
_DETAILS = 5
_DETAIL_LENGTH = 60


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

    def finding(self, metadata: Metadata, article: Article) -> Finding | None:
        """What this rule has to say, if anything."""
        details = list(dict.fromkeys(self.examine(metadata, article)))
        if not details:
            return None
        message = _message(self.sentence, [detail for detail in details if detail])
        return Finding(rule=self.id, severity=self.severity, message=message)


@dataclass(frozen=True)
class Fix:
    """Something put right in code before the rules judge, because a call would cost more."""

    id: str
    sentence: str
    mend: Mend


def rule(identity: str, severity: Severity) -> Callable[[Examine], Rule]:
    """Make a rule of a function; the first line of its docstring is the rule's sentence."""
    return lambda examine: Rule(identity, severity, _sentence(examine), examine)


def fix(identity: str) -> Callable[[Mend], Fix]:
    """Make a fix of a function from a text and its language to the text put right."""
    return lambda mend: Fix(identity, _sentence(mend), mend)


def _sentence(function: Callable[..., object]) -> str:
    return (inspect.getdoc(function) or "").partition("\n")[0]


def _message(sentence: str, details: list[str]) -> str:
    if not details:
        return sentence
    shown = [_short(detail) for detail in details[:_DETAILS]]
    more = len(details) - len(shown)
    listed = ", ".join(shown) + (f" and {more} more" if more else "")
    return f"{sentence.rstrip('.')}: {listed}."


def _short(detail: str) -> str:
    return detail if len(detail) <= _DETAIL_LENGTH else detail[: _DETAIL_LENGTH - 1] + "…"
