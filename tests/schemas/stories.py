"""What may happen to an article between two runs: each story is a function with its name."""

from typing import Any

from schemas.article import Article, Field, Fields, Revision, SkipReason
from schemas.proposal import Failure, Status
from schemas.request import ladder_key
from schemas.selection import Remembered
from tests.builders import DIGEST, LADDER, METADATA, an_article

KEY = ladder_key(LADDER)
OURS = METADATA.as_fields(frozenset(Field))
PUBLISHED = an_article(
    description=OURS.description, keywords=OURS.keywords, revision=Revision("after our write")
)

Now = tuple[Article, Remembered | None]


def remembered(**changes: Any) -> Remembered:
    """What the ledger knows after we published both fields."""
    past = Remembered(
        status=Status.PUBLISHED,
        content_hash=PUBLISHED.content_hash,
        revisions=frozenset({an_article().revision, PUBLISHED.revision}),
        prompt_digest=DIGEST,
        ladder=KEY,
        written=(OURS,),
    )
    return past.model_copy(update=changes)


def edited(**changes: Any) -> Article:
    """The published article after somebody saved it."""
    saved = {**PUBLISHED.model_dump(), "revision": Revision("saved by a person"), **changes}
    return Article(**saved)


def never_seen() -> Now:
    """A new article without metadata."""
    return an_article(), None


def new_with_a_description() -> Now:
    """A new article whose author wrote a description."""
    return an_article(description="By its author."), None


def new_with_keywords() -> Now:
    """A new article whose author chose keywords."""
    return an_article(keywords=("boats",)), None


def new_with_both() -> Now:
    """A new article whose author did it all."""
    return an_article(description="By its author.", keywords=("boats",)), None


def nothing_happens() -> Now:
    """The article as we left it."""
    return PUBLISHED, remembered()


def only_tags_change() -> Now:
    """Another revision of the same content."""
    return edited(tags=("boats",)), remembered()


def text_is_read_differently() -> Now:
    """A newer version of our extractor, an unchanged article."""
    return edited(revision=PUBLISHED.revision, text="Read another way."), remembered()


def body_changes() -> Now:
    """New content under our metadata."""
    return edited(text="Wholly rewritten."), remembered()


def title_changes() -> Now:
    """A title is content."""
    return edited(title="Another title"), remembered()


def editor_writes_description() -> Now:
    """A person's description, over the same content."""
    return edited(description="By an editor."), remembered()


def editor_writes_description_and_body() -> Now:
    """A person's description, over new content."""
    return edited(description="By an editor.", text="Rewritten."), remembered()


def editor_writes_both_and_body() -> Now:
    """A person has taken it over."""
    return edited(description="By an editor.", keywords=("k",), text="Rewritten."), remembered()


def person_empties_description() -> Now:
    """What a person removed does not come back."""
    return edited(description=""), remembered()


def person_empties_description_and_body_changes() -> Now:
    """Until the content changes."""
    return edited(description="", text="Rewritten."), remembered()


def person_restores_what_we_wrote_long_ago() -> Now:
    """It is ours, although not our latest."""
    earlier = Fields(description="Ours, earlier.", keywords=("one", "two"))
    article = edited(description=earlier.description, keywords=earlier.keywords, text="Rewritten.")
    return article, remembered(written=(earlier, OURS))


def reverted() -> Now:
    """Our values were put back."""
    return an_article(), remembered(status=Status.REVERTED)


def reverted_and_body_changes() -> Now:
    """New content deserves a new attempt."""
    return edited(description="", keywords=(), text="Rewritten."), remembered(
        status=Status.REVERTED
    )


def rejected() -> Now:
    """A person said no."""
    return an_article(), remembered(status=Status.REJECTED, written=())


def failed_before() -> Now:
    """The ladder was answered to its end."""
    past = remembered(status=Status.FAILED, failure=Failure.INVALID, written=())
    return an_article(), past


def refused_before() -> Now:
    """Claude declined."""
    past = remembered(status=Status.FAILED, failure=Failure.REFUSED, written=())
    return an_article(), past


def failed_before_with_another_prompt() -> Now:
    """The present one may do better."""
    article, past = failed_before()
    assert past is not None
    return article, past.model_copy(update={"prompt_digest": "digest-0"})


def failed_before_with_another_ladder() -> Now:
    """So may a stronger model."""
    article, past = failed_before()
    assert past is not None
    return article, past.model_copy(update={"ladder": "ask only"})


def failed_before_and_body_changes() -> Now:
    """What failed was another text."""
    past = remembered(status=Status.FAILED, failure=Failure.INVALID, written=())
    return edited(description="", keywords=(), text="Rewritten."), past


def published_with_another_prompt() -> Now:
    """A new prompt serves new work only."""
    return PUBLISHED, remembered(prompt_digest="digest-0", ladder="ask only")


def proposal_waits() -> Now:
    """A dry run's proposal, to be reused."""
    return an_article(), remembered(status=Status.PROPOSED, written=())


def proposal_became_stale() -> Now:
    """The next run asks again."""
    return an_article(), remembered(status=Status.STALE, written=())


def draft() -> Now:
    """What the connector says it is."""
    return an_article(obstacle=SkipReason.DRAFT), None
