"""What Claude is sent of a Markdown body: its words, without what only a browser needs."""

import html
import re
import unicodedata
from collections.abc import Callable

import regex

from schemas.languages import detect
from schemas.unseen import CODE, fences, opening, without, without_comments, without_hidden

# Every pattern stops at the character that could begin its next match, so that a text made to
# hurt (a megabyte of "<!--" or "[[") still takes linear time.
LEFTOVER = regex.compile(
    r"\A\s*---[ \t]*\n(?>(?:[\w-]+:|[ \t]|#|- )[^\n]*\n|\n)*+---[ \t]*(?:\n|\Z)"
)
UNREAD = (
    (opening(r"<script\b[^<>]*>"), re.compile(r"</script\s*>", re.IGNORECASE)),
    (opening(r"<style\b[^<>]*>"), re.compile(r"</style\s*>", re.IGNORECASE)),
)
BLOCKS = (
    "address|article|aside|blockquote|br|dd|details|div|dl|dt|fieldset|figcaption|figure|footer"
    "|form|h[1-6]|header|hr|li|main|nav|ol|p|pre|section|summary|table|tbody|thead|tr|ul"
)
# Where a link or an image leads to: (address "title"), with parentheses in it, or [reference].
INNER = r"[^()\n]*+"
TARGET = rf"(?:\(\s*+{INNER}(?:\({INNER}\){INNER})*+\s*+\)|\[[^\[\]\n]*\])"
# What a tag holds in MDX: texts in quotes, and values in braces, either of which may hold a ">".
BRACES = r"\{(?:[^{}<]|\{[^{}<]*+\})*+\}"
JSX = rf"""(?:[^<>"'{{}}]|"[^"<]*+"|'[^'<]*+'|{BRACES})*+"""
# What is told of code is told: there, a tag or a template's mark is a word like any other.
KEPT = f"({CODE})"
# What a template's mark may hold: braces in braces.
CALL = r"(?:[^{}]|\{(?:[^{}]|\{[^{}]*+\})*+\})*+"
# A statement of MDX begins a line and ends before a blank one.
NAMES = r"[\w, \t]*+\{[^{}]*+\}"
FROM = r"from\s*+['\"][^\n]*$"
MADE = (
    r"(?:(?:const|let|var)[ \t]++\w++[ \t]*+=|default[ \t]*+[({]"
    r"|(?:default[ \t]++)?(?:async[ \t]++)?function\b)"
)
STATEMENT = r"[^\n]*+(?:\n[ \t]*+\S[^\n]*+)*+"

CAPTION = r"\[?([^\[\]\n]*+)\]?"
REFERENCE = r"\[[^\[\]\n^][^\[\]\n]*\]:[ \t]*+\S++(?:[ \t]++[\"'(][^\n]*|[ \t]*+)"


def kept_or(other: str) -> Callable[[re.Match[str]], str]:
    """Code as it stands, and something else for everything else that was found."""
    return lambda found: found[1] or other


# Each pattern with a text without which it cannot match: looking for that is a hundred times as
# fast, and most articles have few of these things.
REPLACED: tuple[tuple[str, str, str | Callable[[re.Match[str]], str]], ...] = (
    ("import ", r"(?-i:^import)[ \t]++['\"][^'\"\n]*+['\"];?[ \t]*$", ""),  # MDX
    ("import ", rf"(?-i:^import)[ {{*][^\n]*\b{FROM}", ""),
    ("export ", rf"(?-i:^export)[ {{*][^\n]*\b{FROM}", ""),
    ("import ", rf"(?-i:^import){NAMES}\s*+{FROM}", ""),
    ("export ", rf"(?-i:^export){NAMES}\s*+{FROM}", ""),
    ("export ", rf"(?-i:^export)[ \t]++{MADE}{STATEMENT}", ""),
    ("{{", rf"{KEPT}|\{{\{{{CALL}\}}\}}", r"\1"),  # Liquid, Nunjucks, Hugo's shortcodes
    ("{%", rf"{KEPT}|\{{%(?:[^%{{]|%(?!\}})|\{{(?!%))*+%\}}", r"\1"),
    ("{#", r"\{#[^{}]*#\}", ""),  # a comment in Nunjucks
    ("{", r"\{:[^{}\n]*\}|\{[#.][^{}\n]*\}", ""),  # attributes for kramdown and others
    ("[!", r"^([ \t]*>[ \t]*)\[![a-z]+\]", r"\1"),  # GitHub's alerts
    ("[", r"^\[{1,2}_{0,2}toc_{0,2}\]{1,2}$", ""),
    # Where links lead to; what has more words is somebody speaking in an interview.
    ("]:", rf"^ {{0,3}}{REFERENCE}$", ""),
    ("[^", r"\[\^[^\[\]\n]*\](?::[ \t]*)?", ""),  # footnote marks; a footnote's text stays
    ("![", rf"!\[([^\[\]]*)\]{TARGET}", r"\1"),
    ("[", rf"\[((?:[^\[\]]|\[[^\[\]]*+\])*+)\]{TARGET}", r"\1"),
    (":::", rf"^[ \t]*+:{{3,}}[ \t]*+[\w-]*+[ \t]*+{CAPTION}[ \t]*$", r"\1"),  # Docusaurus
    ("<", rf"{KEPT}|</?(?:{BLOCKS})\b(?:{JSX}|[^<>]*)>", kept_or("\n")),
    ("<sup", r"(?<=\d)<sup\b[^<>]*>(?=\d)", "^"),
    ("<", r"</?t[dh]\b[^<>]*>", " "),
    ("<", rf"{KEPT}|</?(?:[a-z](?:{JSX}|[^<>]*))?>", r"\1"),
    ("\\", r"\\([\[\]()_*#.!&<>~${}-])", r"\1"),
)
# Before Python 3.11.5 `re` errs in possessive groups; `regex` does not, but is slow at MDX's lines.
REPLACEMENTS = [
    (trigger, engine.compile(pattern, engine.MULTILINE | engine.IGNORECASE), by)
    for trigger, pattern, by in REPLACED
    for engine in [re if trigger in {"import ", "export "} else regex]
]
HEADING = re.compile(r"^# +(.+?)(?: +#+)?$", re.MULTILINE)
# Besides those of no width, what turns the direction of the words around it: Persian and Hebrew
# are written with marks, and with these only where a text is to look other than it is.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
BLANKS = "\t\u00a0\u2007\u202f"  # as good as a space
RUNS = re.compile("  +")
GAPS = re.compile(r"\n\n\n+")  # thirty times as fast as {3,}
# Unicode's own limit for streams: marks on one letter are sorted, in quadratic time.
MARKS = regex.compile(r"(\p{M}{30})\p{M}++")

MARKED = re.compile(CODE)

# A listing says what it is about in its first lines; the rest of a long one only costs tokens.
CODE_LINES = 20


def sent_text(markdown: str) -> str:
    """The words of a Markdown text, in NFC: headings and lists kept, addresses and tags gone."""
    text = markdown.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = LEFTOVER.sub("", text)
    text = without_hidden(without_comments(text))
    for begins, ends in UNREAD if "<" in text else ():
        text = without(text, begins, ends)
    parts = [_listing(part) if is_code else _prose(part) for is_code, part in _parts(text)]
    return GAPS.sub("\n\n", composed("\n".join(parts))).strip()


def first_heading(sent: str) -> str:
    """The first heading of the first level in a sent text; "" where there is none."""
    headings = (HEADING.search(part) for is_code, part in _parts(sent) if not is_code)
    return next((found[1] for found in headings if found), "")


def language_of(title: str, sent: str, among: tuple[str, ...]) -> str:
    """The language that an article's title and prose are in; its code is English everywhere."""
    prose = MARKED.sub(" ", "\n".join(part for is_code, part in _parts(sent) if not is_code))
    return detect(f"{title}\n\n{prose}", among) or detect(sent, among)


def visible(text: str) -> str:
    """The text less its control characters and those of no width that join nothing."""
    return INVISIBLE.sub("", text)


def composed(text: str) -> str:
    """The text in NFC, with at most 30 marks on each letter."""
    return unicodedata.normalize("NFC", text if text.isascii() else MARKS.sub(r"\1", text))


def _parts(text: str) -> list[tuple[bool, str]]:
    """The text cut at its code fences: whether a part is code, and the part."""
    parts: list[tuple[bool, str]] = []
    bounds, done = fences(text), 0
    for begin, end in zip(bounds[::2], bounds[1::2], strict=True):
        parts += [(False, text[done : max(done, begin - 1)]), (True, text[begin:end])]
        done = end + 1
    return [*parts, (False, text[done:])]


def _listing(code: str) -> str:
    """A code fence, cut after its first lines."""
    lines = code.split("\n")
    if len(lines) > CODE_LINES + 2:
        lines = [*lines[: CODE_LINES + 1], "…", lines[-1]]
    return visible("\n".join(line.rstrip() for line in lines))


def _prose(text: str) -> str:
    """Markdown between code fences as plain words."""
    for trigger, pattern, by in REPLACEMENTS:
        if trigger in text:
            text = pattern.sub(by, text)
    text = visible(html.unescape(text))
    for blank in BLANKS:
        text = text.replace(blank, " ")
    return RUNS.sub(" ", text).replace(" \n", "\n").removesuffix(" ")
