"""Five keywords, each a short phrase that could be a subject."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from schemas.article import Article
from schemas.finding import Severity
from schemas.known import Known
from schemas.languages import primary
from schemas.metadata import KEYWORDS, Metadata
from schemas.rules.evidence import evidence
from schemas.rules.rule import rule
from schemas.rules.style import ADDRESS, EMOJI, MARKUP
from schemas.rules.thresholds import limits
from schemas.rules.words import FUNCTION_WORDS, GENERIC, LOOSE_ENDING
from schemas.stems import IS_CJK, stems

_SHORTEST, _LONGEST = 2, 40  # characters: IA, UX, Go are keywords; of people's none is longer
_FORBIDDEN = re.compile(r'[,;|"<>\[\]{}]|(?<![A-Z])#')  # C# and F# are names
_LETTER = re.compile(r"[^\W\d_]")


@rule("K01", Severity.REJECT)
def there_are_five(metadata: Metadata, _article: Article, _known: Known) -> Iterator[str]:
    """Give exactly five keywords."""
    given = sum(bool(keyword.strip()) for keyword in metadata.keywords)
    if given != KEYWORDS or len(metadata.keywords) != KEYWORDS:
        yield f"there are {given}"


@rule("K02", Severity.REJECT)
def they_are_phrases(metadata: Metadata, article: Article, _known: Known) -> Iterator[str]:
    """A keyword has at most four words, in Chinese and Japanese twelve characters."""
    limit = limits(article.language)
    for keyword in metadata.keywords:
        cjk = len(IS_CJK.findall(keyword))
        if len(keyword.split()) > limit.keyword_words or cjk > limit.keyword_cjk:
            yield keyword


@rule("K02b", Severity.WARNING)
def they_are_short_phrases(metadata: Metadata, article: Article, _known: Known) -> Iterator[str]:
    """A keyword of four words is seldom searched for."""
    most = limits(article.language).keyword_words
    yield from (keyword for keyword in metadata.keywords if len(keyword.split()) == most)


@rule("K03", Severity.REJECT)
def they_fit(metadata: Metadata, _article: Article, _known: Known) -> Iterator[str]:
    """A keyword has two to forty characters."""
    for keyword in metadata.keywords:
        if keyword and not _SHORTEST <= len(keyword) <= _LONGEST:
            yield keyword


@rule("K04", Severity.REJECT)
def they_differ(metadata: Metadata, article: Article, _known: Known) -> Iterator[str]:
    """Each keyword differs from the others by more than its case or a plural."""
    roots = [_root(keyword, article) for keyword in metadata.keywords]
    times = Counter(roots)
    for keyword, root in zip(metadata.keywords, roots, strict=True):
        if root and times[root] > 1:
            yield keyword


@rule("K04b", Severity.WARNING)
def none_is_part_of_another(metadata: Metadata, article: Article, _known: Known) -> Iterator[str]:
    """A keyword whose words are all in another one adds little."""
    roots = [frozenset(_root(keyword, article)) for keyword in metadata.keywords]
    for keyword, root in zip(metadata.keywords, roots, strict=True):
        if root and any(root < other for other in roots):
            yield keyword


@rule("K05", Severity.REJECT)
def they_are_plain(metadata: Metadata, _article: Article, _known: Known) -> Iterator[str]:
    """A keyword holds none of , ; | # " < > [ ] { }, and no address, Markdown or emoji."""
    unwanted = (_FORBIDDEN, ADDRESS, MARKUP, EMOJI)
    for keyword in metadata.keywords:
        if any(pattern.search(keyword) for pattern in unwanted):
            yield keyword


@rule("K06", Severity.REJECT)
def they_have_no_loose_ends(metadata: Metadata, article: Article, _known: Known) -> Iterator[str]:
    """A keyword neither begins nor ends with a function word such as "the" or "of"."""
    code = primary(article.language)
    function_words = FUNCTION_WORDS.get(code, frozenset())
    ending = LOOSE_ENDING.get(code)
    for keyword in metadata.keywords:
        loose = not function_words.isdisjoint(map(str.casefold, _ends(keyword)))
        loose = loose or bool(ending and ending.search(keyword))
        if loose and not _is_name(keyword, article, function_words):
            yield keyword


@rule("K07", Severity.REJECT)
def they_have_letters(metadata: Metadata, _article: Article, _known: Known) -> Iterator[str]:
    """A keyword is not only digits."""
    yield from (word for word in metadata.keywords if word and not _LETTER.search(word))


@rule("K08", Severity.REJECT)
def they_are_not_generic(metadata: Metadata, _article: Article, _known: Known) -> Iterator[str]:
    """A keyword says what this article is about, and does not fit any page."""
    yield from (keyword for keyword in metadata.keywords if keyword.casefold() in GENERIC)


@rule("K13", Severity.REJECT)
def they_stay_away(metadata: Metadata, article: Article, known: Known) -> Iterator[str]:
    """Leave out keywords that an editor removed."""
    removed = {_root(keyword, article) for keyword in known.unwanted}
    for keyword in metadata.keywords if removed else ():
        root = _root(keyword, article)
        if keyword in known.unwanted or (root and root in removed):
            yield keyword


def _root(keyword: str, article: Article) -> tuple[str, ...]:
    return stems(unicodedata.normalize("NFKC", keyword), article.language)


def _ends(keyword: str) -> Iterator[str]:
    """The first and the last word, where one may be loose: not in IT support, nor hepatitis A."""
    words = keyword.split()
    yield from (word for word in words[:1] if len(word) == 1 or not word.isupper())
    yield from (word for word in words[1:][-1:] if not word.isupper())


def _is_name(keyword: str, article: Article, function_words: frozenset[str]) -> bool:
    """The Hague, Las Palmas de Gran Canaria, early May: so capitalised, here and in the article."""
    first, *others = keyword.split()
    named = others[-1:]
    if first.casefold() in function_words:
        named += [first, *(word for word in others[:-1] if word not in function_words)]
    return all(word[0].isupper() for word in named) and keyword in evidence(article).source
