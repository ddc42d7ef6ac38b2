"""The editor of front matter: only the meant lines change, or nothing does."""

import json

import pytest

from connectors.errors import Malformed, Unsupported
from connectors.front_matter.file import FrontMatter, edited, parse, raw_of, restored

FIELDS = ("description", "keywords")


def post(block: str, body: str = "Body.\n") -> bytes:
    """A file with this front matter."""
    return f"---\n{block}---\n{body}".encode()


def known(data: bytes) -> FrontMatter:
    """The parts of a file that has front matter."""
    parts = parse(data)
    assert parts is not None
    return parts


@pytest.mark.parametrize(
    "data", [b"", b"Body.\n", b"\nBody\n---\na: b\n---\n", b"----\na\n---\n", b"---"]
)
def test_a_file_without_front_matter_has_none(data: bytes) -> None:
    """The fence is three dashes, alone on the first line that is not blank."""
    assert parse(data) is None


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf---\r\na: b\r\n---\r\n\r\nBody",
        b"--- \t\na: b\n--- \nBody\n---\nmore",
        b"\n \t\r\n---\na: b\n---\nBody",
        b"\n+++\na = 1\n+++\nBody",
        b"---\na: b\n...\nBody",
        b"---\n---\n",
        b"---\na: b\n---",
    ],
)
def test_the_parts_are_the_file(data: bytes) -> None:
    """BOM, blanks after the fences, line ends and a missing last one are all kept."""
    assert known(data).data == data


def test_values_are_read_as_they_are_written() -> None:
    """No version of YAML makes a boolean, a number or a date of a title."""
    block = "a: NO\nb: 1.10\nc: 2026-11-20\nd: ~\ne: [x, 010, '', ~]\nf: {g: h}\ng: [[x], y]\n"
    values = known(post(block)).block.values
    assert [values[key] for key in "abcd"] == ["NO", "1.10", "2026-11-20", ()]
    assert [values[key] for key in "efg"] == [("x", "010"), None, None]


def test_merged_keys_count_where_the_key_itself_is_missing() -> None:
    """`<<` is how one draft flag can serve several files."""
    values = known(post("base: &b {draft: true, lang: de}\n<<: *b\nlang: fr\n")).block.values
    assert (values["draft"], values["lang"]) == ("true", "fr")


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        ("title: a: b\n", "line 2: mapping values are not allowed in this context"),
        ("title: x\ntags:\n\t- a\n", "line 4: found character that cannot start any token"),
        ("- a\n- b\n", "not made of lines of `key: value`"),
        ("just words\n", "not made of lines of `key: value`"),
        ("{title: x}\n", "not JSON: line 2: Expecting property name"),
        ("a: " + "[" * 60 + "]" * 60 + "\n", "nested more than 50 levels deep"),
        ("a: " + "- " * 40_000 + "\n", "not YAML"),
        ("- " * 40_000 + "\n", "nested more than 50 levels deep"),
        ("a: \x00\n", "not YAML"),
        ("\ufeffa: b\n", "byte order mark"),
        ("x: &x y\n*x : z\n", "a key of the front matter is an alias"),
    ],
)
def test_what_is_no_front_matter_is_refused_with_its_reason(block: str, reason: str) -> None:
    """The line is that of the file, so that an editor finds it."""
    with pytest.raises(Unsupported, match=reason):
        parse(post(block))


def test_a_fence_that_is_never_closed_is_refused() -> None:
    """The text below it is not taken for keys."""
    with pytest.raises(Unsupported, match="never closed"):
        parse(b"---\ntitle: x\n\nBody.\n")


def test_the_other_keys_are_the_block_without_two() -> None:
    """Comments above a key are nobody's and stay."""
    block = "a: b\n# why\ndescription: >-\n  one\n\n  two\n\n# next\nkeywords:\n- x\n- y\nc: d\n"
    assert known(post(block)).block.rest(FIELDS) == "a: b\n# why\n\n# next\nc: d\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", 'description: "New."\n'),
        ("# only a comment\n", '# only a comment\ndescription: "New."\n'),
        ("a: b\n", 'a: b\ndescription: "New."\n'),
        ("  a: b\n  c: d\n", '  a: b\n  c: d\n  description: "New."\n'),
        ("description:\n# the desk's\nz: 1\n", 'description: "New."\n# the desk\'s\nz: 1\n'),
        ("description: old # note\n", 'description: "New."\n'),
        ('"description" : old\n', '"description": "New."\n'),
        ("description: &d old\nz: 1\n", 'description: "New."\nz: 1\n'),
        ("x: &d old\ndescription: *d\nz: 1\n", 'x: &d old\ndescription: "New."\nz: 1\n'),
        ("description: |\n  a\n  # b\n\n# c\nz: 1\n", 'description: "New."\n\n# c\nz: 1\n'),
        ("description: 'a\n  # b'\nz: 1\n", 'description: "New."\nz: 1\n'),
        ("description: a\n  b\n\n  c\nz: 1\n", 'description: "New."\nz: 1\n'),
        ("z: 1\ndescription: !!str\n  old\n", 'z: 1\ndescription: "New."\n'),
        ("text: |\n  description: no\n", 'text: |\n  description: no\ndescription: "New."\n'),
        ("a: {description: no}\n", 'a: {description: no}\ndescription: "New."\n'),
        ("a:\n  description: no\n", 'a:\n  description: no\ndescription: "New."\n'),
        ("a: b\na: c\ndescription: old\n", 'a: b\na: c\ndescription: "New."\n'),
        ("- melody: x\n".replace("- ", "a: \n- "), 'a: \n- melody: x\ndescription: "New."\n'),
        ("a:\n- b\t\t\n", 'a:\n- b\t\t\ndescription: "New."\n'),
    ],
)
def test_one_line_takes_the_place_of_the_old_ones(before: str, after: str) -> None:
    """Whatever the old value looked like; what is not its own stays."""
    data = post(before)
    new = edited(data, {"description": "New."})
    assert new == post(after)
    assert data == restored(new, raw_of(data, ["description"]))


def test_line_ends_are_those_of_the_line() -> None:
    """A file of mixed ones stays as mixed as it was."""
    data = b"\xef\xbb\xbf---\r\na: b\ndescription: old\r\nkeywords:\n- x\n---\r\nBody"
    assert edited(data, {"description": "New.", "keywords": ("y", "z")}) == (
        b'\xef\xbb\xbf---\r\na: b\ndescription: "New."\r\nkeywords: ["y", "z"]\n---\r\nBody'
    )
    assert edited(b"---\r\n---\r\n", {"a": "b"}) == b'---\r\na: "b"\r\n---\r\n'


def test_a_key_that_is_not_plain_is_quoted() -> None:
    """A site may call its field as it likes."""
    assert edited(post(""), {"méta: x": "New."}) == post('"méta: x": "New."\n')


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        ("description: a\ndescription: b\n", "`description` stands 2 times"),
        ("? description\n: a\n", "`description` does not stand on lines of its own"),
        ("description: &d old\nsummary: *d\n", "with the new value, .*undefined alias"),
        ("description: &d old\nx: &d new\ny: *d\n", "duplicate anchor"),
    ],
)
def test_what_cannot_be_edited_safely_is_refused(block: str, reason: str) -> None:
    """With its reason."""
    with pytest.raises(Unsupported, match=reason):
        edited(post(block), {"description": "New."})


def test_half_a_character_is_refused() -> None:
    """No encoding has a place for a lone surrogate."""
    with pytest.raises(Unsupported, match="half a character"):
        edited(post("a: b\n"), {"description": "\ud83d"})


def test_a_handful_of_aliases_cannot_blow_up_the_proof() -> None:
    """Nine levels of nine aliases are 400 million values, and nine nodes."""
    lines = ["a0: &a0 [x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    data = post("\n".join(lines) + "\n")
    assert edited(data, {"description": "New."}) == post(
        "\n".join([*lines, 'description: "New."\n'])
    )


def test_what_people_changed_besides_stays_when_the_lines_return() -> None:
    """A new body, a new key, another order: only the two fields' lines are ours to put back."""
    data = post("description: >\n  old\n  words\na: b\n")
    raw = raw_of(data, FIELDS)
    edited(data, {"description": "New.", "keywords": ("x",)})
    now = post('keywords: ["x"]\na: c\ne: f\ndescription: "New."\n', "Another body.")
    assert post("a: c\ne: f\ndescription: >\n  old\n  words\n", "Another body.") == restored(
        now, raw
    )


def test_lines_that_nobody_has_any_more_are_added_at_the_end() -> None:
    """A person may have taken our line out; then there is no place that was the old one's."""
    data = post("description: old # note\na: b\n")
    assert restored(post("a: b\n"), raw_of(data, FIELDS)) == post("a: b\ndescription: old # note\n")


def test_lines_that_do_not_fit_any_more_are_refused() -> None:
    """The old value was an alias, and what it named is gone."""
    raw = raw_of(post("x: &d old\ndescription: *d\n"), FIELDS)
    with pytest.raises(Unsupported, match="undefined alias"):
        restored(post('description: "New."\n'), raw)


@pytest.mark.parametrize(
    "raw", [b"", b"[]", b"7", b'{"a": 7}', b'{"a": "%"}', b"\xff", b'{"a": "/w=="}']
)
def test_raw_bytes_that_make_no_sense_are_malformed(raw: bytes) -> None:
    """Never half of them."""
    with pytest.raises(Malformed):
        restored(post("a: b\n"), raw)


def test_raw_bytes_hold_the_lines_alone() -> None:
    """So that a receipt is small, and shows nothing that is not its own."""
    kept = json.loads(raw_of(post("secret: x\ndescription: old\n"), FIELDS))
    assert kept == {"description": "ZGVzY3JpcHRpb246IG9sZAo=", "keywords": None}
