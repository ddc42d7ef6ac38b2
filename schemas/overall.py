"""What is to be said of a run as a whole, beside what is said of each article."""

from collections import Counter
from collections.abc import Container, Iterable, Sequence

from schemas.article import ArticleId
from schemas.candidate import Candidate
from schemas.finding import Finding, Severity
from schemas.models import successor_of_retired
from schemas.proposal import WAITING, Proposal
from schemas.request import Kind
from schemas.rules.openers import openers
from schemas.run import RunId

RECOVERED = "recovered"


def overall(candidates: Sequence[Candidate], model: str, fallback: str) -> tuple[Finding, ...]:
    """The findings on a run's candidates together, asked of this model and its fallback."""
    alike = openers([c.description for c in candidates if c.description])
    took_over = _took_over(candidates, model, fallback)
    return tuple(finding for finding in (took_over, alike) if finding)


def not_waiting(named: Iterable[ArticleId], offered: Iterable[Proposal]) -> tuple[Finding, ...]:
    """Why nothing is published of some named articles, by what a run has offered."""
    statuses = {proposal.article_id: proposal.status for proposal in offered}
    standing = {article_id: statuses.get(article_id) for article_id in named}
    return tuple(
        _in_vain(one, f"its proposal is {status}" if status else "that run has no proposal for it")
        for one, status in standing.items()
        if status not in WAITING
    )


def not_written(named: Iterable[ArticleId], undone: Container[ArticleId]) -> tuple[Finding, ...]:
    """Which of some named articles there was nothing of to put back."""
    left = (article_id for article_id in dict.fromkeys(named) if article_id not in undone)
    return tuple(_in_vain(one, "nothing stands there that the run wrote") for one in left)


def recovered(of: Iterable[RunId]) -> tuple[Finding, ...]:
    """What a run finished of others that were killed, by the run of each write."""
    return tuple(
        Finding(
            rule=RECOVERED,
            severity=Severity.WARNING,
            message=(
                f"What the run {run_id} had begun to write was finished: "
                f"{'1 write' if writes == 1 else f'{writes} writes'}. "
                f"To take it all back: rubricator revert {run_id}"
            ),
        )
        for run_id, writes in Counter(of).items()
    )


def _in_vain(article_id: ArticleId, why: str) -> Finding:
    return Finding(rule="named", severity=Severity.WARNING, message=f"{article_id}: {why}.")


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
