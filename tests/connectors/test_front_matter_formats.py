"""TOML and JSON front matter, on more files than anybody would write down."""

import json
import tomllib
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from connectors.errors import Unsupported
from connectors.front_matter.file import edited, parse, raw_of, restored
from tests.connectors.test_front_matter import FIELDS, known
from tests.connectors.test_front_matter_properties import ENDS, MANY, values

Values = dict[str, str | tuple[str, ...]]

SHAPES = (
    "{key} = 'plain'",
    "{key}   =   1.10   # why",
    '"{key}" = "quoted \\" # no comment"',
    "'{key}'=true",
    "  {key} = 2026-11-20T07:30:00Z",
    '{key} = """\nfirst\n{other} = "no"\n[no]\n""" # end',
    "{key} = '''\n# no\n''' ",
    '{key} = """a""""',
    "{key} = []",
    "{key} = [ 'a', # one ]\n  \"b, c]\",\n\n  '''d\ne''', ]",
    "{key} = {{ description = 'x', keywords = [ {{}} ] }}",
    "{key} = [\n  {{ a = ']' }}, # {{\n]",
)
FILLERS = ("", "   ", "# a comment", "# description = 'no'", "#[no]")
OTHERS = ("title", "date", "x-y", "descriptions", "a.description", "1")
TABLES = ("[t]", "[[t]]", "[ 't'.keywords ]  # why")


@st.composite
def toml_files(draw: st.DrawFn) -> tuple[list[tuple[str, bytes]], bytes, bytes]:
    """A front matter as pieces (whose key it is, its lines), what is before it and after."""
    crlf = draw(st.sampled_from(["never", "always", "mixed"]))

    def ended(lines: str) -> bytes:
        """The lines with the file's line ends."""
        ends = {"never": st.just("\n"), "always": st.just("\r\n")}.get(crlf, st.sampled_from(ENDS))
        return "".join(line + draw(ends) for line in lines.split("\n")).encode()

    pieces = []
    for key in draw(st.lists(st.sampled_from(OTHERS + FIELDS), unique=True)):
        if draw(st.booleans()):
            pieces.append(("", ended(draw(st.sampled_from(FILLERS)))))
        shape = draw(st.sampled_from(SHAPES if "." not in key else SHAPES[:2]))
        other = draw(st.sampled_from(FIELDS))
        pieces.append((key, ended(shape.format(key=key, other=other))))
    if draw(st.booleans()):
        pieces.append(("", ended(draw(st.sampled_from(TABLES)))))
        pieces.append(("", ended("description = 'no'\n# no\n  keywords = [\n'no',\n]")))
    bom = draw(st.sampled_from([b"", b"\xef\xbb\xbf"]))
    opening = bom + b"+++" + ended(draw(st.sampled_from(["", " ", "\t "])))
    body = ended(draw(st.sampled_from(["+++", "+++ "]))) + draw(st.binary(max_size=30))
    return pieces, opening, draw(st.sampled_from([body, body, b"+++", b"+++\n+++\na = 1\n"]))


@MANY
@given(file=toml_files(), new=values)
def test_in_toml_only_the_lines_of_the_two_fields_change(
    file: tuple[list[tuple[str, bytes]], bytes, bytes], new: Values
) -> None:
    """Every other piece is where it was, in its order; the values are found; undoing is exact."""
    pieces, opening, closing = file
    block = b"".join(lines for _, lines in pieces)
    data = opening + block + closing

    after = edited(data, new)

    kept = b"".join(lines for key, lines in pieces if key not in new)
    now = known(after)
    assert (opening, closing) == (now.opening, now.closing + now.body)
    assert kept == now.block.rest(new).encode()
    old, read = tomllib.loads(block.decode()), tomllib.loads(now.block.text)
    assert old | listed(new) == read
    raw = raw_of(data, list(new))
    assert data == restored(after, raw)
    assert data + b"\nmore" == restored(after + b"\nmore", raw)


@st.composite
def json_files(draw: st.DrawFn) -> tuple[str, bytes]:
    """An object as it is laid out by people, tools, and chance; and what is around it."""
    keys = draw(st.lists(st.sampled_from((*OTHERS, *FIELDS, 'Ünï \\ "code"')), unique=True))
    inner = st.sampled_from(
        ['"a}"', "null", "1.10", '[1, {"description": 2}]', '{"a": "b,"}', "[]"]
    )
    gap = st.sampled_from(["", " ", "\n", "\r\n\t", "\n  "])
    members = [
        f"{draw(gap)}{json.dumps(key)}{draw(gap)}:{draw(gap)}{draw(inner)}{draw(gap)}"
        for key in keys
    ]
    text = f"{{{','.join(members) or draw(gap)}}}"
    body = draw(st.sampled_from(["", "\n", "\r\n\r\nBody {}\n", "\n---\n", "\n{}"])).encode()
    return text, body


@MANY
@given(file=json_files(), new=values, dashes=st.booleans())
def test_in_json_only_the_two_members_change(
    file: tuple[str, bytes], new: Values, *, dashes: bool
) -> None:
    """The others stand there in their order and layout; the values are found; undoing is exact."""
    text, body = file
    opening, closing = (b"---\n", b"\n---\n") if dashes else (b"\xef\xbb\xbf", b"")
    data = opening + text.encode() + closing + body

    after = edited(data, new)

    now = known(after)
    assert after.startswith(opening)
    assert after.endswith(closing + body)
    old, read = json.loads(text), json.loads(now.block.text)
    assert old | listed(new) == read
    assert [key for key in old if key not in new] == [key for key in read if key not in new]
    raw = raw_of(data, list(new))
    assert data == restored(after, raw)
    assert data + b"\nmore" == restored(after + b"\nmore", raw)


ODD = st.text(alphabet="\n\t\r =\"'[]{}#,.+-\\aé1\u2028\ufeff", max_size=40)


@MANY
@given(
    lines=st.lists(st.one_of(st.sampled_from(SHAPES[:9]), ODD), max_size=5),
    fences=st.sampled_from([("+++\n", "+++\n"), ("", ""), ("---json\n", "---\n")]),
    new=values,
)
@example(lines=['{"description": [}'], fences=("", ""), new={"description": ""})
@example(lines=["description.a = 1"], fences=("+++\n", "+++\n"), new={"description": ""})
def test_a_file_is_edited_exactly_or_refused(
    lines: list[str], fences: tuple[str, str], new: Values
) -> None:
    """However odd its front matter: no other error, and no harm."""
    block = "\n".join(lines).replace("{key}", "description").replace("{other}", "keywords")
    data = (fences[0] + block + "\n" + fences[1]).encode()
    try:
        after = edited(data, new)
    except Unsupported:
        return
    assert data == restored(after, raw_of(data, list(new)))
    before, now = known(data), known(after)
    assert (before.body, before.block.said(new)) == (now.body, now.block.said(new))
    assert all(now.block.holds(key, value) for key, value in new.items())


@MANY
@given(data=st.binary(max_size=60), opening=st.sampled_from([b"", b"---\n", b"+++\n", b'{"a"']))
def test_any_bytes_are_parts_or_refused(data: bytes, opening: bytes) -> None:
    """Nothing else can come of reading a file."""
    data = opening + data
    try:
        found = parse(data)
    except Unsupported:
        return
    assert found is None or found.data == data


def listed(new: Values) -> dict[str, Any]:
    """New values as readers give them."""
    return {key: value if isinstance(value, str) else [*value] for key, value in new.items()}
