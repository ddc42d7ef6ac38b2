"""Publishing what was previewed, and putting back what was there."""

from schemas.article import SkipReason
from schemas.run import Mode, PublishingCounts, Report
from tests.flows.journal import Journal


def counts(report: Report) -> PublishingCounts:
    """The counts of an apply or a revert."""
    assert isinstance(report.counts, PublishingCounts)
    return report.counts


def test_apply_publishes_what_was_previewed_at_no_cost(journal: Journal) -> None:
    """Every proposal, and nothing is asked."""
    preview = journal.run("dry_run")

    report = journal.apply(preview.run_id)

    assert (Mode.APPLY, 3, 0) == (report.mode, counts(report).published, report.requests)
    described = {str(p.article_id): p.meta_description for p in preview.proposals}
    assert described["mills.md"] == journal.fields("mills")[0]


def test_apply_can_take_some_articles_only(journal: Journal) -> None:
    """The others wait."""
    preview = journal.run("dry_run")

    journal.apply(preview.run_id, article=["mills.md"])

    assert journal.fields("mills")[0]
    assert journal.fields("bread")[0] is None
    assert 2 == counts(journal.apply(preview.run_id)).published


def test_what_is_named_in_vain_is_said_by_name(journal: Journal) -> None:
    """An article that the run knows nothing of, and one that is dealt with already."""
    preview = journal.run("dry_run")
    journal.apply(preview.run_id, article=["mills.md"])

    applied = journal.apply(preview.run_id, article=["nope.md", "mills.md", "bread.md"])
    reverted = journal.revert(preview.run_id, article=["nope.md", "bread.md"])

    told = ["nope.md: that run has no proposal for it.", "mills.md: its proposal is published."]
    assert (1, told) == (counts(applied).published, [f.message for f in applied.findings])
    told = ["nope.md: nothing stands there that the run wrote."]
    assert (1, told) == (counts(reverted).reverted, [f.message for f in reverted.findings])


def test_apply_finds_proposals_that_an_earlier_dry_run_made(journal: Journal) -> None:
    """A preview shows them, so applying it publishes them."""
    journal.run("dry_run")
    second = journal.run("dry_run")

    assert 3 == counts(journal.apply(second.run_id)).published


def test_revert_brings_back_every_byte(journal: Journal) -> None:
    """As if the run had never been."""
    before = journal.bytes()
    report = journal.run()

    undone = journal.revert(report.run_id)

    assert before == journal.bytes()
    assert 3 == counts(undone).reverted


def test_what_was_reverted_does_not_come_back(journal: Journal) -> None:
    """Not until the content changes."""
    journal.revert(journal.run().run_id)
    before = journal.bytes()

    report = journal.run()

    assert {SkipReason.REVERTED: 3} == report.skipped
    assert before == journal.bytes()


def test_an_applied_dry_run_can_be_reverted_by_its_own_id(journal: Journal) -> None:
    """The id that the editor has."""
    before = journal.bytes()
    preview = journal.run("dry_run")
    journal.apply(preview.run_id)

    journal.revert(preview.run_id)

    assert before == journal.bytes()


def test_revert_keeps_what_a_person_wrote_since(journal: Journal) -> None:
    """Their words stand, and the report says that ours did not any more."""
    report = journal.run()
    ours = journal.fields("mills")[0]
    journal.edit("mills", ours, "An editor's words.")

    undone = journal.revert(report.run_id)

    assert "An editor's words." == journal.fields("mills")[0]
    assert (2, 1) == (counts(undone).reverted, counts(undone).stale)


def test_revert_looks_at_the_two_fields_alone(journal: Journal) -> None:
    """A body that has changed since is no reason to keep our words."""
    report = journal.run()
    journal.edit_body("mills", "36 oak boards", "48 oak boards")

    journal.revert(report.run_id)

    assert (None, None) == journal.fields("mills")
    assert b"48 oak boards" in journal.bytes()["mills.md"]


def test_an_article_that_is_gone_is_stale(journal: Journal) -> None:
    """Neither applied nor reverted, and said so."""
    preview = journal.run("dry_run")
    (journal.posts / "mills.md").unlink()

    report = journal.apply(preview.run_id)

    assert (2, 1) == (counts(report).published, counts(report).stale)
    assert ["gone"] == [p.reason for p in report.proposals if p.status == "stale"]


def test_a_run_that_is_not_there_is_a_clear_failure(journal: Journal) -> None:
    """Nothing is called."""
    from flows.publish import apply  # noqa: PLC0415

    assert [] == journal.reports(apply, run_id="never-was")
    assert "there is no run 'never-was'" in str(journal.state.message)


def test_apply_leaves_alone_what_its_preview_showed_as_kept(journal: Journal) -> None:
    """Even where an earlier preview would have replaced a person's words."""
    journal.edit("mills", "date:", "description: A person's own words\ndate:")
    journal.run("dry_run", overwrite="always")
    preview = journal.run("dry_run")

    report = journal.apply(preview.run_id)

    assert 3 == counts(report).published
    assert "A person's own words" == journal.fields("mills")[0]
    assert journal.fields("mills")[1]


def test_a_preview_of_a_reverted_article_does_not_bring_it_back(journal: Journal) -> None:
    """Only applying the preview would."""
    journal.revert(journal.run().run_id)
    journal.run("dry_run", article=["mills.md"])

    report = journal.run()

    assert {SkipReason.REVERTED: 3} == report.skipped


def test_apply_leaves_a_protected_article_alone(journal: Journal) -> None:
    """Also where it was protected after the preview."""
    preview = journal.run("dry_run")
    journal.configure('protected = ["mills.md"]')

    report = journal.apply(preview.run_id)

    assert (2, 1) == (counts(report).published, counts(report).held)
    assert journal.fields("mills")[0] is None


def test_a_second_apply_has_nothing_left_to_do(journal: Journal) -> None:
    """It says so, and writes nothing."""
    preview = journal.run("dry_run")
    journal.apply(preview.run_id)
    written = journal.bytes()

    assert 0 == counts(journal.apply(preview.run_id)).listed
    assert written == journal.bytes()
