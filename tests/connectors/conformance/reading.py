"""What is listed, and how it is read."""

from datetime import timedelta

import pytest

from schemas.article import Fields, SkipReason
from tests.connectors.conformance.desk import BODY, DAY, NOON, THEIRS, Desk, State


class Reading:
    """Of the Reader."""

    def test_a_system_that_works_has_no_findings(self, desk: Desk) -> None:
        """`probe` is silent where nothing is wrong."""
        desk.publish("One")
        assert desk.connector().probe() == []

    def test_each_article_of_the_window_is_listed_once(self, desk: Desk) -> None:
        """In a stable order, and no other."""
        ids = {desk.publish(f"Article {number}") for number in range(5)}
        desk.publish("Last week", on=NOON - timedelta(days=7))
        listed = [article.id for article in desk.connector().articles(DAY)]
        assert sorted(ids) == sorted(listed)
        assert listed == [article.id for article in desk.connector().articles(DAY)]

    def test_the_window_is_half_open(self, desk: Desk) -> None:
        """Its first moment belongs to it, the last to the next one."""
        desk.publish("Just before", on=DAY.since - timedelta(seconds=1))
        first = desk.publish("First", on=DAY.since)
        last = desk.publish("Last", on=DAY.until - timedelta(seconds=1))
        desk.publish("Just after", on=DAY.until)
        assert {first, last} == {article.id for article in desk.connector().articles(DAY)}

    def test_the_101st_article_is_found(self, desk: Desk) -> None:
        """Whatever a page of the system holds."""
        ids = {desk.publish(f"Article {number}") for number in range(101)}
        assert ids == {article.id for article in desk.connector().articles(DAY)}

    def test_an_article_says_what_it_is(self, desk: Desk) -> None:
        """Title, text, evidence, date and fields are those that were published."""
        article = desk.connector().article(desk.publish("Eleven minutes", fields=THEIRS))
        assert article.title == "Eleven minutes"
        assert article.text == BODY.strip()
        assert BODY.strip() in article.evidence
        assert "Eleven minutes" in article.evidence
        assert article.published == NOON
        assert article.fields == THEIRS
        assert article.obstacle is None

    def test_the_two_fields_are_no_evidence(self, desk: Desk) -> None:
        """What a description may lean on does not hold the old description."""
        article = desk.connector().article(desk.publish("One", fields=THEIRS))
        assert "An editor's words." not in article.evidence
        assert "hand made" not in article.evidence

    @pytest.mark.parametrize(
        ("state", "obstacle"),
        [
            ("draft", SkipReason.DRAFT),
            ("private", SkipReason.PRIVATE),
            ("protected", SkipReason.PASSWORD),
        ],
    )
    def test_what_is_kept_back_is_never_workable(
        self, desk: Desk, state: State, obstacle: SkipReason
    ) -> None:
        """Where it is listed at all, and where it is asked for, its obstacle says what it is."""
        article_id = desk.publish("Not for all", state=state)
        listed = list(desk.connector().articles(DAY))
        assert {obstacle} >= {article.obstacle for article in listed}
        assert obstacle is desk.connector().article(article_id).obstacle

    def test_nothing_is_an_empty_value(self, desk: Desk) -> None:
        """Fields that nobody filled are "" and ()."""
        assert Fields(description="", keywords=()) == (
            desk.connector().article(desk.publish("One")).fields
        )
