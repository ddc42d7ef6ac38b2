"""Which language a text is in, and what languages are called."""

import re
from copy import copy
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# What is told apart when a site does not say its languages: the ten whose descriptions were
# measured, and five more that snowballstemmer has. All 140 of the model would confuse
# neighbours (Chinese with Wu, Portuguese with Galician: 98.1 % right instead of 99.2 %).
LANGUAGES = {
    "en": "English",
    "fr": "French",
    "de": "German",
    "es": "Spanish",
    "pt": "Portuguese",
    "it": "Italian",
    "ru": "Russian",
    "zh": "Chinese",
    "ja": "Japanese",
    "ko": "Korean",
    "nl": "Dutch",
    "pl": "Polish",
    "sv": "Swedish",
    "ar": "Arabic",
    "hi": "Hindi",
}
UNSPACED = frozenset({"zh", "ja", "ko"})  # words are not, or not only, what stands between spaces

_FEWEST_LETTERS = 20  # below, a guess says more about names than about the language
_SAMPLE = 1000  # characters: 300 are enough for 951 articles, and of 1,188 none needs 2,000

# A script names its languages before any model is asked: this lifts 99.3 % to 99.9 %, because
# a technical text in Korean is half Latin. Its share counts from 15 % of the letters on.
_SCRIPTS = (
    (re.compile("[\uac00-\ud7a3]"), ("ko",)),
    (re.compile("[\u3041-\u30fa]"), ("ja",)),
    (re.compile("[\u4e00-\u9fff]"), ("zh", "ja")),
    (re.compile("[\u0400-\u04ff]"), ("ru", "uk", "bg", "be", "sr", "mk", "kk", "ky", "mn")),
    (re.compile("[\u0620-\u064a]"), ("ar", "fa", "ur", "ps", "ug", "ku")),
    (re.compile("[\u0904-\u0939]"), ("hi", "mr", "ne")),
)
_OF_A_SCRIPT = re.compile("|".join(script.pattern for script, _ in _SCRIPTS))
_SCRIPT_SHARE = 0.15
_IN_LATIN_TOO = frozenset({"sr", "ku"})
_NEVER_LATIN = frozenset(code for _, codes in _SCRIPTS for code in codes) - _IN_LATIN_TOO


@lru_cache(maxsize=256)  # asked some forty times an article
def primary(code: str) -> str:
    """The language of a code such as `pt-BR` or `zh_Hant`: `pt`, `zh`."""
    return re.split("[-_]", code.strip().casefold(), maxsplit=1)[0]


def name(code: str) -> str:
    """What the language is called in English; the code itself where we do not know."""
    return LANGUAGES.get(primary(code), code)


def detect(text: str, among: tuple[str, ...] = (), least: float = 0.0) -> str:
    """The language of a text as a two-letter code, or "" where nobody could tell.

    One of `among` (a site's languages), or else of the fifteen of `LANGUAGES`. A text of fewer
    than twenty letters, or in a script that none of them is written in, has no answer, and
    neither has one whose language is less probable than `least`.
    """
    sample = text[:_SAMPLE]
    letters = sum(map(str.isalpha, sample))
    if letters < _FEWEST_LETTERS:
        return ""
    possible = _written_so(sample, letters, tuple(map(primary, among or LANGUAGES)))
    if len(possible) <= 1:
        return "".join(possible)
    identifier = _identifier(possible)
    if not identifier.nb_classes:
        return ""
    code, probability = identifier.classify(sample)
    return str(code) if probability >= least else ""


def _written_so(sample: str, letters: int, among: tuple[str, ...]) -> tuple[str, ...]:
    for script, codes in _SCRIPTS if _OF_A_SCRIPT.search(sample) else ():
        if len(script.findall(sample)) > _SCRIPT_SHARE * letters:
            likely = tuple(code for code in codes if code in among)
            # Han without kana is Chinese wherever a site has Chinese at all.
            return likely[:1] if "zh" in codes else likely
    return tuple(code for code in among if code not in _NEVER_LATIN)


@cache
def _identifier(among: tuple[str, ...]) -> "LanguageIdentifier":
    narrowed = copy(model())  # shares the tables, 119 MB of them
    narrowed.set_languages(set(among) & set(narrowed.labels))
    return narrowed


@cache
def model() -> "LanguageIdentifier":
    """The model, loaded once; whoever has time to spare may ask for it before it is needed."""
    # Imported late: numpy and the model cost 0.6 s, and `rubricator --help` needs neither.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
