"""What a rule has to say about one metadata."""

from enum import StrEnum

from schemas.base import Frozen


class Severity(StrEnum):
    """What follows from a finding."""

    REJECT = "reject"  # not written; one repair is asked for
    WARNING = "warning"  # kept beside the proposal for the editor


class Finding(Frozen):
    """One rule broken by one metadata; `message` is a sentence for editors and for a repair."""

    rule: str
    severity: Severity
    message: str


def rejected(findings: tuple[Finding, ...]) -> bool:
    """Whether any finding forbids publishing."""
    return any(finding.severity is Severity.REJECT for finding in findings)
