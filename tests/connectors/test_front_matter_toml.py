"""TOML front matter: only the meant lines above the first table change."""

import pytest

from connectors.errors import Unsupported
from connectors.front_matter.file import edited, parse, raw_of, restored
from tests.connectors.test_front_matter import FIELDS, known


def post(block: str, body: str = "Body.\n") -> bytes:
    """A file with this front matter."""
    return f"+++\n{block}+++\n{body}".encode()


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf+++\r\na = 'b'\r\n+++\r\n\r\nBody",
        b"+++ \t\na = 1\n+++ \nBody\n+++\nmore",
        b"+++\n+++\n",
        b"+++\na = 1\n+++",
        b"---toml\na = 1\n---\nBody",
    ],
)
def test_the_parts_are_the_file(data: bytes) -> None:
    """BOM, blanks after the fences, line ends and a missing last one are all kept."""
    assert known(data).data == data


def test_values_are_read_as_they_are_written() -> None:
    """A version number keeps its last zero, and a date is the text that people wrote."""
    block = (
        "a = true\nb = 1.10\nc = 2026-11-20\nd = 2026-11-20T07:30:00Z\ne = ['x', 10, '']\n"
        'f.g = 1\n"h i" = """\none"""\n[j]\na = 2\n'
    )
    values = known(post(block)).block.values
    assert values == {
        "a": "true",
        "b": "1.10",
        "c": "2026-11-20",
        "d": "2026-11-20 07:30:00+00:00",
        "e": ("x", "10"),
        "f": None,
        "h i": "one",
        "j": None,
    }


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", 'description = "New."\n'),
        ("# only a comment\n", 'description = "New."\n# only a comment\n'),
        ("a = 1\n", 'a = 1\ndescription = "New."\n'),
        ("a = 1\n\n# b's\n[b]\nc = 2\n", 'a = 1\ndescription = "New."\n\n# b\'s\n[b]\nc = 2\n'),
        ("[b]\ndescription = 1\n", 'description = "New."\n[b]\ndescription = 1\n'),
        ("[[b]]\nc = 1\n", 'description = "New."\n[[b]]\nc = 1\n'),
        ("description   = 'old' # note\nz = 1\n", 'description   = "New."\nz = 1\n'),
        ("\"description\" = 'old'\n", '"description" = "New."\n'),
        ("  'description'='old'\n", "  'description'=\"New.\"\n"),
        ('description = """\nold\n+ + +\n# no """\nz = 1\n', 'description = "New."\nz = 1\n'),
        ("description = '''a\nb = 1\n'''\nz = 1\n", 'description = "New."\nz = 1\n'),
        ('description = """a \\""" b""""\nz = 1\n', 'description = "New."\nz = 1\n'),
        (
            "description = ''\na = [\n1, # ]\n']'\n]\n",
            "description = \"New.\"\na = [\n1, # ]\n']'\n]\n",
        ),
        (
            'a = """\ndescription = 1\n"""\n',
            'a = """\ndescription = 1\n"""\ndescription = "New."\n',
        ),
        ("a = { description = 1 }\n", 'a = { description = 1 }\ndescription = "New."\n'),
        ("a.description = 1\n", 'a.description = 1\ndescription = "New."\n'),
        ("descriptions = 1\n", 'descriptions = 1\ndescription = "New."\n'),
    ],
)
def test_one_line_takes_the_place_of_the_old_ones(before: str, after: str) -> None:
    """Whatever the old value looked like; a new key stands above the first table."""
    data = post(before)
    new = edited(data, {"description": "New."})
    assert new == post(after)
    assert data == restored(new, raw_of(data, ["description"]))


def test_a_list_of_several_lines_is_replaced_whole() -> None:
    """Its comments go with it, and come back with it."""
    data = post("keywords = [\n  'a', # one ]\n  '''b\n''',\n]\nz = 1\n[t]\nx = 1\n")
    new = edited(data, {"keywords": ("x", "y")})
    assert new == post('keywords = ["x", "y"]\nz = 1\n[t]\nx = 1\n')
    assert data == restored(new, raw_of(data, FIELDS))


def test_line_ends_are_those_of_the_file() -> None:
    """Of the line itself, or of the one above a new key."""
    data = b"+++\r\na = 1\r\nkeywords = [\r\n'x']\n+++\r\nBody"
    assert edited(data, {"description": "New.", "keywords": ("y",)}) == (
        b'+++\r\na = 1\r\nkeywords = ["y"]\ndescription = "New."\n+++\r\nBody'
    )
    assert edited(b"+++\r\n+++\r\n", {"a": "b"}) == b'+++\r\na = "b"\r\n+++\r\n'


def test_a_key_that_is_not_bare_is_quoted() -> None:
    """A site may call its field as it likes."""
    assert edited(post(""), {"méta x": "New."}) == post('"méta x" = "New."\n')


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        ("title = a\n", r"not TOML: Invalid value \(at line 2, column 9\)"),
        ("a = 1\na = 2\n", "not TOML: Cannot overwrite a value"),
        ("a: b\n", "not TOML"),
        ("a = " + "[" * 9999 + "\n", "nested more than 50 levels deep"),
        ("a = " + "9" * 5000 + "\n", "not TOML"),
        ("a = " + "[" * 60 + "]" * 60 + "\n", "nested more than 50 levels deep"),
        ("a" + ".a" * 20_000 + " = 1\n", "nested more than 50 levels deep"),
        ("a.b = 1\n" * 20_000, "more than 100000 bytes"),
    ],
)
def test_what_is_no_toml_is_refused_with_its_reason(block: str, reason: str) -> None:
    """The line is that of the file, so that an editor finds it."""
    with pytest.raises(Unsupported, match=reason):
        parse(post(block))


def test_a_fence_that_is_never_closed_is_refused() -> None:
    """The text below it is not taken for keys."""
    with pytest.raises(Unsupported, match=r"\+\+\+ and never closed"):
        parse(b"+++\na = 1\n---\n")


@pytest.mark.parametrize("block", ["description.en = 'x'\n", "[description]\nen = 'x'\n"])
def test_a_field_in_parts_is_refused(block: str) -> None:
    """There is no line that could be replaced."""
    with pytest.raises(Unsupported, match="`description` does not stand on lines of its own"):
        edited(post(block), {"description": "New."})
