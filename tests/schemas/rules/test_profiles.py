"""What people wrote is judged more leniently than what a model writes."""

import pytest

from schemas.finding import Severity
from schemas.metadata import Metadata
from schemas.rules import RULES, Profile, check
from tests.schemas.rules.cases import BREAD, GOOD, GOOD_BREAD

REJECTED_IN_AUDIT = {"M01", "M03", "M04", "M05", "M10b", "M22", "G1", "G2", "G4"}


def audited(description: str, *keywords: str) -> dict[str, Severity]:
    """The severity of what the audit finds."""
    metadata = Metadata(keywords=keywords, meta_description=description)
    found = check(metadata, BREAD, profile=Profile.AUDIT)
    return {finding.rule: finding.severity for finding in found}


def test_the_audit_rejects_only_what_is_wrong_for_anybody() -> None:
    """Length, style and keywords are a matter of taste there."""
    lenient = {rule.id for rule in RULES if rule.lenient().severity is Severity.REJECT}
    assert REJECTED_IN_AUDIT == lenient


@pytest.mark.parametrize("language", GOOD)
def test_good_metadata_has_no_findings_in_an_audit(language: str) -> None:
    """What the stricter profile lets pass, the milder one does too."""
    metadata, about = GOOD[language]
    assert check(metadata, about, profile=Profile.AUDIT) == ()


def test_what_rejects_a_model_warns_a_person() -> None:
    """A long description is reported, and is no fault."""
    long = f"{GOOD_BREAD.meta_description} {GOOD_BREAD.meta_description}"
    assert audited(long)["M07"] is Severity.WARNING
    assert audited(f"{GOOD_BREAD.meta_description[:-1]} in 2031.")["G1"] is Severity.REJECT


def test_keywords_are_judged_where_there_are_any() -> None:
    """Most sites have none, which is nobody's fault."""
    assert audited(GOOD_BREAD.meta_description) == {}
    few = audited(GOOD_BREAD.meta_description, "sourdough")
    assert few["K01"] is Severity.WARNING
    assert "M09" not in audited("Nothing of it here. " * 3)


@pytest.mark.parametrize(
    ("fix", "description", "keyword"),
    [
        ("M02", "Ilse Brandt bakes  rye bread.", "oven"),
        ("M03b", "Ilse Brandt bakes rye &amp; bread.", "oven"),
        ("M10", "Ilse Brandt bakes rye bread", "oven"),
        ("M17", 'Ilse Brandt bakes "rye" bread.', "oven"),
        ("K05b", "Ilse Brandt bakes rye bread.", "“oven”"),
        ("K12", "Ilse Brandt bakes rye bread.", "Oven"),
    ],
)
def test_what_would_be_put_right_is_a_warning(fix: str, description: str, keyword: str) -> None:
    """In an audit nothing is changed, so it is said."""
    fixes = {"M02", "M03b", "M10", "M17", "K05b", "K12"}
    found = audited(description, keyword)
    assert {fix} == fixes & found.keys()
    assert found[fix] is Severity.WARNING


@pytest.mark.parametrize(
    ("description", "shown"),
    [
        ("Ilse  bakes.", "M02: several spaces after “Ilse”."),
        ("Ilse\tbakes.", "M02: a tab after “Ilse”."),
        ("Ilse bakes\u200b.", "M02: U+200B (zero width space) after “bakes”."),
        ("\u0007Ilse bakes.", "M02: U+0007 (control character) at the beginning."),
        ("Cafe\u0301 bread.", "M02: the letters and accents of “Cafe\u0301” are apart."),
        ("Rye &amp; bread&#8230;", "M03b: &amp;, &#8230;."),
        ("Ilse bakes bread", "M10: it ends with “bread”."),
        ('The "rye" and "oat bread".', 'M17: "rye", "oat bread".'),
    ],
)
def test_what_a_fix_would_put_right_is_named(description: str, shown: str) -> None:
    """Its sentence alone would send an editor searching."""
    found = check(Metadata(keywords=(), meta_description=description), BREAD, None, Profile.AUDIT)
    (message,) = (one.message for one in found if one.rule == shown.partition(":")[0])
    assert message.endswith(shown.partition(":")[2])


@pytest.mark.parametrize(
    ("keyword", "shown"),
    [("“oven”", "K05b: “oven”."), ("Oven", "K12: oven instead of Oven.")],
)
def test_a_keyword_to_put_right_is_named(keyword: str, shown: str) -> None:
    """There are five of them."""
    metadata = Metadata(keywords=("sourdough", keyword), meta_description="")
    found = check(metadata, BREAD, None, Profile.AUDIT)
    (message,) = (one.message for one in found if one.rule == shown.partition(":")[0])
    assert message.endswith(shown.partition(":")[2])


@pytest.mark.parametrize(
    "description",
    [
        "Ilse bakes\nrye bread.\n",
        " Ilse bakes \r\n  rye bread. ",
        "Ilse bakes\u00a0: rye\u202fbread.",
        "می\u200cخواهم.",
    ],
)
def test_what_browsers_do_not_show_is_no_fault(description: str) -> None:
    """YAML folds lines, French has narrow blanks, and Persian joins its letters."""
    assert "M02" not in audited(description)


def test_what_was_polished_says_nothing_about_fixes() -> None:
    """The other profile judges after the fixes."""
    metadata = Metadata(keywords=(), meta_description='Ilse Brandt bakes  "rye" bread')
    assert not {"M02", "M10", "M17"} & {finding.rule for finding in check(metadata, BREAD)}
