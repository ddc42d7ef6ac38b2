"""A search result as a desktop and a phone draw it."""

from datetime import date

import pytest

from flows.reports.results import Page, Piece, search_result
from schemas.pixels import pixel_stops, pixel_width
from tests.pages import a_card

SENTENCE = "Two ships sail overnight between Hirtshals and Larvik again."
LONG = f"{SENTENCE} {SENTENCE} {SENTENCE}"
ANYWHERE = Page(url="https://www.journal.example/a/b/", place="a.md", title="A title")


def seen(pieces: tuple[Piece, ...], device: str) -> str:
    """The text that a device shows."""
    return "".join(piece.text for piece in pieces if piece.seen in ("", device))


def test_a_result_looks_as_in_a_search() -> None:
    """Name, address, title, date and description."""
    card = a_card(published=date(2026, 11, 3))
    result = card.one("div", class_="result")
    place = result.one("p", class_="place")
    assert place.one("span", class_="address").text == "https://journal.example › post-1"
    assert place.all("bdi")[0].text == "journal.example"
    assert result.one("a").attributes["href"] == "https://journal.example/post-1/"
    assert result.one("h3").text == "Night ferries return to the Skagerrak"
    assert result.one("bdi", class_="date").text == "3 Nov 2026 —"
    found = result.one("p", class_="found").text
    assert found.startswith("3 Nov 2026 — From 3 November two ships again sail")


@pytest.mark.parametrize(
    ("device", "limit", "shown", "next_word"),
    [
        ("wide", 920, f"{SENTENCE} {SENTENCE} Two ships sail", " overnight"),
        ("narrow", 680, f"{SENTENCE} Two ships sail overnight between Hirtshals", " and"),
    ],
)
def test_a_long_description_is_cut_where_the_device_cuts_it(
    device: str, limit: int, shown: str, next_word: str
) -> None:
    """At the end of a word, with room for the three dots."""
    result = search_result(ANYWHERE, LONG)
    assert shown == seen(result.description, device)
    assert pixel_width(f"{shown}\xa0...") <= limit < pixel_width(f"{shown}{next_word}\xa0...")
    (end,) = [piece for piece in result.description if device in piece.dots]
    assert shown.endswith(end.text)


def test_nothing_is_lost_by_cutting() -> None:
    """What is cut off stays on the page, marked as such, and is announced to those who listen."""
    found = a_card(meta_description=LONG).one("p", class_="found")
    dots = {mark.attributes["class"]: mark.text for mark in found.all("i")}
    assert dots == {"wide": "... cut off:", "narrow": "... cut off:"}
    middle, rest = (found.one("span", class_=seen).text for seen in ("wide", "none"))
    assert middle.startswith("and Larvik again.")
    assert rest == "overnight between Hirtshals and Larvik again."


def test_a_date_takes_its_room() -> None:
    """A dated result shows less of the description."""
    dated = Page(url="", place="a", title="a", published=date(2026, 11, 14))
    undated, less = (search_result(page, LONG) for page in (ANYWHERE, dated))
    assert len(seen(less.description, "wide")) < len(seen(undated.description, "wide"))
    spent = round(pixel_width("14 Nov 2026 — "))
    assert spent == less.widths[0].px - undated.widths[0].px


def test_a_long_title_is_cut_at_600_px_on_a_desktop_and_in_two_lines_on_a_phone() -> None:
    """A phone shows more of it, in smaller letters."""
    letters = "The 214 letters of Skerry Light, and what its keepers left unsaid"
    title = f"{letters} in 19 winters of fog and silence"
    result = search_result(Page(url="", place="a", title=title), "")
    desktop, phone = (seen(result.title, device) for device in ("wide", "narrow"))
    assert letters == desktop
    assert phone == f"{letters} in 19 winters of fog"
    assert pixel_width(f"{desktop}\xa0...") * 20 / 14 <= 600


def test_a_language_without_spaces_is_cut_between_characters() -> None:
    """There is no word to go back to."""
    pieces = search_result(ANYWHERE, "夜" * 80).description
    assert [len(piece.text) for piece in pieces] == [47, 17, 16]
    assert [piece.seen for piece in pieces] == ["", "wide", "none"]


def test_a_short_description_is_left_whole() -> None:
    """Nothing is marked as cut off."""
    assert search_result(ANYWHERE, "Short.").description == (Piece("Short.", "", ""),)


def test_a_width_is_told_in_numbers_and_words() -> None:
    """A meter for those who look, a sentence for those who read."""
    result = search_result(ANYWHERE, LONG)
    desktop, phone = result.widths
    assert desktop.sentence == "182 characters, 1,133 of 920 px: the last 46 cut off"
    assert phone.sentence.endswith("of 680 px: the last 79 cut off")
    assert (desktop.over, phone.over) == (True, False)
    (short, _) = search_result(ANYWHERE, "Short.").widths
    assert short.sentence == "6 characters, 37 of 920 px: all shown"


def test_the_stops_end_at_the_width() -> None:
    """A cut is measured as the whole is, joined emoji and marks without a width included."""
    text = "Fähren 👩‍🚀 und e\u0301"
    stops = pixel_stops(text)
    assert len(text) == len(stops)
    assert pixel_width(text) == pytest.approx(stops[-1])


def test_a_page_without_an_address_stands_under_its_id() -> None:
    """As it does in the folder it comes from."""
    result = search_result(Page(url="", place="post-1.md", title=""), "")
    assert (result.link, result.name, result.address) == ("", "post-1.md", "")
    assert result.title == (Piece("Without a title", "", ""),)


def test_the_name_of_a_site_goes_without_www() -> None:
    """As search engines show it."""
    result = search_result(ANYWHERE, "")
    assert (result.name, result.trail) == ("journal.example", ("a", "b"))
    assert result.address == "https://www.journal.example"


def test_without_a_description_the_page_says_what_engines_do() -> None:
    """Instead of showing nothing."""
    card = a_card(targets=frozenset())
    assert card.one("p", class_="found").text.startswith("No description: a search engine takes")
    assert card.all("meter") == []
