"""Nothing may be claimed that the article does not hold.

Rates are of 3,000 descriptions by people that break the rule; the faults are planted ones.
"""

import re
import unicodedata
from collections.abc import Iterator

from schemas.article import Article
from schemas.finding import Severity
from schemas.known import Known
from schemas.languages import UNSPACED, primary
from schemas.metadata import Metadata
from schemas.rules.evidence import Evidence, evidence, fold, plain, spaced
from schemas.rules.figures import parts_of, readings, stated
from schemas.rules.rule import rule
from schemas.stems import IS_CJK, WORD, stems

_QUOTED = re.compile(r"“([^“”]+)”|\"([^\"]+)\"|«([^«»]+)»|„([^„“”]+)[“”]|「([^「」]+)」")
_ELLIPSIS = re.compile(r"\[?(?:…|\.\.\.)\]?")
_FEWEST_QUOTED = 2  # words
_FEWEST_QUOTED_CJK = 4  # characters, about two words

_SENTENCE_ENDED = re.compile(r"(?:^|[.!?…:。！？：])[\s\"'“”„«»‘’(\[]*$")
_TOLERATED = 1 / 3  # of the names; measured, G2 0.4 % of people's, any missing 1.3 %
_DISTINCT = 4  # letters from which on a name may stand inside a longer word, or an address


@rule("G1", Severity.REJECT)
def numbers_come_from_the_article(
    metadata: Metadata, article: Article, _known: Known
) -> Iterator[str]:
    """Use only numbers that stand in the article.

    0.33 % of people's descriptions; catches 80 % of altered numbers. A name such as 18F or WW2
    is left to the rules for names.
    """
    known = evidence(article)
    for number in stated(plain(metadata.meta_description)):
        if not _has_number(number.figure, known):
            yield number.figure + number.after


@rule("G2", Severity.REJECT)
def names_come_from_the_article(
    metadata: Metadata, article: Article, _known: Known
) -> Iterator[str]:
    """Use only names that stand in the article.

    More than a third of them missing: 0.4 % of people's.
    """
    missing, share = _missing(metadata, article)
    if share > _TOLERATED:
        yield from missing


@rule("G2b", Severity.WARNING)
def few_names_are_new(metadata: Metadata, article: Article, _known: Known) -> Iterator[str]:
    """Make sure of the names that the article does not have.

    Any missing, where it is not enough to reject: 1.3 % of people's. Together the two notice
    96 % of the foreign names planted into 199 descriptions of three sites.
    """
    missing, share = _missing(metadata, article)
    if share <= _TOLERATED:
        yield from missing


@rule("G4", Severity.REJECT)
def quotes_are_verbatim(metadata: Metadata, article: Article, _known: Known) -> Iterator[str]:
    """Quote only what stands word for word in the article.

    0.8 % of people's. Case, spaces, marks and kinds of quotes are not compared.
    """
    known = evidence(article)
    for groups in _QUOTED.findall(metadata.meta_description):
        quote = "".join(groups)
        parts = [spaced(fold(part)) for part in _ELLIPSIS.split(quote)]
        if _is_speech(parts) and not all(part.strip() in known.flow for part in parts):
            yield quote


def _has_number(figure: str, known: Evidence) -> bool:
    apart = " " in figure and known.figures.issuperset(parts_of(figure))  # a telephone's 800 273
    return apart or not known.figures.isdisjoint(readings(figure))


def _missing(metadata: Metadata, article: Article) -> tuple[list[str], float]:
    """The names that the article does not have, and their share of all names."""
    known = evidence(article)
    text = unicodedata.normalize("NFC", metadata.meta_description)
    names = list(dict.fromkeys(_names(text, primary(article.language))))
    missing = [name for name in names if not _has_name(name, article, known)]
    return missing, len(missing) / max(1, len(names))


def _names(text: str, code: str) -> Iterator[str]:
    """The capitalised words that are not so because a sentence begins there."""
    for match in WORD.finditer(text):
        word = match[0]
        capitals = sum(map(str.isupper, word))
        if not capitals or len(word) == 1:
            continue
        if capitals >= _fewest_capitals(text[: match.start()], code):
            yield word


def _fewest_capitals(before: str, code: str) -> int:
    """How many capitals make a name: two where one means a noun, or the start of a sentence."""
    if code in UNSPACED:
        return 1
    return 2 if code == "de" or _SENTENCE_ENDED.search(before) else 1


def _has_name(written: str, article: Article, known: Evidence) -> bool:
    name = fold(written)
    if f" {name} " in known.flow or (len(name) >= _DISTINCT and name in known.folded):
        return True
    if f" {' '.join(name)} " in known.flow:  # US where the article has U.S.
        return True
    return name in known.words or known.stems.issuperset(stems(name, article.language))


def _is_speech(parts: list[str]) -> bool:
    """Whether a quote is two words or more; one word in quotes is a way of speaking."""
    length = sum(len(part.split()) for part in parts)
    cjk = sum(len(IS_CJK.findall(part)) for part in parts)
    return length >= _FEWEST_QUOTED or cjk >= _FEWEST_QUOTED_CJK
