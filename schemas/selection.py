"""Which articles of a window a run takes, and why it leaves each of the others alone."""

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

from schemas.article import (
    Article,
    ArticleId,
    ContentHash,
    Field,
    Fields,
    Revision,
    Skipped,
    SkipReason,
)
from schemas.base import Frozen
from schemas.candidate import Candidate
from schemas.policy import Overwrite, Policy
from schemas.proposal import Failure, Status


class Remembered(Frozen):
    """What the ledger knows of one article.

    `status` and what follows are those of its latest proposal; `revisions` are the article's
    when that was made and after our own write; `written` is all that we ever wrote into it.
    """

    status: Status
    failure: Failure | None = None
    content_hash: ContentHash
    revisions: frozenset[Revision] = frozenset()
    prompt_digest: str
    ladder: str
    written: tuple[Fields, ...] = ()

    def same_content(self, article: Article) -> bool:
        """Whether the article still says what it said then.

        An unchanged revision settles it, even where a newer extractor reads another text.
        """
        return article.content_hash == self.content_hash or article.revision in self.revisions


class Selection(Frozen):
    """Candidates in the order of listing, and each other article with its reason."""

    candidates: tuple[Candidate, ...] = ()
    skipped: tuple[Skipped, ...] = ()

    @property
    def listed(self) -> int:
        """How many articles the reader listed."""
        return len(self.candidates) + len(self.skipped)


def select(
    articles: Iterable[Article],
    memory: Mapping[ArticleId, Remembered],
    policy: Policy,
    claimed: frozenset[ArticleId] = frozenset(),
) -> Selection:
    """The articles to work on; `claimed` are those that another live run holds."""
    candidates: list[Candidate] = []
    skipped: list[Skipped] = []
    for article in articles:
        past = memory.get(article.id)
        reason = skip_reason(article, past, policy)
        if reason is None and article.id in claimed:
            reason = SkipReason.CLAIMED
        if reason is None and policy.limit is not None and len(candidates) >= policy.limit:
            reason = SkipReason.OVER_LIMIT
        if reason is None:
            candidates.append(_candidate(article, past, policy))
        else:
            skipped.append(_skipped(article, reason))
    return Selection(candidates=tuple(candidates), skipped=tuple(skipped))


def skip_reason(article: Article, past: Remembered | None, policy: Policy) -> SkipReason | None:
    """Why this article is left alone; `None` where it is not."""
    return (
        article.obstacle
        or _fenced_off(article, policy)
        or _nothing_new(article, past, policy)
        or (None if targets(article, past, policy) else SkipReason.WRITTEN_BY_PEOPLE)
    )


def _fenced_off(article: Article, policy: Policy) -> SkipReason | None:
    if article.id in policy.protected:
        return SkipReason.PROTECTED
    subjects = (article.id, article.url, *article.tags)
    if any(fnmatchcase(text, pattern) for pattern in policy.exclude for text in subjects):
        return SkipReason.EXCLUDED
    return None


def _nothing_new(article: Article, past: Remembered | None, policy: Policy) -> SkipReason | None:
    if past is None or policy.regenerate or article.id in policy.named:
        return None
    if not past.same_content(article):
        return None
    if past.status is Status.FAILED:
        asked_alike = (past.prompt_digest, past.ladder) == (policy.prompt_digest, policy.ladder)
        return _failed_before(past) if asked_alike else None
    return {
        Status.PUBLISHED: SkipReason.UNCHANGED,
        Status.REVERTED: SkipReason.REVERTED,
        Status.REJECTED: SkipReason.REJECTED,
    }.get(past.status)


def _failed_before(past: Remembered) -> SkipReason:
    refused = past.failure is Failure.REFUSED
    return SkipReason.REFUSED_BEFORE if refused else SkipReason.FAILED_BEFORE


def targets(article: Article, past: Remembered | None, policy: Policy) -> frozenset[Field]:
    """The fields that are ours to write: people's words are not, unless the site says so."""
    return frozenset(field for field in policy.fields if _writable(field, article, past, policy))


def _writable(field: Field, article: Article, past: Remembered | None, policy: Policy) -> bool:
    value = getattr(article, field)
    if not value or policy.overwrite is Overwrite.ALWAYS:
        return True
    if policy.overwrite is Overwrite.NEVER or past is None:
        return False
    return any(getattr(fields, field) == value for fields in past.written)


def _skipped(article: Article, reason: SkipReason) -> Skipped:
    return Skipped(
        article_id=article.id, reason=reason, title=article.title, detail=article.obstacle_detail
    )


def _candidate(article: Article, past: Remembered | None, policy: Policy) -> Candidate:
    mine = targets(article, past, policy)
    unwanted = _removed(article, past) if Field.KEYWORDS in mine else ()
    return Candidate(article=article, targets=mine, unwanted=unwanted)


def _removed(article: Article, past: Remembered | None) -> tuple[str, ...]:
    """The keywords that we wrote last and a person took away."""
    if past is None or past.status is Status.REVERTED:  # taken away by us, at their wish
        return ()
    written = [fields.keywords for fields in past.written if fields.keywords]
    if not written or article.keywords in written:
        return ()
    return tuple(word for word in written[-1] if word not in article.keywords)
