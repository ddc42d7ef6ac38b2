"""What has changed between two texts, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

# A word, a character of a script that has no spaces between its words, or a mark.
_WORD = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]|[^\W\u0e00-\u0eff\u3040-\u9fff]+|\S")
_FEWEST = 2  # words in a row: one "the" that both texts have is no likeness
_LEAST_ALIKE = 0.35  # below it, marks would be all over the text and say nothing


@dataclass(frozen=True)
class Stretch:
    """A part of a text, and whether the other text has it not."""

    text: str
    changed: bool


@dataclass(frozen=True)
class Difference:
    """Two texts, each in stretches; where they have little in common, each is one, unmarked."""

    before: tuple[Stretch, ...]
    after: tuple[Stretch, ...]
    rewritten: bool = False


def difference(before: str, after: str) -> Difference:
    """What the one text has that the other has not."""
    spans = [[found.span() for found in _WORD.finditer(text)] for text in (before, after)]
    words = [_WORD.findall(text) for text in (before, after)]
    matcher = SequenceMatcher(a=words[0], b=words[1], autojunk=False)
    kept = [block for block in matcher.get_matching_blocks() if block.size >= _FEWEST]
    alike = 2 * sum(block.size for block in kept) / max(1, len(words[0]) + len(words[1]))
    if alike < _LEAST_ALIKE:
        return Difference(_whole(before), _whole(after), rewritten=bool(before and after))
    return Difference(
        _stretches(before, spans[0], [(block.a, block.size) for block in kept]),
        _stretches(after, spans[1], [(block.b, block.size) for block in kept]),
    )


def _whole(text: str) -> tuple[Stretch, ...]:
    return (Stretch(text, changed=False),) if text else ()


def _stretches(
    text: str, spans: list[tuple[int, int]], kept: list[tuple[int, int]]
) -> tuple[Stretch, ...]:
    """The text, with the spaces around what has changed left unmarked."""
    stretches = []
    done = word = 0
    for first, size in [*kept, (len(spans), 0)]:
        if word < first:
            start, end = spans[word][0], spans[first - 1][1]
            stretches.append(Stretch(text[done:start], changed=False))
            stretches.append(Stretch(text[start:end], changed=True))
            done = end
        word = first + size
    return tuple(one for one in (*stretches, Stretch(text[done:], changed=False)) if one.text)
