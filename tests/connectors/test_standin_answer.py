"""What the stand-in says: whole sentences and keywords of the article it was asked about."""

import json
import re
from typing import Any

import pytest

from connectors.standin.answer import answer
from connectors.standin.reading import read, sentences
from connectors.standin.tokens import count, cut

FERRIES = """\
# Harbour news

![A ferry](ferry.jpg) The **harbour council** has bought three [electric ferries](https://a.example)
for the route to Mill Island.

They replace diesel ferries that have crossed the bay since the winter of 1987. See
https://harbour.example.com/timetable for the timetable of all the ferries in the harbour this year.

- Each of the electric ferries carries four hundred people and charges at night in the harbour.
- The island's school, shops and clinic depend on ferries that leave every forty minutes.
"""
LANGUAGES = {  # a title, and what makes a text when put together
    "de": (
        "Die Stadt zählt ihre Straßenbäume",
        "Die Verwaltung hat im Frühjahr begonnen, die Straßenbäume der Stadt neu zu erfassen. ",
        "Das neue Baumkataster zeigt, welche Straßenbäume krank sind und wo Bäume fehlen.",
    ),
    "fr": (
        "L’eau potable manque en montagne",
        "Depuis juin, l’eau potable arrive par camion dans douze villages de la vallée. ",
        "Les habitants paient l’eau potable trois fois plus cher que ceux de la ville.",
    ),
    "zh": (
        "城市图书馆推出夜间开放服务",
        "本市图书馆从下月起推出夜间开放服务，读者可以在阅览室学习到午夜十二点，",
        "周末的开放时间不变，入馆仍需预约登记。",
        "市政府为图书馆的夜间开放服务拨款四百万元，用于增加照明、安保人员和自助借还设备，",
        "并改造部分阅览室。",
    ),
    "ja": (
        "市立図書館、夜間開館を開始",
        "市立図書館は来月から夜間開館を始め、",
        "平日の閉館時間を午後八時から午前零時まで延長すると発表した。",
        "夜間開館のための予算は年間四千万円で、",
        "照明の改修やセキュリティシステムの導入に使われる見通しだ。",
    ),
    "ko": (
        "시립 도서관, 야간 개관 시작",
        "시립 도서관은 다음 달부터 야간 개관을 시작해 ",
        "평일 폐관 시간을 오후 8시에서 자정까지 연장한다. ",
        "야간 개관에 필요한 예산은 연간 4억 원이며 ",
        "도서관의 조명과 보안 시설을 고치는 데 쓰인다.",
    ),
}
SCHEMA = {
    "type": "object",
    "properties": {
        "keywords": {"type": "array", "items": {"type": "string"}},
        "meta_description": {"type": "string"},
    },
}


def article(title: str, text: str) -> str:
    """A message with an article in it."""
    return f"<article>\n<title>{title}</title>\n<text>\n{text}\n</text>\n</article>\n"


def asked(message: str, effort: str = "low") -> tuple[list[str], str]:
    """The keywords and the description that a message is answered with."""
    said: dict[str, Any] = json.loads(answer(message, effort, SCHEMA))
    return said["keywords"], said["meta_description"]


MESSAGE = article("Electric ferries for Mill Island", FERRIES)


def test_a_description_is_a_whole_sentence_without_markup() -> None:
    """Links, emphasis and pictures are gone from it."""
    _, description = asked(MESSAGE)
    assert description == (
        "The harbour council has bought three electric ferries for the route to Mill Island."
    )


def test_keywords_are_five_presentable_phrases() -> None:
    """No crumbs of addresses, no function words at their ends, none inside another."""
    keywords, _ = asked(MESSAGE)
    assert keywords == ["electric ferries", "mill island", "harbour", "news", "council"]


def test_the_same_request_has_the_same_answer() -> None:
    """There is no chance in it."""
    assert asked(MESSAGE) == asked(MESSAGE)


def test_a_higher_effort_has_another_answer() -> None:
    """It stands further down in the ranking."""
    assert len({asked(MESSAGE, effort)[1] for effort in ("low", "medium", "high")}) == 3


def test_a_repair_has_another_answer() -> None:
    """What the request quotes is not said again, nor a keyword that it does not want."""
    keywords, description = asked(MESSAGE)
    again, another = asked(f"{MESSAGE}Not good: {description}\nUnwanted: {', '.join(keywords)}.")
    assert another != description
    assert not set(again) & set(keywords)


@pytest.mark.parametrize("language", LANGUAGES)
def test_other_languages_are_answered_in(language: str) -> None:
    """Five keywords; the description is of the article, one keyword is in it, one in the title."""
    title, *parts = LANGUAGES[language]
    text = "".join(parts)
    keywords, description = asked(article(title, text))
    assert len(set(keywords)) == 5
    assert description in text
    assert any(keyword in description.lower() for keyword in keywords)
    assert any(keyword in title.lower() for keyword in keywords)
    assert len(description) in range(45, 76) if language in {"zh", "ja", "ko"} else range(75, 151)


def test_a_korean_particle_behind_a_latin_word_is_no_word() -> None:
    """It stands alone where the word before it is not Korean: a link, code, a name."""
    text = "`npm`으로 도서관을 열고 [Astro](https://astro.build)에서 도서관의 조명을 켠다. "
    keywords, _ = asked(article("Astro에서 도서관 열기", 3 * text))
    assert "astro" in keywords
    assert not {"에서", "으로"} & set(keywords)


def test_words_of_hindi_keep_their_vowels() -> None:
    """Python takes the signs for them for no letters."""
    text = "पुस्तकालय अब आधी रात तक खुला है, और पुस्तकालय के पाठक वहाँ रात में भी पढ़ सकते हैं। "
    keywords, _ = asked(article("रात का पुस्तकालय", 2 * text))
    assert "पुस्तकालय" in " ".join(keywords)


def test_a_long_sentence_is_cut_at_a_clause() -> None:
    """It ends with a full stop all the same."""
    clause = (
        "the committee published its findings on the tram depot and the parking fees of the town"
    )
    _, description = asked(article("Trams", f"On Monday {clause}, and {clause}; and {clause}."))
    assert description == f"On Monday {clause}."


def test_two_short_sentences_make_one_description() -> None:
    """They stand side by side in the article."""
    text = "The committee met on Monday evening. It talked about the old tram depot for hours."
    assert asked(article("Trams", text))[1] == text


@pytest.mark.parametrize("text", ["", "Hello", "1 2 3", "```\ncode\n```", "# <b></b> ...", "的"])
def test_there_are_five_keywords_and_a_description_whatever_comes(text: str) -> None:
    """An empty page is answered too."""
    keywords, description = asked(article(text, text))
    assert len(set(keywords)) == 5
    assert all(2 <= len(keyword) <= 40 for keyword in keywords)
    assert description


def test_a_message_without_an_article_is_one_itself() -> None:
    """Its first line is the title."""
    assert read("A title\nA text.").title == "A title"
    assert read("A title\nA text.").blocks == ["A text."]


def test_escaped_text_is_read_as_it_was() -> None:
    """An ampersand is no word of its own."""
    assert read(article("R&amp;D", "R&amp;D &lt;em&gt;pays&lt;/em&gt;.")).blocks == ["R&D pays."]


def test_numbered_keywords_come_in_their_order_and_required_ones_first() -> None:
    """As Claude writes an object."""
    names = ["note", *(f"keyword_{place}" for place in range(5, 0, -1)), "meta_description"]
    schema = {"properties": {name: {"type": "string"} for name in names}, "required": names[1:]}
    said = json.loads(answer(MESSAGE, "low", schema))
    assert list(said) == [*names[1:], "note"]
    assert [said[f"keyword_{place}"] for place in range(5, 0, -1)] == asked(MESSAGE)[0]


def test_without_a_schema_the_answer_is_a_sentence() -> None:
    """It is the description."""
    assert answer(MESSAGE, "low", None) == asked(MESSAGE)[1]


def test_sentences_do_not_end_at_abbreviations() -> None:
    """Initials, months and versions go on."""
    text = "J. Smith of the U.S. Navy wrote version 2.0 on Nov. 3. It sold. “Well!” he said."
    assert sentences(text) == [
        "J. Smith of the U.S. Navy wrote version 2.0 on Nov. 3.",
        "It sold.",
        "“Well!” he said.",
    ]


@pytest.mark.parametrize(
    ("text", "tokens"), [("", 0), ("abcd", 2), ("图书馆", 3), ("图书馆abc", 4)]
)
def test_tokens_are_thirds_of_letters_and_whole_characters(text: str, tokens: int) -> None:
    """Chinese, Japanese and Korean characters count one each."""
    assert count(text) == tokens
    assert re.sub(r"\s", "", cut(text, tokens)) == text
