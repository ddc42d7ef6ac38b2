"""What is read of an audit: in a terminal, and on its page."""

import re
from base64 import b64encode
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest

from flows.reports import audit_text
from flows.reports.audit_sentences import headline, percent
from flows.reports.audit_view import MOST_CARDS, view
from flows.reports.html import whole_page
from schemas.article import ArticleId, Skipped, SkipReason
from schemas.audit import Audit, Unread
from schemas.finding import Finding, Severity
from tests.audits import REJECT, a_finding, a_judged, an_audit, undescribed
from tests.builders import NOON, SITE
from tests.pages import Element, Reader

HOSTILE = """"'><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}"""
LONG = Finding(
    rule="M07",
    severity=Severity.WARNING,
    message="The meta description is too long: it has 215 characters, write 110 to 145.",
)

DRY_RUN = "rubricator run --site journal --dry-run --overwrite"
TEXT = f"""\
journal: 1 of its 4 articles has no description and 1 has one that must be mended.

     1   25 %  without a description
     1   25 %  must be mended
     1   25 %  worth a look
     1   25 %  nothing to say against

1 of them has no keywords.

Not judged:
     1  still a draft
     1  with front matter that cannot be read
        post-6.md: The front matter is not YAML.

Must be mended (of the articles that have the field):
     1   33 %  Use only numbers that stand in the article. (G1)

Worth a look (of the articles that have the field):
     2   67 %  The meta description is too long. (M07)

The same description, or nearly, on several pages:
     2  post-1.md
        post-2.md

The worst 2 of 2:
   1  post-1.md
      “Night ferries return to the Skagerrak”
      Must be mended: G1 is broken.
      Worth a look: The meta description is too
      long: it has 215 characters, write 110 to
      145.
   2  post-2.md
      “Night ferries return to the Skagerrak”
      Worth a look: The meta description is too
      long: it has 215 characters, write 110 to
      145.

To see what would fill the empty fields; a dry run writes nothing to the site:
  {DRY_RUN} never --since 2026-11-20 --report preview.html
To see what could stand in the place of the worst description:
  {DRY_RUN} always --article post-1.md --report preview.html"""


def a_whole_audit(**changes: Any) -> Audit:
    """Everything that an audit can find, once."""
    broken = Skipped(
        article_id=ArticleId("post-6.md"),
        reason=SkipReason.BROKEN_FRONT_MATTER,
        detail="The front matter is not YAML.",
    )
    return an_audit(
        a_judged(1, a_finding("G1", REJECT), LONG, alike=(ArticleId("post-2.md"),)),
        a_judged(2, LONG),
        undescribed(3, dated=NOON, keywords=()),
        a_judged(4),
        Skipped(article_id=ArticleId("post-5.md"), reason=SkipReason.DRAFT),
        broken,
        **changes,
    )


def text(audit: Audit, worst: int = 20) -> str:
    """What a narrow terminal shows."""
    return audit_text.summary(audit, worst=worst, width=50)


def page(*audits: Audit | Unread) -> Element:
    """The page of these audits."""
    reader = Reader()
    reader.feed(whole_page("audit", page=view(audits)))
    (root,) = reader.open
    return root


def test_a_terminal_shows_it_all_on_a_screen() -> None:
    """From the numbers to the next commands."""
    assert TEXT == text(a_whole_audit())


@pytest.mark.parametrize(
    ("audit", "sentence"),
    [
        (an_audit(), "There are no articles."),
        (
            an_audit(Skipped(article_id=ArticleId("a.md"), reason=SkipReason.DRAFT)),
            "None of its 1 article can be judged.",
        ),
        (an_audit(undescribed(1), undescribed(2)), "None of its 2 articles has a description."),
        (
            an_audit(a_judged(1), a_judged(2, LONG)),
            "Each of its 2 articles has a description, and none must be mended.",
        ),
        (
            an_audit(a_judged(1), undescribed(2), undescribed(3)),
            "2 of its 3 articles have no description.",
        ),
        (
            an_audit(a_judged(1), a_judged(2, a_finding("G1", REJECT))),
            "1 of its 2 articles has a description that must be mended.",
        ),
    ],
)
def test_the_headline_says_how_the_site_stands(audit: Audit, sentence: str) -> None:
    """In one sentence, without what there is none of."""
    assert sentence == headline(audit)


@pytest.mark.parametrize(
    ("share", "told"),
    [(0, "0 %"), (0.001, "<1 %"), (1 / 3, "33 %"), (0.999, "99 %"), (1, "100 %")],
)
def test_few_are_never_none_and_many_never_all(share: float, told: str) -> None:
    """Rounding would say so."""
    assert told == percent(share)


def test_a_site_without_articles_says_what_to_look_at() -> None:
    """Nothing else is of use there."""
    assert (
        "journal: There are no articles.\n\nCorrect the site's path or glob in the configuration, "
        "then look at it again:\n  rubricator doctor"
    ) == text(an_audit())


def test_a_terminal_has_so_much_room() -> None:
    """Ten lines of a list, three warnings of an article, and as many articles as asked for."""
    warnings = [a_finding(rule) for rule in ("M06", "M07", "M08", "M09", "M11")]
    others = tuple(ArticleId(f"post-{n}.md") for n in range(2, 16))
    shown = text(an_audit(a_judged(1, *warnings, alike=others), a_judged(2, *warnings)), worst=1)
    assert "    15  post-1.md\n" in shown
    assert "\n        and 4 more\n" in shown
    assert "The worst:\n   1  post-1.md" in shown
    assert "And 2 more." in shown


def test_a_title_moves_no_cursor() -> None:
    """Nor does an id."""
    shown = text(an_audit(a_judged(1, LONG, title="a\x1b[2Jb", article_id="c\x1b[1md.md")))
    assert "\x1b" not in shown


def test_a_date_is_early_enough_for_every_zone() -> None:
    """The command reads it in the site's own."""
    audit = an_audit(undescribed(1, dated=NOON - timedelta(hours=12)))
    assert " --since 2026-11-20 " in text(audit)
    assert " --since " not in text(an_audit(undescribed(1)))


def test_an_id_is_quoted_for_the_shell() -> None:
    """It is to be copied."""
    bad = a_judged(1, a_finding("G1", REJECT), article_id="a b's.md")
    assert """--article 'a b'"'"'s.md' """ in text(an_audit(bad))


def test_the_page_has_the_numbers_of_the_terminal() -> None:
    """The same sentence, the same four parts, the same commands."""
    header = page(a_whole_audit()).one("header")
    parts = header.one("dl", class_="parts").all("div")
    numbers = {part.one("dt").text: part.one("dd").text for part in parts}
    assert header.one("p", class_="lede").text == headline(a_whole_audit())
    assert {
        "without a description": "1 25 %",
        "must be mended": "1 25 %",
        "worth a look": "1 25 %",
        "nothing to say against": "1 25 %",
    } == numbers
    for command in header.all("code"):
        assert command.text in TEXT
    widths = [rect.attributes["width"] for rect in header.all("rect")]
    assert ["25.0%"] * 4 == widths


def test_the_page_has_every_article_the_worst_first() -> None:
    """The first are open; the others are a line each until they are looked at."""
    others = (a_judged(number, LONG) for number in range(1, 40))
    cards = page(an_audit(a_judged(0, a_finding("G1", REJECT)), *others)).all(
        "details", class_="card"
    )
    assert 40 == len(cards)
    assert cards[0].has({"class_": "wrong"})
    assert ["post-0.md", "post-1.md"] == [card.one("bdi", class_="id").text for card in cards[:2]]
    assert 10 == sum("open" in card.attributes for card in cards)


def test_a_page_ends_with_the_worst_few_hundred() -> None:
    """What follows is counted, and the command that tells of it is given."""
    worst = [a_judged(number, LONG) for number in range(MOST_CARDS + 1234)]
    found = page(an_audit(*worst))
    assert MOST_CARDS == len(found.all("details", class_="card"))
    words = found.text
    assert "1,234 more articles with less to say against are counted above" in words
    assert "rubricator audit --site journal --json > audit.json" in words
    assert "--json" not in page(an_audit(*worst[:MOST_CARDS])).text


def test_an_editor_hears_that_tags_are_no_keywords() -> None:
    """Else nobody would know why they are not judged."""
    tagged = an_audit(a_judged(1, LONG, keywords=("news",)))
    for shown in (text(tagged), page(tagged).text):
        assert "taken for topic tags" in " ".join(shown.split())
    assert "topic tags" not in text(an_audit(a_judged(1, LONG)))


def test_a_card_shows_the_words_and_what_is_wrong_with_them() -> None:
    """With what a search result cuts off set apart."""
    description = " ".join(["Two ships sail overnight between Hirtshals and Larvik again."] * 4)
    one = a_judged(1, a_finding("G1", REJECT), LONG, description=description)
    (card,) = page(an_audit(one)).all("details", class_="card")
    assert "G1 M07" == card.attributes["data-rules"]
    assert description == card.one("p", class_="found").text
    assert card.one("span", class_="rest").text.endswith("again.")
    assert ["Must be mended. G1 is broken. G1", f"{LONG.message} M07"] == [
        remark.text for remark in card.one("ul", class_="remarks").all("li")
    ]
    assert "https://journal.example/post-1/" == card.one("a").attributes["href"]


def test_each_rule_leads_to_its_articles() -> None:
    """The page's script narrows them by it; without one it still leads there."""
    found = page(a_whole_audit())
    links = {link.attributes["data-rule"]: link for link in found.one("table").all("a")}
    assert ["G1", "M07"] == list(links)
    assert "#s1-articles" == links["M07"].attributes["href"]
    assert found.all("h2", id="s1-articles")
    assert ["", "G1", "M07"] == [one.attributes["value"] for one in found.all("option")]


def test_several_sites_are_on_one_page() -> None:
    """And one that could not be read is named above them."""
    found = page(a_whole_audit(), Unread(site=SITE, reason="gone"), an_audit(a_judged(1)))
    assert "journal could not be read: gone" == found.one("p", class_="unread").text
    sections = found.all("section", class_="site")
    assert ["s1", "s2"] == [section.attributes["id"] for section in sections]
    assert ["#s1", "#s2"] == [link.attributes["href"] for link in found.one("nav").all("a")]


def test_other_peoples_text_is_text() -> None:
    """Whatever stands in titles, ids, addresses, words and details."""
    finding = Finding(rule="G1", severity=REJECT, message=HOSTILE)
    values: dict[str, Any] = {"title": HOSTILE, "url": "javascript:alert(1)", "language": HOSTILE}
    bad = a_judged(
        1,
        finding,
        article_id=HOSTILE,
        description=HOSTILE,
        keywords=(HOSTILE,),
        alike=(ArticleId(HOSTILE + "2"),),
        **values,
    )
    left = Skipped(
        article_id=ArticleId(HOSTILE), reason=SkipReason.UNREADABLE, title=HOSTILE, detail=HOSTILE
    )
    found = page(an_audit(bad, left, site=HOSTILE), Unread(site=SITE, reason=HOSTILE))
    assert HOSTILE == found.one("span", class_="title").text
    assert [] == found.all("img")
    assert 1 == len(found.all("script"))
    assert not [name for one in found.below() for name in one.attributes if name.startswith("on")]
    assert not [a for a in found.all("a") if "javascript" in (a.attributes["href"] or "")]


def test_the_page_loads_nothing() -> None:
    """Its policy allows its own style and script, and they are the ones it has."""
    markup = whole_page("audit", page=view([a_whole_audit()]))
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', markup)
    for tag in ("style", "script"):
        (inner,) = re.findall(rf"<{tag}>(.*?)</{tag}>", markup, re.DOTALL)
        digest = b64encode(sha256(inner.encode()).digest()).decode()
        assert f"{tag}-src &#39;sha256-{digest}&#39;" in policy
    assert policy.startswith("default-src &#39;none&#39;")
    assert not re.findall(r"""(?:src|srcset)=|@import|url\(| style=""", markup)
