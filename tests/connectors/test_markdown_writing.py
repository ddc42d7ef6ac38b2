"""How a Markdown file is replaced: whole, once, and only where nobody else was there."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from connectors.errors import Stale, Unreachable, Unsupported
from schemas.article import ArticleId, SkipReason
from schemas.receipt import Verdict
from tests.connectors.conformance import BODY, OURS, prepared
from tests.connectors.folder import ALWAYS, Folder, article, place, post

EXAMPLES = Path(__file__).parents[2] / "examples/journal/content/posts"


@pytest.fixture
def desk(tmp_path: Path) -> Folder:
    """An empty folder of posts."""
    return Folder(tmp_path / "posts")


def test_a_file_is_replaced_once_for_each_write(
    desk: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whole, so that nobody ever sees half of it; and nothing is left beside it."""
    replaced = []
    replace = os.replace

    def count(new: str, old: Path) -> None:
        replaced.append(old)
        replace(new, old)

    monkeypatch.setattr(os, "replace", count)
    article_id = desk.publish("One")
    cms = desk.connector()
    receipt = prepared(cms, cms.article(article_id))
    assert replaced == []
    cms.write(receipt)
    assert replaced == [desk.path / article_id]
    cms.restore(receipt.undoing(cms.article(article_id)))
    assert replaced == [desk.path / article_id] * 2
    assert [desk.path / article_id] == list(desk.path.iterdir())


def test_a_file_keeps_its_mode(desk: Folder) -> None:
    """A web server may have to read it."""
    path = desk.path / desk.publish("One")
    path.chmod(0o640)
    cms = desk.connector()
    cms.write(prepared(cms, cms.article(ArticleId(path.name))))
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_behind_a_link_the_file_is_replaced(desk: Folder) -> None:
    """And the link stays one."""
    place(desk, ".pool/real.md")
    (desk.path / "link.md").symlink_to(".pool/real.md")
    cms = desk.connector()
    (found,) = cms.articles(ALWAYS)
    cms.write(prepared(cms, found))
    assert (desk.path / "link.md").is_symlink()
    assert b"Ours." in desk.stored(ArticleId(".pool/real.md"))


def test_a_long_name_is_no_hindrance(desk: Folder) -> None:
    """The temporary file's name would be longer still."""
    cms = desk.connector()
    article_id = place(desk, "漢" * 84 + ".md")
    assert cms.write(prepared(cms, cms.article(article_id))).verdict is Verdict.WRITTEN


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """Has something happen while the new file is being brought to the disk."""

    def set_up(happening: Callable[[], object]) -> None:
        monkeypatch.setattr(os, "fsync", lambda _handle: happening())

    return set_up


def test_who_saves_while_we_write_wins(
    desk: Folder, meanwhile: Callable[[Callable[[], object]], None]
) -> None:
    """The bytes are compared again just before the file is replaced."""
    article_id = desk.publish("One")
    cms = desk.connector()
    receipt = prepared(cms, cms.article(article_id))
    meanwhile(lambda: desk.rewrite(article_id, description="Mine."))
    with pytest.raises(Stale):
        cms.write(receipt)
    assert b"Mine." in desk.stored(article_id)
    assert [desk.path / article_id] == list(desk.path.iterdir())


def test_files_whose_names_begin_alike_may_be_replaced_at_once(
    desk: Folder, meanwhile: Callable[[Callable[[], object]], None]
) -> None:
    """Each keeps its own body, however slow the disk is."""
    names = [f"{'the-night-ferries-' * 4}{part}.md" for part in (1, 2)]
    first, second = (place(desk, name, post(body=f"This is {name}.\n")) for name in names)
    before = desk.rest(first), desk.rest(second)
    cms = desk.connector()
    slow, quick = (prepared(cms, cms.article(each)) for each in (first, second))
    others = iter([quick])
    meanwhile(lambda: [cms.write(each) for each in others])

    cms.write(slow)

    assert before == (desk.rest(first), desk.rest(second))
    assert b"Ours." in desk.stored(first)
    assert b"Ours." in desk.stored(second)


def test_a_full_disk_leaves_nothing_behind(
    desk: Folder, meanwhile: Callable[[Callable[[], object]], None]
) -> None:
    """Neither half a file nor a temporary one."""

    def full() -> None:
        raise OSError(28, "No space left on device")

    article_id = desk.publish("One")
    cms = desk.connector()
    before = desk.stored(article_id)
    receipt = prepared(cms, cms.article(article_id))
    meanwhile(full)
    with pytest.raises(Unreachable, match="No space left on device"):
        cms.write(receipt)
    assert before == desk.stored(article_id)
    assert [desk.path / article_id] == list(desk.path.iterdir())


def test_our_revision_is_that_of_our_bytes(desk: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who saves right after us has changed the article, and the next run must see it."""
    article_id = desk.publish("One")
    cms = desk.connector()
    receipt = prepared(cms, cms.article(article_id))
    replace = os.replace

    def replace_and_save(new: str, old: Path) -> None:
        replace(new, old)
        desk.rewrite(article_id, body="Another text.\n")

    monkeypatch.setattr(os, "replace", replace_and_save)
    written = cms.write(receipt)
    assert written.verdict is Verdict.WRITTEN
    assert written.revision_after != cms.article(article_id).revision


def test_what_cannot_be_edited_is_refused_before_anything_is_on_record(desk: Folder) -> None:
    """`prepare` makes the whole edit in memory."""
    found = article(desk, "description: &d old\nsummary: *d\n")
    before = desk.stored(found.id)
    with pytest.raises(Unsupported, match="undefined alias"):
        desk.connector().prepare(found, OURS)
    assert before == desk.stored(found.id)


def test_a_file_without_front_matter_is_refused(desk: Folder) -> None:
    """None is added by our own choice."""
    cms = desk.connector()
    with pytest.raises(Unsupported, match="no front matter"):
        cms.prepare(cms.article(place(desk, "a.md", BODY)), OURS)


def test_old_lines_that_give_other_values_now_are_refused(desk: Folder) -> None:
    """The old value was an alias, and a person has changed what it names."""
    found = article(desk, "x: &d old\ndescription: *d\n")
    cms = desk.connector()
    receipt = cms.write(prepared(cms, found))
    data = desk.stored(found.id).replace(b"&d old", b"&d other")
    place(desk, found.id, data)
    with pytest.raises(Unsupported, match="do not give the old values"):
        cms.restore(receipt.undoing(cms.article(found.id)))
    assert data == desk.stored(found.id)


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.md")), ids=lambda path: path.stem)
def test_the_examples_come_back_to_the_byte(desk: Folder, path: Path) -> None:
    """Each of them is workable, written and undone, or says why not and is refused."""
    article_id = place(desk, path.name, path.read_bytes())
    cms = desk.connector()
    found = cms.article(article_id)
    if found.obstacle in {SkipReason.BROKEN_FRONT_MATTER, SkipReason.NO_FRONT_MATTER}:
        with pytest.raises(Unsupported):
            cms.prepare(found, OURS)
        return
    receipt = cms.write(prepared(cms, found))
    assert receipt.verdict is Verdict.WRITTEN
    undone = cms.restore(receipt.undoing(cms.article(article_id)))
    assert undone.revision_after == found.revision
    assert path.read_bytes() == desk.stored(article_id)
