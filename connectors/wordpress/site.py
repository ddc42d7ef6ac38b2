"""A WordPress site as a content system, through its REST API.

An article's id is the bare number of its post. WordPress has no conditional write of its own, so
a post is read again and compared right before it is written; our companion closes the rest of
the gap.
"""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from connectors.cms import Place
from connectors.errors import ConnectorError, Malformed, NotFound, Stale, Unreachable, Unsupported
from connectors.wordpress import stores, walk
from connectors.wordpress.api import Api, Post, mapping
from connectors.wordpress.posts import ASKED, LACKING, Page, tag_ids
from connectors.wordpress.probing import Probe
from connectors.wordpress.settings import KeywordsTo, WordPressSettings
from connectors.wordpress.tags import Tags, ordered
from schemas.article import Article, ArticleId, Field, Fields, Revision, SiteName
from schemas.finding import Finding
from schemas.receipt import Act, Receipt
from schemas.selection import excludes
from schemas.window import Window

TO_TAGS = frozenset({KeywordsTo.EXISTING_TAGS, KeywordsTo.NEW_TAGS})
Settings = WordPressSettings


class WordPress:
    """Reads and writes the articles of one site."""

    def __init__(self, site: WordPressSettings, api: Api) -> None:
        self._site = site
        self._name = SiteName(site.name)
        self._api = api
        self._probe = Probe(site, api)
        self._in_tags = site.keywords_to in TO_TAGS
        new = site.new_tags_per_run if site.keywords_to is KeywordsTo.NEW_TAGS else 0
        self._tags = Tags(api, new)
        self._prepared: dict[tuple[ArticleId, Revision], Page] = {}

    def probe(self) -> list[Finding]:
        """What is wrong with the login, the rights, the types, or the place for descriptions."""
        return self._probe.findings()

    def fields(self) -> frozenset[Field]:
        """The description, and keywords where the site has a place for them."""
        keywords = {Field.KEYWORDS}
        stored = self._probe.needed.fields
        if self._site.keywords_to is KeywordsTo.FOCUS_KEYPHRASE:
            return stored
        return stored | keywords if self._in_tags else stored - keywords

    def articles(self, window: Window) -> Iterator[Article]:
        """The published posts of the window, type by type, by their numbers."""
        for path in self._probe.paths:
            seen: set[int] = set()
            for query in walk.queries(window):
                for post, is_bare in walk.posts(self._api, path, query, self._asked, seen):
                    page = self._found(path, post["id"]) if is_bare else self._page(post, path)
                    if page and walk.is_in(window, page.published, page.modified):
                        yield self._article(page)

    def article(self, article_id: ArticleId) -> Article:
        """The article as its post is now."""
        return self._article(self._located(article_id))

    def prepare(self, article: Article, changes: Fields) -> list[Receipt]:
        """One write of the SEO plugin's fields, and one of tags where keywords go there.

        Their revisions follow each other: the second is prepared for what the first makes.
        """
        meant = changes.only(self.fields())
        stores.check(meant)
        page = self._located(article.id)
        _at(page, article.revision)
        of_fields = self._write_of_fields(page, meant)
        receipts = [*of_fields, *self._write_of_tags(page, meant, article.language)]
        if not receipts and meant.meant:
            raise Unsupported("none of the keywords is one of the site's tags")
        fields = page.fields
        for place, receipt in enumerate(receipts):
            expected = {"revision_before": page.revision(fields)}
            receipts[place] = receipt.model_copy(update=expected)
            fields = _updated(fields, receipt.after)
        if of_fields and self._probe.store_is_conditional:
            self._prepared[article.id, article.revision] = page
        return receipts

    def write(self, receipt: Receipt) -> Receipt:
        """Give the post its new values, if it is still the one: read again, or by the companion."""
        page = self._prepared.pop((receipt.article_id, receipt.revision_before), None)
        if page is None:  # else the site itself sees whether it is
            page = self._located(receipt.article_id)
            _at(page, receipt.revision_before)
        return self._done(receipt, page)

    def restore(self, receipt: Receipt) -> Receipt:
        """Put back the values as the site kept them, whatever else has changed since."""
        page = self._located(receipt.article_id)
        if not receipt.before.stand_in(page.fields):
            raise Stale(f"{page.id} does not hold our values any more; nothing was written")
        return self._done(receipt, page)

    @property
    def _asked(self) -> str:
        """What of each post to ask for, and no more: whole posts take ten times as long."""
        store = self._probe.store
        return ",".join(dict.fromkeys((*ASKED, *(store.asks if store else ()))))

    def _located(self, article_id: ArticleId) -> Page:
        """The post of an id, of whichever type. Raises `NotFound`; what is in the bin is gone."""
        if not (article_id.isascii() and article_id.isdecimal()):
            raise NotFound(f"{article_id}: articles of WordPress have numbers")
        for path in self._probe.paths:
            if page := self._found(path, int(article_id)):
                return page
        raise NotFound(f"{article_id}: there is no such article")

    def _found(self, path: str, number: int) -> Page | None:
        try:
            said = self._api.get(f"{path}/{number}", context="edit", _fields=self._asked)
        except NotFound:
            return None
        post = mapping(said)
        if post.get("id") != number:
            raise Malformed(f"the site answered with something else than the article {number}")
        return None if post.get("status") == "trash" else self._page(post, path)

    def _page(self, post: Post, path: str) -> Page:
        store = self._probe.store
        shown = store.values(post) if store else None
        tags = self._tags.names(tag_ids(post))
        both = Fields(description="", keywords=())
        fields = both if shown is None else _updated(both, shown.only(self.fields()))
        if self._in_tags:
            fields = _updated(fields, Fields(keywords=tags))
        return Page(
            post,
            path,
            fields,
            tags,
            tags_are_keywords=self._in_tags,
            shows_fields=shown is not None,
        )

    def _article(self, page: Page) -> Article:
        if page.lacks_text:
            shown = self._api.get(
                f"{page.path}/{page.id}", context="edit", _fields="content.rendered"
            )
            rendered = mapping(mapping(shown).get("content")).get("rendered")
            page = replace(page, rendered=str(rendered or ""))
        return page.article(self._name, self._site.languages)

    def _write_of_fields(self, page: Page, meant: Fields) -> list[Receipt]:
        store = self._probe.needed
        meant = meant.only(store.fields - ({Field.KEYWORDS} if self._in_tags else set()))
        if not meant.meant:
            return []
        if not page.shows_fields:
            raise Unsupported(LACKING)
        if meant.keywords is not None:
            meant = _updated(meant, Fields(keywords=meant.keywords[: store.most]))
        raw = store.raw(page.post)
        formed = store.formed(meant)
        return [self._receipt(page, meant, {"fields": {name: raw.get(name) for name in formed}})]

    def _write_of_tags(self, page: Page, meant: Fields, language: str) -> list[Receipt]:
        """Tags are added to: what a person has chosen stays. So nothing may be left to do.

        None is added that would put the article out of our own reach.
        """
        if not self._in_tags or meant.keywords is None:
            return []
        there, new = self._tags.chosen(meant.keywords, language)
        there, new = (
            {name for name in names if not excludes(self._site.exclude, name)}
            for names in (there, new)
        )
        after = Fields(keywords=ordered({*(page.fields.keywords or ()), *there, *new}))
        if after.stand_in(page.fields):
            return []
        return [self._receipt(page, after, {"tags": tag_ids(page.post), "made": sorted(new)})]

    def _receipt(self, page: Page, after: Fields, raw: stores.Raw) -> Receipt:
        return Receipt(
            site=self._name,
            article_id=page.id,
            before=page.fields.only(after.meant),
            after=after,
            raw=json.dumps(raw).encode(),
            revision_before=Revision(""),  # given where the order of the writes is known
        )

    def _done(self, receipt: Receipt, page: Page) -> Receipt:
        """Write, and say what reading back shows; also where no answer came to the write."""
        try:
            fields = self._put(receipt, page)
        except (Unreachable, Malformed):
            fields = self._located(receipt.article_id).fields
            if not receipt.after.stand_in(fields):
                raise
        return receipt.read_back(fields, page.revision(fields))

    def _put(self, receipt: Receipt, page: Page) -> Fields:
        """The two fields as they stand after the write."""
        raw, ours = json.loads(receipt.raw), receipt.act is Act.WRITE
        path = f"{page.path}/{page.id}"
        if "fields" in raw:
            store = self._probe.needed
            values = store.formed(receipt.after) if ours else raw["fields"]
            stored = store.put(stores.Write(self._api, path, page.post, values, ours))
            return _updated(page.fields, stored.only(receipt.after.meant))
        standing = tag_ids(page.post)
        ids = self._tags.ids(receipt.after.keywords or (), standing) if ours else raw["tags"]
        now = self._api.send(path, {"tags": ids}, context="edit", _fields="id,tags")
        names = self._tags.names(tag_ids(mapping(now)))
        if not ours:
            with suppress(ConnectorError):  # the article is as it was; a tag too many is no harm
                self._tags.unmake(raw["made"])
        return _updated(page.fields, Fields(keywords=names))


def open_site(site: WordPressSettings, place: Place) -> WordPress:
    """The site; it is not called yet."""
    api = Api(site.base_url, site.username, place.secrets["password"], place.clock)
    return WordPress(site, api)


def _at(page: Page, expected: Revision) -> None:
    if page.revision(page.fields) != expected:
        raise Stale(f"{page.id} has changed since it was read; nothing was written")


def _updated(fields: Fields, by: Fields) -> Fields:
    return Fields(**fields.model_dump() | by.model_dump(exclude_none=True))
