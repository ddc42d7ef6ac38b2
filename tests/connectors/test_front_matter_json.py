"""JSON front matter: only the meant members change, and the layout stays."""

import pytest

from connectors.errors import Unsupported
from connectors.front_matter.file import edited, parse, raw_of, restored
from tests.connectors.test_front_matter import FIELDS, known

BOTH: dict[str, str | tuple[str, ...]] = {"description": "New.", "keywords": ("x", "y")}


def post(block: str, body: str = "\n\nBody.\n") -> bytes:
    """A file that begins with this object."""
    return f"{block}{body}".encode()


@pytest.mark.parametrize(
    "data",
    [
        b'\xef\xbb\xbf{\r\n"a": "b"\r\n}\r\nBody {}',
        b'{"a": {"b": "}"}}',
        b'{"a": 1}\nBody',
        b"{}\n",
        b'---\n{"a": 1}\n---\nBody',
        b'---json\n\n{\n\t"a": 1\n}\n\n---\nBody',
    ],
)
def test_the_parts_are_the_file(data: bytes) -> None:
    """With the dashes of VitePress and Eleventy, or none, as in Hugo."""
    assert known(data).data == data
    assert known(data).block.text.strip().endswith("}")


@pytest.mark.parametrize("data", [b"{% include x %}\n", b"{{ x }}\n", b"{: .lead }\nWords", b"{"])
def test_a_brace_is_not_yet_an_object(data: bytes) -> None:
    """Templates begin with one, too."""
    assert parse(data) is None


def test_values_are_read_as_they_are_written() -> None:
    """Numbers keep their digits, and escapes are read."""
    block = '{"a": true, "b": 1.10, "c": null, "d": ["x", 2, null, ""], "e": {}, "f": "\\u00e9"}'
    values = known(post(block)).block.values
    assert values == {"a": "true", "b": "1.10", "c": (), "d": ("x", "2"), "e": None, "f": "é"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{}", '{"description": "New.", "keywords": ["x", "y"]}'),
        ("{\n}", '{\n  "description": "New.",\n  "keywords": ["x", "y"]\n}'),
        ('{"a":1}', '{"a":1, "description":"New.", "keywords":["x", "y"]}'),
        (
            '{"a": {"description": 1}}',
            '{"a": {"description": 1}, "description": "New.", "keywords": ["x", "y"]}',
        ),
        ('{ "a" : 1 }', '{ "a" : 1, "description" : "New.", "keywords" : ["x", "y"] }'),
        (
            '{\r\n\t"a": []\r\n}',
            '{\r\n\t"a": [],\r\n\t"description": "New.",\r\n\t"keywords": ["x", "y"]\r\n}',
        ),
        (
            '{\n  "keywords":  [\n    "a"\n  ] ,\n  "z": "}",\n  "description" :null\n}',
            '{\n  "keywords":  ["x", "y"] ,\n  "z": "}",\n  "description" :"New."\n}',
        ),
        (
            '{"\\u0064escription": "old \\" }", "z": 1}',
            '{"\\u0064escription": "New.", "z": 1, "keywords": ["x", "y"]}',
        ),
    ],
)
def test_members_are_replaced_or_added(before: str, after: str) -> None:
    """In their own layout, or in that of the member above them; and undone to the byte."""
    data = post(before)
    new = edited(data, BOTH)
    assert new == post(after)
    assert data == restored(new, raw_of(data, FIELDS))


def test_dashes_around_it_stay() -> None:
    """It is edited as JSON, and still YAML."""
    data = b'---\n{\n  "a": 1\n}\n---\nBody'
    assert edited(data, {"description": "New."}) == (
        b'---\n{\n  "a": 1,\n  "description": "New."\n}\n---\nBody'
    )


def test_a_member_whose_neighbours_are_gone_is_taken_out_with_its_comma() -> None:
    """People may have moved our members in front of others since."""
    raw = raw_of(post('{"a": 1}'), FIELDS)
    now = post('{\n  "keywords": ["x"],\n  "b": 2,\n  "description": "New.",\n  "c": 3\n}')
    assert restored(now, raw) == post('{\n  "b": 2,\n  "c": 3\n}')
    assert restored(post('{\n  "keywords": ["x"]\n}'), raw) == post("{\n}")


def test_the_rest_is_shown_with_its_escapes_read() -> None:
    """A description may lean on it."""
    rest = known(post('{"a": "caf\\u00e9", "description": "x", "n": 1.10}')).block.rest(FIELDS)
    assert rest == '{\n "a": "café",\n "n": "1.10"\n}'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"a": 1, "a": 2}', "`a` stands 2 times"),
        (b'{\n"a": x}', "not JSON: line 2: Expecting value"),
        (b'{"a": 1,}', "not JSON: line 1: "),
        (b'---json\n{"a": x}\n---\n', "not JSON: line 2: Expecting value"),
        (b"---json\na: b\n---\n", "not JSON"),
        (b'---\n{"a": 1} b\n---\n', "goes on behind its JSON object"),
        (b'{"a": NaN}', "NaN is no number"),
        (b'{"a": ' + b"[" * 99_999, "nested more than 50 levels deep"),
        (b'{"a": ' + b"[" * 60 + b"]" * 60 + b"}", "nested more than 50 levels deep"),
        (b'{"a": "' + b"x" * 100_000 + b'"}', "more than 100000 bytes"),
        (b'{"a": "\\ud83d"}', "half a character"),
        (b'{"a": "\xff"}', "not UTF-8"),
        (b"---js\n{ a: 1 }\n---\n", "is JavaScript"),
    ],
)
def test_what_is_no_json_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    """Readers differ about keys that stand twice, and nobody should guess."""
    with pytest.raises(Unsupported, match=reason):
        parse(data)
