"""What keeps a WordPress article out of reach: a tag, wherever keywords go, or its type."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from connectors.cms import Place
from connectors.wordpress.settings import KeywordsTo, WordPressSettings
from connectors.wordpress.site import WordPress, open_site
from schemas.article import Article, ArticleId, Fields, SkipReason
from schemas.policy import Policy
from schemas.selection import fenced_off
from tests.builders import DIGEST
from tests.clock import StillClock
from tests.connectors.conformance import DAY, NOON
from tests.connectors.scripted_server import Asked, Script, Told, serving
from tests.connectors.scripted_wordpress import (
    PASSWORD,
    POSTS,
    TAGS,
    WP,
    a_post_with_yoast,
    paged,
    wordpress,
)
from tests.schemas.stories import KEY

NAMES = {1: "sponsored", 2: "R&amp;D", 3: "solar"}
IN_TAGS = [KeywordsTo.EXISTING_TAGS, KeywordsTo.NEW_TAGS]
PAGES = f"{WP}wp/v2/pages"
RECIPES = f"{WP}kitchen/v1/recipes"


@pytest.fixture
def script() -> Iterator[Script]:
    """A site with a tagged post, a page and a recipe; it keeps the tags that it is sent."""
    post = a_post_with_yoast(7, NOON, tags=[1, 2])

    def written(asked: Asked) -> Told:
        post.update(asked.value)
        return Told(200, post)

    def named(asked: Asked) -> Told:
        ids = map(int, asked.parameters.get("include", "1,2,3").split(","))
        found = [{"id": number, "name": NAMES[number]} for number in ids]
        return Told(200, found, {"X-WP-TotalPages": "1"})

    kinds = {"recipe": {"rest_base": "recipes", "rest_namespace": "kitchen/v1"}}
    listed = {
        POSTS: post,
        PAGES: a_post_with_yoast(8, NOON, type="page"),
        RECIPES: a_post_with_yoast(9, NOON, type="recipe"),
    }
    with serving() as made:
        wordpress(made, "yoast/v1").on(f"GET {TAGS}", named)
        made.on(f"GET {WP}wp/v2/types", Told(200, kinds)).on(f"POST {POSTS}/7", written)
        for path, one in listed.items():
            made.on(f"GET {path}", paged([one]))
            made.on(f"GET {path}/{one['id']}", Told(200, one))
        yield made


@pytest.mark.parametrize("to", KeywordsTo)
@pytest.mark.parametrize("pattern", ["sponsored", "Spons*", "r&d"])
def test_a_tag_excludes_wherever_keywords_go(script: Script, to: KeywordsTo, pattern: str) -> None:
    """As the article is listed, and as it is read again before it is published."""
    site = a_site(script, keywords_to=to)

    assert ["7"] == excluded(pattern, listed(site))
    assert ["7"] == excluded(pattern, [site.article(ArticleId("7"))])


@pytest.mark.parametrize("to", KeywordsTo)
@pytest.mark.parametrize("pattern", ["solar", "tag", "pag"])
def test_another_pattern_excludes_nothing(script: Script, to: KeywordsTo, pattern: str) -> None:
    """Of a tag that others have, or a part of a name."""
    assert [] == excluded(pattern, listed(a_site(script, keywords_to=to)))


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("post", "7"),
        ("posts", "7"),
        ("page", "8"),
        ("pages", "8"),
        ("recipe", "9"),
        ("recipes", "9"),
    ],
)
def test_a_type_excludes_by_either_name(script: Script, pattern: str, number: str) -> None:
    """Its own, and that of `post_types`, however the type was named there; read again, too."""
    for named in (["posts", "pages", "recipes"], ["posts", "pages", "recipe"]):
        site = a_site(script, post_types=named)

        assert [number] == excluded(pattern, listed(site))
        again = [site.article(ArticleId(one)) for one in ("7", "8", "9")]
        assert [number] == excluded(pattern, again)


@pytest.mark.parametrize("to", IN_TAGS)
def test_tags_that_we_write_change_nothing_but_the_keywords(script: Script, to: KeywordsTo) -> None:
    """Not the content, nor its evidence; and the next read has the revision that was foreseen."""
    site = a_site(script, keywords_to=to)
    before = site.article(ArticleId("7"))
    (receipt,) = site.prepare(before, Fields(keywords=("Solar",)))
    written = site.write(receipt)
    after = site.article(ArticleId("7"))

    assert ("R&D", "solar", "sponsored") == after.tags == after.keywords
    assert (before.content_hash, before.evidence) == (after.content_hash, after.evidence)
    assert written.revision_after == after.revision != before.revision
    assert "sponsored" not in before.evidence


@pytest.mark.parametrize("to", IN_TAGS)
def test_a_tag_that_would_exclude_is_not_given(script: Script, to: KeywordsTo) -> None:
    """An article about sponsoring is not a sponsored one, and stays within reach."""
    script.on(f"GET {POSTS}/7", Told(200, a_post_with_yoast(7, NOON, tags=[2])))
    site = a_site(script, keywords_to=to, exclude=["sponsored", "*harbour*"])
    words = Fields(keywords=("Sponsored", "old harbour", "solar"))
    (receipt,) = site.prepare(site.article(ArticleId("7")), words)

    assert ("R&D", "solar") == receipt.after.keywords
    assert [] == json.loads(receipt.raw)["made"]


def test_revisions_stay_from_version_to_version(script: Script) -> None:
    """An upgrade of ours is no change of theirs: ledgers remember these."""
    tagged, plain = (
        a_site(script, keywords_to=to).article(ArticleId("7")).revision
        for to in (KeywordsTo.EXISTING_TAGS, KeywordsTo.FOCUS_KEYPHRASE)
    )

    assert tagged == "wp:e5900b7f1cc7dd03e5bb67bbf7bbfa3d2d6047a0b26dde26e1ef02acd1bd4b8d"
    assert plain == "wp:9445ff2b79e9a9fb12377103daccda77a8fa3bbe33903a25e331347186621687"


def excluded(pattern: str, articles: list[Article]) -> list[str]:
    """The articles that the pattern keeps out of reach."""
    policy = Policy(exclude=(pattern,), prompt_digest=DIGEST, ladder=KEY)
    return [one.id for one in articles if fenced_off(one, policy) is SkipReason.EXCLUDED]


def listed(site: WordPress) -> list[Article]:
    """What a run would see."""
    return list(site.articles(DAY))


def a_site(script: Script, **changes: Any) -> WordPress:
    """The connector of the site."""
    settings = WordPressSettings(
        name="magazine", connector="wordpress", base_url=script.url, username="ed", **changes
    )
    place = Place(Path(), {"password": SecretStr(PASSWORD)}, StillClock())
    return open_site(settings, place)
