"""Articles and audits for tests: nothing is wrong with them until a test says so."""

from typing import Any

from schemas.article import ArticleId, Field
from schemas.audit import Audit, Judged, audit
from schemas.finding import Finding, Severity
from schemas.policy import Policy
from tests.builders import METADATA, SITE

REJECT, WARNING = Severity.REJECT, Severity.WARNING


def a_policy(**changes: Any) -> Policy:
    """What a site with both fields says."""
    return Policy(prompt_digest="", ladder="").model_copy(update=changes)


DESCRIPTIONS_ALONE = a_policy(fields=frozenset({Field.DESCRIPTION}))


def a_finding(rule: str, severity: Severity = WARNING) -> Finding:
    """What a rule says."""
    return Finding(rule=rule, severity=severity, message=f"{rule} is broken.")


def a_judged(number: int = 1, *findings: Finding, **changes: Any) -> Judged:
    """An article whose metadata the rules have this to say of."""
    values: dict[str, Any] = {
        "article_id": ArticleId(f"post-{number}.md"),
        "url": f"https://journal.example/post-{number}/",
        "title": "Night ferries return to the Skagerrak",
        "language": "en",
        "description": METADATA.meta_description,
        "keywords": METADATA.keywords,
        "findings": findings,
    }
    return Judged(**{**values, **changes})


def undescribed(number: int = 1, **changes: Any) -> Judged:
    """An article without a description."""
    return a_judged(number, a_finding("M01", REJECT), description="", **changes)


def an_audit(*judged: Any, **changes: Any) -> Audit:
    """The audit of a site with these articles."""
    return audit(SITE, judged, a_policy()).model_copy(update=changes)
