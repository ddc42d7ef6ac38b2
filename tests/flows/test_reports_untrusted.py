"""Everything on the page is other people's text: CMS, model, addresses."""

import re
from base64 import b64encode
from hashlib import sha256

import pytest

from flows.reports import html
from flows.reports.results import Page, search_result
from schemas.article import ArticleId, Fields, Skipped, SkipReason
from schemas.finding import Finding, Severity
from schemas.run import Failed
from tests.pages import a_card, read
from tests.reports import a_proposed, a_report

HOSTILE = """"'><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}"""


def test_other_peoples_text_is_text() -> None:
    """Titles, ids, addresses, keywords, messages: none becomes markup."""
    proposal = a_proposed(
        article_id=HOSTILE,
        url=f"https://journal.example/{HOSTILE}",
        title=HOSTILE,
        language=HOSTILE,
        keywords=(HOSTILE,) * 5,
        meta_description=HOSTILE,
        findings=(Finding(rule=HOSTILE, severity=Severity.WARNING, message=HOSTILE),),
        reason=HOSTILE,
        before=Fields(description=f"{HOSTILE} before", keywords=(f"{HOSTILE} before",)),
    )
    skipped = Skipped(
        article_id=ArticleId(HOSTILE), reason=SkipReason.DRAFT, title=HOSTILE, detail=HOSTILE
    )
    failed = Failed(
        article_id=ArticleId(f"{HOSTILE} 2"), title=HOSTILE, stage=HOSTILE, reason=HOSTILE
    )
    page = read(
        a_report(
            proposals=(proposal,),
            site=HOSTILE,
            reason=HOSTILE,
            prompt=HOSTILE,
            models={HOSTILE: 1},
            failures=(failed,),
            skipped_articles=(skipped,),
            out_of_budget_articles=(ArticleId(HOSTILE),),
            findings=proposal.findings,
        )
    )
    title = page.one("article", class_="card").one("h3")
    assert title.text.replace("... cut off: ", "") == HOSTILE
    assert page.all("img") == []
    assert len(page.all("script")) == 1
    handlers = [name for one in page.below() for name in one.attributes if name.startswith("on")]
    assert handlers == []


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " JavaScript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "//evil.example/",
        "https:",
        "http://[",
        "/post-1/",
        "",
    ],
)
def test_only_web_addresses_are_linked(url: str) -> None:
    """Anything else is shown, and cannot be followed."""
    card = a_card(url=url)
    assert card.one("div", class_="result").all("a") == []
    assert card.one("h3").text == "Night ferries return to the Skagerrak"


def test_a_text_does_not_turn_its_surroundings_around() -> None:
    """Overrides of the writing direction are left out, and a title keeps to its own."""
    card = a_card(title="A \u202egnp.exe", keywords=("\u2067x",), meta_description="b\u202dc")
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", card.text)
    assert card.one("h3").attributes["dir"] == "auto"


def test_a_password_in_an_address_is_not_shown() -> None:
    """Whatever stands before the host."""
    page = Page(url="https://a:b@journal.example/", place="a", title="a")
    result = search_result(page, "")
    assert (result.name, result.address) == ("journal.example", "https://journal.example")


def test_the_page_loads_nothing() -> None:
    """No address but those of the articles, and a policy that would forbid any."""
    source = html.page([a_report()])
    assert {"https://journal.example"} == set(re.findall(r"https?://[^/\s\"<']+", source))
    page = read(a_report())
    assert not [one for one in page.below() if {"src", "srcset", "data"} & one.attributes.keys()]
    policy = page.one("meta", **{"http-equiv": "Content-Security-Policy"}).attributes["content"]
    assert str(policy).startswith("default-src 'none'; style-src 'sha256-")


@pytest.mark.parametrize("tag", ["style", "script"])
def test_the_policy_names_what_is_on_the_page(tag: str) -> None:
    """A digest of anything else would leave the page bare."""
    page = read(a_report())
    (child,) = page.one(tag).children
    digest = b64encode(sha256(str(child).encode()).digest()).decode()
    policy = page.one("meta", **{"http-equiv": "Content-Security-Policy"}).attributes["content"]
    assert f"{tag}-src 'sha256-{digest}'" in str(policy)
