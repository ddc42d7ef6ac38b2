"""What is put right in code before the rules judge: no call is paid for a missing full stop."""

import html
import re
import unicodedata

from schemas.article import Article
from schemas.languages import primary
from schemas.metadata import Metadata
from schemas.rules.casing import cased
from schemas.rules.rule import Fix, fix

_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[\da-f]{1,6}|\w{2,32});", re.IGNORECASE)
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})  # control, format (zero width, bidi, tags), surrogates
# Joiners change how Arabic and Indic words are spelled; everywhere else nobody sees them.
_JOINER = re.compile("(?<![\u0600-\u0dff])[\u200c\u200d]")
_JOINERS = "\u200c\u200d"

_CLOSERS = "\"'”’»“)]』」"
_STOPS = ".!?…。！？।؟۔"
_STOP = {"zh": "。", "ja": "。", "hi": "।"}
_QUOTES = {
    "ar": ("«", "»"),
    "de": ("„", "“"),
    "es": ("«", "»"),
    "fr": ("«", "»"),
    "it": ("«", "»"),
    "ja": ("「", "」"),
    "pl": ("„", "”"),
    "ru": ("«", "»"),
    "sv": ("”", "”"),
}
_OPENING = re.compile(r"(^|[\s(\[{—–/])\"(?=\S)")
_INCHES = re.compile(r"(?<=\d)\"(?=[\s,;.)]|$)")
_KEYWORD_QUOTES = "\"'“”„‘’«»「」"


@fix("M03b")
def entities_decoded(text: str, _article: Article) -> str:
    """HTML entities are written as the characters they stand for."""
    return _ENTITY.sub(lambda match: html.unescape(match[0]), text)


@fix("M02")
def one_line(text: str, _article: Article) -> str:
    """The text is one line in NFC, with single spaces and nothing invisible."""
    visible = "".join(c for c in _JOINER.sub("", " ".join(text.split())) if _seen(c))
    return " ".join(unicodedata.normalize("NFC", visible).split())


@fix("M17")
def quotes_typographic(text: str, article: Article) -> str:
    """Straight double quotes are written as the language's own."""
    opening, closing = _QUOTES.get(primary(article.language), ("“", "”"))
    return _OPENING.sub(rf"\1{opening}", _INCHES.sub("″", text)).replace('"', closing)


@fix("M10")
def closed(text: str, article: Article) -> str:
    """The description ends with a full stop of its language."""
    if not text or text.rstrip(_CLOSERS).endswith(tuple(_STOPS)):
        return text
    return text.rstrip(",;:，、；： –—-") + _STOP.get(primary(article.language), ".")


@fix("K05b")
def trimmed(text: str, _article: Article) -> str:
    """A keyword stands without quotes around it and without a full stop."""
    bare = text.strip().strip(_KEYWORD_QUOTES).strip()
    return bare.rstrip(".。") if "." not in bare[:-1] else bare


@fix("K12")
def cased_like_the_article(text: str, article: Article) -> str:
    """A keyword is written as the article writes its words: names in capitals, others small."""
    return cased(text, article)


# In the order of the table, for the README; below, in the order in which they work.
FIXES = (one_line, entities_decoded, closed, quotes_typographic, trimmed, cased_like_the_article)
_OF_BOTH = (entities_decoded, one_line)
_OF_DESCRIPTION = (*_OF_BOTH, quotes_typographic, closed)
_OF_KEYWORD = (*_OF_BOTH, trimmed, cased_like_the_article)


def polish(metadata: Metadata, article: Article) -> Metadata:
    """The metadata with everything put right that needs no second thought."""
    return Metadata(
        keywords=tuple(_settled(_OF_KEYWORD, word, article)[0] for word in metadata.keywords),
        meta_description=_settled(_OF_DESCRIPTION, metadata.meta_description, article)[0],
    )


def unpolished(metadata: Metadata, article: Article) -> tuple[Fix, ...]:
    """The fixes that would change the metadata, in the order of the table."""
    at_work = _settled(_OF_DESCRIPTION, metadata.meta_description, article)[1]
    for keyword in metadata.keywords:
        at_work |= _settled(_OF_KEYWORD, keyword, article)[1]
    return tuple(each for each in FIXES if each.id in at_work)


def _settled(fixes: tuple[Fix, ...], text: str, article: Article) -> tuple[str, set[str]]:
    """The text after as many rounds of fixes as change it, and the fixes that did.

    `&amp;amp;` takes two rounds.
    """
    at_work: set[str] = set()
    before = None
    while text != before:
        before = text
        for each in fixes:
            mended = each.mend(text, article)
            if mended != text:
                at_work.add(each.id)
            text = mended
    return text, at_work


def _seen(character: str) -> bool:
    return character in _JOINERS or unicodedata.category(character) not in _UNSEEN
