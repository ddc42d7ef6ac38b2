"""A description is one plain statement: no markup, no talk about itself, no shouting."""

import re
from collections.abc import Iterator
from functools import lru_cache

import regex

from schemas.article import Article
from schemas.finding import Severity
from schemas.known import Known
from schemas.metadata import Metadata
from schemas.rules.evidence import evidence
from schemas.rules.phrases import META_TALK
from schemas.rules.rule import rule
from schemas.rules.words import ABBREVIATIONS
from schemas.stems import CJK

_TOP = (
    "com|org|net|gov|edu|io|dev|info|at|au|be|br|ca|ch|cn|co|cz|de|dk|es|eu|fi|fr|in|it|jp|kr|ly|me|"
    "mx|nl|no|nz|pl|pt|ru|se|tr|ua|uk|us"
)
# Bare domains such as Digital.gov are names and pass; a domain with a path does not.
ADDRESS = re.compile(
    r"\b(?:https?|ftp|file)://\S+|\b(?:mailto|javascript|data):\S+|\bwww\.\S+"
    rf"|[\w.+-]{{1,64}}@[\w-]{{1,64}}\.\w+|\b[\w-]{{1,64}}\.(?:{_TOP})/\S+",
    re.IGNORECASE,
)
MARKUP = re.compile(
    r"<[a-z/!?]\S*"  # HTML and comments, closed or not
    r"|\{[{%<]\S*|\[/?[a-z_-]+(?: [^\[\]]*=[^\[\]]*|/)?\](?!\()"  # Liquid, Hugo, WordPress
    r"|!?\[[^\[\]]*\]\([^()]*\)|\*\*|~~|`+\S*|\*\S[^*]*\*|(?<!\w)_[^_\s][^_]*_(?!\w)"
    r"|^\s*(?:#{1,6}|[-*+>])\s",
    re.IGNORECASE,
)
EMOJI = re.compile("[\u2600-\u266c\u2670-\u27bf\U0001f000-\U0001faff]")  # C♯ is a tone
_SHOUTED = re.compile(rf"(?<![^\W{CJK}])[^\W\d_{CJK}]{{3,}}(?![^\W{CJK}])")
_MOST_SHOUTED = 2  # words in capitals that the article does not write so
_CUT_OFF = re.compile(r"(?:…|\.\.\.)[\"'”’»“)\]]*$")

# A stop with a sentence after it. Before it stand two letters or three digits: "J. Smith",
# "U.S. Navy" and "3. Oktober" are no ends.
_END = regex.compile(
    r"(?:(?<=[^\W\d_]{2})|(?<=[^\W_]\d\d))[\"'”’»)\]]*[.!?…]+"
    r"[\"'”’»)\]]*\s+(?=[\"'“„«(\[]*[^\W\d_\p{Ll}])"
    r"|[。！？।](?=.)"
)
_LAST_WORD = re.compile(r"[^\W\d_]+(?=\W*$)")
_MOST_SENTENCES = 3
_GOOD_SENTENCES = 2


@rule("M01", Severity.REJECT)
def there_is_a_description(metadata: Metadata, _article: Article, _known: Known) -> Iterator[str]:
    """Write a meta description."""
    if not metadata.meta_description.strip():
        yield ""


@rule("M03", Severity.REJECT)
def no_markup_or_addresses(metadata: Metadata, _article: Article, _known: Known) -> Iterator[str]:
    """Write plain words without Markdown, HTML, shortcodes, links and e-mail addresses."""
    for pattern in (MARKUP, ADDRESS):
        yield from (match[0] for match in pattern.finditer(metadata.meta_description))


@rule("M04", Severity.REJECT)
def no_meta_talk(metadata: Metadata, _article: Article, _known: Known) -> Iterator[str]:
    """Give the description alone, without a preamble, a label or a count of characters."""
    yield from (match[0] for match in META_TALK.finditer(metadata.meta_description))


@rule("M10b", Severity.REJECT)
def it_is_not_cut_off(metadata: Metadata, _article: Article, _known: Known) -> Iterator[str]:
    """End with a finished sentence, not with an ellipsis."""
    if _CUT_OFF.search(metadata.meta_description):
        yield ""


@rule("M11", Severity.REJECT)
def at_most_three_sentences(metadata: Metadata, _article: Article, _known: Known) -> Iterator[str]:
    """Write at most three sentences, better one or two."""
    count = sentences(metadata.meta_description)
    if count > _MOST_SENTENCES:
        yield f"there are {count}"


@rule("M11b", Severity.WARNING)
def one_or_two_sentences(metadata: Metadata, _article: Article, _known: Known) -> Iterator[str]:
    """One or two sentences read better than three."""
    if _GOOD_SENTENCES < sentences(metadata.meta_description) <= _MOST_SENTENCES:
        yield ""


@rule("M12", Severity.REJECT)
def no_shouting(metadata: Metadata, article: Article, _known: Known) -> Iterator[str]:
    """Do not shout with several exclamation marks, words in capitals or emoji."""
    text = metadata.meta_description
    marks = sum(map(text.count, "!！"))
    if marks > 1:
        yield f"{marks} exclamation marks"
    source = evidence(article).source
    shouted = [word for word in _SHOUTED.findall(text) if word.isupper() and word not in source]
    if len(shouted) > _MOST_SHOUTED:
        yield from shouted
    yield from EMOJI.findall(text)


@rule("M12b", Severity.WARNING)
def no_exclamation_mark(metadata: Metadata, _article: Article, _known: Known) -> Iterator[str]:
    """A description reads better without an exclamation mark."""
    if sum(map(metadata.meta_description.count, "!！")) == 1:
        yield ""


@lru_cache(maxsize=4)  # a rule and its milder half ask for the same
def sentences(text: str) -> int:
    """How many sentences a text has, at least; a stop after an abbreviation ends none."""
    ends = (_LAST_WORD.search(text, 0, match.end()) for match in _END.finditer(text))
    return 1 + sum(word is None or word[0].casefold() not in ABBREVIATIONS for word in ends)
