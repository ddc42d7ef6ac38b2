"""One word for one thing: the names in `schemas` and `flows` use the program's own words."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

HOUSE = Path(__file__).parent.parent
ROOMS = ("schemas", "flows")
PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+")

WORD_FOR = {
    "blog": "site",
    "checksum": "content_hash",
    "completion": "reply",
    "document": "article",
    "dryrun": "dry_run",
    "entry": "article",
    "etag": "revision",
    "execution": "run",
    "excerpt": "description",
    "fingerprint": "content_hash",
    "interval": "window",
    "issue": "finding",
    "job": "run",
    "journal": "ledger",
    "lease": "claim",
    "post": "article",
    "quota": "budget",
    "response": "reply",
    "rollback": "revert",
    "snippet": "description",
    "suggestion": "proposal",
    "tenant": "site",
    "timeframe": "window",
    "violation": "finding",
    "wallet": "budget",
}


def test_things_have_one_word() -> None:
    """A synonym would have its reader look for a difference. A CMS's own words stay in there."""
    synonyms = [
        f"{path.relative_to(HOUSE)}:{line} {name}: say {WORD_FOR[word]}"
        for room in ROOMS
        for path in sorted((HOUSE / room).rglob("*.py"))
        for line, name in names(ast.parse(path.read_text(encoding="utf-8"), path))
        for word in parts(name)
        if word in WORD_FOR
    ]
    assert not synonyms, "\n".join(synonyms)


def test_a_name_is_taken_apart_whole_word_by_whole_word() -> None:
    """`posted` is not `post`, and a class is read like a variable."""
    assert list(parts("dry_run_ofPosts")) == ["dry", "run", "of", "posts"]
    assert list(parts("HTMLReply")) == ["html", "reply"]


def names(module: ast.Module) -> Iterator[tuple[int, str]]:
    """What a file itself gives a name to, and in which line: others' names are not its choice."""
    for node in ast.walk(module):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.lineno, node.name
            case ast.arg():
                yield node.lineno, node.arg
            case ast.Name(ctx=ast.Store()):
                yield node.lineno, node.id
            case ast.Attribute(ctx=ast.Store()):
                yield node.lineno, node.attr


def parts(name: str) -> Iterator[str]:
    """The words of a name, in small letters."""
    return (part.lower() for part in PART.findall(name))
