"""Long articles, cut by their structure to what is worth sending."""

import re
import unicodedata
from itertools import pairwise

CHARS_PER_TOKEN = 2.5  # of the current tokenizer, from the official models overview; Latin scripts
HEADING = re.compile(r"^#{1,6} .+$", re.MULTILINE)
# The last word of what was cut. Chinese and Japanese ones stand without spaces; a URL is none.
BROKEN_WORD = re.compile(r"\s[^\s\u3040-\u30ff\u3400-\u9fff]{1,40}\Z")


def tokens(text: str) -> float:
    """About how many tokens the text is, rather too many than too few.

    2.5 characters each; a Chinese, Japanese or Korean character is a token of its own.
    """
    if text.isascii():
        return len(text) / CHARS_PER_TOKEN
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return wide + (len(text) - wide) / CHARS_PER_TOKEN


def cut(text: str, most: int) -> str:
    """The text within so many tokens: all of it, or the lead whole and each section's beginning.

    Half of the room goes to the lead, the rest in equal parts to the sections, each with its
    heading, so that the end of a long article is heard as well.
    """
    if tokens(text) <= most:
        return text
    starts = [match.start() for match in HEADING.finditer(text)]
    bounds = [0, *starts, len(text)]
    lead, *sections = (text[start:end] for start, end in pairwise(bounds))
    if not sections:
        return _beginning(lead, most)
    kept_lead = _beginning(lead, most // 2)
    room = most - tokens(kept_lead) - len(sections) / CHARS_PER_TOKEN  # a line break before each
    share = int(room / len(sections))
    return "\n".join([kept_lead, *(_beginning(section, share) for section in sections)])


def _beginning(text: str, most: int) -> str:
    """The beginning of the text within so many tokens, ended at a word."""
    if tokens(text) <= most:
        return text.rstrip()
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if tokens(text[:middle]) <= most else (low, middle - 1)
    return BROKEN_WORD.sub("", text[:low]).rstrip()
