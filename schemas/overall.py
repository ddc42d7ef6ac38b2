"""What is to be said of a run as a whole, beside what is said of each article."""

from collections.abc import Sequence

from schemas.candidate import Candidate
from schemas.finding import Finding, Severity
from schemas.models import successor_of_retired
from schemas.request import Kind
from schemas.rules.openers import openers


def overall(candidates: Sequence[Candidate], model: str, fallback: str) -> tuple[Finding, ...]:
    """The findings on a run's candidates together, asked of this model and its fallback."""
    alike = openers([c.description for c in candidates if c.description])
    took_over = _took_over(candidates, model, fallback)
    return tuple(finding for finding in (took_over, alike) if finding)


def _took_over(candidates: Sequence[Candidate], model: str, fallback: str) -> Finding | None:
    """Whether the fallback answered in the place of the model; its tokens have its own price."""
    if fallback and successor_of_retired(model):
        asked, why = sum(c.had(Kind.ASK) for c in candidates), "is retired"
    else:
        asked, why = sum(c.had(Kind.FALLBACK) for c in candidates), "failed or refused"
    if not asked:
        return None
    articles = "an article" if asked == 1 else f"{asked} articles"
    message = f"{fallback} answered for {articles}, because {model} {why}."
    return Finding(rule="fallback", severity=Severity.WARNING, message=message)
