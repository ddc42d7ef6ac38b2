"""What Claude is sent of a Markdown body."""

import time

import pytest

from connectors.plain_text import CODE_LINES, language_of, sent_text


@pytest.mark.parametrize(
    ("markdown", "sent"),
    [
        ("\ufeffOne\r\ntwo\rthree  \n\n\n\nfour\n", "One\ntwo\nthree\n\nfour"),
        ("# One\n\n## Two\n\n- a\n- b\n", "# One\n\n## Two\n\n- a\n- b"),
        ("a <!-- b\n\nc --> d", "a d"),
        ("a <!-- b", "a <!-- b"),
        ("a <SCRIPT src='x'>b < c</script > d <style>e</style>f", "a d f"),
        ("![an *image*](/x.png 'title') and ![](y.png)", "an *image* and"),
        ('[a link](https://x/(y)_z "t") and [one][ref] and [two][]', "a link and one and two"),
        ("[![alt](src)](href)", "alt"),
        ("[[Bug #1]](https://x) and [`a[1]`](b)", "[Bug #1] and `a[1]`"),
        ("`<A>` <b>b</b> `{{ c }}` {{ d }}`<p>`<p>", "`<A>` b `{{ c }}` `<p>`"),
        ('{{ f({a: {b: "c"}}) }}a{% call g({\n b: "5%"}) %}d{% endcall %}', "ad"),
        ("[a](\nhttps://x\n) b", "a b"),
        ("a[^1]\n\n[^1]: A note.\n\n[ref]: https://x 'y'", "a\n\nA note."),
        ("[Anna]: I think so.\n[Ben]: (laughs) No!", "[Anna]: I think so.\n[Ben]: (laughs) No!"),
        ("[sic], [5] and f(x)", "[sic], [5] and f(x)"),
        ("bo<b>ld</b> and<br/>next<p class='x'>three</p>", "bold and\nnext\nthree"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("10<sup>6</sup> m<sup>2</sup>", "10^6 m2"),
        ("&lt;b&gt; &amp; caf&eacute;&nbsp;&#8212;", "<b> & café —"),
        ("a {{< youtube x >}} {{% n %}}b{{% /n %}} {{ c }} {% if d %}e{% endif %}", "a b e"),
        ("{% comment %}a{% endcomment %}b", "b"),
        ("## One {#one}\n{: .lead}\ntwo {:.x}", "## One\n\ntwo"),
        (
            "import A from './a.js'\nexport { b } from \"b\"\n\nimport taxes from abroad",
            "import taxes from abroad",
        ),
        (
            "import 'a.css'\nimport {\n  A,\n} from 'x'\nexport const meta = {\n  a: 1,\n}\n\n# Hi",
            "# Hi",
        ),
        (
            "export default function Page() {\n  return 1\n}\n\nexport taxes = up",
            "export taxes = up",
        ),
        ("export default ({a}) => <B>{a}</B>\n\nwords", "words"),
        ("Import 'quotas' fell\nimport {a} is code", "Import 'quotas' fell\nimport {a} is code"),
        ('<Tabs items={["a > b", {c: 1}]} on="x > y">\n<Tab>one</Tab>\n</Tabs>', "one"),
        ("a {/* later */}<>b</> <p class='x > y'>c</p>", "a b\nc"),
        ("<b and it's > c", "c"),
        ('{{< figure title="{a}" src="b" >}}c{{- d -}} {# e\nf #}g', "c g"),
        (
            ":::note\na\n:::\n\n::: tip Read this\nb\n:::\n\n:::warning[Or [that](c)]",
            "a\n\nRead this\nb\n\nOr that",
        ),
        ("> [!NOTE]\n> a\n\n[[toc]]\n[TOC]\nb", ">\n> a\n\nb"),
        ("a $x_1 < y$ and $$\\frac{a}{b}$$", "a $x_1 < y$ and $$\\frac{a}{b}$$"),
        ("1\\. a\\_b \\[c\\]", "1. a_b [c]"),
        ("---\ntitle: x\ntags:\n  - y\n\n---\nwords", "words"),
        ("---\n\nwords\n\n---\nmore", "---\n\nwords\n\n---\nmore"),
        ("```py\nx = '<b>' # {{ y }}\n```\n<b>z</b>", "```py\nx = '<b>' # {{ y }}\n```\nz"),
        ("````\n```\n[a](b)\n````", "````\n```\n[a](b)\n````"),
        ("```\n[a](b)\n\nnever closed", "```\na\n\nnever closed"),
        ("a \u202eb\u202c \u2067c\u2069 \u200fd", "a b c \u200fd"),
        ("cafe\u0301 a\u00adb\u200bc\x00d", "café abcd"),
        ("👩‍👩‍👧 می‌خواهم", "👩‍👩‍👧 می‌خواهم"),
    ],
)
def test_the_words_are_sent(markdown: str, sent: str) -> None:
    """And what only a browser or a generator needs is not."""
    assert sent == sent_text(markdown)


def test_long_listings_are_cut() -> None:
    """Their first lines say what they are."""
    lines = sent_text("```\n" + "x = 1\n" * 500 + "```\nwords").split("\n")
    assert lines == ["```", *["x = 1"] * CODE_LINES, "…", "```", "words"]


@pytest.mark.parametrize(
    "nasty",
    [
        "<!--",
        "<script ",
        "<script>",
        "{% comment %}",
        "{{",
        "{%",
        "[[",
        "[a](",
        "![",
        "[a](b",
        "<a ",
        "</p",
        "~~~~\n```\n",
        " ",
        "\n",
        "a: b\n",
        "[^",
        "&#",
        "\u0301",
        "import {",
        "{#",
        "](",
        "((",
        "{{ {a}",
        "<a '\"{",
        "<a b={",
        "export const a =",
        "export function a\n",
        ":::a [",
        "{/*",
        "{#a",
        "> [!",
        "[[a]",
        "[ [a] ",
        "`",
        "`a",
        "{{{{",
        "{% {",
        "`<!--",
        "```x\n",
        "```\n<div hidden>\n",
    ],
)
def test_half_a_megabyte_made_to_hurt_takes_linear_time(nasty: str) -> None:
    """A quarter of a second at most where this was written; quadratic time would be minutes."""
    text = "---\n" + nasty * (500_000 // len(nasty))
    began = time.process_time()
    sent_text(text)
    assert time.process_time() - began < 1.5


def test_code_does_not_say_what_language_a_page_is_in() -> None:
    """It is English everywhere; where there is no prose, it is all there is."""
    code = "```js\nexport default definePlugin({ points: { create: (item) => [] } })\n```"
    page = f"{code}\n\n这是附件数据列表的操作菜单扩展点，`attachment:list-item:operation:create`。"
    assert "zh" == language_of("附件数据列表操作菜单", page, ())
    assert "zh" == language_of(
        "获取扩展", f"{code}\n\n参考：`definePlugin`。这是用来获取扩展的方法。", ()
    )
    assert "en" == language_of("", "```\nThe oven is on, and the bread is in it.\n```", ())


@pytest.mark.parametrize(
    "mark", ["<script>", "<style>", "<!--", "<template>", "<div hidden>", "{/*"]
)
def test_a_mark_in_code_hides_nothing(mark: str) -> None:
    """A page about HTML tells of marks, between backticks or in fences."""
    closing = {"<!--": "-->", "{/*": "*/}", "<div hidden>": "</div>"}.get(mark, f"</{mark[1:]}")
    inline = f"A `{mark}` begins.\n\nThe oven.\n\nA `{closing}` ends."
    assert inline == sent_text(inline)
    fenced = f"```html\n{mark}\n```\nThe oven.\n```html\n{closing}\n```"
    assert fenced == sent_text(fenced)
    assert "The\n\noven." == sent_text(f"The\n\n{mark}\n```\nhidden\n```\n{closing}\n\noven.")


def test_a_line_of_code_between_three_backticks_opens_no_fence() -> None:
    """What follows is prose, however far the next fence is."""
    text = "```npm install```\n\n" + "Rye.\n\n" * 40 + "```js\nbake()\n```"
    assert 40 == sent_text(text).count("Rye.")
