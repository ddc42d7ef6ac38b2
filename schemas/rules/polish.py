"""What is put right in code before the rules judge: no call is paid for a missing full stop."""

import html
import re
import unicodedata
from collections.abc import Iterator

from schemas.article import Article
from schemas.finding import Finding
from schemas.languages import SPACELESS, primary
from schemas.metadata import Metadata
from schemas.rules.casing import cased
from schemas.rules.rule import Fix, fix
from schemas.rules.seen import (
    ENTITY,
    JOINER,
    ending,
    entities,
    is_seen,
    itself,
    oddities,
    straight_quotes,
)

_CLOSERS = "\"'”’»“)]』」"
_STOPS = ".!?…。！？।؟۔։។။"
_STOP = {
    **dict.fromkeys(("zh", "ja"), "。"),
    **dict.fromkeys(("hi", "bn", "ne", "pa", "sa"), "।"),
    "ur": "۔",
    "hy": "։",
    "km": "។",
    "my": "။",
    "th": "",  # a space ends its sentences
}
_QUOTES = {
    **dict.fromkeys(("ar", "be", "ca", "el", "es", "fa", "fr", "it", "no", "ru", "uk"), ("«", "»")),
    **dict.fromkeys(("bg", "cs", "de", "et", "is", "lt", "mk", "sk", "sl"), ("„", "“")),
    **dict.fromkeys(("hr", "hu", "pl", "ro", "sr"), ("„", "”")),
    **dict.fromkeys(("fi", "sv"), ("”", "”")),
    "ja": ("「", "」"),
}
_PAIR = re.compile(r"(^|[\s(\[{—–/])\"(?=\S)([^\"]*\S)\"(?!\w)")
_TOUCHING = re.compile(r"()\"([^\"]+)\"")  # where no space stands before a quotation
_GERSHAYIM = re.compile(r"(?<=[\u05d0-\u05ea])\"(?=[\u05d0-\u05ea])")  # of a Hebrew acronym
_OPENING = re.compile(r"(^|[\s(\[{—–/])\"(?=\S)")
_INCHES = re.compile(r"(?<=\d)\"(?=[\s,;.)]|$)")
_KEYWORD_QUOTES = "\"'“”„‘’«»「」"


def _recased(text: str, article: Article) -> Iterator[str]:
    yield f"{cased(text, article)} instead of {text}"


@fix("M03b", entities)
def entities_decoded(text: str, _article: Article) -> str:
    """Write characters as themselves, not as HTML entities."""
    return ENTITY.sub(lambda match: html.unescape(match[0]), text)


@fix("M02", oddities)
def one_line(text: str, _article: Article) -> str:
    """Write one line, with single spaces, whole letters and no invisible characters."""
    line = " ".join(text.split())
    if not line.isprintable():  # else there is nothing that is not seen
        line = "".join(filter(is_seen, JOINER.sub("", line)))
    return " ".join(unicodedata.normalize("NFC", line).split())


@fix("M17", straight_quotes)
def quotes_typographic(text: str, article: Article) -> str:
    """Use the quotation marks of the language, not straight ones."""
    code = primary(article.language)
    opening, closing = _QUOTES.get(code, ("“", "”"))
    pair = _TOUCHING if code in SPACELESS else _PAIR
    text = pair.sub(rf"\1{opening}\2{closing}", _GERSHAYIM.sub("״", text))
    return _OPENING.sub(rf"\1{opening}", _INCHES.sub("″", text)).replace('"', closing)


@fix("M10", ending)
def closed(text: str, article: Article) -> str:
    """End the description as a sentence, with a full stop or another end mark."""
    if not text or text.rstrip(_CLOSERS).endswith(tuple(_STOPS)):
        return text
    return text.rstrip(",;:，、；： –—-") + _STOP.get(primary(article.language), ".")


@fix("K05b", itself)
def trimmed(text: str, _article: Article) -> str:
    """Give a keyword without quotes around it and without a full stop."""
    bare = text.strip().strip(_KEYWORD_QUOTES).strip()
    return bare.rstrip(".。") if "." not in bare[:-1] else bare


@fix("K12", _recased)
def cased_like_the_article(text: str, article: Article) -> str:
    """Write a keyword as the article does, with capitals only where its words have them."""
    return cased(text, article)


# In the order of the table, for the README; below, in the order in which they work.
FIXES = (one_line, entities_decoded, closed, quotes_typographic, trimmed, cased_like_the_article)
_OF_BOTH = (entities_decoded, one_line)
_OF_DESCRIPTION = (*_OF_BOTH, quotes_typographic, closed)
_OF_KEYWORD = (*_OF_BOTH, trimmed, cased_like_the_article)


def polish(metadata: Metadata, article: Article) -> Metadata:
    """The metadata with everything put right that needs no second thought."""
    return Metadata(
        keywords=tuple(_settled(_OF_KEYWORD, word, article) for word in metadata.keywords),
        meta_description=_settled(_OF_DESCRIPTION, metadata.meta_description, article),
    )


def unpolished(metadata: Metadata, article: Article) -> tuple[Finding, ...]:
    """What the fixes would put right and a reader can see, in the order of the table."""
    told: dict[str, list[str]] = {each.id: [] for each in FIXES}
    _settled(_OF_DESCRIPTION, metadata.meta_description, article, told)
    for keyword in metadata.keywords:
        _settled(_OF_KEYWORD, keyword, article, told)
    findings = (each.said(told[each.id]) for each in FIXES)
    return tuple(finding for finding in findings if finding)


def _settled(
    fixes: tuple[Fix, ...],
    text: str,
    article: Article,
    told: dict[str, list[str]] | None = None,
) -> str:
    """The text after as many rounds of fixes as change it: `&amp;amp;` takes two.

    `told` takes down what each of them finds.
    """
    before = None
    while text != before:
        before = text
        for each in fixes:
            mended = each.mend(text, article)
            if mended != text and told is not None:
                told[each.id] += each.tell(text, article)
            text = mended
    return text
