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


def rejects(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The findings that forbid publishing."""
    return tuple(finding for finding in findings if finding.severity is Severity.REJECT)
