"""What a write does, and what it leaves alone."""

import pytest

from connectors.errors import NotFound, Stale
from schemas.article import Fields
from schemas.receipt import Unfinished, Verdict, unfinished
from tests.connectors.conformance.desk import OURS, THEIRS, Desk, prepared, written


class Writing:
    """Of the Writer."""

    def test_preparing_has_no_effect(self, desk: Desk) -> None:
        """It only says what was there, and what would be."""
        article_id = desk.publish("One", fields=THEIRS)
        before = desk.stored(article_id)
        cms = desk.connector()
        receipt = prepared(cms, cms.article(article_id))
        assert (receipt.before, receipt.after, receipt.verdict) == (THEIRS, OURS, None)
        assert before == desk.stored(article_id)

    def test_what_was_written_is_read_back(self, desk: Desk) -> None:
        """The verdict says so, and so does the next read."""
        article_id = desk.publish("One")
        cms = desk.connector()
        receipt = written(cms, article_id)
        assert receipt.verdict is Verdict.WRITTEN
        assert cms.article(article_id).fields == OURS

    def test_the_revision_of_a_write_is_the_next_read_s(self, desk: Desk) -> None:
        """So that tomorrow's run does not take our own write for a change."""
        article_id = desk.publish("One")
        before = desk.connector().article(article_id)
        receipt = written(desk.connector(), article_id)
        after = desk.connector().article(article_id)
        assert receipt.revision_before == before.revision != after.revision
        assert receipt.revision_after == after.revision
        assert before.content_hash == after.content_hash

    def test_everything_else_stays_as_it_was(self, desk: Desk) -> None:
        """A write changes the two fields and nothing besides."""
        article_id = desk.publish("One", fields=THEIRS)
        before = desk.rest(article_id)
        written(desk.connector(), article_id)
        assert before == desk.rest(article_id)

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            (Fields(description="Ours."), Fields(description="Ours.", keywords=THEIRS.keywords)),
            (Fields(keywords=("a", "b")), THEIRS.model_copy(update={"keywords": ("a", "b")})),
        ],
    )
    def test_one_field_can_be_written_alone(
        self, desk: Desk, changes: Fields, expected: Fields
    ) -> None:
        """The other one, which is a person's, is left alone."""
        article_id = desk.publish("One", fields=THEIRS)
        receipt = written(desk.connector(), article_id, changes)
        assert receipt.before.meant == changes.meant
        assert desk.connector().article(article_id).fields == expected

    @pytest.mark.parametrize(
        "text",
        [
            "\"Quoted\", 'quoted' and `quoted`",
            "Ham & eggs < 5 > 3; 100 % #1: yes - no",
            "Ein Wort — “zwei” … drei\u00a0€ \\ end",
            "Family 👩‍👩‍👧‍👦, flag 🇫🇷, heart ❤️",
            "שלום עולם, مرحبا بالعالم",
            "漢字かな交じり文、テスト。",
            "Ångström naïve crème brûlée",
            "No",
            "2026-11-20",
            "12:30:45",
        ],
        ids=[
            "quotes",
            "signs",
            "typography",
            "emoji",
            "right to left",
            "han",
            "accents",
            "no",
            "day",
            "time",
        ],
    )
    def test_texts_come_back_as_they_were_written(self, desk: Desk, text: str) -> None:
        """Quotes, ampersands, emoji, right-to-left, NFC, and what looks like something else."""
        article_id = desk.publish("One")
        changes = Fields(description=text, keywords=(text.replace(",", ""), "two"))
        receipt = written(desk.connector(), article_id, changes)
        assert receipt.verdict is Verdict.WRITTEN
        assert desk.connector().article(article_id).fields == changes

    def test_an_old_revision_is_refused_before_anything_is_on_record(self, desk: Desk) -> None:
        """`prepare` raises `Stale` for an article that has changed since it was read."""
        article_id = desk.publish("One")
        cms = desk.connector()
        article = cms.article(article_id)
        desk.rewrite(article_id, body="Another text, about another ferry altogether.\n")
        with pytest.raises(Stale):
            cms.prepare(article, OURS)

    def test_an_old_revision_is_refused_and_nothing_is_changed(self, desk: Desk) -> None:
        """`write` raises `Stale` where a person was there after `prepare`."""
        article_id = desk.publish("One")
        cms = desk.connector()
        receipt = prepared(cms, cms.article(article_id))
        desk.rewrite(article_id, description="Mine.")
        before = desk.stored(article_id)
        with pytest.raises(Stale):
            cms.write(receipt)
        assert before == desk.stored(article_id)

    def test_a_receipt_is_written_once(self, desk: Desk) -> None:
        """A second time, the article is not at the receipt's revision any more."""
        article_id = desk.publish("One")
        cms = desk.connector()
        receipt = prepared(cms, cms.article(article_id))
        cms.write(receipt)
        with pytest.raises(Stale):
            cms.write(receipt)

    def test_a_killed_write_can_be_settled(self, desk: Desk) -> None:
        """From the receipt and the article as it is now follows what became of it."""
        article_id = desk.publish("One", fields=THEIRS)
        cms = desk.connector()
        receipt = prepared(cms, cms.article(article_id))
        assert unfinished(receipt, cms.article(article_id)) is Unfinished.AGAIN
        cms.write(receipt)
        assert unfinished(receipt, cms.article(article_id)) is Unfinished.WRITTEN
        desk.rewrite(article_id, description="Mine.")
        assert unfinished(receipt, cms.article(article_id)) is Unfinished.STALE

    def test_an_article_that_is_gone_is_not_found(self, desk: Desk) -> None:
        """By none of the four verbs."""
        article_id = desk.publish("One")
        cms = desk.connector()
        article = cms.article(article_id)
        receipt = prepared(cms, article)
        desk.delete(article_id)
        with pytest.raises(NotFound):
            cms.article(article_id)
        with pytest.raises(NotFound):
            cms.prepare(article, OURS)
        with pytest.raises(NotFound):
            cms.write(receipt)
        with pytest.raises(NotFound):
            cms.restore(receipt.undoing(article))
