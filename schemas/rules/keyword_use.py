"""Keywords come from the article, and the description and the title use them."""

from collections.abc import Iterator

from schemas.article import Article
from schemas.finding import Severity
from schemas.known import Known
from schemas.languages import primary
from schemas.metadata import Metadata
from schemas.rules.evidence import evidence, fold, spaced
from schemas.rules.rule import rule
from schemas.rules.words import FUNCTION_CHARACTERS
from schemas.stems import IS_CJK, RUN, parts, stems, words

_LEAD = 100  # characters: on a telephone the rest of a dated result is cut (Portent: 95-105)
_MOST_TIMES = 2  # Yoast: three times is too often
_DISTINCT = 5  # letters from which on a keyword may stand inside a longer word (compounds)


@rule("M09", Severity.WARNING)
def a_keyword_comes_early(metadata: Metadata, article: Article, _known: Known) -> Iterator[str]:
    """A keyword belongs in the first hundred characters of the description."""
    lead = metadata.meta_description[:_LEAD]
    if not any(_uses(lead, keyword, article.language) for keyword in metadata.keywords):
        yield ""


@rule("K09", Severity.REJECT)
def they_come_from_the_article(
    metadata: Metadata, article: Article, _known: Known
) -> Iterator[str]:
    """Use only keywords whose words stand in the article.

    2.3 to 9.1 % of the sites whose people write keywords for search engines.
    """
    for keyword in metadata.keywords:
        if not _stands(keyword, article) and not _has_stems(keyword, article):
            yield keyword


@rule("K09b", Severity.WARNING)
def they_stand_as_they_are(metadata: Metadata, article: Article, _known: Known) -> Iterator[str]:
    """The article has the words of a keyword, but never side by side."""
    for keyword in metadata.keywords:
        if not _stands(keyword, article) and _has_stems(keyword, article):
            yield keyword


@rule("K10", Severity.WARNING)
def the_title_has_one(metadata: Metadata, article: Article, _known: Known) -> Iterator[str]:
    """One keyword should stand in the title."""
    if not any(_uses(article.title, word, article.language) for word in metadata.keywords):
        yield ""


@rule("K11", Severity.REJECT)
def the_description_has_one(metadata: Metadata, article: Article, _known: Known) -> Iterator[str]:
    """Use a keyword in the description, and none more than twice."""
    text = metadata.meta_description
    if not any(_uses(text, keyword, article.language) for keyword in metadata.keywords):
        yield "there is none in it"
    flow = spaced(fold(text))
    yield from (word for word in metadata.keywords if _times(word, flow) > _MOST_TIMES)


def _stands(keyword: str, article: Article) -> bool:
    """Whether the phrase stands in the article, its words side by side."""
    held, folded = evidence(article), fold(keyword)
    phrase = spaced(folded)
    if not phrase.strip() or phrase in held.flow:
        return bool(phrase.strip())
    inside = len(folded) >= _DISTINCT or IS_CJK.search(folded)
    return bool(inside) and (phrase.strip() in held.flow or folded in held.folded)


def _has_stems(keyword: str, article: Article) -> bool:
    folded, held = fold(keyword), evidence(article)
    if not held.lacks(folded):
        return bool(parts(folded))
    particles = FUNCTION_CHARACTERS.get(primary(article.language))
    return particles is not None and all(
        _in_pieces(run, held.flow, particles) if IS_CJK.match(run) else held.has_form(run)
        for word in words(folded)
        for run in RUN.findall(word)
    )


def _in_pieces(compound: str, flow: str, particles: frozenset[str]) -> bool:
    """Whether particles and pieces of two characters or more that stand make up a compound."""
    ends = {0}
    for end in range(1, len(compound) + 1):
        is_particle = end - 1 in ends and compound[end - 1] in particles
        if is_particle or any(compound[start:end] in flow for start in ends if start < end - 1):
            ends.add(end)
    return len(compound) in ends


def _uses(text: str, keyword: str, language: str) -> bool:
    """Whether a short text has the phrase or all of its stems."""
    if keyword.strip() and spaced(fold(keyword)) in spaced(fold(text)):
        return True  # seen before any word is stemmed
    wanted = stems(fold(keyword), language)
    return bool(wanted) and set(stems(fold(text), language)).issuperset(wanted)


def _times(keyword: str, flow: str) -> int:
    phrase = spaced(fold(keyword)).strip()
    if not phrase:
        return 0
    if IS_CJK.search(phrase):
        return flow.count(phrase)
    # Neighbours share the space between them, so it is doubled before they are counted.
    return flow.replace(" ", "  ").count(f" {phrase.replace(' ', '  ')} ")
