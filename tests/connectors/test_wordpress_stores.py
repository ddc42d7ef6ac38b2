"""Where WordPress keeps the two fields: the shapes are those that the plugins were seen to use."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from connectors.errors import Malformed, Stale, Unsupported
from connectors.wordpress.stores import (
    ALONE,
    BOTH,
    NATIVE,
    AllInOne,
    Companion,
    SEOPress,
    Store,
    Write,
    Yoast,
    check,
    plain,
)
from schemas.article import Fields
from tests.connectors.scripted_server import Script, Told, serving
from tests.connectors.scripted_wordpress import POSTS, WP, api, refused, wordpress

WRITTEN = 'What we write: "quoted" & plain, 100 % – Größe.'
FOOTNOTES = {"footnotes": ""}
UNTOUCHED: Mapping[str, Any] = {
    "yoast": {
        "_yoast_wpseo_focuskw": "",
        "_yoast_wpseo_title": "",
        "_yoast_wpseo_metadesc": "",
        **FOOTNOTES,
    },
    "seopress": {
        "_seopress_robots_primary_cat": "",
        "_seopress_titles_title": "",
        "_seopress_titles_desc": "",
        **FOOTNOTES,
    },
}
YOAST = {"_yoast_wpseo_metadesc": WRITTEN, "_yoast_wpseo_focuskw": "first phrase"}
PHRASES = {
    "focus": {"keyphrase": "one", "score": 0, "analysis": []},
    "additional": [{"keyphrase": 'two & "more"', "score": 0}],
}
AIOSEO = {"post_id": "358", "title": None, "description": WRITTEN, "keyphrases": PHRASES}
COMPANION = Companion({"keywords": {"supported": True, "most": 5}})
NOTHING = Fields(description="", keywords=())
ONE = Fields(description=WRITTEN, keywords=("one", 'two & "more"'))


@pytest.fixture
def script() -> Iterator[Script]:
    """A site that knows us."""
    with serving() as made:
        yield wordpress(made)


@pytest.mark.parametrize(
    ("store", "post", "values"),
    [
        (Yoast(), {"meta": UNTOUCHED["yoast"]}, NOTHING),
        (Yoast(), {"meta": YOAST}, Fields(description=WRITTEN, keywords=("first phrase",))),
        (Yoast(), {"meta": {"_yoast_wpseo_metadesc": "a"}}, Fields(description="a", keywords=())),
        (Yoast(), {"meta": {"_yoast_wpseo_metadesc": ["a"]}}, NOTHING),
        (Yoast(), {"meta": FOOTNOTES}, None),
        (Yoast(), {"meta": []}, None),
        (Yoast(), {}, None),
        (SEOPress(), {"meta": UNTOUCHED["seopress"]}, Fields(description="")),
        (SEOPress(), {"meta": {"_seopress_titles_desc": "a &lt; b"}}, Fields(description="a < b")),
        (SEOPress(), {"meta": FOOTNOTES}, None),
        (SEOPress(), {"meta": []}, None),
        (AllInOne(), {"aioseo_meta_data": []}, NOTHING),
        (AllInOne(), {"aioseo_meta_data": AIOSEO}, ONE),
        (AllInOne(), {"aioseo_meta_data": {"description": None, "keyphrases": None}}, NOTHING),
        (
            AllInOne(),
            {"aioseo_meta_data": {"keyphrases": {"focus": [], "additional": {}}}},
            NOTHING,
        ),
        (AllInOne(), {"aioseo_meta_data": {"keyphrases": {"focus": {"keyphrase": ""}}}}, NOTHING),
        (AllInOne(), {"meta": FOOTNOTES}, None),
        (
            COMPANION,
            {"rubricator": {"description": "R&amp;D", "keywords": ["a", "", " b "]}},
            Fields(description="R&D", keywords=("a", "b")),
        ),
        (COMPANION, {"rubricator": {"description": None, "keywords": None}}, NOTHING),
        (COMPANION, {"rubricator": None}, None),
        (COMPANION, {"rubricator": []}, None),
        (COMPANION, {}, None),
    ],
)
def test_what_stands_there_is_read(
    store: Store, post: dict[str, Any], values: Fields | None
) -> None:
    """Nothing written is nothing; what is not shown is not known."""
    assert store.values(post) == values


@pytest.mark.parametrize(
    ("store", "post", "raw"),
    [
        (
            Yoast(),
            {"meta": UNTOUCHED["yoast"]},
            {"_yoast_wpseo_metadesc": "", "_yoast_wpseo_focuskw": ""},
        ),
        (
            Yoast(),
            {"meta": {**YOAST, "_yoast_wpseo_metadesc": "a &lt;  b\n"}},
            {**YOAST, "_yoast_wpseo_metadesc": "a &lt;  b\n"},
        ),
        (
            SEOPress(),
            {"meta": {"_seopress_titles_desc": " a &lt; b"}},
            {"description": " a &lt; b"},
        ),
        (AllInOne(), {"aioseo_meta_data": AIOSEO}, {"description": WRITTEN, "keyphrases": PHRASES}),
        (AllInOne(), {"aioseo_meta_data": []}, {"description": None, "keyphrases": None}),
        (
            AllInOne(),
            {"aioseo_meta_data": {"description": "", "keyphrases": None}},
            {"description": "", "keyphrases": None},
        ),
        (
            COMPANION,
            {"rubricator": {"description": "a &amp;", "keywords": ["b"], "revision": "r"}},
            {"description": "a &amp;", "keywords": ["b"]},
        ),
    ],
)
def test_what_is_kept_for_undoing_is_as_it_stands(
    store: Store, post: dict[str, Any], raw: dict[str, Any]
) -> None:
    """Escapes, blanks and what PHP calls nothing; a receipt keeps it as JSON."""
    assert json.loads(json.dumps(store.raw(post))) == raw


@pytest.mark.parametrize(
    ("store", "formed"),
    [
        (Yoast(), {"_yoast_wpseo_metadesc": WRITTEN, "_yoast_wpseo_focuskw": "one"}),
        (SEOPress(), {"description": WRITTEN}),
        (AllInOne(), {"description": WRITTEN, "keyphrases": {
            "focus": {"keyphrase": "one", "score": 0, "analysis": {}},
            "additional": [{"keyphrase": 'two & "more"', "score": 0}]}}),
        (COMPANION, {"description": WRITTEN, "keywords": ["one", 'two & "more"']}),
    ],
)  # fmt: skip
def test_new_values_have_the_plugins_shape(store: Store, formed: dict[str, Any]) -> None:
    """As the plugins were seen to take them, and only what is meant."""
    assert store.formed(ONE) == formed
    assert store.formed(Fields()) == {}
    assert set(store.formed(Fields(keywords=("a",)))) == set(formed) - set(
        store.formed(Fields(description=WRITTEN))
    )


def test_no_keywords_empty_their_place() -> None:
    """In the shape that the plugins were seen to take for it."""
    none = Fields(keywords=())
    focus = {"keyphrase": "", "score": 0, "analysis": {}}

    assert Yoast().formed(none) == {"_yoast_wpseo_focuskw": ""}
    assert AllInOne().formed(none) == {"keyphrases": {"focus": focus, "additional": []}}
    assert COMPANION.formed(none) == {"keywords": []}


@pytest.mark.parametrize(
    ("store", "sent", "shown"),
    [
        (Yoast(), {"meta": YOAST}, {"id": 1, "meta": {**UNTOUCHED["yoast"], **YOAST}}),
        (
            AllInOne(),
            {"aioseo_meta_data": {"description": None, "keyphrases": None}},
            {"id": 1, "aioseo_meta_data": {**AIOSEO, "description": None, "keyphrases": None}},
        ),
    ],
)
def test_a_field_of_the_post_is_written_by_a_change_of_the_post(
    script: Script, store: Store, sent: dict[str, Any], shown: dict[str, Any]
) -> None:
    """And read back from the answer, which shows no more than is needed."""
    script.on(f"POST {POSTS}/1", Told(200, shown))
    raw = next(iter(sent.values()))

    stored = store.put(Write(api(script), "wp/v2/posts/1", {"id": 1}, raw, ours=True))
    assert stored == store.values(shown)
    (asked,) = script.to(f"{POSTS}/1")
    assert asked.value == sent
    assert asked.parameters == {"context": "edit", "_fields": ",".join(("id", *store.asks))}


def test_seopress_is_written_by_its_own_route(script: Script) -> None:
    """Which says no more than that it went well, and shows a title that is not ours."""
    route = f"{WP}seopress/v1/posts/1/title-description-metas"
    script.on(f"PUT {route}", Told(200, {"code": "success"}))
    script.on(f"GET {route}", Told(200, {"title": "A person's", "description": WRITTEN}))

    raw = {"description": WRITTEN}
    stored = SEOPress().put(Write(api(script), "wp/v2/posts/1", {"id": 1}, raw, ours=True))
    assert stored == Fields(description=WRITTEN)
    assert [raw] == [asked.value for asked in script.to(route, "PUT")]


def test_the_companion_is_told_the_revision(script: Script) -> None:
    """And whether the values are ours."""
    route = f"{WP}rubricator/v1/posts/1"
    shown = {"description": WRITTEN, "keywords": ["a"], "revision": "r2"}
    script.on(f"POST {route}", Told(200, shown), refused(412, "rubricator_stale"))
    post = {"id": 1, "rubricator": {"revision": "r1"}}
    raw: dict[str, Any] = {"description": WRITTEN, "keywords": ["a"]}
    write = Write(api(script), "wp/v2/posts/1", post, raw, ours=False)

    assert COMPANION.put(write) == Fields(description=WRITTEN, keywords=("a",))
    assert [{**raw, "revision": "r1", "mark": False}] == [a.value for a in script.to(route)]
    with pytest.raises(Stale, match=r"412 \(rubricator_stale\); nothing was written"):
        COMPANION.put(write)


@pytest.mark.parametrize("store", [*NATIVE, COMPANION])
@pytest.mark.parametrize("shown", [[], {"id": 1}, {"id": 1, "meta": []}, "yes", None])
def test_a_write_whose_result_is_not_shown_is_malformed(
    script: Script, store: Store, shown: object
) -> None:
    """It would be taken for an emptied field."""
    script.on("*", Told(200, shown))

    with pytest.raises(Malformed, match="took the write and does not show"):
        store.put(Write(api(script), "wp/v2/posts/1", {"id": 1}, {}, ours=True))


@pytest.mark.parametrize(
    ("said", "fields", "most"),
    [
        ({"keywords": {"supported": True, "most": 5}}, BOTH, 5),
        ({"keywords": {"supported": True, "most": None}}, BOTH, None),
        ({"keywords": {"supported": False, "most": 0}}, ALONE, 0),
        ({"keywords": []}, ALONE, None),
        ({}, ALONE, None),
    ],
)
def test_the_companion_says_whether_there_is_a_place_for_keywords(
    said: dict[str, Any], fields: frozenset[str], most: int | None
) -> None:
    """It depends on the plugin that it found."""
    made = Companion(said)

    assert (fields, most) == (made.fields, made.most)
    assert set(made.raw({})) == set(fields)


def test_a_stored_text_is_read_as_a_person_reads_it() -> None:
    """However the plugin keeps it."""
    assert plain(' A &amp; B\n&lt; "C" 5\u00a0e\u0301 ') == 'A & B < "C" 5\u00a0\u00e9'


def test_an_unusual_text_is_no_harm_to_check() -> None:
    """Nothing at all, too."""
    check(Fields())
    check(ONE)
    with pytest.raises(Unsupported):
        check(Fields(keywords=("a", "%%title%%")))
