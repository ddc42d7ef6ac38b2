"""What stands in a page's source and no reader of the page sees."""

import re
from bisect import bisect_right
from collections.abc import Iterator

# Every loop goes on behind what it found, or gives the mark up: a megabyte of openings that are
# never closed is read once for each mark. What code tells of is seen: there a mark opens nothing.
CODE = r"`[^`\n]++`"  # in a line
_FENCE = re.compile(r"^ {0,3}(`{3,}(?=[^`\n]*$)|~{3,})(.*)$", re.MULTILINE)


def opening(mark: str) -> re.Pattern[str]:
    """Where something begins that `without` takes out."""
    return re.compile(f"{CODE}|(?P<opening>{mark})", re.IGNORECASE)


# Each with what it cannot be without: to look for that takes a hundredth of the time.
_COMMENTS = (
    ("<!--", opening("<!--"), re.compile(r"-->")),
    ("{/*", opening(r"\{/\*"), re.compile(r"\*/\}")),  # a comment in MDX
    ("{%", opening(r"\{%-?\s*comment\b"), re.compile(r"endcomment\s*-?%\}")),
)
_NAMES = (
    "a|abbr|address|article|aside|b|blockquote|center|code|dd|details|div|dl|dt|em|figure|font"
    "|footer|form|h[1-6]|header|i|label|li|main|nav|noscript|ol|p|pre|section|small|span|strong|sub"
    "|sup|table|tbody|td|template|th|thead|tr|u|ul"
)
_ELEMENT = opening(rf"""<(?P<name>{_NAMES})\b(?P<attributes>(?:[^<>"']|"[^"<]*+"|'[^'<]*+')*+)>""")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_MARKED = re.compile(r"(?:^|\s)hidden(?=[\s=/]|$)", re.IGNORECASE)
_UNSEEN = (
    r"display\s*:\s*[\"']?none|visibility\s*:\s*[\"']?(?:hidden|collapse)"
    r"|(?:font-?size|opacity)\s*:\s*[\"']?0(?![.\d]*[1-9])"
)
UNSEEN_STYLE = re.compile(_UNSEEN, re.IGNORECASE)
_STYLED = re.compile(rf"\bstyle\s*=.*?(?:{_UNSEEN})", re.IGNORECASE | re.DOTALL)


def without_comments(text: str) -> str:
    """The text less its comments; one that is never closed stays."""
    for mark, begins, ends in _COMMENTS:
        text = without(text, begins, ends) if mark in text else text
    return text


def without(text: str, begins: re.Pattern[str], ends: re.Pattern[str]) -> str:
    """The text less everything between two marks; what is never closed stays."""
    return _less(text, _between(text, begins, ends))


def fences(text: str) -> list[int]:
    """Where code fences begin and end, by turns; one that is never closed is a slip, and none."""
    bounds: list[int] = []
    if "```" not in text and "~~~" not in text:
        return bounds
    fence = ""
    for line in _FENCE.finditer(text):
        if not fence:
            fence = line[1]
            bounds.append(line.start())
        elif line[1].startswith(fence) and not line[2].strip():
            fence = ""
            bounds.append(line.end())
    return bounds[:-1] if fence else bounds


def without_hidden(text: str) -> str:
    """The text less the elements that a browser does not show; one that is never closed stays."""
    return _less(text, _hidden(text)) if "<" in text else text


def _between(
    text: str, begins: re.Pattern[str], ends: re.Pattern[str]
) -> Iterator[tuple[int, int]]:
    position = 0
    code = fences(text)
    while begin := begins.search(text, position):
        position = begin.end()
        if begin["opening"] and not _is_within(code, begin.start()):
            if not (end := ends.search(text, position)):
                return
            yield begin.start(), (position := end.end())


def _hidden(text: str) -> Iterator[tuple[int, int]]:
    position, unclosed = 0, set[str]()
    code = fences(text)
    while found := _ELEMENT.search(text, position):
        position = found.end()
        if not found["opening"] or _is_within(code, found.start()):
            continue
        name = found["name"].lower()
        if name in unclosed or not _is_hidden(name, found["attributes"]):
            continue
        if end := _end(text, name, position):
            yield found.start(), (position := end)
        else:
            unclosed.add(name)


def _is_within(bounds: list[int], place: int) -> bool:
    return bool(bisect_right(bounds, place) % 2)


def _is_hidden(name: str, attributes: str) -> bool:
    if attributes.endswith("/"):  # it holds nothing
        return False
    marked = name == "template" or _MARKED.search(_QUOTED.sub("", attributes))
    return bool(marked or _STYLED.search(attributes))


def _end(text: str, name: str, start: int) -> int | None:
    """Where an element ends that holds others of its name; `None` where it does not."""
    depth = 1
    for tag in re.compile(rf"<(/?){name}\b[^<>]*>", re.IGNORECASE).finditer(text, start):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.end()
    return None


def _less(text: str, places: Iterator[tuple[int, int]]) -> str:
    kept, position = [], 0
    for start, end in places:
        kept.append(text[position:start])
        position = end
    return "".join([*kept, text[position:]]) if kept else text
