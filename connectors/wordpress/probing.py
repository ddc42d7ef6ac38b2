"""What a WordPress site has: types of articles, a place for descriptions, and what is missing."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cached_property
from urllib.parse import urlsplit

from connectors.errors import ConnectorError, Refused, Stale, Unreachable, Unsupported
from connectors.http import place
from connectors.wordpress.api import Api, Post, mapping
from connectors.wordpress.settings import KeywordsTo, WordPressSettings
from connectors.wordpress.stores import NATIVE, Companion, Store, Write
from schemas.article import Field
from schemas.finding import Finding, Severity

PLUGINS = {  # by the part of the API that each brings; The SEO Framework brings none
    "yoast/v1": "Yoast SEO",
    "rankmath/v1": "Rank Math",
    "aioseo/v1": "All in One SEO",
    "seopress/v1": "SEOPress",
    "slim-seo": "Slim SEO",
}
OURS = "rubricator/v1"
USUAL = {"posts": "wp/v2/posts", "pages": "wp/v2/pages"}
LOCAL = {"localhost", "127.0.0.1", "::1"}
SAMPLE: dict[str, str | int] = {
    "context": "edit",
    "status": "publish",
    "orderby": "id",
    "order": "desc",
    "per_page": 1,
}


class Probe:
    """One site, looked at once; nothing of it is changed."""

    def __init__(self, site: WordPressSettings, api: Api) -> None:
        self._site = site
        self._api = api

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """Where the types of articles are listed. Raises `Unsupported` for an unknown one."""
        named = self._site.post_types
        if all(name in USUAL for name in named):
            return tuple(dict.fromkeys(USUAL[name] for name in named))
        types = mapping(self._api.get("wp/v2/types", context="edit"))
        known = dict(USUAL)
        for slug, said in types.items():
            base = mapping(said).get("rest_base") or slug
            path = f"{mapping(said).get('rest_namespace') or 'wp/v2'}/{base}"
            known |= {slug: path, str(base): path}
        paths = (_known(name, known, place(self._site.base_url)) for name in named)
        return tuple(dict.fromkeys(paths))

    @cached_property
    def store(self) -> Store | None:
        """The way to the two fields; the companion's, else one that the site itself has."""
        if self._has_companion:
            return Companion(mapping(self._api.get(f"{OURS}/site")))
        if not self._samples:  # nothing to look at yet
            able = (store for store in NATIVE if store.namespace in self._api.namespaces)
        else:
            able = (store for store in NATIVE if any(map(store.values, self._samples)))
        return next(able, None)

    @property
    def store_is_conditional(self) -> bool:
        """Whether the site itself refuses a write to what has changed."""
        return isinstance(self.store, Companion)

    @property
    def needed(self) -> Store:
        """The way to the two fields. Raises `Unsupported` where there is none."""
        if self.store is None:
            raise Unsupported(self._no_place())
        return self.store

    @property
    def _has_companion(self) -> bool:
        return OURS in self._api.namespaces

    @property
    def sample(self) -> Post | None:
        """The newest article, of the first type of which one shows its fields."""
        store = self.store
        showing = (post for post in self._samples if store and store.values(post))
        return next(showing, None) or next(iter(self._samples), None)

    @cached_property
    def _samples(self) -> Sequence[Post]:
        """The newest article of each type, with what may be a place for descriptions."""
        asked = ",".join(("id", "meta", *NATIVE[0].asks, *Companion.asks))
        return [
            {**post, "path": path}
            for path in self.paths
            for post in self._api.listed(path, **SAMPLE, _fields=asked)[:1]
        ]

    def findings(self) -> list[Finding]:
        """What stands in the way. Raises `Unreachable`."""
        try:
            return list(self._findings())
        except Unreachable:
            raise
        except ConnectorError as error:
            return [_finding("login" if isinstance(error, Refused) else "site", f"{error}.")]

    def _findings(self) -> Iterator[Finding]:
        self._api.log_in()
        if self.store is None:
            yield _finding("companion", f"{self._no_place()}.")
            return
        yield from self._of_writing()
        yield from self._of_keywords()
        if len(self._plugins) > 1:
            names = " and ".join(self._plugins)
            yield _warning("plugins", f"{names} are all active; let one of them do it.")
        parts = urlsplit(self._site.base_url)
        if parts.scheme == "http" and parts.hostname not in LOCAL:
            yield _warning("https", "The password travels in the clear; write https in base_url.")

    def _of_writing(self) -> Iterator[Finding]:
        """Whether we may write, as far as can be known without doing it."""
        if self.sample is None:
            return
        path = f"{self.sample['path']}/{self.sample.get('id')}"
        methods = self._api.allowed(path)
        if methods and "POST" not in methods:
            yield _finding("rights", f"{self._site.username} may not write; make it an Editor.")
        elif isinstance(self.store, Companion):
            post = {"id": self.sample.get("id"), "rubricator": {"revision": "none such"}}
            write = Write(self._api, path, post, {}, ours=True)
            yield from self._of_the_companion(self.store, write)

    def _of_the_companion(self, store: Companion, write: Write) -> Iterator[Finding]:
        """Whether it looks at us, our right and the revision, and says no."""
        try:
            store.put(write)
        except Stale:
            return
        except Unreachable:
            raise
        except ConnectorError as error:
            yield _finding("rights", f"{error}.")
        else:
            yield _finding(
                "companion",
                "The companion writes over what has changed; put this version's in its place: "
                "rubricator companion.",
            )

    def _of_keywords(self) -> Iterator[Finding]:
        wanted = self._site.keywords_to is KeywordsTo.FOCUS_KEYPHRASE
        if wanted and self.store is not None and Field.KEYWORDS not in self.store.fields:
            without = "" if self._has_companion else ", at least without the companion"
            names = " and ".join(self._plugins) or "The SEO plugin"
            yield _warning(
                "keywords",
                f"{names} has no place for keywords{without}; only descriptions are written. "
                'Say so with keywords_to = "none", or choose tags.',
            )

    @cached_property
    def _plugins(self) -> Sequence[str]:
        return [name for part, name in PLUGINS.items() if part in self._api.namespaces]

    def _no_place(self) -> str:
        names = " and ".join(self._plugins)
        who = "there is no place for descriptions that WordPress shows"
        if names:
            who = f"{names} keeps descriptions where WordPress does not show them"
        return (
            f"{place(self._site.base_url)}: {who}; install the companion: "
            "rubricator companion > rubricator.php, into wp-content/mu-plugins"
        )


def _known(name: str, known: Mapping[str, str], where: str) -> str:
    if name in known:
        return known[name]
    near = get_close_matches(name, known, n=1)
    cure = f"did you mean {near[0]}?" if near else f"it has: {', '.join(sorted(known))}"
    raise Unsupported(f"post_types: {where} has no {name!r}; {cure}")


def _finding(rule: str, message: str) -> Finding:
    return Finding(rule=f"wordpress.{rule}", severity=Severity.REJECT, message=message)


def _warning(rule: str, message: str) -> Finding:
    return Finding(rule=f"wordpress.{rule}", severity=Severity.WARNING, message=message)
