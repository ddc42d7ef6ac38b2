"""Nothing may be claimed that the article does not hold.

Rates are of 3,000 descriptions by people that break the rule; the faults are planted ones.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from schemas.article import Article
from schemas.finding import Severity
from schemas.known import Known
from schemas.languages import UNSPACED, primary
from schemas.metadata import Metadata
from schemas.rules.amounts import multiplier, power_of
from schemas.rules.content import content
from schemas.rules.evidence import Evidence, evidence, fold, plain, spaced
from schemas.rules.figures import Stated, parts_of, plain_digits, scaled, stated
from schemas.rules.name_forms import belongs_to_one, is_dated, meanings, stands_for_words
from schemas.rules.rule import rule
from schemas.rules.thresholds import grounded
from schemas.rules.words import NO_NAMES
from schemas.stems import CJK, IS_CJK, WORD

_QUOTED = re.compile(r"“([^“”]+)”|\"([^\"]+)\"|«([^«»]+)»|„([^„“”]+)[“”]|「([^「」]+)」")
_DATE = re.compile(r"\d{1,2}([.,])\d{1,2}\1(?:19|20)\d\d")

# Another rule rejects HTML; what its tags hold, a picture's width, say, is nothing that is claimed.
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_ELLIPSIS = re.compile(r"\[?(?:…|\.\.\.)\]?")
_FEWEST_QUOTED = 2  # words
_FEWEST_QUOTED_CJK = 4  # characters, about two words

# After a line, a dash between spaces or a bullet another clause begins.
_SENTENCE_ENDED = re.compile(r"(?:^|[.!?…:。！？：|•·\n]|\s[—–-]\s)[\s\"'“”„«»‘’(\[¿¡]*$")
_RUN = re.compile(rf"[^{CJK}]+")  # a Latin name in Chinese has no spaces around it
_TOLERATED = 1 / 3  # of the names; measured, G2 0.4 % of people's, any missing 1.3 %
_FEWEST_WORDS = 20  # of an article; a description has about as many
_DISTINCT = 4  # letters from which on a name may stand inside a longer word, or an address


@rule("G1", Severity.REJECT)
def numbers_come_from_the_article(
    metadata: Metadata, article: Article, _known: Known
) -> Iterator[str]:
    """Use only numbers that stand in the article.

    0.33 % of people's descriptions; catches 80 % of altered numbers, and 83 % of those that are
    given another magnitude. A name such as 18F or WW2 is left to the rules for names.
    """
    held = evidence(article)
    language = primary(article.language)
    for number in stated(plain(_claimed(metadata))):
        times = multiplier(number, language)
        power = power_of(times, language)
        if not (_has_amount(number, power, held) if power else _has_number(number, held)):
            yield number.before + number.figure + (times or number.after)


@rule("G2", Severity.REJECT)
def names_come_from_the_article(
    metadata: Metadata, article: Article, known: Known
) -> Iterator[str]:
    """Use only names that stand in the article.

    An acronym stands for its words, and they for it. The site's own name is allowed, and among
    people's descriptions what many of them name; a model that repeats an invention does not make
    it a name. More than a third of them missing: 0.4 % of people's.
    """
    missing, share = _missing(metadata, article, known)
    if share > _TOLERATED:
        yield from missing


@rule("G2b", Severity.WARNING)
def few_names_are_new(metadata: Metadata, article: Article, known: Known) -> Iterator[str]:
    """Make sure of names that do not stand in the article.

    Any missing, where it is not enough to reject: 1.3 % of people's. Together the two notice
    96 % of the foreign names planted into 199 descriptions of three sites.
    """
    missing, share = _missing(metadata, article, known)
    if share <= _TOLERATED:
        yield from missing


@rule("G3", Severity.REJECT)
def its_words_are_the_articles(
    metadata: Metadata, article: Article, _known: Known
) -> Iterator[str]:
    """Use more of the article's own words, and fewer that it does not have.

    Less than half of them found in English: 0.7 % of people's; `thresholds` has each language.
    An article of a few words is described in others, or not at all. None may come from an order
    that the article gives to whoever describes it.
    """
    foreign, share = _foreign(metadata, article)
    yield from filter(evidence(article).is_ordered, foreign)
    if share < grounded(article.language).rejected and _has_prose(article.text, article.language):
        yield from foreign


@rule("G3b", Severity.WARNING)
def most_words_are_the_articles(
    metadata: Metadata, article: Article, _known: Known
) -> Iterator[str]:
    """Make sure of words that do not stand in the article.

    Less than six in ten found in English: 2.1 % of people's.
    """
    foreign, share = _foreign(metadata, article)
    limit = grounded(article.language)
    if limit.rejected <= share < limit.doubted and _has_prose(article.text, article.language):
        yield from foreign


@rule("G4", Severity.REJECT)
def quotes_are_verbatim(metadata: Metadata, article: Article, _known: Known) -> Iterator[str]:
    """Quote only what stands word for word in the article.

    0.8 % of people's. Case, spaces, marks and kinds of quotes are not compared.
    """
    held = evidence(article)
    text = _claimed(metadata).strip()
    for groups in _QUOTED.findall(text):
        quote = "".join(groups)
        if len(quote) + 2 == len(text):  # nobody is quoted: the description stands in quotes
            continue
        said = [spaced(fold(part)).strip() for part in _ELLIPSIS.split(quote)]
        if not _is_speech(said) or all(part in held.flow for part in said):
            continue
        # Japanese marks titles and terms like speech: only words of others are an invention.
        terms = content(fold(groups[-1]), article.language)
        if not terms or not all(map(held.has_form, terms)):
            yield quote


def _claimed(metadata: Metadata) -> str:
    text = metadata.meta_description
    return _TAG.sub(" ", text) if "<" in text else text


def _has_number(number: Stated, held: Evidence) -> bool:
    # As it stands, it is found before every number of the article is read in every way.
    figure = number.figure
    if f" {figure} " in held.folded or f" {figure}, " in held.folded:
        return True
    if not held.figures.isdisjoint(number.readings):
        return True
    # A telephone's 800 273, and a date that the article writes in another order.
    apart = " " in figure or _DATE.fullmatch(figure)
    if apart and held.figures.issuperset(map(plain_digits, parts_of(figure))):
        return True
    return held.amounts.has(number, power=0)


def _has_amount(number: Stated, power: int, held: Evidence) -> bool:
    written_out = (scaled(reading, power) for reading in number.readings)
    return held.amounts.has(number, power) or not held.figures.isdisjoint(written_out)


def _missing(metadata: Metadata, article: Article, known: Known) -> tuple[tuple[str, ...], float]:
    """The names that neither the article has nor the site is known by, and their share."""
    missing, share = _missing_from(evidence(article), _claimed(metadata), primary(article.language))
    if not missing:
        return missing, share
    # A manual of Acme tells on no page that it is Acme's.
    place = fold(f"{article.site} {article.url.partition('://')[2].partition('/')[0]}")
    new = tuple(name for name in missing if not _is_the_sites(fold(name), place, known))
    return new, share * len(new) / len(missing)


def _is_the_sites(name: str, place: str, known: Known) -> bool:
    named = len(name) >= _DISTINCT and name in place
    return named or (known.of_people and known.neighbours.often_say(name))


@lru_cache(maxsize=4)  # a rule and its milder half ask for the same
def _missing_from(held: Evidence, text: str, code: str) -> tuple[tuple[str, ...], float]:
    said = unicodedata.normalize("NFC", text)
    names = dict.fromkeys(_names(said, code))
    unsaid = [name for name in names if name.casefold() not in NO_NAMES]
    missing = tuple(n for n in unsaid if not (_has_name(n, held) or _has_otherwise(n, said, held)))
    return missing, len(missing) / max(1, len(names))


def _foreign(metadata: Metadata, article: Article) -> tuple[tuple[str, ...], float]:
    """The content words of which the article has no form, and the share of the others."""
    return _foreign_to(evidence(article), _claimed(metadata), article.language)


@lru_cache(maxsize=4)
def _foreign_to(held: Evidence, text: str, language: str) -> tuple[tuple[str, ...], float]:
    said = dict.fromkeys(content(fold(text), language))
    foreign = tuple(part for part in said if not held.has_form(part))
    return foreign, 1 - len(foreign) / max(1, len(said))


@lru_cache(maxsize=4)
def _has_prose(text: str, language: str) -> bool:
    """Whether an article has so many content words that a description can be made of them."""
    return len(content(fold(text), language)) >= _FEWEST_WORDS


def _names(text: str, code: str) -> Iterator[str]:
    """The capitalised words that are not so because a sentence begins there."""
    for match in WORD.finditer(text):
        fewest = 0
        for word in _RUN.findall(match[0]):
            capitals = sum(map(str.isupper, word))
            if capitals and len(word) > 1:
                fewest = fewest or _fewest_capitals(text[: match.start()], code)
                if capitals >= fewest:
                    yield word


def _fewest_capitals(before: str, code: str) -> int:
    """How many capitals make a name: two where one means a noun, or the start of a sentence."""
    if code in UNSPACED:
        return 1
    return 2 if code == "de" or _SENTENCE_ENDED.search(before) else 1


def _has_name(written: str, held: Evidence) -> bool:
    name = fold(written)
    if held.has_word(name) or (len(name) >= _DISTINCT and name in held.folded):
        return True
    if f" {' '.join(name)} " in held.flow:  # US where the article has U.S.
        return True
    return not held.lacks(name)


def _has_otherwise(name: str, said: str, held: Evidence) -> bool:
    """Whether the article has a name in another form, or half of it: the ARIA of WAI-ARIA."""
    if stands_for_words(name, held.source) or belongs_to_one(name, said, held.source):
        return True
    if is_dated(name, held.folded) or any(not held.lacks(words) for words in meanings(name)):
        return True
    itself = re.escape(name)
    joined = re.findall(rf"(\w+)-{itself}(?!\w)|(?<!\w){itself}-(\w+)", said)
    others = (other for pair in joined for other in pair if other[:1].isupper())
    return any(held.has_word(fold(other)) for other in others)


def _is_speech(parts: list[str]) -> bool:
    """Whether a quote is two words or more; one word in quotes is a way of speaking."""
    length = sum(len(part.split()) for part in parts)
    cjk = sum(len(IS_CJK.findall(part)) for part in parts)
    return length >= _FEWEST_QUOTED or cjk >= _FEWEST_QUOTED_CJK
