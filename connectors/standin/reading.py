"""What a request asks about: the article in it, without markup, and its sentences."""

import html
from dataclasses import dataclass
from functools import cached_property

import regex as re  # before Python 3.11.5 the built-in one errs in possessive groups

_LOOKED_AT = 20_000  # characters of an article: more change an extract little and cost time
UNFIT = "\x00"  # stands where something was that no description may show: an address, a formula

CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff]")
_ARTICLE = re.compile(
    r"<article\b[^>]*>((?:[^<]++|<(?!/article>))*+)</article>", re.IGNORECASE | re.DOTALL
)
_TITLE = re.compile(r"<title\b[^>]*>(.*?)</title>", re.DOTALL | re.IGNORECASE)
_TEXT = re.compile(r"<text\b[^>]*>((?:[^<]++|<(?!/text>))*+)", re.IGNORECASE | re.DOTALL)

# Each begins with a plain character, which makes the search for it fast: hence "\n", not "^".
_MARKUP = [
    (re.compile(pattern, re.DOTALL), instead)
    for pattern, instead in (
        (r"\n[ \t]*(```|~~~).*?\n[ \t]*\1[^\n]*", "\n\n"),  # code
        (r"<!--.*?-->|<(script|style|svg)\b.*?</\1>", ""),
        (r"\{%.*?%\}|\{\{.*?\}\}|\{#[^{}]*\}", ""),  # Liquid, shortcodes, heading ids
        (r"</?(p|div|li|ul|ol|h\d|br|tr|td|th|table|section|blockquote)\b[^>]*>", "\n\n"),
        (r"</?[a-zA-Z][^<>]*>", ""),
        (r"!\[[^\]]*\](\([^()]*(\([^()]*\)[^()]*)*\)|\[[^\]]*\])", ""),  # images
        (r"\[([^\[\]]*)\](\([^()]*(\([^()]*\)[^()]*)*\)|\[[^\]]*\])", r"\1"),  # links
        (r"\n[ \t]*\[[^\]]+\]:[^\n]*", ""),  # where links lead
        (r"\[\^[^\]]+\]", ""),  # footnotes
        (r"https?://\S+", UNFIT),
        (r"www\.\S+", UNFIT),
        (r"@[\w-]+\.[\w.-]+", UNFIT),
        (r"\n(import|export)\s[^\n]*", "\n\n"),  # MDX
        (r"\n[ \t]*(\|[^\n]*|[-=*_]{3,}[ \t]*(?=\n))", "\n\n"),  # tables, rules
        (r"\n[ \t]*(#{1,6}[ \t]+|>[ \t]?|[-*+•][ \t]+|\d+[.)][ \t]+)+", "\n\n"),
    )
]
_EMPHASIS = "*`~"
_UNDERLINED = re.compile(r"_(?<![^\W_]_)_*|_+(?![^\W_])")  # around a word, but not inside of one
_WRAPPED = re.compile(r"(?<=[\u3000-\u9fff，])\n(?=[\u3000-\u9fff])")  # no space between them
_BLOCKS = re.compile(r"\n\s*\n")
_ENDS = re.compile(
    r"[.!?。！？](?:(?<=[.!?])[\"'”’»)\]]*\s+(?=[\"'“‘«¿¡(\[]*[^\W_a-z])"  # no small letter follows
    r"|(?<=[。！？])[」』）”’]*)",
)
_ABBREVIATED = re.compile(
    r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|St|No|Nr|vs|etc|e\.g|i\.e|z\.B|d\.h|Prof|Sr|Jr|Inc|Co|Sen|Rep|Gov"
    r"|Sept|Jan|Feb|Mar|Apr|Aug|Oct|Nov|Dec|Art|Abs|bzw|ca|approx|p\.ex|Fig|M))\.$",
)


@dataclass(frozen=True)
class Reading:
    """An article as the stand-in reads it, and what else the request said."""

    title: str
    text: str
    around: str

    @cached_property
    def blocks(self) -> list[str]:
        """The paragraphs, list items and headings of the text, each on one line."""
        text = "\n" + self.text.replace("\r\n", "\n")
        for pattern, instead in _MARKUP:
            text = pattern.sub(instead, text)
        for mark in _EMPHASIS:
            text = text.replace(mark, "")
        if "_" in text:
            text = _UNDERLINED.sub("", text)
        return [line for block in _BLOCKS.split(text) if (line := _one_line(block))]

    @cached_property
    def wide(self) -> bool:
        """Whether the article is written in Chinese, Japanese or Korean characters."""
        start = self.title + self.text[:1000]
        return len(CJK.findall(start)) * 5 > len(start)


def read(message: str) -> Reading:
    """The last article of a message; without one, all of it, the first line being the title."""
    found = next(reversed(list(_ARTICLE.finditer(message))), None)
    inside = found[1] if found else message
    around = message[: found.start()] + message[found.end() :] if found else ""
    title, text = _TITLE.search(inside), _TEXT.search(inside)
    first, _, rest = inside.strip().partition("\n")
    body = text[1] if text else inside[title.end() :] if title else rest
    return Reading(
        title=_one_line(html.unescape(title[1] if title else first)),
        text=html.unescape(body[:_LOOKED_AT]),
        around=_one_line(around),
    )


def sentences(block: str) -> list[str]:
    """The sentences of a block, in their order."""
    found: list[str] = []
    start = 0
    for end in _ENDS.finditer(block):
        sentence = block[start : end.end()].strip()
        if sentence and not _ABBREVIATED.search(sentence[-8:]):
            found.append(sentence)
            start = end.end()
    return [*found, last] if (last := block[start:].strip()) else found


def _one_line(text: str) -> str:
    return " ".join(_WRAPPED.sub("", text).split())
