"""How long and how wide a description may be."""

import pytest

from schemas.pixels import pixel_width
from schemas.rules.thresholds import MOST_PX, limits
from tests.schemas.rules.cases import BREAD, SHIP, TEA, article, said_of

LENGTHS = {"M05", "M06", "M06b", "M07", "M07b"}


def text(characters: int, language: str) -> str:
    """A narrow text of exactly so many characters."""
    letter = "茶" if language in {"zh", "ja"} else "차" if language == "ko" else "l"
    return letter * (characters - 1) + "."


@pytest.mark.parametrize(
    ("language", "characters", "rules"),
    [
        ("en", 49, {"M05"}),
        ("en", 50, {"M06"}),
        ("en", 69, {"M06"}),
        ("en", 70, {"M06b"}),
        ("en", 119, {"M06b"}),
        ("en", 120, set()),
        ("en", 155, set()),
        ("en", 156, {"M07b"}),
        ("en", 160, {"M07b"}),
        ("en", 161, {"M07"}),
        ("de", 161, {"M07"}),
        ("", 161, {"M07"}),
        ("zh", 24, {"M05"}),
        ("zh", 39, {"M06"}),
        ("ja", 54, {"M06b"}),
        ("ja", 55, set()),
        ("zh-Hant", 80, set()),
        ("zh", 81, {"M07"}),
        ("ko", 29, {"M05"}),
        ("ko", 49, {"M06"}),
        ("ko", 59, {"M06b"}),
        ("ko", 90, set()),
        ("ko", 91, {"M07"}),
        ("ru", 106, {"M06b"}),
        ("ru", 107, set()),
    ],
)
def test_each_language_has_its_lengths(language: str, characters: int, rules: set[str]) -> None:
    """Both sides of every limit; the stronger rule speaks alone."""
    about = article("", "", language)
    assert rules == LENGTHS & said_of(text(characters, language), about).keys()


def test_the_message_says_what_to_write() -> None:
    """Claude cannot count what it wrote; it can aim at a range."""
    expected = "The meta description is too long: it has 170 characters, write 110 to 145."
    assert expected == said_of(text(170, "en"), BREAD)["M07"]
    expected = "The meta description is too short: it has 30 characters, write 45 to 65."
    assert expected == said_of(text(30, "zh"), TEA)["M06"]


@pytest.mark.parametrize(
    ("description", "rules"),
    [
        ("n" * 118, set()),  # 7.79 px each: 919 px
        ("n" * 119, {"M08b"}),
        ("n" * 127, {"M08b"}),
        ("n" * 128, {"M08"}),
        ("W" * 80, {"M08"}),
        ("i" * 155, set()),
        ("n" * 156, {"M08"}),  # which is worse than 156 characters
        ("n" * 161, {"M07"}),
        ("i" * 156, {"M07b"}),
        ("i" * 50 + "n" * 106, {"M07b"}),  # 981 px
    ],
)
def test_pixels_count_and_not_characters(description: str, rules: set[str]) -> None:
    """A hundred and sixty narrow letters fit where eighty wide ones do not; one rule speaks."""
    assert rules == {"M07", "M07b", "M08", "M08b"} & said_of(description, BREAD).keys()


def test_russian_is_cut_by_its_width() -> None:
    """A hundred and fifty characters are fine in English and too wide in Russian."""
    russian = "Пароход возит почту на острова каждое утро, зимой почту возят на санях, а капитан "
    russian += "Лебедева ведёт его с девяносто четвёртого года из Петрозаводска."
    found = said_of(russian, SHIP)
    assert len(russian) < 150
    assert "M07" not in found
    assert f"px of {MOST_PX}" in found["M08"]


@pytest.mark.parametrize(
    ("language", "target"),
    [
        ("en", (110, 145)),
        ("pt-BR", (110, 145)),
        ("zh", (45, 65)),
        ("ja", (45, 65)),
        ("ko", (55, 80)),
        ("ru", (95, 125)),
        ("uk", (95, 125)),
        ("ar", (95, 125)),
        ("bn", (95, 125)),
    ],
)
def test_what_is_asked_for_is_never_rejected(language: str, target: tuple[int, int]) -> None:
    """The range that the prompt asks for lies inside what the rules let pass."""
    low, high = target
    limit = limits(language)
    assert target == limit.target
    assert limit.least <= low < limit.short <= high <= limit.long <= limit.most


@pytest.mark.parametrize(
    "sentence",
    [
        "ar: تعود العبارات الليلية للإبحار بعد شتاءين في الحوض، وتحمل السفينتان الشاحنات. ",
        "bn: রাতের ফেরিগুলি দুই শীত ডকে কাটানোর পর আবার চলাচল শুরু করেছে, ট্রাক ও গাড়ি নিয়ে। ",
        "el: Τα νυχτερινά πλοία ταξιδεύουν ξανά μετά από δύο χειμώνες στο ναυπηγείο. ",
        "uk: Нічні пороми знову ходять після двох зим у доках, і каюта коштує менше. ",
        "ur: رات کی فیریاں دو سردیوں کے بعد دوبارہ چلنے لگی ہیں، دونوں جہاز ٹرک لے جاتے ہیں۔ ",
        "hi: रात की नौकाएँ दो सर्दियों के बाद फिर से चलने लगी हैं, दोनों जहाज ट्रक ले जाते हैं। ",
    ],
)
def test_what_is_asked_for_has_room(sentence: str) -> None:
    """However wide the letters of a language are."""
    language, _, text = sentence.partition(": ")
    _, most = limits(language).target
    assert pixel_width((text * 3)[:most]) <= MOST_PX
