"""YAML as two readers see it: libyaml for version 1.1, ruamel.yaml for 1.2.

Values are read as they are written, never as the types that a version of YAML makes of them:
a title of `NO` stays "NO", a tag of `2024` stays "2024".
"""

from collections.abc import Collection, Iterator
from typing import Any, Protocol, cast

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode

from connectors.errors import Unsupported
from connectors.front_matter.block import DEEPEST, TOO_DEEP, Text, Value

# libyaml is what Jekyll reads with, and twenty times as fast; not every build of PyYAML has it.
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

SEQUENCE = "tag:yaml.org,2002:seq"
STRING = "tag:yaml.org,2002:str"
NULL = "tag:yaml.org,2002:null"

NO_LINES = "the front matter is not made of lines of `key: value`"


class Node(Protocol):
    """What the nodes of both libraries have in common; `value` is a text or the children."""

    tag: str
    value: Any


def composed(block: str) -> yaml.MappingNode | None:
    """The mapping that a block holds, or None where it holds only blanks and comments.

    Raises `Unsupported` where it is not YAML, or not lines of `key: value`.
    """
    if block.startswith("\ufeff"):
        # It would not be counted as a character, and so shift all that is found below it.
        raise Unsupported("the front matter begins with a byte order mark, below the ---")
    try:
        _measure(block)
        root = yaml.compose(block, Loader=LOADER)
    except yaml.YAMLError as error:
        raise Unsupported(_complaint(error)) from error
    if root is None:
        return None
    if isinstance(root, yaml.MappingNode) and not root.flow_style:
        return root
    raise Unsupported(NO_LINES)


def strictly_composed(block: str) -> Node | None:
    """The block as a reader of YAML 1.2 sees it. Raises `Unsupported`.

    It is shown spaces for tabs: YAML allows these between and behind values, where real files
    have them, and ruamel.yaml does not. What type a text is of it need not say, which saves a
    third of its time: a text in quotes is one in every version.
    """
    try:
        root = YAML(typ="base", pure=True).compose(block.replace("\t", " "))
    except YAMLError as error:
        raise Unsupported(_complaint(error)) from error
    if root is None or isinstance(root, MappingNode):
        return cast("Node | None", root)
    raise Unsupported(NO_LINES)


def plain(node: yaml.Node) -> Value:
    """A node as a text or a list of texts, each as it is written, less the empty ones."""
    if isinstance(node, yaml.ScalarNode):
        return () if node.tag == NULL else str(node.value)
    if not isinstance(node, yaml.SequenceNode):
        return None
    if not all(isinstance(child, yaml.ScalarNode) for child in node.value):
        return None
    return tuple(child.value for child in node.value if child.value and child.tag != NULL)


def leaves(node: Node) -> Iterator[str]:
    """The texts in a node, however deep; what is there twice by an alias, once."""
    return _leaves(node, set())


def shape(root: Node | None, without: Collection[str] = ()) -> list[object]:
    """What a document says, comparable: tags, values, order, and which nodes are shared.

    Keys of the top level may be left out. Each node is visited once, so that a few lines of
    aliases cannot blow it up.
    """
    seen: dict[int, int] = {}
    return [
        (_shape(key, seen), _shape(value, seen))
        for key, value in (root.value if root else [])
        if not (isinstance(key.value, str) and key.value in without)
    ]


def texts(root: Node | None) -> object:
    """What a document says to a reader who knows no types, with spaces for tabs; comparable."""
    return root and _texts(root, {})


def holds(root: Node | None, key: str, value: Text) -> bool:
    """Whether a mapping has just this value, as text, under a key."""
    expected: object = (STRING, value)
    if not isinstance(value, str):
        expected = (SEQUENCE, [(STRING, item) for item in value])
    pairs = root.value if root else []
    return [_shape(child, {}) for name, child in pairs if name.value == key] == [expected]


def _shape(node: Node, seen: dict[int, int]) -> object:
    if id(node) in seen:
        return seen[id(node)]
    seen[id(node)] = len(seen)
    if isinstance(node.value, str):
        return node.tag, node.value
    return node.tag, [
        tuple(_shape(part, seen) for part in child)
        if isinstance(child, tuple)
        else _shape(child, seen)
        for child in node.value
    ]


def _texts(node: Node, seen: dict[int, int]) -> object:
    if id(node) in seen:
        return seen[id(node)]
    seen[id(node)] = len(seen)
    if isinstance(node.value, str):
        return node.value.replace("\t", " ")
    return [
        [_texts(part, seen) for part in (child if isinstance(child, tuple) else (child,))]
        for child in node.value
    ]


def _leaves(node: Node, seen: set[int]) -> Iterator[str]:
    if id(node) in seen:
        return
    seen.add(id(node))
    if isinstance(node.value, str):
        if node.value and node.tag != NULL:
            yield node.value
        return
    for child in node.value:
        yield from _leaves(child[1] if isinstance(child, tuple) else child, seen)


def _measure(block: str) -> None:
    """Raise where the nesting is too deep.

    Composing recurses in C until the process dies: a segmentation fault at some 5,000 levels
    with PyYAML 6.0.3.
    """
    if sum(map(block.count, "[{-:?")) <= DEEPEST:
        return  # each level takes one of these at least
    depth = 0
    for event in yaml.parse(block, Loader=LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise Unsupported(TOO_DEEP)


def _complaint(error: Exception) -> str:
    """A reader's error as a sentence that names the line of the file."""
    if not isinstance(error, yaml.MarkedYAMLError | MarkedYAMLError):
        return f"the front matter is not YAML: {' '.join(str(error).split())}"
    mark = error.problem_mark or error.context_mark
    where = f"line {mark.line + 2}: " if mark else ""  # line 1 is the opening fence
    what = f"{error.problem} ({error.context})" if error.context else error.problem
    return f"the front matter is not YAML: {where}{what}"
