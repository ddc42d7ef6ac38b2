"""A WordPress site's tags: which of them a keyword means, and which are made and unmade."""

import html
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from connectors.errors import ConnectorError, Malformed, Unreachable, Unsupported
from connectors.wordpress.tags import LONGEST, Tags, ordered
from tests.connectors.scripted_server import Asked, Script, Told, serving
from tests.connectors.scripted_wordpress import POSTS, TAGS, api, paged, refused, wordpress


@pytest.fixture
def script() -> Iterator[Script]:
    """A site that knows us."""
    with serving() as made:
        yield wordpress(made)


@pytest.mark.parametrize(
    ("word", "language", "name"),
    [
        ("solar panels", "en", "Solar Panel"),
        ("SOLAR-PANEL", "en", "Solar Panel"),
        ("smart cities", "en", "Smart city"),
        ("boxes", "en", "Box"),
        ("cafe", "fr", "Café"),
        ("cafés", "fr", "Café"),
        ("CAFE\u0301", "", "Café"),
        ("Haus", "de", "Häuser"),
        ("Strasse", "de-AT", "Straßen"),
        ("canciones", "es", "Canción"),
        ("R&D", "en", "R&D"),
        ("c++", "en", "C++"),
        ("C#", "en", "C#"),
        ("c", "en", "C"),
        ("東京", "ja", "東京"),
        ("ガス", "ja", "ガス"),
        ("a-", "en", "A-"),
    ],
)
def test_a_keyword_names_a_tag_whatever_its_form(
    script: Script, word: str, language: str, name: str
) -> None:
    """Its case, accents and plural do not count; its signs do."""
    others = ["C", "C++", "C#", "R", "カス", "A", "Organ", "Panel"]
    tags = a_vocabulary(script, *dict.fromkeys([*others, name]), new=3)

    assert ({name}, set()) == tags.chosen([word], language)


@pytest.mark.parametrize(
    ("word", "language", "name"),
    [
        ("カス", "ja", "ガス"),
        ("organization", "en", "Organ"),
        ("universities", "en", "Universe"),
        ("markets", "en", "Marketing"),
        ("house", "en", "Housing"),
        ("organisations", "fr", "Organe"),
        ("C", "en", "C++"),
        ("panels", "fr-unknown", "Solar panels"),
        ("Haus", "en", "Häuser"),
        ("AB-", "en", "AB+"),
    ],
)
def test_another_idea_is_not_a_tag_of_that_name(
    script: Script, word: str, language: str, name: str
) -> None:
    """A tag that is wrong is worse than none."""
    assert (set(), set()) == a_vocabulary(script, name).chosen([word], language)


def test_of_two_forms_the_keywords_own_is_taken(script: Script) -> None:
    """And else the older one."""
    tags = a_vocabulary(script, "Ferry", "ferries")

    assert ({"ferries"}, set()) == tags.chosen(["Ferries"], "en")
    assert ({"Ferry"}, set()) == tags.chosen(["ferry"], "en")
    assert ({"Cafés"}, set()) == a_vocabulary(script, "Cafés", "Cafes").chosen(["café"], "en")


def test_names_are_as_people_read_them(script: Script) -> None:
    """WordPress gives them escaped."""
    tags = a_vocabulary(script, "R&D", "Q<A", "b", "A")

    assert ("A", "b", "Q<A", "R&D") == tags.names([1, 2, 3, 4])
    assert ("a", "B") == ordered(["B", "a", "B"])


def test_names_are_asked_for_once_and_by_the_hundred(script: Script) -> None:
    """Each article has some of them."""
    tags = a_vocabulary(script, *(f"tag {n}" for n in range(150)))
    assert 120 == len(tags.names(range(1, 121)))
    tags.names(range(50, 121))

    assert [100, 20] == [a.parameters["include"].count(",") + 1 for a in script.to(TAGS)]


def test_a_vocabulary_of_thousands_is_read_in_pages(script: Script) -> None:
    """Once, whatever the language."""
    names = [f"subject {n}" for n in range(2_345)]
    script.on(f"GET {TAGS}", paged(*(some(names, start) for start in range(0, len(names), 100))))
    tags = Tags(api(script), 0)

    assert ({"subject 2344", "subject 1"}, set()) == tags.chosen(
        ["Subject 2344", "subjects 1", "subject 9999"], "en"
    )
    tags.chosen(["sujet"], "fr")
    assert 24 == len(script.to(TAGS))


def test_no_more_tags_are_made_than_may_be(script: Script) -> None:
    """The run's quota, over all its articles; what another one was promised costs nothing."""
    tags = a_vocabulary(script, "Old", new=2)

    assert ({"Old"}, {"one", "two"}) == tags.chosen(["old", "one", "two", "three"], "en")
    assert (set(), {"two"}) == tags.chosen(["Two", "four"], "en")
    assert (set(), set()) == a_vocabulary(script).chosen(["one"], "en")


def test_forms_of_one_keyword_make_one_tag(script: Script) -> None:
    """Within an article and from one to the next."""
    tags = a_vocabulary(script, new=9)

    assert (set(), {"café"}) == tags.chosen(["café", "Cafes", "cafés"], "fr")
    assert (set(), {"café"}) == tags.chosen(["Café"], "fr")
    assert (set(), {"café"}) == tags.chosen(["CAFÉ"], "de")


@pytest.mark.parametrize("word", ["x" * (LONGEST + 1), "&" * (LONGEST // 5 + 1)])
def test_a_name_that_is_too_long_is_not_made(script: Script, word: str) -> None:
    """WordPress counts it escaped, and would answer with a fault of its database."""
    tags = a_vocabulary(script, new=1)

    assert (set(), {"x" * LONGEST}) == tags.chosen([word, "x" * LONGEST], "en")


def test_a_tag_that_is_not_there_is_made(script: Script) -> None:
    """And from then on it is there."""
    script.on(f"POST {TAGS}", Told(201, {"id": 7}))
    tags = a_vocabulary(script, "Old", more={7: "New & shiny"})

    assert [1, 7] == tags.ids(["Old", "New & shiny"])
    assert [7] == tags.ids(["New & shiny"])
    assert [{"name": "New & shiny"}] == [a.value for a in script.to(TAGS, "POST")]
    assert ("New & shiny",) == tags.names([7])


def test_a_tag_that_somebody_made_meanwhile_is_taken(script: Script) -> None:
    """WordPress says which one it is; its name is the one that it has."""
    script.on(f"POST {TAGS}", refused(400, "term_exists", term_id=7))
    tags = a_vocabulary(script, more={7: "NEW"})

    assert [7] == tags.ids(["new"])
    assert ("NEW",) == tags.names([7])


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        (refused(400, "term_exists"), Malformed),
        (Told(400, {"code": "term_exists", "data": []}), Malformed),
        (Told(201, []), Malformed),
        (Told(201, {"id": "7"}), Malformed),
        (refused(400, "rest_invalid_param", term_id=7), Unsupported),
        (refused(500, "db_insert_error"), Unreachable),
    ],
)
def test_a_tag_that_was_not_made_is_an_error(
    script: Script, told: Told, kind: type[ConnectorError]
) -> None:
    """None is made up."""
    script.on(f"POST {TAGS}", told)

    with pytest.raises(kind):
        a_vocabulary(script).ids(["new"])


def test_an_articles_own_tags_stay(script: Script) -> None:
    """Those that we cannot see, and of two tags of one name the one that it has."""
    tags = a_vocabulary(script, "Apple", "Apple", "Pear")

    assert [1, 3] == tags.ids(["Apple", "Pear"])
    assert [99, 2, 3] == tags.ids(["Apple", "Pear"], standing=[99, 2])


@pytest.mark.parametrize("told", [refused(404, "rest_no_route"), refused(400, "rest_invalid")])
def test_a_site_without_tags_has_no_names(script: Script, told: Told) -> None:
    """Nothing is chosen there, and the article is not called missing."""
    script.on(f"GET {TAGS}", told)
    tags = Tags(api(script), 5)

    assert () == tags.names([1, 2])
    with pytest.raises(Unsupported):
        tags.chosen(["word"], "en")


@pytest.mark.parametrize("tag", [{}, {"id": 1}, {"id": "1", "name": "a"}, {"id": 1, "name": None}])
def test_a_tag_without_sense_is_malformed(script: Script, tag: object) -> None:
    """Wherever it is listed."""
    script.on(f"GET {TAGS}", paged([tag]))
    tags = Tags(api(script), 5)

    for ask in (lambda: tags.names([1]), lambda: tags.ids(["a"]), lambda: tags.unmake(["a"])):
        with pytest.raises(Malformed, match="a tag without a number or a name"):
            ask()


def test_only_a_tag_that_nobody_uses_is_taken_away(script: Script) -> None:
    """WordPress counts published articles alone: 4 stands in a draft."""
    found = [
        {"id": 2, "name": "R&amp;D", "count": 1},
        {"id": 3, "name": "R&amp;D", "count": 0},
        {"id": 4, "name": "R&amp;D", "count": 0},
        {"id": 5, "name": "r&amp;d", "count": 0},
        {"id": 6, "name": "R&amp;D"},
    ]
    script.on(f"GET {TAGS}", Told(200, found)).on(f"DELETE {TAGS}/3", Told(200, {}))
    drafts = {"4": [{"id": 1}]}
    script.on(f"GET {POSTS}", lambda a: Told(200, drafts.get(a.parameters["tags"], [])))

    Tags(api(script), 0).unmake(["R&D"])
    assert ["R&amp;D"] == [a.parameters["search"] for a in script.to(TAGS)]
    assert [f"{TAGS}/3"] == [a.path for a in script.asked if a.method == "DELETE"]
    assert {"any"} == {a.parameters["status"] for a in script.to(POSTS)}


def a_vocabulary(
    script: Script, *names: str, new: int = 0, more: dict[int, str] | None = None
) -> Tags:
    """The tags of a site that has these, numbered from 1; `more` are shown by number alone."""
    tags = some(list(names), 0, len(names))
    shown = tags + [{"id": number, "name": html.escape(n)} for number, n in (more or {}).items()]

    def listed(asked: Asked) -> Told:
        if "include" not in asked.parameters:
            return Told(200, tags, {"X-WP-TotalPages": "1"})
        numbers = asked.parameters["include"].split(",")
        return Told(200, [tag for tag in shown if str(tag["id"]) in numbers])

    script.on(f"GET {TAGS}", listed)
    return Tags(api(script), new)


def some(names: Sequence[str], start: int, count: int = 100) -> list[dict[str, Any]]:
    """A page of tags, their names escaped."""
    part = enumerate(names[start : start + count], start + 1)
    return [{"id": number, "name": html.escape(name, quote=False)} for number, name in part]
