"""The descriptions of a site's pages, to find those that say the same."""

from array import array
from bisect import bisect_left, insort
from collections.abc import Iterator

from schemas.article import ArticleId
from schemas.stems import stems

# Jaccard over words from which on two descriptions are the same one: 4 of 5. In whole numbers,
# because 0.8 x 15 is not 12 everywhere.
_SAME, _OF = 4, 5
_OFTEN = 10  # descriptions that have a word, and one of how many
_SLOT_BITS = 32
_SLOT = (1 << _SLOT_BITS) - 1


class Neighbours:
    """An index of descriptions by their words.

    Two descriptions are alike when they share 80 % of all their words. Of the words of one
    the other then lacks so few that it has one of the rarest: only the pages under those
    words are looked at, and of them only those with a fitting number of words. Nothing alike
    is missed.
    """

    def __init__(self) -> None:
        self.added = 0  # descriptions so far: an answer holds until there is one more
        self._slots: dict[ArticleId, int] = {}
        self._ids: list[ArticleId] = []
        self._words: list[tuple[str, ...]] = []  # by slot
        # Under each word the pages that have it, as (number of its words, slot) in one integer:
        # sorted, so that those with few words come first.
        self._pages: dict[str, array[int]] = {}

    def add(self, article_id: ArticleId, description: str) -> None:
        """Take a page's description in, in the place of an older one of the same page."""
        self.added += 1
        slot = self._slots.setdefault(article_id, len(self._ids))
        if slot == len(self._ids):
            self._ids.append(article_id)
            self._words.append(())
        self._forget(slot)
        self._words[slot] = words = _words(description)
        for word in words:
            insort(self._pages.setdefault(word, array("Q")), _page(slot, words))

    def __contains__(self, article_id: ArticleId) -> bool:
        """Whether this page's description is known."""
        return article_id in self._slots

    def alike(self, article_id: ArticleId, description: str) -> Iterator[ArticleId]:
        """The other pages whose description is this one, or nearly."""
        words = frozenset(_words(description))
        for slot in self._candidates(words) - {self._slots.get(article_id)}:
            theirs = self._words[slot]
            shared = len(words.intersection(theirs))
            if _OF * shared >= _SAME * (len(words) + len(theirs) - shared):
                yield self._ids[slot]

    def often_say(self, word: str) -> bool:
        """Whether one in ten descriptions, and ten at least, has this folded word."""
        pages = len(self._pages.get(word, ()))
        return pages >= _OFTEN and pages * _OFTEN >= len(self._ids)

    def _candidates(self, words: frozenset[str]) -> set[int]:
        """The pages with one of the rarest words and about as many of them."""
        count = len(words)
        fewest = -(-_SAME * count // _OF)
        rarest = sorted(words, key=lambda word: len(self._pages.get(word, ())))
        found: set[int] = set()
        for lacked, word in enumerate(rarest[: count - fewest + 1]):
            # Who was not among the pages of rarer words lacks those: its own must be few enough
            # for the rest to be 80 % of all.
            most = (count - lacked) * (_SAME + _OF) // _SAME - count
            pages = self._pages.get(word, array("Q"))
            start = bisect_left(pages, fewest << _SLOT_BITS)
            stop = bisect_left(pages, (most + 1) << _SLOT_BITS)
            found.update(pages[start:stop])
        return {page & _SLOT for page in found}

    def _forget(self, slot: int) -> None:
        words = self._words[slot]
        for word in words:
            pages = self._pages[word]
            del pages[bisect_left(pages, _page(slot, words))]
            if not pages:
                del self._pages[word]


def _page(slot: int, words: tuple[str, ...]) -> int:
    return len(words) << _SLOT_BITS | slot


def _words(description: str) -> tuple[str, ...]:
    """The different words; pairs of characters of Chinese, Japanese and Korean."""
    return tuple(dict.fromkeys(stems(description, "")))
