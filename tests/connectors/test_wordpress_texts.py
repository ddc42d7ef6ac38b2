"""Which texts would not come out of WordPress as they went in, and which only look so."""

import pytest

from connectors.errors import Unsupported
from connectors.wordpress.stores import NATIVE, Companion, Store, check
from schemas.article import Fields


@pytest.mark.parametrize(
    "text",
    [
        "%%title%% of the week",
        "by %%cf_My-Field2%%",
        "%title%",
        "on %date(Y-m-d)%",
        "%customterm(taxonomy-name)%",
        "{{ post.title }}",
        "{{post.title}}",
        "{% if a %}",
        "#post_title",
        "#site_title #separator_sa #tagline",
        "#custom_field-price",
        "#tax_name-topic",
        "#author_first_name",
        "#current_year",
        "#categories",
        "#permalink",
    ],
)
def test_what_seo_plugins_replace_is_not_written(text: str) -> None:
    """Readers would see a value that nobody wrote; in keywords, too."""
    for values in (Fields(description=f"See {text} now."), Fields(keywords=(text,))):
        with pytest.raises(Unsupported, match="which SEO plugins replace by a value"):
            check(values)


@pytest.mark.parametrize(
    "text",
    [
        "100 % of 20 %",
        "100% of 20%, 5%-10% and 3 %",
        "#MeToo",
        "50%off and 20%off",
        "up to 50%-off, 20%-off",
        "%d items",
        "%s and %s",
        "100%% sure",
        "%%",
        "#postcard #pages #sitelaunch #customerservice #taxday #currentaffairs #authors",
        "#1 in C# and F#",
        "Mustache begins with {{, and ends with it",
        "a {b} {c}",
        "§ 5 #12",
        "50 %, that is 20 %, was a lot: %",
        "5 < 6 > 4, AT&T, R&D",
        "10 €/m², 20 °C, ½ — “quoted” ‘so’",
        "C:/new, a|b, *a* [b](c) [gallery]",
        "A 100%ige Sache, 3%ige Lösung",
        "割引50%オフ、20%オフ",
    ],
)
def test_what_people_write_is_written(text: str) -> None:
    """A false alarm would cost an article its description."""
    check(Fields(description=text, keywords=(text,)))


@pytest.mark.parametrize("store", NATIVE)
@pytest.mark.parametrize("text", [r"C:\new", "50%20 off", "<b>bold</b>", "less <5 & more", "1%ab"])
def test_what_wordpress_takes_out_is_not_given_to_a_plugin(store: Store, text: str) -> None:
    """What was seen of the three: "50%20" is kept as "50", a backslash is lost on the page."""
    with pytest.raises(Unsupported, match="which WordPress takes out; install the companion"):
        store.formed(Fields(description=text))


@pytest.mark.parametrize("text", [r"C:\new", "50%20 off", "less <5 & more"])
def test_the_companion_keeps_every_text(text: str) -> None:
    """It goes past that cleaning."""
    assert {"description": text} == Companion({}).formed(Fields(description=text))


@pytest.mark.parametrize("plugin", ["yoast", "rankmath", "slimseo"])
def test_a_page_shows_what_follows_a_sign_that_begins_no_tag(plugin: str) -> None:
    """What was seen of the three: "<5 %" ends the description of a page, "&lt;5 %" does not."""
    formed = Companion({"plugin": plugin}).formed(Fields(description="I <3 rye: <5 % & a < b"))
    assert {"description": "I &lt;3 rye: &lt;5 % & a &lt; b"} == formed


def test_what_a_page_would_cut_off_is_not_written() -> None:
    """All in One SEO unescapes all that is stored, and then cuts all but "<3" and "a < b"."""
    aioseo = Companion({"plugin": "aioseo"})
    assert {"description": "I <3 a < b"} == aioseo.formed(Fields(description="I <3 a < b"))
    with pytest.raises(Unsupported, match="'<5', where All in One SEO cuts it off"):
        aioseo.formed(Fields(description="Only <5 % left"))


@pytest.mark.parametrize("store", NATIVE)
def test_ordinary_signs_are_given_to_a_plugin(store: Store) -> None:
    """Those that were seen to survive."""
    text = 'What we write: "quoted" & plain, a < b <3, 100 % – Größe, 20%.'

    assert text in store.formed(Fields(description=text)).values()
