"""A site's tags: their names, and which of them keywords name. Each is a page of the site."""

import html
import re
import unicodedata
from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import takewhile
from threading import RLock

from connectors.errors import Malformed, NotFound, Unsupported
from connectors.wordpress.api import PAGE, Api, Post
from schemas.languages import primary
from schemas.stems import stems

PATH = "wp/v2/tags"
LONGEST = 200  # characters of a name: one more, and WordPress answers with a fault of its database
ACCENTS = re.compile("[\u0300-\u036f\u064b-\u0652]")  # not the signs of kana: ga is not ka
HYPHEN = re.compile(r"(?<=\w)-(?=\w)")  # one at the end belongs to the name: a blood type A-
# Stems alone take marketing for market, and organization for organ: a plural differs in less.
ENDING = 3  # letters
ENGLISH = {"", "s", "es", "y", "ies"}


class Tags:
    """The vocabulary as this run has met it: names one by one, all of it where tags are chosen."""

    def __init__(self, api: Api, new: int) -> None:
        """`new` is how many may be made."""
        self._api = api
        self._left = new
        self._names: dict[int, str] = {}
        self._whole = False
        self._by_key: dict[str, dict[str, list[str]]] = {}  # by language: names of one stem
        self._coming: set[str] = set()  # names of tags that articles were promised
        self._lock = RLock()  # two articles at a time are written

    def names(self, ids: Iterable[int]) -> tuple[str, ...]:
        """What tags are called, in the order of the alphabet."""
        self.meet(ids := list(ids))
        return ordered(name for id_ in ids if (name := self._names.get(id_)))

    def meet(self, ids: Iterable[int]) -> None:
        """Learn the names of these tags: a request for each hundred that is new."""
        with self._lock:
            unknown = sorted(set(ids) - self._names.keys())
            for start in range(0, len(unknown), PAGE):
                some = unknown[start : start + PAGE]
                with suppress(NotFound, Unsupported):  # some types of articles have none
                    asked = ",".join(map(str, some))
                    found = self._api.listed(PATH, include=asked, per_page=PAGE, _fields="id,name")
                    self._learn(found)
                self._names = dict.fromkeys(some, "") | self._names

    def chosen(self, words: Sequence[str], language: str) -> tuple[set[str], set[str]]:
        """The names of the tags that keywords mean, and the keywords to make tags of.

        Raises `Unsupported` where the site has no tags.
        """
        code = primary(language)
        there: set[str] = set()
        new: set[str] = set()
        with self._lock:
            self._vocabulary()
            for word in words:
                if name := self._meant(word, code):
                    (new if name in self._coming else there).add(name)
                elif self._left and len(html.escape(word, quote=False)) <= LONGEST:
                    self._left -= 1
                    self._coming.add(word)
                    self._enter(word)
                    new.add(word)
        return there, new

    def ids(self, names: Iterable[str], standing: Iterable[int] = ()) -> list[int]:
        """The ids of tags by their names; one that is not there is made.

        Of an article's `standing` tags those stay that we cannot see, and of two tags of one name
        the one that it has.
        """
        names, standing = list(names), list(standing)
        with self._lock:
            self._vocabulary()
            self.meet(standing)
            exact = {name: id_ for id_, name in sorted(self._names.items(), reverse=True)}
            exact |= {self._names[id_]: id_ for id_ in standing}
            hidden = [id_ for id_ in standing if not self._names[id_]]
            return hidden + [exact[n] if n in exact else self._made(n) for n in names]

    def unmake(self, names: Iterable[str]) -> None:
        """Take tags away again that no article has any more; a draft is one too."""
        for name in names:
            # They are kept escaped, and searched for as they are kept.
            kept = html.escape(name, quote=False)
            for tag in self._api.listed(PATH, search=kept, per_page=PAGE, _fields="id,name,count"):
                number, called = _told(tag)
                if called == name and tag.get("count") == 0 and not self._used(number):
                    self._api.send(f"{PATH}/{number}", None, "DELETE", force="true")
                    self._names.pop(number, None)

    def _used(self, number: int) -> bool:
        """Whether an article has a tag that nobody published has: WordPress counts no drafts."""
        asked: dict[str, str | int] = {"tags": number, "status": "any", "context": "edit"}
        return bool(self._api.listed("wp/v2/posts", **asked, per_page=1, _fields="id"))

    def _made(self, name: str) -> int:
        number = self._api.made(PATH, {"name": name})
        self._names.pop(number, None)
        self.meet([number])
        return number

    def _learn(self, tags: Iterable[Post]) -> None:
        self._names = self._names | dict(map(_told, tags))

    def _vocabulary(self) -> None:
        """All names of the site, read once."""
        if self._whole:
            return
        try:
            for page in self._api.pages(PATH, orderby="id", order="asc", _fields="id,name"):
                self._learn(page)
        except NotFound as error:
            raise Unsupported(f"the site has no tags: {error}") from None
        self._whole = True

    def _meant(self, word: str, code: str) -> str:
        """The name that a keyword is another form of; of two, its own, else the older one."""
        if code not in self._by_key:
            self._by_key[code] = {}
            older_first = (name for _, name in sorted(self._names.items()))
            for name in (*older_first, *sorted(self._coming)):
                self._by_key[code].setdefault(_key(name, code), []).append(name)
        known = self._by_key[code].get(_key(word, code), ())
        alike = [name for name in known if name and _near(name, word, code)]
        return min(alike, key=lambda name: _plain(name) != _plain(word), default="")

    def _enter(self, name: str) -> None:
        for code, known in self._by_key.items():
            known.setdefault(_key(name, code), []).append(name)


def ordered(names: Iterable[str]) -> tuple[str, ...]:
    """Names as they are compared: a site lists an article's tags in an order of its own."""
    return tuple(sorted(set(names), key=lambda name: (name.casefold(), name)))


def _told(tag: Post) -> tuple[int, str]:
    number, name = tag.get("id"), tag.get("name")
    if not isinstance(number, int) or not isinstance(name, str):
        raise Malformed("the site lists a tag without a number or a name")
    return number, html.unescape(name)


def _plain(name: str) -> str:
    """A name without its case and its accents."""
    folded = " ".join(HYPHEN.sub(" ", name.casefold()).split())
    return unicodedata.normalize("NFC", ACCENTS.sub("", unicodedata.normalize("NFKD", folded)))


def _key(name: str, language: str) -> str:
    """What the names of one idea have in common: not their case, accents, or a plural.

    C, C++ and C# are three ideas: a name with signs in it is itself alone.
    """
    folded = " ".join(HYPHEN.sub(" ", unicodedata.normalize("NFC", name.casefold())).split())
    if all(sign.isalnum() or sign.isspace() for sign in folded):
        folded = " ".join(stems(folded, language))
    return _plain(folded)


def _near(one: str, other: str, code: str) -> bool:
    """Whether two names of the same stems differ by no more than the endings of a plural."""
    for pair in zip(_plain(one).split(), _plain(other).split(), strict=False):
        same = sum(1 for _ in takewhile(lambda two: two[0] == two[1], zip(*pair, strict=False)))
        endings = {word[same:] for word in pair}
        if abs(len(pair[0]) - len(pair[1])) > ENDING or (code == "en" and not endings <= ENGLISH):
            return False
    return True
