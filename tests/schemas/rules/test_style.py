"""What a description may look like."""

import pytest

from schemas.rules.style import sentences
from tests.schemas.rules.cases import BREAD, SCALE, TEA, article, said_of


def test_there_must_be_a_description() -> None:
    """Nothing to see is none; where there is nothing at all, no length is complained of."""
    assert said_of("", BREAD) == {"M01": "Write a meta description."}
    assert "M01" in said_of("  ", BREAD)
    assert "M01" not in said_of("Rye bread.", BREAD)


@pytest.mark.parametrize(
    ("fault", "shown"),
    [
        ("The **oven** at Marsh Lane", "**"),
        ("*Rye* bread", "*Rye*"),
        ("Bread from the `oven`", "`oven`"),
        ("See [the oven](/oven)", "[the oven](/oven)"),
        ("# Rye bread", "# "),
        ("- Rye bread", "- "),
        ("Rye _bread_ at night", "_bread_"),
        ("<b>Rye</b> bread", "<b>Rye</b>"),
        ("Rye <script src=x", "<script"),
        ("{{< figure >}} Rye bread", "{{<"),
        ("{% include oven.html %} Rye", "{%"),
        ('[gallery ids="1,2"] Rye', '[gallery ids="1,2"]'),
        ("[/caption] Rye", "[/caption]"),
        ("Read https://marsh.example/rye now", "https://marsh.example/rye"),
        ("Read www.marsh.example now", "www.marsh.example"),
        ("Read marsh.com/rye now", "marsh.com/rye"),
        ("Go to javascript:alert(1) now", "javascript:alert(1)"),
        ("Write to ilse@marsh.example today", "ilse@marsh.example"),
    ],
)
def test_markup_and_addresses_are_rejected(fault: str, shown: str) -> None:
    """Nothing that a CMS or a browser could make more of than text."""
    assert shown in said_of(fault, BREAD)["M03"]


@pytest.mark.parametrize(
    "description",
    [
        "Login.gov and Node.js at 5 * 3 < 20, and snake_case_names too; R&D - and more.",
        "Backen & Brauen: 100 % Roggen, »Brot« und Bier – seit 1998.",
        "茶园与炭火：用手采茶（每年春天）。",
    ],
)
def test_plain_punctuation_is_no_markup(description: str) -> None:
    """Domains that are names, comparisons, underscores inside words and dashes pass."""
    assert "M03" not in said_of(description, BREAD)


@pytest.mark.parametrize(
    "description",
    [
        "Here is a meta description for your article: Rye bread at night.",
        "Here's your description.",
        "Meta description: Rye bread at night.",
        "Meta-Beschreibung: Roggenbrot bei Nacht.",
        "Méta-description : le pain de seigle.",
        "Hier ist die gewünschte Zeile: Roggenbrot bei Nacht.",
        "Sure! Rye bread at night.",
        "Rye bread at night. (152 characters)",
        "Roggenbrot bei Nacht [98 Zeichen]",
        "As an AI, I can say that rye bread is baked at night.",
    ],
)
def test_talk_about_the_answer_is_rejected(description: str) -> None:
    """Preambles, labels and counts, in the languages that models slip into."""
    assert "M04" in said_of(description, BREAD)


@pytest.mark.parametrize(
    "description",
    [
        "Here's how rye bread is baked at night.",
        "How to write a meta description that people click.",
        "Surely the best rye bread is baked at night (since 1998).",
    ],
)
def test_talk_about_the_subject_is_none(description: str) -> None:
    """An article may be about descriptions, and open with "Here's how"."""
    assert "M04" not in said_of(description, BREAD)


def test_a_cut_off_description_is_rejected() -> None:
    """An ellipsis at the end is an answer that ran out; in the middle it is a pause."""
    assert "M10b" in said_of("Rye bread, sourdough and…", BREAD)
    assert "M10b" in said_of("Rye bread, “sourdough and...”", BREAD)
    assert "M10b" not in said_of("Rye bread … and sourdough.", BREAD)


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (1, "Dr. Brandt of the U.S. Navy, e.g. in St. Louis, bakes."),
        (1, "Seit dem 3. Oktober 1887, z. B. am Kornmarkt."),
        (1, "Version 2.4.1 of Node.js is out"),
        (2, "It began in 1998. The oven came later."),
        (2, "Wer wiegt? Tollkamp wiegt."),
        (3, "“Bread needs the dark.” She knows. And bakes!"),
        (4, "Rye. Bread. Oven. Night."),
        (3, "茶园在山里。春天采茶！谁来喝？"),
        (2, "До 18 тыс. рублей на ребёнка. Подать можно через МФЦ."),
    ],
)
def test_sentences_are_counted_with_a_doubt_in_favour(count: int, text: str) -> None:
    """Abbreviations, ordinals, versions and names end no sentence."""
    assert count == sentences(text)


def test_three_sentences_are_a_warning_and_four_too_many() -> None:
    """The stronger rule speaks alone."""
    assert {"M11b"} == {"M11", "M11b"} & said_of("Rye. Bread. Oven.", BREAD).keys()
    assert {"M11"} == {"M11", "M11b"} & said_of("茶。园。山。水。", TEA).keys()
    assert not {"M11", "M11b"} & said_of("Roggen. Brot.", SCALE).keys()


def test_one_exclamation_mark_is_a_warning_and_two_are_rejected() -> None:
    """The full-width mark of Chinese counts like the other."""
    assert {"M12b"} == {"M12", "M12b"} & said_of("Rye bread!", BREAD).keys()
    assert {"M12"} == {"M12", "M12b"} & said_of("Rye! Bread!", BREAD).keys()
    assert said_of("Rye! Bread! Oven!", BREAD)["M12"].endswith(": 3 exclamation marks.")
    assert {"M12"} == {"M12", "M12b"} & said_of("茶园！武夷山！", TEA).keys()


def test_three_words_in_capitals_are_shouting() -> None:
    """Acronyms that the article has are none; neither are two new ones."""
    acronyms = article("Agencies", "NASA, GSA and FEMA share one API.")
    assert "FRESH, RYE, BREAD" in said_of("FRESH RYE BREAD from Marsh Lane.", BREAD)["M12"]
    assert "M12" not in said_of("NASA, GSA and FEMA share an API.", acronyms)
    assert "M12" not in said_of("RYE and BREAD.", BREAD)
    assert "M12" not in said_of(
        "TCP/UDP深度对比、三次握手、QUIC优化、ARP详解", article("网络", "TCP、UDP、QUIC和ARP", "zh")
    )


@pytest.mark.parametrize("emoji", ["🍞", "✅", "☀️", "🇩🇪"])
def test_emoji_are_rejected(emoji: str) -> None:
    """Search engines drop them or show them in a colour nobody chose."""
    assert "M12" in said_of(f"Rye bread {emoji}", BREAD)
    assert "M12" not in said_of("Rye bread in C♯ minor", BREAD)


def test_what_the_tags_of_html_hold_is_no_claim() -> None:
    """That there are any is another rule's to say; what stands between them is claimed."""
    icon = '<img width="35" src="/img/32x32/Rubrofax_SDK.svg" alt="A Rubrofax oven">'
    said = said_of(f"{icon} Ilse Brandt bakes <b>77</b> loaves of rye bread at night.", BREAD)
    assert "M03" in said
    assert said["G1"].endswith(": 77.")
    assert not {"G2", "G2b", "G4"} & set(said)
