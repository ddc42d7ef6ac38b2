"""The editor of front matter, on more files than anybody would write down."""

from typing import Any

import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from connectors.errors import Unsupported
from connectors.front_matter.file import edited, raw_of, restored
from tests.connectors.test_front_matter import FIELDS, known, post

MANY = settings(
    max_examples=80,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def loaded(block: str) -> list[dict[str, Any]]:
    """A block as the usual readers of YAML 1.1 and 1.2 see it, with their types."""
    return [yaml.safe_load(block) or {}, YAML(typ="safe", pure=True).load(block) or {}]


SHAPES = (
    "{key}: plain words",
    "{key}: plain words   # and why",
    "{key}: 'it''s: quoted'",
    '{key}: "double \\" quoted # no comment"  ',
    '"{key}": x',
    "{key} :   x",
    "{key}:",
    "{key}: ~  # nothing",
    "{key}: first\n  second\n\n   third",
    '{key}: "first\n  # second"',
    "{key}: >-\n  folded\n  words\n\n  more",
    "{key}: |\n  literal\n    # no comment\n  description: no key",
    "{key}: |2+\n   kept\n\n  end",
    "{key}: >-\n  # no comment",
    "{key}:\n- one\n- two  # comment\n# between\n- three",
    "{key}:\n  - one\n\n  - >-\n    two\n    words",
    "{key}: [a, 'b, c', 2026-11-20]",
    "{key}: [a,\n  b  # comment\n  ]",
    "{key}:\n  description: nested\n  keywords: [x]",
    "{key}: {{a: b, description: c}}",
    "{key}: 2026-11-20",
    "{key}: NO",
    "{key}: *anchor",
    "{key}: &a{number} named",
    "{key}:\n  words\n  on lines of their own",
)
FILLERS = ("", "   ", "# a comment", "# description: no", "#", "# keywords:\n\n# two")
OTHERS = ("title", "date", "x-y", "Ünïcode", "descriptions", "meta_description", "key words")
ENDS = ("\n", "\r\n")


@st.composite
def files(draw: st.DrawFn) -> tuple[list[tuple[str, bytes]], bytes, bytes]:
    """A front matter as pieces (whose key it is, its lines), what is before it and after."""
    crlf = draw(st.sampled_from(["never", "always", "mixed"]))

    def ended(lines: str) -> bytes:
        """The lines with the file's line ends."""
        ends = {"never": st.just("\n"), "always": st.just("\r\n")}.get(crlf, st.sampled_from(ENDS))
        return "".join(line + draw(ends) for line in lines.split("\n")).encode()

    keys = draw(st.lists(st.sampled_from(OTHERS + FIELDS), unique=True))
    pieces = [("", ended("first: &anchor one"))] if keys else []
    for number, key in enumerate(keys):
        if draw(st.booleans()):
            pieces.append(("", ended(draw(st.sampled_from(FILLERS)))))
        shape = draw(st.sampled_from(SHAPES))
        pieces.append((key, ended(shape.format(key=key, number=number))))
    opening = (
        draw(st.sampled_from([b"", b"\xef\xbb\xbf"]))
        + b"---"
        + ended(draw(st.sampled_from(["", " ", "\t "])))
    )
    body = ended(draw(st.sampled_from(["---", "...", "--- "]))) + draw(st.binary(max_size=30))
    closing = draw(st.sampled_from([body, body, b"---", b"---\r", b"---\n---\na: b\n---\n"]))
    return pieces, opening, closing


texts = st.text(max_size=60)
values = st.fixed_dictionaries(
    {"description": texts},
    optional={"keywords": st.lists(texts, max_size=5).map(tuple)},
)


def ending(line: bytes) -> bytes:
    """The line end of some lines."""
    return b"\r\n" if line.endswith(b"\r\n") else b"\n"


@MANY
@given(file=files(), new=values)
def test_only_the_lines_of_the_two_fields_change(
    file: tuple[list[tuple[str, bytes]], bytes, bytes], new: dict[str, str | tuple[str, ...]]
) -> None:
    """Every other piece is where it was; both readers find the values; undoing is exact."""
    pieces, opening, closing = file
    block = b"".join(lines for _, lines in pieces)
    data = opening + block + closing

    after = edited(data, new)

    assert after.startswith(opening)
    assert after.endswith(closing)
    now = after[len(opening) : len(after) - len(closing)]
    for key, lines in pieces:
        if key in new:
            line, _, now = now.partition(b"\n")
            assert (line + b"\n").endswith(ending(lines))
            assert line.startswith((key.encode(), f'"{key}"'.encode()))
        else:
            assert now.startswith(lines)
            now = now[len(lines) :]
    assert now.count(b"\n") == len(new.keys() - {key for key, _ in pieces})

    before, written = known(data).block.text, known(after).block.text
    for old, read in zip(loaded(before), loaded(written), strict=True):
        expected = {
            key: value if isinstance(value, str) else [*value] for key, value in new.items()
        }
        assert old | expected == read

    raw = raw_of(data, list(new))
    assert data == restored(after, raw)
    assert data + b"\nmore" == restored(after + b"\nmore", raw)


YAMLISH = st.text(alphabet=" \n\t\r:-#|>[]{}&*!?'\"%@`~.,+<=0aé\u2028\u0085\ufeff\x00", max_size=40)
LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [shape.format(key=key, number=key) for shape in SHAPES for key in ("a", *FIELDS)]
        ),
        YAMLISH,
    ),
    max_size=6,
).map("\n".join)


@MANY
@given(block=LINES, new=values)
@example(block="description:\n  - |\n   # x", new={"description": ""})
@example(block="description: [\n#x\n]", new={"description": ""})
@example(block="a: &x b\ndescription: &x c\nd: *x", new={"description": ""})
@example(block="description\n: a", new={"description": ""})
@example(block="? description\n", new={"description": ""})
@example(block="? [a]\n: b", new={"description": ""})
@example(block="\r\ufeff", new={"description": ""})
@example(block="<<: {description: a}", new={"description": "b"})
@example(block="<<: a", new={"description": "b"})
def test_a_file_is_edited_exactly_or_refused(
    block: str, new: dict[str, str | tuple[str, ...]]
) -> None:
    """However odd its front matter: no other error, and no harm."""
    data = post(block + "\n")
    try:
        after = edited(data, new)
    except Unsupported:
        return
    assert data == restored(after, raw_of(data, list(new)))
    before, now = known(data), known(after)
    assert (before.body, before.block.rest(new)) == (now.body, now.block.rest(new))
    assert all(now.block.holds(key, value) for key, value in new.items())
