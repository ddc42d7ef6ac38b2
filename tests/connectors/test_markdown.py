"""A folder of Markdown files: the sentences of all systems, and which files are articles."""

import os
from pathlib import Path

import pytest

from connectors.errors import NotFound, Unreachable
from connectors.markdown import Markdown
from schemas.article import ArticleId, SkipReason
from tests.connectors.conformance import Conformance
from tests.connectors.folder import (
    ALWAYS,
    SITE,
    Folder,
    JsonFolder,
    TomlFolder,
    listed,
    place,
    post,
)


@pytest.fixture
def desk(tmp_path: Path) -> Folder:
    """An empty folder of posts."""
    return Folder(tmp_path / "posts")


class TestMarkdown(Conformance):
    """A folder of Markdown files keeps every sentence."""


class TestMarkdownWithToml(Conformance):
    """And so it does where their front matter is TOML."""

    @pytest.fixture
    def desk(self, tmp_path: Path) -> Folder:
        """An empty folder of posts."""
        return TomlFolder(tmp_path / "posts")


class TestMarkdownWithJson(Conformance):
    """Or JSON."""

    @pytest.fixture
    def desk(self, tmp_path: Path) -> Folder:
        """An empty folder of posts."""
        return JsonFolder(tmp_path / "posts")


def test_only_files_that_people_write_are_listed(desk: Folder) -> None:
    """By path; hidden ones, packages, folders and our own temporary files are left out."""
    for name in ("b.md", "a/z.md", "a/b.md", "C d/ü.md", "_posts/x.md"):
        place(desk, name)
    for name in (".git/x.md", "a/.hidden.md", "node_modules/p/README.md", "a.txt", "x.mdx"):
        place(desk, name)
    place(desk, ".b.md.rubricator-k3_x9.md")
    (desk.path / "folder.md").mkdir()
    os.mkfifo(desk.path / "pipe.md")
    assert listed(desk) == ["C d/ü.md", "_posts/x.md", "a/b.md", "a/z.md", "b.md"]


def test_links_lead_nowhere_else(desk: Folder, tmp_path: Path) -> None:
    """A file is listed once and by its own name; what is outside the folder, or nowhere, never."""
    place(desk, "real.md")
    (tmp_path / "outside.md").write_text(post())
    for name, target in (("a.md", "real.md"), ("out.md", "../outside.md"), ("lost.md", "gone.md")):
        (desk.path / name).symlink_to(target)
    (desk.path / "loop.md").symlink_to("loop.md")
    (desk.path / "deeper").symlink_to(".", target_is_directory=True)
    assert listed(desk) == ["real.md"]


@pytest.mark.parametrize(
    "name",
    [
        "../outside.md",
        "/etc/passwd",
        "out.md",
        "",
        ".",
        "folder",
        "a\0b.md",
        ".git/x.md",
        "x" * 999,
    ],
)
def test_an_id_never_leads_out_of_the_folder(desk: Folder, tmp_path: Path, name: str) -> None:
    """It may come from a command line."""
    (tmp_path / "outside.md").write_text(post())
    (desk.path / "out.md").symlink_to("../outside.md")
    (desk.path / "folder").mkdir()
    with pytest.raises(NotFound):
        desk.connector().article(ArticleId(name))


def test_a_glob_can_be_narrower(desk: Folder) -> None:
    """`path` and `glob` together say which files are articles."""
    place(desk, "a.md")
    place(desk, "news/b.md")
    place(desk, "news/c.markdown")
    assert listed(desk, glob="*.md") == ["a.md"]
    assert listed(desk, glob="news/*.markdown") == ["news/c.markdown"]


@pytest.mark.parametrize("glob", ["", "/etc/*.md", "../*.md", "a/../../*.md"])
def test_a_glob_that_cannot_work_is_refused(tmp_path: Path, glob: str) -> None:
    """When the site is set up, not in the middle of a night."""
    with pytest.raises(ValueError, match="glob: "):
        Markdown(SITE, tmp_path, glob=glob)


BROKEN = "broken_front_matter "
IS = f"{BROKEN}The front matter is"
BAD: dict[str, tuple[str | bytes, str]] = {
    "a": ("Only words.\n", "no_front_matter "),
    "b": (
        post("title: a: b\n"),
        f"{IS} not YAML: line 2: mapping values are not allowed in this context.",
    ),
    "c": (
        post("title: x\ntags: [\n\ty: ]]\n"),
        f"{IS} not YAML: line 4: did not find expected key (while parsing a block mapping).",
    ),
    "d": (
        "+++\ntitle = x\n+++\n",
        f"{IS} not TOML: Invalid value (at line 2, column 9).",
    ),
    "e": ('{\n"title": x\n}\n', f"{IS} not JSON: line 2: Expecting value."),
    "f": (post("- title\n"), f"{IS} not made of lines of `key: value`."),
    "g": (
        "---\ntitle: x\n\nBody.\n",
        f"{IS} opened with --- and never closed.",
    ),
    "h": (
        b"---\ntitle: caf\xe9\n---\n",
        "unreadable The file is not UTF-8 (byte 14); save it as UTF-8.",
    ),
    "i": (
        post("description: {en: One, fr: Un}\n"),
        f"{BROKEN}`description` holds something else than text.",
    ),
    "j": (
        post("keywords: [[a], b]\n"),
        f"{BROKEN}`keywords` holds something else than text.",
    ),
    "k": (
        post("description: a\ndescription: b\n"),
        f"{BROKEN}`description` stands 2 times in the front matter.",
    ),
    "l": (
        post("a: " + "[" * 9999 + "\n"),
        f"{IS} nested more than 50 levels deep.",
    ),
    "m": (
        post("description: &d old\nsummary: *d\n"),
        "broken_front_matter Another key refers to one of the two fields.",
    ),
    "n": (post().encode("utf-16"), "unreadable The file is UTF-16; save it as UTF-8."),
    "o": (
        post("a: b\n", "Bo\0dy.\n"),
        "unreadable The file holds NUL characters, as no text does; save it anew, as UTF-8.",
    ),
    "p": (
        post("Description: a\nDESCRIPTION: b\n"),
        f"{BROKEN}`Description` and `DESCRIPTION` could both be meant.",
    ),
    "q": (
        "---js\n{ title: 1 }\n---\n",
        f"{IS} JavaScript, which is a program and not values.",
    ),
    "r": (b"", "no_front_matter "),
}


def test_one_bad_file_never_stops_the_listing(desk: Folder) -> None:
    """Each of them is listed with what is wrong with it, in a sentence that an editor can use."""
    for name, (text, _) in BAD.items():
        place(desk, f"{name}.md", text)
    found = {
        a.id[0]: f"{a.obstacle} {a.obstacle_detail}" for a in desk.connector().articles(ALWAYS)
    }
    assert {name: said for name, (_, said) in BAD.items()} == found


def test_a_file_that_the_system_keeps_to_itself_is_unreadable() -> None:
    """Here the memory of this process, whose first byte nobody may read."""
    (found,) = Markdown(SITE, Path("/proc/self"), glob="mem").articles(ALWAYS)
    assert found.obstacle is SkipReason.UNREADABLE
    assert found.obstacle_detail == "The file cannot be read: Input/output error."


def test_a_name_that_is_not_utf_8_is_unreadable(desk: Folder) -> None:
    """Neither a database nor a report has a place for it; the id shows the odd bytes."""
    Path(os.fsdecode(os.fsencode(desk.path) + b"/caf\xe9.md")).write_text(post())
    for by in ("front_matter", "mtime"):
        (found,) = Markdown(SITE, desk.path, window_by=by).articles(ALWAYS)
        assert (found.id, found.obstacle) == ("caf\\xe9.md", SkipReason.UNREADABLE)


def test_a_file_that_vanishes_while_they_are_read_is_not_listed(desk: Folder) -> None:
    """Somebody pulled another branch."""
    for name in ("a.md", "b.md", "c.md"):
        place(desk, name)
    articles = desk.connector().articles(ALWAYS)
    assert next(articles).id == "a.md"
    (desk.path / "b.md").unlink()
    assert [found.id for found in articles] == ["c.md"]


def test_a_folder_that_is_not_there_is_unreachable(tmp_path: Path) -> None:
    """That is not the same as a folder without articles."""
    with pytest.raises(Unreachable):
        Markdown(SITE, tmp_path / "gone").articles(ALWAYS)


def test_what_is_wrong_with_the_folder_is_said(desk: Folder, tmp_path: Path) -> None:
    """With what to do about it."""
    (gone,) = Markdown(SITE, tmp_path / "gone").probe()
    assert gone.rule == "markdown.folder"
    assert gone.message.endswith("gone is not a folder; correct the site's path.")
    (empty,) = desk.connector().probe()
    assert (empty.rule, empty.severity) == ("markdown.glob", "warning")


@pytest.mark.parametrize(
    ("right", "what"), [(os.W_OK, "written to"), (os.R_OK, "read")], ids=["writing", "reading"]
)
def test_a_folder_without_rights_is_said(
    desk: Folder, monkeypatch: pytest.MonkeyPatch, right: int, what: str
) -> None:
    """Reading and writing apart; the system is asked, because root may do everything."""
    desk.publish("One")
    allowed = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: not mode & right and allowed(path, mode))
    (finding,) = desk.connector().probe()
    assert what in finding.message
