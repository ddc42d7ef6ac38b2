"""A description: the best whole sentence of the article, by title overlap x position x length."""

import re
from collections.abc import Iterable, Iterator
from heapq import heapify, heappop, heappush
from itertools import pairwise

from connectors.standin.keywords import occurs, spaced
from connectors.standin.reading import CJK, UNFIT, Reading, sentences
from connectors.standin.words import function_words

_LIMITS = range(75, 151)  # characters
_WIDE_LIMITS = range(45, 76)  # of Chinese, Japanese or Korean ones
_CONSIDERED = 80  # sentences: what stands further down is seldom what a text is about
_TOP = 12  # so many of the best phrases count as what the article is about
_UNFIT = re.compile(
    rf"[{UNFIT}<>\[\]{{}}|#\\^=@\"\u2600-\u27bf\U0001f000-\U0001faff]"  # markup, emoji
    r"|://|\w\.[a-z]{2,}\b|!.*!"
    r"|(\.\.|…)\W*$|^[^‘]*[.!?]’$",  # unfinished, or the end of a quotation only
)
_BEGINS = re.compile(r"[\"'“‘«¿¡「『]?[^\W_a-z]")
_ENDS = re.compile(r"[.!?。！？][’”»」』)）]?$")
# A sentence that leans on the one before it, asks, or speaks of itself.
_LEANING = re.compile(
    r"(this|these|that|those|it|they|he|she|there|here|and|but|or|so|however|also|then|yet|such|for"
    r" example|for instance|in addition|as a result|instead|therefore|i|we|our|you|your|yes|no|note"
    r"|dies|diese|dieser|das|es|er|sie|aber|und|doch|auch|so|dabei|ce|cette|ces|il|elle|mais|et|cela"
    r"|esto|esta|este|pero|y|questo|questa|ma|isso|isto|mas|dit|deze|maar|en)\b|.*\?$|.*:\s",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;:–—、，；：]\s?")
_PAIRS = {"“": "”", "(": ")", "«": "»", "「": "」", "（": "）", "„": "“"}
_EMPTY = "A page whose text is still to be written."


def describe(reading: Reading, ranked: list[str], skip: int) -> str:
    """The description at a place of the ranking, which begins anew where it ends.

    Sentences that stand in the request outside of the article have been answered before.
    """
    title = spaced(reading.title)
    about = {phrase: 2 if occurs(phrase, title) else 1 for phrase in ranked[:_TOP]}
    found: dict[str, None] = {}
    for candidate in _candidates(reading, about):
        if candidate not in reading.around:
            found.setdefault(candidate)
        if len(found) > skip:
            return candidate
    return list(found)[skip % len(found)] if found else _last_resort(reading)


def _candidates(reading: Reading, about: dict[str, int]) -> Iterator[str]:
    """Whole sentences that fit, then pairs of short ones, then long ones cut short."""
    limits = _limits(reading)
    blocks = [sentences(block) for block in reading.blocks]
    whole = [sentence for block in blocks for sentence in block][:_CONSIDERED]
    yield from _best(whole, reading, about, limits)
    pairs = (_join(*pair) for block in blocks for pair in pairwise(block))
    yield from _best(pairs, reading, about, limits)
    cut = (
        _shorten(sentence, limits)
        for sentence in whole
        if len(sentence) in range(limits.stop, 1500)
    )
    yield from _best(cut, reading, about, limits)


def _limits(reading: Reading) -> range:
    return _WIDE_LIMITS if reading.wide else _LIMITS


def _best(
    texts: Iterable[str],
    reading: Reading,
    about: dict[str, int],
    limits: range,
) -> Iterator[str]:
    """The texts that fit, best first; no more of them are looked at closely than are asked for."""
    title = reading.title.lower()
    places = {
        text: place
        for place, text in enumerate(texts)
        if len(text) in limits and not (title and text.lower().startswith(title))
    }
    # A score begins as a quick guess that is never too low.
    heap = [
        (-_score(place, text, _guess(text, about), limits), False, order, text)
        for order, (text, place) in enumerate(places.items())
    ]
    heapify(heap)
    while heap:
        _, known, order, text = heappop(heap)
        if known:
            yield text
        elif _fits(text):
            score = _score(places[text], text, _topic(text, about), limits)
            heappush(heap, (-score, True, order, text))


def _fits(text: str) -> bool:
    return (
        bool(_BEGINS.match(text) and _ENDS.search(text))
        and not _UNFIT.search(text)
        and all(text.count(left) == text.count(right) for left, right in _PAIRS.items())
    )


def _score(place: int, text: str, topic: int, limits: range) -> float:
    """Topic x position x length fit."""
    wanted = limits.stop * 5 / 6
    fit = 1 - abs(len(text) - wanted) / (2 * wanted)
    return topic * fit / (1 + 0.08 * place) * (0.4 if _LEANING.match(text) else 1)


def _guess(text: str, about: dict[str, int]) -> int:
    """At least as much as `_topic`: parts of words count."""
    where = text.lower().replace("_", " ")
    return 1 + sum([about[phrase] for phrase in about if phrase in where])


def _topic(text: str, about: dict[str, int]) -> int:
    """How much of what the article is about a text speaks of."""
    where = spaced(text)
    return 1 + sum(weight for phrase, weight in about.items() if occurs(phrase, where))


def _join(first: str, second: str) -> str:
    return first + ("" if CJK.match(first[-2:]) else " ") + second


def _shorten(sentence: str, limits: range) -> str:
    """A long sentence up to its last clause within the limits, or word, and a full stop."""
    stop = "。" if CJK.search(sentence[-3:]) else "."
    start = sentence[: limits.stop - 2]
    clauses = [end.start() for end in _CLAUSE.finditer(start) if end.start() + 1 in limits]
    if clauses:
        return start[: clauses[-1]].rstrip() + stop
    words = (start.rpartition(" ")[0] or start).split(" ")
    functional = function_words([word.lower() for word in words])
    while len(words) > 1 and words[-1].lower() in functional:
        words.pop()
    return " ".join(words).rstrip(",;:–—-、，") + stop


def _last_resort(reading: Reading) -> str:
    """What there is, where no sentence of the text fits: a short page, or one of code."""
    words = " ".join(reading.blocks).replace(UNFIT, "") or reading.title or _EMPTY
    if len(words) >= _limits(reading).stop:
        return _shorten(words, _limits(reading))
    return words if _ENDS.search(words) else f"{words}."
