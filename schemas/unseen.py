"""What stands in a page's source and no reader of the page sees."""

import re
from collections.abc import Iterator

# Every loop goes on behind what it found, or gives the mark up: a megabyte of openings that are
# never closed is read once for each mark.
_COMMENTS = (
    (re.compile(r"<!--"), re.compile(r"-->")),
    (re.compile(r"\{/\*"), re.compile(r"\*/\}")),  # a comment in MDX
    (re.compile(r"\{%-?\s*comment\b"), re.compile(r"endcomment\s*-?%\}")),
)
_NAMES = (
    "a|abbr|address|article|aside|b|blockquote|center|code|dd|details|div|dl|dt|em|figure|font"
    "|footer|form|h[1-6]|header|i|label|li|main|nav|noscript|ol|p|pre|section|small|span|strong|sub"
    "|sup|table|tbody|td|template|th|thead|tr|u|ul"
)
_ELEMENT = re.compile(
    rf"""<({_NAMES})\b((?:[^<>"']|"[^"<]*+"|'[^'<]*+')*+)>""",
    re.IGNORECASE,
)
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
    for opening, closing in _COMMENTS:
        text = _less(text, _between(text, opening, closing))
    return text


def without_hidden(text: str) -> str:
    """The text less the elements that a browser does not show; one that is never closed stays."""
    return _less(text, _hidden(text))


def _between(
    text: str, opening: re.Pattern[str], closing: re.Pattern[str]
) -> Iterator[tuple[int, int]]:
    position = 0
    while (begin := opening.search(text, position)) and (end := closing.search(text, begin.end())):
        yield begin.start(), (position := end.end())


def _hidden(text: str) -> Iterator[tuple[int, int]]:
    position, unclosed = 0, set[str]()
    while found := _ELEMENT.search(text, position):
        name, position = found[1].lower(), found.end()
        if name in unclosed or not _is_hidden(name, found[2]):
            continue
        if end := _end(text, name, position):
            yield found.start(), (position := end)
        else:
            unclosed.add(name)


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
