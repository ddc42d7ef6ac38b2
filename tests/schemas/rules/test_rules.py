"""The registry: what the rules are, and what they say together."""

import pytest

from schemas.article import ArticleId
from schemas.finding import Finding, Severity
from schemas.known import Known
from schemas.metadata import Metadata
from schemas.rules import FIXES, RULES, check
from schemas.rules.rule import Rule
from tests.schemas.rules.cases import BREAD, GOOD, GOOD_BREAD, article


@pytest.mark.parametrize("language", GOOD)
def test_good_metadata_has_no_findings(language: str) -> None:
    """In each language in which thresholds differ, a good answer passes without a word."""
    metadata, about = GOOD[language]
    assert check(metadata, about) == ()


def test_the_rules_are_the_ones_of_the_table_in_its_order() -> None:
    """A rule that goes missing, or appears twice, shows here."""
    description = (
        "M01 M03 M04 M05 M06 M06b M07 M07b M08 M08b M09 M10b M11 M11b M12 M12b M13 M14 M15 "
        "M18 M18b M18c M19 M20 M20b M20c M21 M22 M22b"
    )
    keywords = "K01 K02 K02b K03 K04 K04b K05 K06 K07 K08 K09 K09b K10 K11 K13"
    assert f"{description} {keywords} G1 G2 G2b G3 G3b G4".split() == [rule.id for rule in RULES]
    assert [fix.id for fix in FIXES] == ["M02", "M03b", "M10", "M17", "K05b", "K12"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_sentence_is_one_sentence(rule: Rule) -> None:
    """Claude and editors read it, so it is whole, short, and ends with a stop."""
    assert rule.sentence[0].isupper()
    assert rule.sentence.endswith(".")
    assert len(rule.sentence) <= 100


def test_a_finding_says_what_and_where() -> None:
    """The sentence of the rule, then what broke it."""
    metadata = GOOD_BREAD.model_copy(
        update={"meta_description": GOOD_BREAD.meta_description.replace("140", "180")}
    )
    message = "Use only numbers that stand in the article: 180."
    expected = Finding(rule="G1", severity=Severity.REJECT, message=message)
    assert (expected,) == check(metadata, BREAD)


def test_a_long_list_of_faults_stays_short() -> None:
    """A repair is paid for by its length, however much Claude got wrong."""
    numbers = " ".join(str(number) for number in range(2001, 2301))
    metadata = GOOD_BREAD.model_copy(update={"meta_description": numbers})
    found = {finding.rule: finding.message for finding in check(metadata, BREAD)}
    assert found["G1"].endswith(": 2001, 2002, 2003, 2004, 2005 and 295 more.")


def test_a_long_detail_loses_its_middle() -> None:
    """Addresses of one site begin alike."""
    known = Known()
    path = "pages/disability/how-to-file-claim/evidence/application/"
    for number in (1991, 1992):
        said = GOOD_BREAD.meta_description
        known.neighbours.add(ArticleId(f"{path}{number}.md"), said)
    (found,) = check(GOOD_BREAD, BREAD, known)
    assert "pages/disability/" in found.message
    assert "application/1991.md, " in found.message
    assert found.message.endswith("application/1992.md.")


def test_a_rule_judges_the_field_that_it_is_counted_to() -> None:
    """So that a field which is not ours to write is not judged."""
    bad = Metadata(keywords=("of",) * 3, meta_description="To Helsinki! “Never 2031 so.”")
    alone = Metadata(keywords=GOOD_BREAD.keywords, meta_description=bad.meta_description)
    of_both = {"M09", "K11"}

    def broken(metadata: Metadata, letters: str) -> set[str]:
        return {one.rule for one in check(metadata, BREAD) if one.rule[0] in letters} - of_both

    assert broken(alone, "MG") == broken(bad, "MG")
    assert {"G1", "G2", "G4", "M05"} <= broken(bad, "MG")
    assert broken(bad, "K") == broken(GOOD_BREAD.model_copy(update={"keywords": bad.keywords}), "K")
    assert {"K01", "K04", "K06", "K10"} <= broken(bad, "K")


def test_metadata_without_anything_is_judged_too() -> None:
    """Neither an empty answer nor an empty article is an error of the program."""
    nothing = Metadata(keywords=(), meta_description="")
    found = [finding.rule for finding in check(nothing, article("", "", ""))]
    assert found == ["M01", "M09", "K01", "K10", "K11"]
