"""A receipt: what a write was to do, what it did, and what to do about one that nobody ended."""

from typing import Any

import pytest

from schemas.article import Article, Fields, Revision
from schemas.receipt import Act, Receipt, Unfinished, Verdict, unfinished
from tests.builders import an_article

BEFORE = Fields(description="Theirs.", keywords=())
AFTER = Fields(description="Ours.", keywords=("one", "two"))


def a_receipt(before: Fields = BEFORE, after: Fields = AFTER) -> Receipt:
    """A write that was noted and not concluded."""
    article = an_article()
    return Receipt(
        site=article.site,
        article_id=article.id,
        before=before,
        after=after,
        raw=b"description: Theirs.\r\n",
        revision_before=article.revision,
    )


def holding(fields: Fields, **changes: Any) -> Article:
    """The article with these values in its fields."""
    return an_article(description=fields.description, keywords=fields.keywords, **changes)


@pytest.mark.parametrize(
    ("now", "what"),
    [
        (holding(AFTER), Unfinished.WRITTEN),
        (holding(AFTER, revision="another"), Unfinished.WRITTEN),
        (holding(BEFORE), Unfinished.AGAIN),
        (holding(BEFORE, revision="another"), Unfinished.AGAIN),
        (holding(Fields(description="An editor's.", keywords=())), Unfinished.STALE),
        (holding(Fields(description="Ours.", keywords=())), Unfinished.STALE),
        (None, Unfinished.STALE),
    ],
    ids=["done", "done, saved since", "not done", "not done, saved", "theirs", "half", "gone"],
)
def test_an_unfinished_write_is_read_back(now: Article | None, what: Unfinished) -> None:
    """As intended: written. As before: again. Anything else: somebody else was there."""
    assert unfinished(a_receipt(), now) is what


def test_an_unfinished_write_of_one_field_looks_at_that_field() -> None:
    """What a person does to the other one meanwhile is no matter."""
    receipt = a_receipt(Fields(description="Theirs."), Fields(description="Ours."))
    now = holding(Fields(description="Ours.", keywords=("a", "person's")))

    assert unfinished(receipt, now) is Unfinished.WRITTEN


def test_a_write_that_changes_nothing_is_written() -> None:
    """It need not be done again."""
    assert unfinished(a_receipt(AFTER, AFTER), holding(AFTER)) is Unfinished.WRITTEN


def test_what_a_cms_made_of_it_is_ours() -> None:
    """It cut the description, say: that is what a revert is to find, and no person's."""
    cut = Fields(description="Our", keywords=AFTER.keywords)
    altered = a_receipt().read_back(cut, Revision("next"))

    assert (Verdict.ALTERED, cut) == (altered.verdict, altered.after)
    assert cut == altered.undoing(holding(cut)).before
    assert AFTER == a_receipt().read_back(BEFORE, Revision("next")).after  # nothing of it took


def test_an_unfinished_restoring_is_read_back_likewise() -> None:
    """Its intention is what was there before the first write."""
    undoing = a_receipt().undoing(holding(AFTER))

    assert unfinished(undoing, holding(BEFORE)) is Unfinished.WRITTEN
    assert unfinished(undoing, holding(AFTER)) is Unfinished.AGAIN


def test_undoing_puts_back_what_was_there() -> None:
    """To the byte, in the article as it is now."""
    undoing = a_receipt().undoing(holding(AFTER, revision="now"))

    assert (undoing.act, undoing.before, undoing.after) == (Act.RESTORE, AFTER, BEFORE)
    assert (a_receipt().raw, "now", None) == (
        undoing.raw,
        undoing.revision_before,
        undoing.verdict,
    )


def test_a_conclusion_changes_only_the_outcome() -> None:
    """The intent stays as it was noted."""
    done = a_receipt().concluded(Verdict.WRITTEN, Revision("after"), "well")

    assert (done.verdict, done.revision_after, done.detail) == (Verdict.WRITTEN, "after", "well")
    assert (done.before, done.after, done.raw) == (BEFORE, AFTER, a_receipt().raw)
