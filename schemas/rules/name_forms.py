"""Names in other forms: acronyms and their words, months and their abbreviations and numbers."""

from collections.abc import Iterator

import regex as re  # the built-in one knows no class of all capital letters

_FEWEST, _MOST = 3, 6  # letters; two begin some pair of names in every article
# The shorter ones that every reader knows; the words are looked up in all their forms.
_KNOWN = {
    "ai": ("artificial intelligence",),
    "eu": ("european union", "europäische union", "europese unie", "europeiska unionen"),
    "ia": (
        "intelligence artificielle",
        "intelligenza artificiale",
        "inteligencia artificial",
        "inteligência artificial",
    ),
    "ki": ("künstliche intelligenz",),
    "ue": (
        "união europeia",
        "unia europejska",
        "union européenne",
        "unione europea",
        "unión europea",
    ),
    "uk": ("united kingdom",),
    "un": ("united nations",),
    "us": ("united states",),
    "ес": ("европейский союз", "евросоюз"),
    "ии": ("искусственный интеллект",),
}
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_SMALL = r"\p{Ll}{1,4}"  # of, for, de, für: some acronyms count them
_CAPITALISED = re.compile(r"\p{Lu}\w*")
_ROW = re.compile(rf"{_CAPITALISED.pattern}(?:[ -](?:{_SMALL} )?{_CAPITALISED.pattern})+")


def stands_for_words(acronym: str, text: str) -> bool:
    """Whether capitalised words of a text, in a row, begin with the letters of an acronym."""
    if not (acronym.isalpha() and acronym.isupper() and _FEWEST <= len(acronym) <= _MOST):
        return False
    words = [rf"(?:{letter}\w*|{letter.lower()}\w{{0,3}})" for letter in acronym[1:-1]]
    row = [rf"{acronym[0]}\w*", *words, rf"{acronym[-1]}\w*"]
    return bool(re.search(r"(?<!\w)" + rf"[\s-]{{1,3}}(?:{_SMALL}\s)?".join(row), text))


def belongs_to_one(word: str, said: str, text: str) -> bool:
    """Whether a word is one of those in what is said that an acronym of the text stands for."""
    rows = (row for row in _ROW.findall(said) if word in row)
    return any(
        re.search(rf"(?<!\w){acronym}s?(?!\w)", text)
        for row in rows
        for acronym in _acronyms(row, word)
    )


def meanings(acronym: str) -> tuple[str, ...]:
    """What an acronym of two letters stands for, as folded words."""
    return _KNOWN.get(acronym.casefold(), ())


def is_dated(name: str, folded: str) -> bool:
    """Whether a name is that of a month, and a folded text has its abbreviation or its number."""
    month = name.casefold()
    if month not in _MONTHS:
        return False
    number = _MONTHS.index(month) + 1
    forms = rf"{month[:3]}t?\.?|\d{{4}}-{number:02}-\d\d|0?{number}/\d{{1,2}}/\d{{2,4}}"
    return bool(re.search(rf"(?<!\w)(?:{forms})(?!\w)", folded))


def _acronyms(row: str, word: str) -> Iterator[str]:
    """What the words of a row would make, and those of any part of it that has the word."""
    for words in (re.split("[ -]", row), _CAPITALISED.findall(row)):
        initials = "".join(each[0] for each in words).upper()
        at = words.index(word) if word in words else len(words)
        for start in range(min(at + 1, len(words))):
            for end in range(max(at + 1, start + _FEWEST), len(words) + 1):
                yield initials[start:end]
