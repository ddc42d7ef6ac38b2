"""Putting back what was there."""

import pytest

from connectors.errors import Stale
from schemas.article import Fields
from schemas.receipt import Verdict
from tests.connectors.conformance.desk import NOTHING, THEIRS, Desk, written


class Undoing:
    """Of the way back."""

    @pytest.mark.parametrize(
        "fields",
        [NOTHING, THEIRS, Fields(description="Only this: it"), Fields(keywords=("only", "these"))],
    )
    def test_undoing_is_exact(self, desk: Desk, fields: Fields) -> None:
        """What was there is there again, and what was not, is not."""
        article_id = desk.publish("One", fields=fields)
        before = desk.stored(article_id)
        receipt = written(desk.connector(), article_id)
        cms = desk.connector()
        undone = cms.restore(receipt.undoing(cms.article(article_id)))
        assert undone.verdict is Verdict.WRITTEN
        assert undone.revision_after == cms.article(article_id).revision
        assert before == desk.stored(article_id)

    def test_undoing_leaves_a_body_that_was_changed_meanwhile(self, desk: Desk) -> None:
        """Only the two values decide whether the old ones return."""
        article_id = desk.publish("One", fields=THEIRS)
        cms = desk.connector()
        receipt = written(cms, article_id)
        desk.rewrite(article_id, body="Another text, about another ferry altogether.\n")
        cms.restore(receipt.undoing(cms.article(article_id)))
        article = cms.article(article_id)
        assert article.fields == THEIRS
        assert article.text == "Another text, about another ferry altogether."

    def test_undoing_is_refused_where_a_person_has_changed_the_value(self, desk: Desk) -> None:
        """A person's words outlive ours, and those before ours."""
        article_id = desk.publish("One", fields=THEIRS)
        cms = desk.connector()
        receipt = written(cms, article_id)
        desk.rewrite(article_id, description="Mine.")
        before = desk.stored(article_id)
        with pytest.raises(Stale):
            cms.restore(receipt.undoing(cms.article(article_id)))
        assert before == desk.stored(article_id)

    def test_undoing_twice_is_refused(self, desk: Desk) -> None:
        """The second time our values are not there any more."""
        article_id = desk.publish("One", fields=THEIRS)
        cms = desk.connector()
        undoing = written(cms, article_id).undoing(cms.article(article_id))
        cms.restore(undoing)
        with pytest.raises(Stale):
            cms.restore(undoing)
