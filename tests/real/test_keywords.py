"""Where a magazine keeps keywords, and that those which a person took away stay away."""

import json
from collections import Counter
from typing import Any

from schemas.run import Report
from tests.flows.journal import counts
from tests.real.magazine import Magazine
from tests.real.records import receipts_of
from tests.real.texts import texts

THEIRS = "Editor’s choice"
QUOTA = 3


def answer(description: str, keywords: list[str]) -> dict[str, str]:
    """What the stand-in is to say next."""
    said = {f"keyword_{n}": word for n, word in enumerate(keywords, start=1)}
    return {"text": json.dumps({**said, "meta_description": description})}


def chosen(report: Report) -> dict[str, list[str]]:
    """The keywords of each proposal."""
    return {proposal.article_id: list(proposal.keywords) for proposal in report.proposals}


def described(magazine: Magazine, ids: list[str]) -> list[bool]:
    """Whether these articles have a description."""
    return [bool(magazine.fields(article_id)[0]) for article_id in ids]


def test_a_keyword_that_a_person_removed_stays_away(magazine: Magazine) -> None:
    """Keywords that a person has worked on are theirs: a new text gets a new description alone."""
    [one] = magazine.some(1)
    magazine.run()
    keywords = magazine.fields(one)[1]
    magazine.fill(one, keywords=keywords[1:])
    magazine.rewrite(one, "The tin is shown in the harbour museum.")

    report = magazine.run()

    assert 1 == counts(report).published
    assert keywords[1:] == magazine.fields(one)[1]


def test_no_keyword_comes_back_where_a_person_removed_all(magazine: Magazine) -> None:
    """Claude insists on them: that is rejected, today and with every later text."""
    [one] = magazine.some(1)
    magazine.run()
    description, removed = magazine.fields(one)
    magazine.fill(one, keywords=[])
    reports = []

    for addition in ("The tin is shown in the museum.", "The museum is open again."):
        magazine.rewrite(one, addition)
        magazine.standin.script(answer(description, removed))
        reports.append(magazine.run())
        assert 5 == len(magazine.fields(one)[1])
        assert set(removed).isdisjoint(magazine.fields(one)[1])

    assert [(1, 1)] * 2 == [(counts(r).repaired, counts(r).published) for r in reports]
    told = magazine.standin.requests()[-1]["messages"][0]["content"]
    assert f"Do not use these keywords: {', '.join(removed)}." in told
    assert f"Leave out keywords that an editor removed: {', '.join(removed)}." in told


def test_a_removed_keyword_stays_away_where_all_may_be_overwritten(magazine: Magazine) -> None:
    """A Claude that never listens gets nothing written at all."""
    [one] = magazine.some(1)
    magazine.run()
    description, keywords = magazine.fields(one)
    magazine.fill(one, keywords=keywords[1:])
    magazine.rewrite(one, "The tin is shown in the museum.")
    magazine.standin.script({**answer(description, keywords), "times": 9})

    report = magazine.run(overwrite="always")

    assert 1 == counts(report).failed
    assert (description, keywords[1:]) == magazine.fields(one)


def test_what_waited_does_not_bring_a_keyword_back(magazine: Magazine) -> None:
    """A preview from before the person's edit is asked for anew."""
    [one] = magazine.some(1)
    magazine.run()
    description, keywords = magazine.fields(one)
    magazine.rewrite(one, "The tin is shown in the museum.")
    magazine.standin.script(answer(description, keywords))
    magazine.run("dry_run")
    magazine.fill(one, keywords=[])

    report = magazine.run()

    assert (0, 1) == (counts(report).reused, counts(report).published)
    assert set(keywords).isdisjoint(magazine.fields(one)[1])


def two(magazine: Magazine) -> list[str]:
    """An article with a person's tag, and one without any."""
    one, other = texts(2)
    return [*magazine.publish([one], tags_input=[THEIRS]), *magazine.publish([other])]


def named(magazine: Magazine, words: list[str]) -> None:
    """Tags that a person made, written their own way."""
    for word in words:
        magazine.rest("POST", "wp/v2/tags", {"name": word.upper()})


def test_keywords_become_tags_that_are_there(magazine: Magazine) -> None:
    """They are added to a person's, none is made, and undoing takes away what was added."""
    tagged, bare = two(magazine)
    words = chosen(magazine.run("dry_run"))
    known = [words[tagged][0], words[tagged][3], words[bare][1]]
    named(magazine, known)
    before = magazine.vocabulary()
    magazine.configure('keywords_to = "existing_tags"\noverwrite = "always"')

    report = magazine.run()

    assert {THEIRS, known[0].upper(), known[1].upper()} == magazine.tags(tagged)
    assert {known[2].upper()} == magazine.tags(bare)
    assert names(before) == names(magazine.vocabulary())
    assert {tagged: 2, bare: 2} == Counter(r.article_id for r in receipts_of(magazine))
    assert 0 == counts(magazine.run()).selected

    magazine.revert(report.run_id)

    assert [{THEIRS}, set()] == [magazine.tags(tagged), magazine.tags(bare)]
    assert [False, False] == described(magazine, [tagged, bare])
    assert before == magazine.vocabulary()


def names(vocabulary: list[dict[str, Any]]) -> list[str]:
    """What tags are called."""
    return [tag["name"] for tag in vocabulary]


def test_tags_that_a_person_chose_are_theirs(magazine: Magazine) -> None:
    """Without a word of the configuration that all may be overwritten, nothing is added."""
    [tagged] = magazine.some(1, tags_input=[THEIRS])
    magazine.configure('keywords_to = "new_tags"')
    report = magazine.run()
    assert {THEIRS} == magazine.tags(tagged)
    assert (1, [True]) == (counts(report).published, described(magazine, [tagged]))


def test_tags_are_made_up_to_a_quota(magazine: Magazine) -> None:
    """And unmade where the run is undone; a person's stay."""
    ids = two(magazine)
    before = magazine.vocabulary()
    magazine.configure(
        f'keywords_to = "new_tags"\nnew_tags_per_run = {QUOTA}\noverwrite = "always"'
    )

    report = magazine.run()

    made = set(names(magazine.vocabulary())) - set(names(before))
    assert QUOTA == len(made)
    assert made | {THEIRS} >= set().union(*map(magazine.tags, ids))
    assert THEIRS in magazine.tags(ids[0])
    assert [True, True] == described(magazine, ids)

    magazine.revert(report.run_id)

    assert [{THEIRS}, set()] == [magazine.tags(article_id) for article_id in ids]
    assert before == magazine.vocabulary()


def test_a_magazine_without_keywords_gets_descriptions_alone(magazine: Magazine) -> None:
    """One write for each, and undoing it leaves nothing behind."""
    ids = magazine.some(2)
    before = magazine.all()
    magazine.configure('keywords_to = "none"')

    report = magazine.run()

    assert [True, True] == described(magazine, ids)
    assert [[], []] == [magazine.fields(article_id)[1] for article_id in ids]
    assert Counter(ids) == Counter(receipt.article_id for receipt in receipts_of(magazine))
    magazine.revert(report.run_id)
    assert before == magazine.all()
