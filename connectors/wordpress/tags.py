"""A site's tags: their names, and which of them keywords name. Each is a page of the site."""

import html
import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import suppress
from threading import RLock

from connectors.errors import NotFound, Unsupported
from connectors.wordpress.api import PAGE, Api, Post
from schemas.languages import primary
from schemas.stems import stems

PATH = "wp/v2/tags"
LONGEST = 200  # characters of a name: one more, and WordPress answers with a fault of its database


class Tags:
    """The vocabulary as this run has met it: names one by one, all of it where tags are chosen."""

    def __init__(self, api: Api, new: int) -> None:
        """`new` is how many may be made."""
        self._api = api
        self._left = new
        self._names: dict[int, str] = {}
        self._whole = False
        self._by_key: dict[str, dict[str, str]] = {}  # by language: names, by what they mean
        self._lock = RLock()  # two articles at a time are written

    def names(self, ids: Iterable[int]) -> tuple[str, ...]:
        """What tags are called, in the order of the alphabet."""
        self.meet(ids := list(ids))
        return ordered(name for id_ in ids if (name := self._names[id_]))

    def meet(self, ids: Iterable[int]) -> None:
        """Learn the names of these tags: a request for each hundred that is new."""
        unknown = sorted(set(ids) - self._names.keys())
        for start in range(0, len(unknown), PAGE):
            some = unknown[start : start + PAGE]
            self._names |= dict.fromkeys(some, "")  # a type of article may have none that we see
            with suppress(NotFound, Unsupported):
                asked = ",".join(map(str, some))
                self._learn(self._api.get(PATH, include=asked, per_page=PAGE, _fields="id,name"))

    def chosen(self, words: Sequence[str], language: str) -> tuple[set[str], set[str]]:
        """The names of the tags that keywords mean, and the keywords to make tags of."""
        with self._lock:
            known = self._vocabulary(primary(language))
            meant = {word: known.get(_key(word, language)) for word in words}
            missing = [word for word, name in meant.items() if not name and len(word) <= LONGEST]
            new = missing[: self._left]
            self._left -= len(new)
        return {name for name in meant.values() if name}, set(new)

    def ids(self, names: Iterable[str]) -> list[int]:
        """The ids of tags by their names; one that is not there is made."""
        with self._lock:
            self._vocabulary("")
            exact = {name: id_ for id_, name in self._names.items()}
            return [exact[name] if name in exact else self._made(name) for name in names]

    def unmake(self, names: Iterable[str]) -> None:
        """Take tags away again that no article has any more."""
        for name in names:
            found = self._api.get(PATH, search=name, per_page=PAGE, _fields="id,name,count")
            for tag in found:
                if html.unescape(tag["name"]) == name and tag["count"] == 0:
                    self._api.send(f"{PATH}/{tag['id']}", None, "DELETE", force="true")

    def _made(self, name: str) -> int:
        self._learn([made := self._api.send(PATH, {"name": name}, _fields="id,name")])
        return int(made["id"])

    def _learn(self, tags: Iterable[Post]) -> None:
        self._names |= {tag["id"]: html.unescape(tag["name"]) for tag in tags}

    def _vocabulary(self, code: str) -> dict[str, str]:
        """All names of the site, read once, by what they mean in a language."""
        if not self._whole:
            for page in self._api.pages(PATH, orderby="id", order="asc", _fields="id,name"):
                self._learn(page)
            self._whole = True
        if code not in self._by_key:
            # The first of two that mean the same is the older one.
            names = sorted(self._names.items(), reverse=True)
            self._by_key[code] = {_key(name, code): name for _, name in names if name}
        return self._by_key[code]


def ordered(names: Iterable[str]) -> tuple[str, ...]:
    """Names as they are compared: a site lists an article's tags in an order of its own."""
    return tuple(sorted(set(names), key=lambda name: (name.casefold(), name)))


def _key(name: str, language: str) -> str:
    """What the names of one idea have in common: not their case, accents, or a plural.

    C, C++ and C# are three ideas: a name with signs in it is itself alone.
    """
    folded = " ".join(name.casefold().replace("-", " ").split())
    if all(sign.isalnum() or sign.isspace() for sign in folded):
        folded = " ".join(stems(folded, language))
    parts = unicodedata.normalize("NFKD", folded)
    return "".join(sign for sign in parts if not unicodedata.combining(sign))
