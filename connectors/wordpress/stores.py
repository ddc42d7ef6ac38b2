"""Where a WordPress site keeps descriptions and keywords, and the right route to each place.

Our companion shows and writes the raw values of any SEO plugin, without a new date on the
article, and refuses what is stale. Three plugins can do without it, as far as they go.
"""

import html
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from connectors.errors import Malformed, Unsupported
from connectors.http import Json
from connectors.wordpress.api import Api, Post, mapping
from schemas.article import Field, Fields

Raw = dict[str, Any]  # values as the site keeps them, by the names that it has for them

BOTH = frozenset(Field)
ALONE = frozenset({Field.DESCRIPTION})

BLANKS = re.compile(r"[ \t\r\n\f]+")  # not those that keep words together

# What SEO plugins replace by a value: %%title%%, %title%, {{ post.title }}, #post_title. Nothing
# that people write: hashtags have no underscore, and per cents no name between two of them.
TEMPLATE = re.compile(
    r"%%[\w-]+%%|%[a-z_]+(?:\([^()%]*\))?%|\{\{[^{}]*\}\}|\{%[^{}]*%\}"
    r"|#(?:alt|archive|attachment|author|blog|categor|current|custom|featured|page|parent|post|search"
    r"|separator|site|tax)[a-z]*_[a-z_]+|#(?:categories|permalink|tagline)\b",
    re.ASCII,
)

# What WordPress's own cleaning takes out of the values of plugins, whatever stands around it.
CUT = re.compile(r"%[0-9a-f]{2}|<(?!3)\S|\\", re.IGNORECASE)

# Printing a page, plugins take what follows "<5" for a tag. Escaped, these show it; one never does.
ESCAPED = {"yoast", "rankmath", "slimseo"}
LESS = re.compile(r"<(?![a-z/!?])", re.IGNORECASE)  # the companion refuses what begins a tag
UNSHOWN = re.compile(r"<(?!3)\S+")


@dataclass(frozen=True)
class Write:
    """Values for a post as it was just read; `ours` is false for what stood there before us."""

    api: Api
    path: str
    post: Post
    raw: Raw
    ours: bool


class Store(Protocol):
    """One way to the two fields."""

    @property
    def asks(self) -> tuple[str, ...]:
        """What to ask for of each post."""

    @property
    def fields(self) -> frozenset[Field]:
        """Those that it has a place for."""

    @property
    def most(self) -> int | None:
        """How many keywords there is room for; None for any number."""

    def values(self, post: Post) -> Fields | None:
        """What a person or we have stored; None where the post does not show it."""

    def raw(self, post: Post) -> Raw:
        """The same as the site keeps it, so that putting it back is exact."""

    def formed(self, values: Fields) -> Raw:
        """New values as the site would keep them. Raises `Unsupported` where it would not."""

    def put(self, write: Write) -> Fields:
        """Store values and read them back. Raises `Stale` where the site can tell."""


class Companion:
    """Our own must-use plugin: it knows each SEO plugin's place, and is one where there is none."""

    asks = ("rubricator",)

    def __init__(self, site: Mapping[str, Json]) -> None:
        """What the companion says of the site."""
        keywords = mapping(site.get("keywords"))
        most = keywords.get("most")
        self.fields = BOTH if keywords.get("supported") else ALONE
        self.most = most if isinstance(most, int) else None
        self._plugin = site.get("plugin")

    def values(self, post: Post) -> Fields | None:
        """What stands in the plugin's own place."""
        return self._values(post.get("rubricator"))

    def raw(self, post: Post) -> Raw:
        """Texts without any escaping taken away."""
        shown = mapping(post.get("rubricator"))
        return {name: shown.get(name) for name in self.fields}

    def formed(self, values: Fields) -> Raw:
        """By the fields' own names."""
        formed: Raw = values.model_dump(mode="json", exclude_none=True)
        if values.description:
            formed["description"] = self._printable(values.description)
        return formed

    def _printable(self, text: str) -> str:
        """A description such that its plugin shows it whole. Raises `Unsupported`."""
        if self._plugin == "aioseo" and (found := UNSHOWN.search(text)):
            raise Unsupported(f"the text has {found[0]!r}, where All in One SEO cuts it off")
        return LESS.sub("&lt;", text) if self._plugin in ESCAPED else text

    def put(self, write: Write) -> Fields:
        """Only if the post is still the one that was read."""
        revision = mapping(write.post.get("rubricator")).get("revision")
        sent = {"revision": revision, "mark": write.ours, **write.raw}
        said = write.api.send(f"rubricator/v1/posts/{write.post['id']}", sent)
        return _shown(self._values(said))

    def _values(self, shown: Json) -> Fields | None:
        if not isinstance(shown, dict) or "description" not in shown:
            return None
        return _fields(shown.get("description"), shown.get("keywords"), self.fields)


class Yoast:
    """Yoast SEO's post meta, which it opens for posts and for nothing else. It has one phrase."""

    description: ClassVar = "_yoast_wpseo_metadesc"
    keyphrase: ClassVar = "_yoast_wpseo_focuskw"
    namespace = "yoast/v1"
    asks = (f"meta.{description}", f"meta.{keyphrase}")
    fields = BOTH
    most: int | None = 1

    def values(self, post: Post) -> Fields | None:
        """The two keys, where the post shows them."""
        raw = self.raw(post)
        if self.description not in raw:
            return None
        return _fields(raw[self.description], [raw.get(self.keyphrase)])

    def raw(self, post: Post) -> Raw:
        """The two keys."""
        meta = mapping(post.get("meta"))
        return {key: meta[key] for key in (self.description, self.keyphrase) if key in meta}

    def formed(self, values: Fields) -> Raw:
        """The first keyword is the phrase."""
        _check_cut(values)
        formed: Raw = {}
        if values.description is not None:
            formed[self.description] = values.description
        if values.keywords is not None:
            formed[self.keyphrase] = "".join(values.keywords[:1])
        return formed

    def put(self, write: Write) -> Fields:
        """As a change of the post, which gives it a new date."""
        asked = ",".join(("id", *self.asks))
        sent = {"meta": write.raw}
        said = write.api.send(write.path, sent, context="edit", _fields=asked)
        return _shown(self.values(mapping(said)))


class SEOPress:
    """SEOPress's own route, which leaves the article its date. It lists no keywords."""

    description: ClassVar = "_seopress_titles_desc"
    namespace = "seopress/v1"
    asks = (f"meta.{description}",)
    fields = ALONE
    most: int | None = 0

    def values(self, post: Post) -> Fields | None:
        """The description, where the post shows it."""
        raw = self.raw(post)
        return _fields(raw["description"], (), ALONE) if raw else None

    def raw(self, post: Post) -> Raw:
        """The description's key."""
        meta = mapping(post.get("meta"))
        return {"description": meta[self.description]} if self.description in meta else {}

    def formed(self, values: Fields) -> Raw:
        """The description alone."""
        _check_cut(values)
        return {} if values.description is None else {"description": values.description}

    def put(self, write: Write) -> Fields:
        """By the route for descriptions."""
        route = f"seopress/v1/posts/{write.post['id']}/title-description-metas"
        write.api.send(route, write.raw, "PUT")
        stored = mapping(write.api.get(route)).get("description")
        return _shown(_fields(stored, (), ALONE) if isinstance(stored, str) else None)


class AllInOne:
    """All in One SEO's field on the post: a description, one main keyphrase and others."""

    field: ClassVar = "aioseo_meta_data"
    namespace = "aioseo/v1"
    asks = (field,)
    fields = BOTH
    most: int | None = None

    def values(self, post: Post) -> Fields | None:
        """The field's values; an empty list is a post that nobody has touched."""
        if self.field not in post:
            return None
        data = mapping(post[self.field])
        phrases = mapping(data.get("keyphrases"))
        others = phrases.get("additional")
        every = [phrases.get("focus"), *(others if isinstance(others, list) else ())]
        words = [mapping(phrase).get("keyphrase") for phrase in every]
        return _fields(data.get("description"), words)

    def raw(self, post: Post) -> Raw:
        """The field's two values; null, which it takes too, where there is none."""
        data = mapping(post.get(self.field))
        return {name: data.get(name) for name in ("description", "keyphrases")}

    def formed(self, values: Fields) -> Raw:
        """The first keyword is the main phrase; scores are the plugin's to find."""
        _check_cut(values)
        formed: Raw = {}
        if values.description is not None:
            formed["description"] = values.description
        if values.keywords is not None:
            main, *others = [{"keyphrase": w, "score": 0} for w in values.keywords or ("",)]
            formed["keyphrases"] = {"focus": {**main, "analysis": {}}, "additional": others}
        return formed

    def put(self, write: Write) -> Fields:
        """As a change of the post, which gives it a new date."""
        sent = {self.field: write.raw}
        said = write.api.send(write.path, sent, context="edit", _fields=f"id,{self.field}")
        return _shown(self.values(mapping(said)))


NATIVE: tuple[AllInOne | Yoast | SEOPress, ...] = (AllInOne(), Yoast(), SEOPress())


def plain(text: str) -> str:
    """A stored value as a person reads it: some plugins keep it escaped."""
    return unicodedata.normalize("NFC", BLANKS.sub(" ", html.unescape(text)).strip(" "))


def check(values: Fields) -> None:
    """Raise `Unsupported` for what an SEO plugin would take for something else than words."""
    _refuse(values, TEMPLATE, "which SEO plugins replace by a value")


def _check_cut(values: Fields) -> None:
    cure = "install the companion, which keeps it, or write it otherwise"
    _refuse(values, CUT, f"which WordPress takes out; {cure}")


def _refuse(values: Fields, pattern: re.Pattern[str], why: str) -> None:
    for text in (values.description or "", *(values.keywords or ())):
        if found := pattern.search(text):
            raise Unsupported(f"the text has {found[0]!r}, {why}")


def _fields(description: Json, keywords: Json, meant: frozenset[Field] = BOTH) -> Fields:
    words = keywords if isinstance(keywords, list | tuple) else ()
    texts = (plain(word) for word in words if isinstance(word, str))
    both = Fields(
        description=plain(description) if isinstance(description, str) else "",
        keywords=tuple(text for text in texts if text),
    )
    return both.only(meant)


def _shown(values: Fields | None) -> Fields:
    if values is None:
        raise Malformed("the site took the write and does not show what became of it")
    return values
