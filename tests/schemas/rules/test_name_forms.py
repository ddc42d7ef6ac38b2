"""An acronym, and a name in parts, name what the article names in another form."""

import pytest

from tests.schemas.rules.cases import article, said_of


@pytest.mark.parametrize(
    ("description", "text"),
    [
        ("What GSA buys.", "The General Services Administration buys bread."),
        ("What DOE buys.", "The Department of Energy buys bread."),
        ("What CDC buys.", "The Centers for Disease Control buy bread."),
        ("What ВОЗ buys.", "Всемирная Организация Здравоохранения buys bread."),
        ("The bread of the General Services Administration.", "GSA buys bread."),
        ("The bread of the Centers for Disease Control.", "The CDC buys bread."),
        ("The bread of the Department of Energy.", "DOE buys bread."),
        ("All of its Command-Line Interface.", "The CLI has commands."),
        ("Buttons by WAI-ARIA.", "ARIA makes a button of it."),
        ("What the EU asks.", "The European Union asks for bread."),
        ("Bread in November.", "On Nov. 14 we bake."),
        ("Bread in November.", "On 2026-11-14 we bake."),
        ("Bread in November.", "On 11/14/2026 we bake."),
    ],
)
def test_a_name_in_another_form_is_none_that_is_new(description: str, text: str) -> None:
    """Models spell acronyms out, and make them."""
    assert not {"G2", "G2b"} & said_of(description, article("Title", text)).keys()


def test_the_words_of_a_known_acronym_are_known_in_all_their_forms() -> None:
    """A language that declines them writes them in several."""
    about = article("Titel", "Mit künstlicher Intelligenz wird gebacken.", "de")
    assert not {"G2", "G2b"} & said_of("Was die KI kann.", about).keys()
    assert "G2" in said_of("Was die EU kann.", about)


@pytest.mark.parametrize(
    ("description", "text"),
    [
        ("What GSA buys.", "The general services of an administration."),
        ("What GSA buys.", "General Motors and Services of the Administration."),
        ("What EU buys.", "Eleven United players."),
        ("What CDC buys.", "The Centers for Energy Control."),
        ("The bread of Anna Iverson.", "AI bakes bread."),
        ("The bread of Nora Anna Iverson.", "AI bakes bread."),
        ("The bread of the General Services Administration.", "GSAT buys bread, gsa too."),
        ("Buttons by Rolls-Royce.", "A roll of bread."),
        ("What the EU asks.", "The United States ask for bread."),
        ("Bread in November.", "On Oct. 11, 2026-10-11, we bake."),
    ],
)
def test_no_other_name_passes_for_one(description: str, text: str) -> None:
    """Two letters begin some pair of names in every article."""
    assert {"G2", "G2b"} & said_of(description, article("Title", text)).keys()


@pytest.mark.parametrize(
    ("description", "text", "language"),
    [
        ("OTP를 지원하는 방법을 다룬다.", "요즘 OTP를 지원하기 위해 쓴다.", "ko"),
        ("OBIのセットアップ方法を学びます。", "OBIをセットアップする。", "ja"),
        ("详解 CAS 协议的原理。", "CAS协议是一种单点登录协议", "zh"),
    ],
)
def test_a_short_name_may_touch_letters_that_need_no_space(
    description: str, text: str, language: str
) -> None:
    """Of Chinese, Japanese and Korean."""
    assert not {"G2", "G2b"} & said_of(description, article("题", text, language)).keys()
    foreign = article(
        "题", text.replace("OTP", "X").replace("OBI", "X").replace("CAS", "X"), language
    )
    assert "G2" in said_of(description, foreign)
