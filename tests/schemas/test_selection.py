"""Which articles a run takes, by what happened to them since the last one."""

from collections.abc import Callable
from typing import Any

import pytest

from schemas.article import Article, ArticleId, Field, SkipReason
from schemas.policy import Overwrite, Policy
from schemas.proposal import Status
from schemas.selection import Remembered, Selection, select
from tests.builders import DIGEST, METADATA, an_article
from tests.schemas import stories
from tests.schemas.stories import KEY, PUBLISHED, Now, edited, remembered

BOTH = frozenset(Field)
DESCRIPTION = frozenset({Field.DESCRIPTION})
KEYWORDS = frozenset({Field.KEYWORDS})


def a_policy(**changes: Any) -> Policy:
    """What a site allows by default."""
    return Policy(prompt_digest=DIGEST, ladder=KEY).model_copy(update=changes)


def chosen(now: Now, policy: Policy | None = None) -> SkipReason | frozenset[Field]:
    """Why the article is skipped, or else the fields that are ours to write."""
    article, past = now
    memory = {article.id: past} if past else {}
    selection = select([article], memory, policy or a_policy())
    if selection.skipped:
        return selection.skipped[0].reason
    return selection.candidates[0].targets


ALL = {
    stories.never_seen: BOTH,
    stories.new_with_a_description: KEYWORDS,
    stories.new_with_keywords: DESCRIPTION,
    stories.new_with_both: SkipReason.WRITTEN_BY_PEOPLE,
    stories.nothing_happens: SkipReason.UNCHANGED,
    stories.only_tags_change: SkipReason.UNCHANGED,
    stories.text_is_read_differently: SkipReason.UNCHANGED,
    stories.body_changes: BOTH,
    stories.title_changes: BOTH,
    stories.editor_writes_description: SkipReason.UNCHANGED,
    stories.editor_writes_description_and_body: KEYWORDS,
    stories.editor_writes_both_and_body: SkipReason.WRITTEN_BY_PEOPLE,
    stories.person_empties_description: SkipReason.UNCHANGED,
    stories.person_empties_description_and_body_changes: BOTH,
    stories.person_restores_what_we_wrote_long_ago: BOTH,
    stories.reverted: SkipReason.REVERTED,
    stories.reverted_and_body_changes: BOTH,
    stories.rejected: SkipReason.REJECTED,
    stories.failed_before: SkipReason.FAILED_BEFORE,
    stories.refused_before: SkipReason.REFUSED_BEFORE,
    stories.failed_before_with_another_prompt: BOTH,
    stories.failed_before_with_another_ladder: BOTH,
    stories.failed_before_and_body_changes: BOTH,
    stories.published_with_another_prompt: SkipReason.UNCHANGED,
    stories.proposal_waits: BOTH,
    stories.proposal_became_stale: BOTH,
    stories.draft: SkipReason.DRAFT,
}


@pytest.mark.parametrize("when", ALL, ids=lambda when: when.__name__)
def test_what_a_run_does(when: Callable[[], Now]) -> None:
    """Each story, told by its name, and what follows from it."""
    assert chosen(when()) == ALL[when]


@pytest.mark.parametrize(
    ("when", "overwrite", "expected"),
    [
        (stories.never_seen, Overwrite.NEVER, BOTH),
        (stories.body_changes, Overwrite.NEVER, SkipReason.WRITTEN_BY_PEOPLE),
        (stories.new_with_a_description, Overwrite.NEVER, KEYWORDS),
        (stories.new_with_both, Overwrite.ALWAYS, BOTH),
        (stories.editor_writes_both_and_body, Overwrite.ALWAYS, BOTH),
        (stories.draft, Overwrite.ALWAYS, SkipReason.DRAFT),
        (stories.reverted, Overwrite.ALWAYS, SkipReason.REVERTED),
    ],
)
def test_whose_words_may_be_replaced(
    when: Callable[[], Now], overwrite: Overwrite, expected: SkipReason | frozenset[Field]
) -> None:
    """`never` fills only what is empty; `always` spares only what is left alone anyway."""
    assert chosen(when(), a_policy(overwrite=overwrite)) == expected


@pytest.mark.parametrize("when", [stories.nothing_happens, stories.failed_before])
@pytest.mark.parametrize("how", [{"regenerate": True}, {"named": frozenset({PUBLISHED.id})}])
def test_a_person_can_ask_for_it_all_the_same(when: Callable[[], Now], how: dict[str, Any]) -> None:
    """With `--regenerate`, or by the article's name."""
    assert chosen(when(), a_policy(**how)) == BOTH


@pytest.mark.parametrize("when", [stories.reverted, stories.rejected])
def test_what_people_turned_down_comes_back_by_name_alone(when: Callable[[], Now]) -> None:
    """Asking for everything anew is not asking for this."""
    assert chosen(when(), a_policy(named=frozenset({PUBLISHED.id}))) == BOTH
    assert isinstance(chosen(when(), a_policy(regenerate=True)), SkipReason)


def test_what_a_person_took_away_comes_back_by_name_alone() -> None:
    """The other field is asked for anew; where nothing is left, the article is as it was."""
    one = stories.person_empties_description()
    both = edited(description="", keywords=()), one[1]

    assert KEYWORDS == chosen(one, a_policy(regenerate=True))
    assert KEYWORDS == chosen(one, a_policy(regenerate=True, overwrite=Overwrite.ALWAYS))
    assert SkipReason.UNCHANGED is chosen(both, a_policy(regenerate=True))
    assert BOTH == chosen(both, a_policy(named=frozenset({PUBLISHED.id})))


@pytest.mark.parametrize("status", [Status.PROPOSED, Status.FAILED])
def test_what_was_only_tried_since_does_not_undo_a_revert(status: Status) -> None:
    """A preview of a reverted article does not arm the next daily run."""
    article, past = stories.reverted()
    assert past is not None
    tried = past.model_copy(update={"status": status, "settled": past})

    assert chosen((article, tried), a_policy()) is SkipReason.REVERTED


def test_a_name_does_not_open_what_people_wrote() -> None:
    """For that there is `--overwrite`."""
    policy = a_policy(named=frozenset({PUBLISHED.id}))

    assert chosen(stories.new_with_both(), policy) is SkipReason.WRITTEN_BY_PEOPLE


@pytest.mark.parametrize(
    "pattern",
    ["post-1.md", "Post-*", "*journal.example/*", "legal", "Legal", "court", "page", "pages"],
)
def test_patterns_exclude(pattern: str) -> None:
    """By id, by URL, by tag, by type; whether in capitals or not."""
    article = an_article(tags=("news", "legal", "Court"), types=("page", "pages"))

    assert chosen((article, None), a_policy(exclude=(pattern,))) is SkipReason.EXCLUDED


@pytest.mark.parametrize("pattern", ["post-2*", "leg", "post", ""])
def test_other_patterns_do_not(pattern: str) -> None:
    """They have to match the whole."""
    article = an_article(tags=("legal",), types=("page", "pages"))

    assert chosen((article, None), a_policy(exclude=(pattern,))) == BOTH


def test_protected_articles_are_left_alone() -> None:
    """Also where they are named, and whatever the site says of overwriting."""
    policy = a_policy(
        protected=("post-1.md",),
        named=frozenset({ArticleId("post-1.md")}),
        overwrite=Overwrite.ALWAYS,
    )

    assert chosen(stories.never_seen(), policy) is SkipReason.PROTECTED


def test_a_site_that_writes_one_field_only() -> None:
    """The other one is nobody's concern."""
    assert chosen(stories.never_seen(), a_policy(fields=KEYWORDS)) == KEYWORDS
    assert (
        chosen(stories.new_with_keywords(), a_policy(fields=KEYWORDS))
        is SkipReason.WRITTEN_BY_PEOPLE
    )


def ids_of(selection: Selection) -> list[str]:
    """The candidates' articles."""
    return [candidate.article.id for candidate in selection.candidates]


def reasons(selection: Selection) -> list[tuple[str, SkipReason]]:
    """The other articles, and why they are left alone."""
    return [(skipped.article_id, skipped.reason) for skipped in selection.skipped]


def test_a_limit_cuts_the_selection() -> None:
    """What is skipped anyway does not count, and what is cut is said."""
    articles = [an_article(1, obstacle=SkipReason.DRAFT), *(an_article(n) for n in range(2, 6))]
    selection = select(articles, {}, a_policy(limit=2))

    assert ids_of(selection) == ["post-2.md", "post-3.md"]
    assert reasons(selection) == [
        ("post-1.md", SkipReason.DRAFT),
        ("post-4.md", SkipReason.OVER_LIMIT),
        ("post-5.md", SkipReason.OVER_LIMIT),
    ]
    assert selection.listed == 5


def test_what_another_run_holds_is_left_to_it() -> None:
    """It does not use up the limit; what has another reason keeps that."""
    articles = [an_article(1), an_article(2, obstacle=SkipReason.EMPTY), an_article(3)]
    claimed = frozenset({articles[0].id, articles[1].id})
    selection = select(articles, {}, a_policy(limit=1), claimed)

    assert ids_of(selection) == ["post-3.md"]
    assert reasons(selection) == [
        ("post-1.md", SkipReason.CLAIMED),
        ("post-2.md", SkipReason.EMPTY),
    ]


def unwanted(article: Article, past: Remembered | None = None, **policy: Any) -> tuple[str, ...]:
    """The keywords that Claude is told not to use."""
    selection = select([article], {article.id: past or remembered()}, a_policy(**policy))
    return selection.candidates[0].unwanted


def test_keywords_that_a_person_removed_are_unwanted() -> None:
    """All of them where they were emptied, some where only these may be replaced."""
    assert METADATA.keywords == unwanted(edited(keywords=(), text="Rewritten."))
    some = edited(keywords=METADATA.keywords[2:], text="Rewritten.")
    assert METADATA.keywords[:2] == unwanted(some, overwrite=Overwrite.ALWAYS)


def test_keywords_that_stand_as_we_wrote_them_are_not_unwanted() -> None:
    """Nor are those of a field that is not ours any more."""
    assert unwanted(edited(text="Rewritten.")) == ()
    assert unwanted(edited(keywords=("theirs",), text="Rewritten.")) == ()


def test_keywords_that_a_person_removed_once_are_unwanted_for_ever() -> None:
    """Until the person takes one up again."""
    removed = remembered(removed=("harbour", METADATA.keywords[0]))
    assert ("harbour",) == unwanted(edited(text="Rewritten."), removed)
    emptied = edited(keywords=(), text="Rewritten.")
    assert {"harbour", *METADATA.keywords} == set(unwanted(emptied, removed))


def test_what_was_undone_was_not_removed_by_a_person() -> None:
    """A revert takes our keywords away, and a new text may have them again."""
    past = remembered(status=Status.REVERTED, removed=("harbour",))
    assert ("harbour",) == unwanted(edited(keywords=(), text="Rewritten."), past)
