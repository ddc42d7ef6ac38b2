"""What a description is worded like: in the article's language, and like nobody's advertisement."""

import re
from collections import Counter
from collections.abc import Iterator

from schemas.article import Article
from schemas.finding import Severity
from schemas.known import Known
from schemas.languages import LANGUAGES, as_told, detect, name, primary
from schemas.metadata import Metadata
from schemas.rules.content import content
from schemas.rules.evidence import evidence, fold
from schemas.rules.phrases import AI_ISM, CLICK_BAIT, SELF_REFERENCE
from schemas.rules.rule import rule
from schemas.stems import stem

_MOST_TIMES = 3  # a stem; of people's own words 1.8 % are above it
_GOOD_TIMES = 2  # 7.5 %
_BEGINNING = 2  # letters that all forms of a word begin with
_COMMAS = ",，、،"
_MANY_COMMAS = 5  # 1.6 %
_SURE = 0.9  # all of nine hits in 3,000 were texts that nobody had translated


@rule("M13", Severity.REJECT)
def no_click_bait(metadata: Metadata, article: Article, _known: Known) -> Iterator[str]:
    """Tell what the article says instead of teasing (English only)."""
    if primary(article.language) == "en":
        yield from (match[0] for match in CLICK_BAIT.finditer(metadata.meta_description))


@rule("M14", Severity.WARNING)
def no_self_reference(metadata: Metadata, article: Article, _known: Known) -> Iterator[str]:
    """Say what the page says, not that there is a page."""
    pattern = SELF_REFERENCE.get(primary(article.language))
    if pattern:
        yield from (match[0] for match in pattern.finditer(metadata.meta_description))


@rule("M15", Severity.WARNING)
def no_ai_isms(metadata: Metadata, article: Article, _known: Known) -> Iterator[str]:
    """Avoid words that models are known by, unless the article has them (English only)."""
    if primary(article.language) != "en":
        return
    held = evidence(article)
    for match in AI_ISM.finditer(metadata.meta_description):
        if match[0].casefold() not in held.folded:
            yield match[0]


@rule("M20", Severity.REJECT)
def no_keyword_list(metadata: Metadata, article: Article, _known: Known) -> Iterator[str]:
    """Use no word more than three times."""
    for word, times in _repeated(metadata, article):
        if times > _MOST_TIMES:
            yield f"{word} stands {times} times"


@rule("M20b", Severity.WARNING)
def little_repetition(metadata: Metadata, article: Article, _known: Known) -> Iterator[str]:
    """A word that comes three times could give way to another one."""
    for word, times in _repeated(metadata, article):
        if _GOOD_TIMES < times <= _MOST_TIMES:
            yield word


@rule("M20c", Severity.WARNING)
def few_commas(metadata: Metadata, _article: Article, _known: Known) -> Iterator[str]:
    """A description with five commas or more reads like a list of keywords."""
    if sum(map(metadata.meta_description.count, _COMMAS)) >= _MANY_COMMAS:
        yield ""


@rule("M21", Severity.REJECT)
def the_articles_language(metadata: Metadata, article: Article, known: Known) -> Iterator[str]:
    """Write in the language of the article."""
    language = as_told(primary(article.language))
    if not language:
        return
    among = {*map(primary, known.languages or LANGUAGES), language}
    written = detect(metadata.meta_description, tuple(sorted(among)), _SURE)
    if written and written != language:
        yield f"this is {name(written)}, and the article is {name(language)}"


def _repeated(metadata: Metadata, article: Article) -> list[tuple[str, int]]:
    """The words that come too often, as the description has each first, and how often."""
    parts = content(fold(metadata.meta_description), article.language)
    # Forms of one word begin alike: few words have to be stemmed.
    beginnings = Counter(part[:_BEGINNING] for part in parts)
    often = [part for part in parts if beginnings[part[:_BEGINNING]] > _GOOD_TIMES]
    forms: dict[str, list[str]] = {}
    for part in often:
        forms.setdefault(stem(part, primary(article.language)), []).append(part)
    repeated = sorted(forms.values(), key=len, reverse=True)
    return [
        (_as_written(found[0], metadata.meta_description), len(found))
        for found in repeated
        if len(found) > _GOOD_TIMES
    ]


def _as_written(part: str, text: str) -> str:
    """A folded word as a text has it; folded, where its letters were others before."""
    found = re.search(rf"(?<![^\W_]){re.escape(part)}(?![^\W_])", text, re.IGNORECASE)
    return found[0] if found else part
