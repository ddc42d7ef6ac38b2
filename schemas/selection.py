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
    when that was made and after our own write; `written` is all that we ever wrote into it;
    `removed` are the keywords that were gone by the time of our next write.
    `settled` is the same of the latest proposal that was published, reverted or rejected, where
    that is an earlier one: what was only proposed since, or failed, does not undo it.
    """

    status: Status
    failure: Failure | None = None
    content_hash: ContentHash
    revisions: frozenset[Revision] = frozenset()
    prompt_digest: str
    ladder: str
    written: tuple[Fields, ...] = ()
    removed: tuple[str, ...] = ()
    settled: "Remembered | None" = None

    def same_content(self, article: Article) -> bool:
        """Whether the article still says what it said then.

        An unchanged revision settles it, even where a newer extractor reads another text.
        """
        return article.content_hash == self.content_hash or article.revision in self.revisions


# What was settled stays so until the content changes; a person's wish beyond `--regenerate`.
SETTLED = {
    Status.PUBLISHED: SkipReason.UNCHANGED,
    Status.REVERTED: SkipReason.REVERTED,
    Status.REJECTED: SkipReason.REJECTED,
}


class Selection(Frozen):
    """Candidates in the order of listing, and each other article with its reason."""

    candidates: tuple[Candidate, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    handed_on: int = 0  # candidates that somebody else holds now: their texts are large

    @property
    def selected(self) -> int:
        """How many articles are worked on."""
        return self.handed_on or len(self.candidates)

    def without_candidates(self) -> "Selection":
        """What stays to be said of it when its candidates are worked on."""
        return Selection(skipped=self.skipped, handed_on=len(self.candidates))

    @property
    def listed(self) -> int:
        """How many articles the reader listed."""
        return self.selected + len(self.skipped)


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
        or fenced_off(article, policy)
        or _nothing_new(article, past, policy)
        or (None if targets(article, past, policy) else _nothing_ours(article, policy))
    )


def _nothing_ours(article: Article, policy: Policy) -> SkipReason:
    """Why no field is ours to write. One that is empty then is so because a person emptied it."""
    filled = all(getattr(article, field) for field in policy.fields)
    return SkipReason.WRITTEN_BY_PEOPLE if filled else SkipReason.UNCHANGED


def fenced_off(article: Article, policy: Policy) -> SkipReason | None:
    """Whether the site keeps this article out of reach."""
    if article.id in policy.protected:
        return SkipReason.PROTECTED
    subjects = (article.id, article.url, *article.tags, *article.types)
    return SkipReason.EXCLUDED if any(excludes(policy.exclude, text) for text in subjects) else None


def excludes(patterns: Iterable[str], text: str) -> bool:
    """Whether one of the patterns is that of the whole text, in capitals or not.

    A tag is shown as "Sponsored" in one place and as "sponsored" in another.
    """
    folded = text.casefold()
    return any(fnmatchcase(folded, pattern.casefold()) for pattern in patterns)


def _nothing_new(article: Article, past: Remembered | None, policy: Policy) -> SkipReason | None:
    if past is None or article.id in policy.named:
        return None
    settled = past.settled or past
    if settled.same_content(article) and (reason := SETTLED.get(settled.status)):
        return None if policy.regenerate and reason is SkipReason.UNCHANGED else reason
    return _failed_before(article, past, policy)


def _failed_before(article: Article, past: Remembered, policy: Policy) -> SkipReason | None:
    asked_alike = (past.prompt_digest, past.ladder) == (policy.prompt_digest, policy.ladder)
    again = policy.regenerate or not asked_alike or not past.same_content(article)
    if past.status is not Status.FAILED or again:
        return None
    refused = past.failure is Failure.REFUSED
    return SkipReason.REFUSED_BEFORE if refused else SkipReason.FAILED_BEFORE


def targets(article: Article, past: Remembered | None, policy: Policy) -> frozenset[Field]:
    """The fields that are ours to write: people's words are not, unless the site says so."""
    return frozenset(field for field in policy.fields if _writable(field, article, past, policy))


def _writable(field: Field, article: Article, past: Remembered | None, policy: Policy) -> bool:
    value = getattr(article, field)
    if not value:
        return not _taken_away(field, article, past, policy)
    if policy.overwrite is Overwrite.ALWAYS:
        return True
    if policy.overwrite is Overwrite.NEVER or past is None:
        return False
    return any(getattr(fields, field) == value for fields in past.written)


def _taken_away(field: Field, article: Article, past: Remembered | None, policy: Policy) -> bool:
    """Whether a field is empty by a person's wish, which holds until the content changes."""
    if past is None or article.id in policy.named:
        return False
    settled = past.settled or past
    stands = settled.status is Status.PUBLISHED and settled.same_content(article)
    return stands and any(getattr(fields, field) for fields in past.written)


def _skipped(article: Article, reason: SkipReason) -> Skipped:
    return Skipped(
        article_id=article.id, reason=reason, title=article.title, detail=article.obstacle_detail
    )


def _candidate(article: Article, past: Remembered | None, policy: Policy) -> Candidate:
    mine = targets(article, past, policy)
    unwanted = _removed(article, past) if Field.KEYWORDS in mine else ()
    return Candidate(article=article, targets=mine, unwanted=unwanted)


def _removed(article: Article, past: Remembered | None) -> tuple[str, ...]:
    """The keywords that we wrote, now or once, and a person took away."""
    if past is None:
        return ()
    written = [fields.keywords for fields in past.written if fields.keywords]
    last = written[-1] if written and article.keywords not in written else ()
    if past.status is Status.REVERTED:  # taken away by us, at their wish
        last = ()
    removed = dict.fromkeys((*past.removed, *last))
    return tuple(word for word in removed if word not in article.keywords)
