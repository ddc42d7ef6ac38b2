"""A number that something multiplies is another number."""

import pytest

from schemas.rules.figures import scaled
from schemas.rules.words import MAGNITUDES, NUMBER_WORDS
from tests.schemas.rules.cases import numbers


@pytest.mark.parametrize(
    ("description", "evidence", "shown", "language"),
    [
        ("loans of 5 billion", "loans of 5 million", "5 billion", "en"),
        ("loans of $5M", "loans of $5", "$5M", "en"),
        ("loans of $5m", "loans of $5", "$5m", "en"),
        ("loans of US$5bn", "loans of US$5m", "US$5bn", "en"),
        ("140K loaves", "140 loaves", "140K", "en"),
        ("5 billion", "5 million loaves, 2 billion crumbs", "5 billion", "en"),
        ("5 billion", "5 to 10 million loaves, 2 billion crumbs", "5 billion", "en"),
        ("3 hundred thousand", "3 hundred", "3 hundred thousand", "en"),
        ("5 crore", "5 lakh", "5 crore", "en"),
        ("5 Mrd. Euro", "5 Millionen Euro", "5 Mrd", "de"),
        ("5 Billionen", "5 Milliarden", "5 Billionen", "de"),
        ("5 M€", "5 k€", "5 M", "fr"),
        ("5 mil millones", "5 millones", "5 mil millones", "es"),
        ("5 miliardi", "5 mila", "5 miliardi", "it"),
        ("R$ 5 bi", "R$ 5 milhões", "5 bi", "pt"),
        ("5 miljard", "5 miljoen", "5 miljard", "nl"),
        ("5 млрд", "5 миллионов", "5 млрд", "ru"),
        ("5 mld", "5 milionów", "5 mld", "pl"),
        ("5 miljarder", "5 miljoner", "5 miljarder", "sv"),
        ("5 करोड़", "5 लाख", "5 करोड़", "hi"),
        ("5 مليارات", "5 ملايين", "5 مليارات", "ar"),
        ("5조 원", "5억 원", "5조", "ko"),
        ("3만 가지", "하지만 3가지를 만들다", "3만", "ko"),
        ("15亿", "15万", "15亿", "zh"),
        ("5億円", "5万円", "5億", "ja"),
    ],
)
def test_an_invented_magnitude_is_rejected(
    description: str, evidence: str, shown: str, language: str
) -> None:
    """Although the digits stand in the article; the finding shows both."""
    expected = f"Use only numbers that stand in the article: {shown}."
    assert expected == numbers(description, evidence, language)


@pytest.mark.parametrize(
    ("description", "evidence", "language"),
    [
        ("5 million", "$5M", "en"),
        ("$5m", "5 million", "en"),
        ("5 million", "5,000,000", "en"),
        ("5,000,000", "5 million", "en"),
        ("140K", "140.000", "de"),
        ("1.5 billion", "1,500 million", "en"),
        ("5-million loans", "5 million", "en"),
        ("5 million", "five million", "en"),
        ("5 million", "5 to 10 million", "en"),
        ("5 million", "5, 8 or 10 million", "en"),
        ("$5M", "$5–10M", "en"),
        ("5 million", "**5** million", "en"),
        ("5 million", "loans, in millions: 5", "en"),
        ("5 million", "loans ($M): 5", "en"),
        ("a 10K run, a 64K memory", "a run of 10 km, a memory of 64 KB", "en"),
        ("a run of 5 m", "a run of 5 metres", "en"),
        ("5 Mrd. Euro", "fünf Milliarden Euro", "de"),
        ("5 M€", "5 millions d’euros", "fr"),
        ("5 mil millones", "5.000 millones", "es"),
        ("3 हज़ार", "3000", "hi"),
        ("15万", "150,000", "zh"),
        ("2亿", "两亿", "zh"),
        ("1億2000万円", "1億2000万円", "ja"),
        ("5 million", "5 million", ""),
    ],
)
def test_a_magnitude_is_known_in_any_of_its_forms(
    description: str, evidence: str, language: str
) -> None:
    """Words, letters, zeros; what stands for a range or a table is believed of each number."""
    assert numbers(description, evidence, language) == ""


@pytest.mark.parametrize(
    ("reading", "power", "value"),
    [
        ("5", 6, "5000000"),
        ("1.5", 9, "1500000000"),
        ("0.25", 1, "2.5"),
        ("1.000", 6, "1000000"),
        ("2.4.1", 3, "2.4.1"),
    ],
)
def test_a_reading_is_multiplied_digit_by_digit(reading: str, power: int, value: str) -> None:
    """No float comes near it."""
    assert value == scaled(reading, power)


def test_every_language_with_numbers_in_words_has_magnitudes() -> None:
    """None is forgotten when one is added."""
    assert NUMBER_WORDS.keys() == MAGNITUDES.keys()
