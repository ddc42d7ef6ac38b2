"""What Claude is sent of an HTML body."""

import time

import pytest

from connectors.html_bounds import FEW_TAGS, bounded
from connectors.html_text import LITTLE_TEXT, MUCH_MARKUP, needs_rendering, sent_text
from connectors.shortcodes import without_shortcodes

# A post with everything that libraries for this get wrong: see test_a_post_is_read_as_people_do.
POST = """\
<!-- wp:heading --><h2 class="wp-block-heading">What&nbsp;changes</h2><!-- /wp:heading -->
<!-- wp:paragraph -->
<p>Fares <strong>bo</strong>ld wo<em>rd</em>, R&amp;D &lt;tag&gt;, 5&#8239;&euro;, caf&eacute;<br>
two<br/>three, in 2019<sup data-fn="a" class="fn"><a href="#a">1</a></sup> to 10<sup>6</sup></p>
<!-- /wp:paragraph -->
<!-- wp:list --><ul><li>alpha</li><li>beta<ul><li>gamma</li></ul></li></ul><!-- /wp:list -->
<figure class="wp-block-table"><table><thead><tr><th>Year</th><th>Cost</th></tr></thead><tbody><tr>
<td>2025</td><td>12</td></tr></tbody></table><figcaption>In euros</figcaption></figure>
<figure class="wp-block-image"><img alt="ALT"/><figcaption>Photo: Jane</figcaption>
</figure>
[gallery ids="1,2"] [caption id="a"]Cap text[/caption] [mailpoet_form id="1"] All [5] items.
<!-- wp:pullquote -->
<figure class="wp-block-pullquote"><blockquote><p>PULLED</p></blockquote></figure>
<script>var SCRIPT=1;</script><style>.STYLE{}</style><noscript>NOSCRIPT</noscript>
<iframe src="https://e.example/x">IFRAME</iframe>
<pre class="wp-block-code"><code>def f(x):
    return x &lt; 3</code></pre>
<div class="kg-card kg-callout-card"><div class="kg-callout-text">Callout</div></div>
<div class="kg-card kg-toggle-card"><h4>Toggle head</h4><div>Toggle body</div></div>
<figure class="kg-card kg-bookmark-card"><a href="https://e.example">BOOKMARK</a></figure>
<div style="display:none">HIDDEN</div><p>zero&#8203;width soft&shy;hyphen</p><p>Last<p>unclosed"""

CHECKS = {
    "headings keep their level": ("## What changes\n", True),
    "a footnote's mark is left out": ("in 2019 to 10^6", True),
    "inline elements split no word": ("Fares bold word, ", True),
    "entities are characters": ("R&D <tag>", True),
    "narrow blanks are blanks": ("5 €", True),
    "a br ends a line": ("café\ntwo\nthree,", True),
    "items have bullets": ("- alpha\n- beta", True),
    "items in items are indented": ("\n  - gamma\n", True),
    "cells are parted, rows are lines": ("Year | Cost\n2025 | 12\n", True),
    "a table's caption is read": ("\n\nIn euros\n", True),
    "an image's caption is read": ("Photo: Jane", True),
    "alternative texts are not": ("ALT", False),
    "shortcodes are not": ("[gallery", False),
    "what stands between shortcodes is, and figures in brackets": (
        "\nCap text All [5] items.\n",
        True,
    ),
    "pull quotes are not": ("PULLED", False),
    "programs are not": ("SCRIPT", False),  # nor is what stands in for them
    "styles are not": ("STYLE", False),
    "frames are not": ("IFRAME", False),
    "listings keep their lines": ("\n\ndef f(x):\n    return x < 3\n\n", True),
    "callouts are read": ("\nCallout\n", True),
    "toggles are read": ("#### Toggle head\n\nToggle body\n", True),
    "bookmarks are not": ("BOOKMARK", False),
    "hidden elements are not": ("HIDDEN", False),
    "blocks' comments are not": ("wp:", False),
    "what has no width is not": ("\nzerowidth softhyphen\n", True),
    "paragraphs end where the next begins": ("\nLast\n\nunclosed", True),
}


@pytest.mark.parametrize(("part", "is_sent"), CHECKS.values(), ids=CHECKS.keys())
def test_a_post_is_read_as_people_do(part: str, *, is_sent: bool) -> None:
    """Each of these some library gets wrong, and a wrong text makes a wrong description."""
    assert is_sent == (part in sent_text(POST))


@pytest.mark.parametrize(
    ("html", "sent"),
    [
        ("", ""),
        ("\ufeff<p>One\r\n  two\rthree</p>\n\n\n<p>four", "One two three\n\nfour"),
        ("a<br><br>b<br>\n<br>c<br>d", "a\n\nb\n\nc\nd"),
        ("<ol start=3><li><p>a</p></li><li>b<ul><li>c</ul></ol>f", "3. a\n4. b\n  - c\n\nf"),
        ("<ol start=-1><li>a</ol><ol start=9999999><li>b</ol>", "1. a\n\n1. b"),
        ("<ul><li></li><li><br>a</li></ul><li>b", "- a\n\n- b"),
        ("<h3>A<br>b<p>c</p></h3><h6></h6>d", "### A b c\n\nd"),
        ("<table><tr><td>a<br>b<td><p>c</p><p>d</p><tr><td><td>e</table>", "a b | c d\n| e"),
        ("<table><tr> <td><p>a</p><ul><li>b</ul></td> </tr></table>", "a\n\n- b"),
        ("<pre>\n  a\n\n\tb&nbsp;c  \n</pre>d", "  a\n\n\tb c\n\nd"),
        ("a<script>x</script>b<form>c</form>d<b hidden>e</b>f", "ab\n\ndf"),
        ("<p aria-hidden=TRUE>a</p><i style='VISIBILITY : hidden'>b</i>c", "c"),
        ("<i style='font-size:0'>a</i><i style='opacity:0.0'>b</i><p style='opacity:.5'>c", "c"),
        ("<details hidden=until-found>a</details><template>b</template><svg><text>c</svg>d", "d"),
        ("<blockquote class='x kg-blockquote-alt'>a</blockquote><blockquote>b", "b"),
        (
            "<figure><div class=wp-block-embed__wrapper>https://x.example</div><figcaption>a</figure>",
            "a",
        ),
        ("a \u202eb\u202c &#x2067;c&#8297; \u200fd\x00 cafe\u0301", "a b c \u200fd café"),
        ("[gal\u200blery]<p>b", "b"),
        ("a<!-- b -->c<!-- d", "ac"),
        ("1 < 2 &amp; 3 > 2 &amp;lt;", "1 < 2 & 3 > 2 &lt;"),
        ("<html><head><title>a</title></head><body hidden>b</body></html>", "b"),
        ("\ud800a", "a"),
    ],
)
def test_the_words_are_sent(html: str, sent: str) -> None:
    """And what only a browser needs is not."""
    assert sent == sent_text(html)


@pytest.mark.parametrize(
    ("html", "sent"),
    [
        ("One\n\nTwo <b>big\n\nthree</b>\nfour", "One\n\nTwo big\n\nthree\nfour"),
        ("One\r\n \r\n<ul>\n<li>a</li>\n\n<li>b</li>\n</ul>\nTwo", "One\n\n- a\n- b\n\nTwo"),
        ("One\n\n<p align=center>Two\nthree</p>\nFour\n\nfive", "One\n\nTwo three\n\nFour\n\nfive"),
        ("<!-- wp:html -->a\n\nb<!-- /wp:html -->", "a b"),
        ("a\nb", "a b"),
        ("<pre>a\n\n b</pre>\n\n\n\nc", "a\n\n b\n\nc"),
    ],
)
def test_classic_content_keeps_its_paragraphs(html: str, sent: str) -> None:
    """WordPress's old editor writes blank lines for them, and line ends for lines."""
    assert sent == sent_text(html)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ('a [gallery ids="1,2"] b', "a b"),
        ("[vc_row][vc_column width=1/2 el='x']a[/vc_column][/vc_row]", "a"),
        ('[caption id="x"]A cat[/caption]', "A cat"),
        ("[su_quote]a [5][/su_quote]", "a [5]"),
        ("[embed width=5]https://x.example/?a=1[/embed]", ""),
        ("[youtube https://x.example/a][contact-form-7 404 “Not found”]", ""),
        ("a [x_y z=”1″]\n[recent-posts]\n[divider /]b", "a \n\nb"),
        ("[[gallery]] and [[embed a=b]]", "[gallery] and [embed a=b]"),
        ("[gallery", "[gallery"),
    ],
)
def test_shortcodes_go_and_what_they_enclose_stays(text: str, left: str) -> None:
    """They are calls, and nobody reads them on the page."""
    assert left == without_shortcodes(text)


@pytest.mark.parametrize(
    "prose",
    [
        "[5]",
        "[sic]",
        "[Jane Doe]",
        "[…]",
        "[citation needed]",
        "[i]a[/i]",
        "[[wiki]]",
        "[laughs]",
        "[video interview]",
        "it is [self-made] they say",
        "[see https://x.example/?a=b]",
        "[note that x = 5]",
        "[Anna's: a=b]",
        "[été]",
    ],
)
def test_people_write_in_brackets_too(prose: str) -> None:
    """What they say is no shortcode, whatever it looks like."""
    assert prose == without_shortcodes(prose)


@pytest.mark.parametrize(
    ("is_needed", "raw"),
    [
        (False, ""),
        (False, "<!-- wp:paragraph --><p>Short.</p><!-- /wp:paragraph -->"),
        (True, '<p>Short.</p><!-- wp:block {"ref":12} /-->'),
        (True, "<!-- wp:latest-posts /-->"),
        (True, '[vc_row][vc_raw_html source="a"][/vc_row]'),
        (True, f'<!-- wp:divi/text {{"a":"{"b" * MUCH_MARKUP}"}} --><p>Short.</p>'),
        (False, f"<!-- wp:latest-posts /--><p>{'a' * LITTLE_TEXT}</p>"),
    ],
)
def test_text_that_is_hidden_is_asked_for(raw: str, *, is_needed: bool) -> None:
    """A second request is worth its while only where the source shows that there is more."""
    assert is_needed == needs_rendering(raw, sent_text(raw))


HALF_A_MEGABYTE = 500_000  # characters


@pytest.mark.parametrize(
    "nasty",
    [
        "<div>",
        "<b></p>",
        "<table>a",
        "<table>a</x>",
        "a</x>",
        "<span><div></span>",
        "<form><div></form>",
        "<svg><title>",
        "<!--",
        "<a '",
        "[a_b]",
        "[[abc x=",
        "a\u0301\u0316\u0301",
        "\u0301\u0316",
        "\n \n",
    ],
)
def test_half_a_megabyte_made_to_hurt_takes_linear_time(nasty: str) -> None:
    """Half a second at most where this was written; quadratic time would be minutes."""
    began = time.process_time()
    sent_text(nasty * (HALF_A_MEGABYTE // len(nasty)))
    assert time.process_time() - began < 3


def test_a_tag_of_a_megabyte_is_read() -> None:
    """The parser would compare each of its attributes with all others."""
    tag = f"<a {' '.join(f'x{number}' for number in range(150_000))}>"
    assert "ab" == sent_text(f"a{tag}b</a>")


@pytest.mark.parametrize("depth", [900, 10_000])
def test_elements_may_be_as_deep_as_they_like(depth: int) -> None:
    """Neither we nor the parser go down by recursion."""
    assert "a\n\nb" == sent_text(f"{'<div>' * depth}a{'</div>' * depth}b")


def test_a_long_post_is_read_like_a_short_one() -> None:
    """What makes hostile sources harmless changes nothing about those that people write."""
    short = sent_text(POST + "</p>")
    long = POST.replace("[caption", "<!-- a < b --> [caption") + "</p>"
    assert "\n\n".join([short] * FEW_TAGS) == sent_text("\n\n".join([long] * FEW_TAGS))


@pytest.mark.parametrize(
    ("html", "harmless"),
    [
        ("a<svg/>b<math>c<plaintext>d", "a<!---->b<!---->c<!---->d"),
        ("<script>'<div>'</SCRIPT >a<svg>b", "<!---->a<!---->b"),
        ("<<!-- a -->p>b<?c?>", "<<!---->p>b<!---->"),
        ("<table>a<td>b</td>", "<!----><table><p>a<!----><td>b<!----></td>"),
        ("</div>a</p><b x='>'>c", "<!---->a<!----></p><!----><b x='>'>c"),
        ("a<b " + "c " * 3000 + ">", "a<!----><b>"),
    ],
)
def test_tags_that_change_the_rules_are_left_out(html: str, harmless: str) -> None:
    """In their place is a comment, so that nothing becomes a tag that was none."""
    blanks = " " * 50_000
    assert f"{blanks}{harmless}" == bounded(f"{blanks}{html}")
