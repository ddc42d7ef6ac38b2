"""What is said of a WordPress site before a run: each finding's sentence, or none."""

from collections.abc import Iterator
from typing import Any

import pytest

from connectors.errors import Unreachable, Unsupported
from connectors.wordpress.probing import Probe
from connectors.wordpress.settings import WordPressSettings
from connectors.wordpress.stores import AllInOne, Companion, SEOPress, Yoast
from schemas.finding import Severity
from tests.connectors.scripted_server import Script, Told, serving
from tests.connectors.scripted_wordpress import (
    ME,
    POSTS,
    WP,
    about,
    api,
    refused,
    wordpress,
)

ALL = {"Allow": "GET, POST, PUT, PATCH, DELETE"}
PAGES = f"{WP}wp/v2/pages"
ROUTE = f"{WP}rubricator/v1/posts/1"
YOAST = {"id": 1, "meta": {"_yoast_wpseo_metadesc": "", "_yoast_wpseo_focuskw": ""}}
AIOSEO = {"id": 1, "meta": [], "aioseo_meta_data": []}
SEOPRESS = {"id": 1, "meta": {"_seopress_titles_desc": ""}}
BARE = {"id": 1, "meta": {"footnotes": ""}}


@pytest.fixture
def script() -> Iterator[Script]:
    """A server of the test's own."""
    with serving() as made:
        yield made


@pytest.mark.parametrize(
    ("namespace", "post", "kind"),
    [
        ("yoast/v1", YOAST, Yoast),
        ("aioseo/v1", AIOSEO, AllInOne),
        ("seopress/v1", SEOPRESS, SEOPress),
    ],
)
def test_a_site_in_order_has_no_findings(
    script: Script, namespace: str, post: dict[str, Any], kind: type
) -> None:
    """Where a plugin shows its fields itself; SEOPress shows no keywords."""
    probe = of(a_site(script, namespace, post=post), keywords_to="none")

    assert [] == probe.findings()
    assert isinstance(probe.store, kind)


@pytest.mark.parametrize(
    ("namespaces", "sentence"),
    [
        (("rankmath/v1",), "Rank Math keeps descriptions where WordPress does not show them"),
        (("slim-seo",), "Slim SEO keeps descriptions where WordPress does not show them"),
        ((), "there is no place for descriptions that WordPress shows"),
    ],
)
@pytest.mark.parametrize("empty", [True, False])
def test_a_site_without_a_place_is_told_to_take_the_companion(
    script: Script, namespaces: tuple[str, ...], sentence: str, *, empty: bool
) -> None:
    """Also before its first article: a run could not begin."""
    probe = of(a_site(script, *namespaces, post=None if empty else BARE))
    cure = (
        "install the companion: rubricator companion > rubricator.php, into wp-content/mu-plugins"
    )

    assert [("wordpress.companion", f"{script.url}: {sentence}; {cure}.")] == told(probe)
    with pytest.raises(Unsupported, match="install the companion"):
        _ = probe.needed


@pytest.mark.parametrize(
    ("namespace", "kind"),
    [("yoast/v1", Yoast), ("aioseo/v1", AllInOne), ("seopress/v1", SEOPress)],
)
def test_an_empty_site_is_in_order(script: Script, namespace: str, kind: type) -> None:
    """Its plugin is known by the part of the API that it brings."""
    probe = of(a_site(script, namespace, post=None), keywords_to="none")

    assert [] == probe.findings()
    assert isinstance(probe.needed, kind)


def test_one_type_that_shows_its_fields_is_enough(script: Script) -> None:
    """Yoast shows those of posts and not those of pages, whichever come first."""
    a_site(script, "yoast/v1", post=YOAST).on(f"GET {PAGES}", Told(200, [BARE], ALL))
    probe = of(script, post_types=("pages", "posts"))

    assert [] == probe.findings()
    assert isinstance(probe.store, Yoast)
    assert probe.sample is not None
    assert "wp/v2/posts" == probe.sample["path"]


@pytest.mark.parametrize(
    ("told_to_me", "sentence"),
    [
        (refused(401, "rest_not_logged_in"), "does not know this user and application password"),
        (refused(403, "nope"), "does not say who we are: it answered 403 (nope) to wp/v2/users/me"),
    ],
)
def test_a_login_that_fails_is_a_finding(script: Script, told_to_me: Told, sentence: str) -> None:
    """The first, and the only one."""
    a_site(script, "yoast/v1", post=YOAST).on(f"GET {ME}", told_to_me)
    ((rule, message),) = told(of(script))

    assert "wordpress.login" == rule
    assert sentence in message
    assert message.endswith(".")


def test_a_site_that_does_not_answer_is_an_error(script: Script) -> None:
    """Nothing is known of it."""
    with pytest.raises(Unreachable):
        of(script.on("*", Told(503))).findings()


def test_a_site_that_is_no_wordpress_is_a_finding(script: Script) -> None:
    """With what to do about it."""
    ((rule, message),) = told(of(script))

    assert "wordpress.site" == rule
    assert "shows no REST API of WordPress; correct base_url" in message


def test_a_user_who_may_not_write_is_a_finding(script: Script) -> None:
    """As WordPress says itself, without a write."""
    a_site(script, "yoast/v1", post=YOAST)
    script.on(f"GET {POSTS}/1", Told(200, {"id": 1}, {"Allow": "GET"}))

    assert [("wordpress.rights", "editor may not write; make it an Editor.")] == told(of(script))


def test_methods_that_are_not_told_are_no_finding(script: Script) -> None:
    """A proxy took the header away; the rights were asked for already."""
    a_site(script, "yoast/v1", post=YOAST).on(f"GET {POSTS}/1", Told(200, {"id": 1}))

    assert [] == told(of(script))


def test_the_companion_proves_that_it_looks_at_the_revision(script: Script) -> None:
    """It is asked for a write that it has to refuse, and that would change nothing."""
    with_companion(script).on(f"POST {ROUTE}", refused(412, "rubricator_stale"))
    probe = of(script)

    assert [] == told(probe)
    assert isinstance(probe.store, Companion)
    assert [{"revision": "none such", "mark": True}] == [a.value for a in script.to(ROUTE)]


@pytest.mark.parametrize(
    ("answer", "rule", "sentence"),
    [
        (refused(403, "rubricator_forbidden"), "rights", "403 (rubricator_forbidden); give"),
        (refused(404, "rest_no_route"), "rights", "it answered 404 (rest_no_route)."),
        (Told(200, {"description": "", "keywords": []}), "companion", "writes over what has"),
    ],
)
def test_a_companion_that_answers_otherwise_is_a_finding(
    script: Script, answer: Told, rule: str, sentence: str
) -> None:
    """Above all one that would have written."""
    with_companion(script).on(f"POST {ROUTE}", answer)
    ((found, message),) = told(of(script))

    assert f"wordpress.{rule}" == found
    assert sentence in message


def test_a_companion_that_breaks_is_unreachable(script: Script) -> None:
    """Nobody knows whether it would have looked."""
    with_companion(script).on(f"POST {ROUTE}", Told(500, b"<p>critical error"))

    with pytest.raises(Unreachable, match="answered 500; look into the error log there"):
        of(script).findings()


def test_a_plugin_without_keywords_is_a_warning(script: Script) -> None:
    """Half of the work is done; the sentence says how to want no more."""
    a_site(script, "seopress/v1", post=SEOPRESS)

    sentence = (
        "SEOPress has no place for keywords, at least without the companion; only descriptions "
        'are written. Say so with keywords_to = "none", or choose tags.'
    )
    assert [("wordpress.keywords", sentence)] == told(of(script))
    assert [Severity.WARNING] == [finding.severity for finding in of(script).findings()]


@pytest.mark.parametrize("to", ["none", "existing_tags", "new_tags"])
def test_keywords_that_go_elsewhere_need_no_place(script: Script, to: str) -> None:
    """Whoever has chosen so knows."""
    a_site(script, "seopress/v1", post=SEOPRESS)

    assert [] == told(of(script, keywords_to=to))


def test_two_plugins_are_a_warning(script: Script) -> None:
    """Both would print a description."""
    a_site(script, "yoast/v1", "rankmath/v1", post=YOAST)

    sentence = "Yoast SEO and Rank Math are all active; let one of them do it."
    assert [("wordpress.plugins", sentence)] == told(of(script))


def test_a_password_in_the_clear_is_a_warning(
    script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    """But not on this machine, as the other tests show."""
    monkeypatch.setenv("http_proxy", script.url)
    a_site(script, "yoast/v1", post=YOAST).on("HEAD /", Told(200))

    sentence = "The password travels in the clear; write https in base_url."
    assert [("wordpress.https", sentence)] == told(of(script, base_url="http://a.example"))


def test_a_type_is_found_by_either_of_its_names(script: Script) -> None:
    """And asked for once, however often it is named."""
    types = {
        "post": {"rest_base": "posts", "rest_namespace": "wp/v2"},
        "recipe": {"rest_base": "recipes", "rest_namespace": "kitchen/v1"},
        "event": {"rest_base": False},
        "odd": [],
    }
    a_site(script).on(f"GET {WP}wp/v2/types", Told(200, types))
    named = ("posts", "post", "recipe", "recipes", "event", "odd")

    paths = "wp/v2/posts", "kitchen/v1/recipes", "wp/v2/event", "wp/v2/odd"
    assert paths == of(script, post_types=named).paths
    assert ("wp/v2/posts",) == of(script, post_types=("posts", "posts")).paths


@pytest.mark.parametrize(
    ("name", "cure"),
    [("recipies", "did you mean recipes?"), ("xyz", "it has: pages, posts, recipe, recipes")],
)
def test_an_unknown_type_names_the_nearest(script: Script, name: str, cure: str) -> None:
    """Or all that there are."""
    types = {"recipe": {"rest_base": "recipes"}}
    a_site(script).on(f"GET {WP}wp/v2/types", Told(200, types))
    sentence = f"post_types: {script.url} has no '{name}'; {cure}"

    assert [("wordpress.site", f"{sentence}.")] == told(of(script, post_types=(name,)))


@pytest.mark.parametrize("said", [{"a": 1}, None, [[]], "x"])
def test_a_list_that_is_none_is_a_finding(script: Script, said: object) -> None:
    """Not a crash."""
    a_site(script, "yoast/v1").on(f"GET {POSTS}", Told(200, said))

    ((rule, _),) = told(of(script))
    assert "wordpress.site" == rule


def a_site(script: Script, *namespaces: str, post: dict[str, Any] | None = None) -> Script:
    """A site whose newest post is this one, and ours to write."""
    wordpress(script).on(f"GET {WP}", about(*namespaces))
    script.on(f"GET {POSTS}", Told(200, [post] if post else []))
    return script.on(f"GET {POSTS}/1", Told(200, {"id": 1}, ALL))


def with_companion(script: Script) -> Script:
    """A site with our companion."""
    a_site(script, "rubricator/v1", "rankmath/v1", post=BARE)
    site = {"keywords": {"supported": True, "most": 5}}
    return script.on(f"GET {WP}rubricator/v1/site", Told(200, site))


def of(script: Script, **changes: Any) -> Probe:
    """A look at the site, as it is configured."""
    told = {"name": "magazine", "connector": "wordpress", "username": "editor"}
    site = WordPressSettings(**{**told, "base_url": script.url, **changes})
    return Probe(site, api(script, site.base_url))


def told(probe: Probe) -> list[tuple[str, str]]:
    """The findings' rules and sentences."""
    return [(finding.rule, finding.message) for finding in probe.findings()]
