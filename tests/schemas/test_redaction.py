"""What is masked before it is sent, and what looks alike and is not."""

import pytest

from schemas.redaction import MASK, Redaction, SlowPatternError

FOUND = [
    ("email", "ada@harbour.example"),
    ("email", "ada.lovelace+news@mail.harbour.co.uk"),
    ("email", "jörg@müller.example"),
    ("email", "ada%40harbour.example"),
    ("email", "o'neill_22@a-b.museum"),
    ("phone", "+49 30 1234567"),
    ("phone", "+49 (0)30 123 45 67"),
    ("phone", "+1 (555) 010-9999"),
    ("phone", "+1-212-555-0187"),
    ("phone", "+33 1 23 45 67 89"),
    ("phone", "+33.1.23.45.67.89"),
    ("phone", "+442079460958"),
    ("phone", "0044 20 7946 0958"),
    ("phone", "+81-3-1234-5678"),
    ("phone", "+91 98765 43210"),
    ("phone", "+372 5123 4567"),
    ("phone", "020 7946 0958"),
    ("phone", "(030) 123 45 67"),
    ("phone", "030/1234567"),
    ("phone", "0171-2345678"),
    ("phone", "01 23 45 67 89"),
    ("phone", "01.23.45.67.89"),
    ("phone", "0612345678"),
    ("phone", "07700900123"),
    ("phone", "03-1234-5678"),
    ("phone", "(212) 555-0187"),
    ("phone", "212-555-0187"),
    ("phone", "1-800-555-0199"),
    ("phone", "138 0013 8000"),
    ("phone", "13800138000"),
]
LEFT = [
    "21.11.2026",
    "01/02/2026",
    "01-02-2026 10:30",
    "01 02 2026",
    "2026-11-21T06:00:00+01:00",
    "2026-11-21",
    "20261121",
    "06:00-07:30",
    "ISBN 978-0-306-40615-7",
    "ISBN 0306406152",
    "ISBN-10: 0-306-40615-2",
    "ISSN 2049-3630",
    "1,234,567.89",
    "1 234 567 890",
    "250 000 000 inhabitants",
    "+10 000 000 in a year",
    "+1,250,000",
    "0.99 €",
    "€ 1.299,00",
    "version 10.15.7.2",
    "3.8.8",
    "192.168.100.200",
    "+48.856614, +2.352222",
    "2023-2026",
    "1987 to 1994",
    "4111 1111 1111 1111",
    "@ada on the network",
    "ada@localhost",
    "10 @ 5.50",
    "C++17 and 0x00491234567",
    "§ 433 Abs. 1",
    "room 0123",
]


@pytest.mark.parametrize(("pattern", "text"), FOUND)
def test_an_address_and_a_number_are_masked_whole(pattern: str, text: str) -> None:
    """As they are written around the world, and nothing of what stands around them."""
    said = f"Write or call: {text}, until Friday ({text})."
    masked = Redaction(patterns=(pattern,)).mask(said)
    assert f"Write or call: {MASK}, until Friday ({MASK})." == masked


@pytest.mark.parametrize("text", LEFT)
def test_what_looks_alike_is_left(text: str) -> None:
    """Dates, prices, versions, book numbers, coordinates: an article needs them."""
    said = f"It says {text}, and no more."
    assert said == Redaction(patterns=("email", "phone")).mask(said)


def test_a_regular_expression_masks_what_it_finds() -> None:
    """Each find, and nothing where it finds nothing."""
    redaction = Redaction(patterns=(r"(?i)project \w+", r"\d+"))
    assert f"{MASK} cost {MASK} crowns" == redaction.mask("Project Heron cost 250 crowns")


def test_a_text_is_as_it_was_without_patterns() -> None:
    """Most sites have none."""
    assert "ada@harbour.example" == Redaction().mask("ada@harbour.example")


def test_a_pattern_that_would_take_for_ever_is_given_up() -> None:
    """It never holds up a run; the sentence names it."""
    redaction = Redaction(patterns=(r"(a|aa)+$",))
    with pytest.raises(SlowPatternError, match="takes more than 1 s on this article"):
        redaction.mask("a" * 60 + "!")


def test_a_hostile_text_is_masked_in_no_time() -> None:
    """A book that almost is an address, or a number, all the way."""
    for text in ("a." * 100_000, "0" * 200_000, "+1 " * 60_000, "a@" * 100_000, "01 " * 60_000):
        Redaction(patterns=("email", "phone")).mask(text)
