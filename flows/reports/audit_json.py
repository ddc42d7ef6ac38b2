"""What `audit --json` prints: the contract with programs, so only ever added to."""

from collections.abc import Sequence
from typing import Any

from schemas.audit import Audit, Judged, Unread


def as_dict(audit: Audit | Unread) -> dict[str, Any]:
    """One site: all its articles that have a finding, the worst first."""
    if isinstance(audit, Unread):
        return {"site": audit.site, "error": audit.reason}
    return {
        "site": audit.site,
        "articles": audit.articles,
        "judged": audit.judged,
        "described": audit.described,
        "keywords_are_tags": audit.tagged,
        "missing": {"description": audit.undescribed, "keywords": audit.without_keywords},
        "not_judged": dict(audit.reasons),
        "not_judged_articles": [
            {"article_id": one.article_id, "reason": one.reason, "detail": one.detail}
            for one in audit.left_alone
        ],
        "rules": [
            rule.model_dump(mode="json") | {"share": round(rule.share, 4)} for rule in audit.rules
        ],
        "duplicates": [list(group) for group in audit.duplicates],
        "worst": [_judged(one) for one in audit.found],
    }


def several(audits: Sequence[Audit | Unread]) -> dict[str, Any]:
    """Several sites, each an object of its own."""
    return {"sites": [as_dict(audit) for audit in audits]}


def _judged(one: Judged) -> dict[str, Any]:
    return {
        "article_id": one.article_id,
        "url": one.url,
        "title": one.title,
        "meta_description": one.description,
        "keywords": list(one.keywords),
        "findings": [finding.model_dump(mode="json") for finding in one.findings],
    }
