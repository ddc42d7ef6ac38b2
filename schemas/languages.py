"""Which language a text is in, and what languages are called."""

import re
from copy import copy
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# What is told apart first when a site does not say its languages: the ten whose descriptions
# were measured, and five more that snowballstemmer has. All 140 of the model would confuse
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
# What a text is found to be in where it is clearly in none of the fifteen: of 809 articles in 26
# of these 796 are told right (of the rest ten are Serbian in Latin script, which is called Bosnian
# or Croatian), and of 17,500 texts in the fifteen one is lost, a list of Vietnamese
# names. Not all 140 here either: short or technical English resembles Nigerian Pidgin and Latin.
_OTHERS = {
    "az": "Azerbaijani",
    "be": "Belarusian",
    "bg": "Bulgarian",
    "bn": "Bengali",
    "bs": "Bosnian",
    "ca": "Catalan",
    "cs": "Czech",
    "cy": "Welsh",
    "da": "Danish",
    "el": "Greek",
    "et": "Estonian",
    "eu": "Basque",
    "fa": "Persian",
    "fi": "Finnish",
    "ga": "Irish",
    "he": "Hebrew",
    "hr": "Croatian",
    "hu": "Hungarian",
    "hy": "Armenian",
    "id": "Indonesian",
    "is": "Icelandic",
    "ka": "Georgian",
    "kk": "Kazakh",
    "km": "Khmer",
    "kn": "Kannada",
    "ky": "Kyrgyz",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "mk": "Macedonian",
    "ml": "Malayalam",
    "mn": "Mongolian",
    "mr": "Marathi",
    "ms": "Malay",
    "my": "Burmese",
    "ne": "Nepali",
    "nn": "Norwegian Nynorsk",
    "no": "Norwegian",
    "pa": "Punjabi",
    "ro": "Romanian",
    "sa": "Sanskrit",
    "si": "Sinhala",
    "sk": "Slovak",
    "sl": "Slovenian",
    "sq": "Albanian",
    "sr": "Serbian",
    "sw": "Swahili",
    "ta": "Tamil",
    "te": "Telugu",
    "tg": "Tajik",
    "th": "Thai",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "uz": "Uzbek",
    "vi": "Vietnamese",
}
# What only a site itself can name: a line of Portuguese may be Galician with 62 %.
_NAMED = {"gl": "Galician", "af": "Afrikaans", "lb": "Luxembourgish", "nb": "Norwegian Bokmål"}
_NAMES = LANGUAGES | _OTHERS | _NAMED
SPACELESS = frozenset({"zh", "ja"})  # no space stands anywhere
UNSPACED = SPACELESS | {"ko"}  # words are not, or not only, what stands between spaces

_FEWEST_LETTERS = 20  # below, a guess says more about names than about the language
_SAMPLE = 1000  # characters: 300 are enough for 951 articles, and of 1,188 none needs 2,000
# The full model takes twice as long: it is asked where the narrowed one is in doubt, or where
# letters say that it has nothing to choose from.
_CERTAIN = 0.99999  # 4 % of 5,351 articles are below; of 605 in other languages six are not
_DOUBTS = {
    "sv": re.compile("[æø]"),  # Danish and Norwegian
    "ru": re.compile(r"[\u0452-\u045f\u048a-\u04ff]|\A[^ыэ]*\Z"),
    "ar": re.compile("[\u0671-\u06d3]"),  # Persian and Urdu
    "hi": re.compile(r"\A(?!.*है[ं।\s])", re.DOTALL),  # nearly every sentence has the word
}
_SHORT_SAMPLE = 300  # characters; with 1,000 code behind the prose hides 15 of the 809
_CLEARLY = 0.8  # lines of Russian have up to 0.73, of the 809 articles all but one 0.9 and more

# A script names its languages before any model is asked: this lifts 99.3 % to 99.9 %, because
# a technical text in Korean is half Latin. Its share counts from 15 % of the letters on.
_SCRIPTS = (
    (re.compile("[\uac00-\ud7a3]"), ("ko",)),
    (re.compile("[\u3041-\u30fa\u4e00-\u9fff]"), ("zh", "ja")),
    (re.compile("[\u0400-\u04ff]"), ("ru", "uk", "bg", "be", "sr", "mk", "kk", "ky", "mn", "tg")),
    (re.compile("[\u0620-\u064a]"), ("ar", "fa", "ur", "ps", "ug", "ku")),
    (re.compile("[\u0904-\u0939]"), ("hi", "mr", "ne", "sa")),
)
_OF_A_SCRIPT = re.compile("|".join(script.pattern for script, _ in _SCRIPTS))
_SCRIPT_SHARE = 0.15
_KANA = re.compile("[\u3041-\u30fa]")
_KANA_SHARE = 0.1  # of kana and Han: Japanese descriptions have 35 %, Chinese articles 0.3 %
_IN_LATIN_TOO = frozenset({"sr", "ku"})
_NEVER_LATIN = frozenset(code for _, codes in _SCRIPTS for code in codes) - _IN_LATIN_TOO


@lru_cache(maxsize=256)  # asked some forty times an article
def primary(code: str) -> str:
    """The language of a code such as `pt-BR` or `zh_Hant`: `pt`, `zh`."""
    return re.split("[-_]", code.strip().casefold(), maxsplit=1)[0]


def name(code: str) -> str:
    """What the language is called in English; the code itself where we do not know."""
    return _NAMES.get(primary(code), code)


@cache
def as_told(code: str) -> str:
    """The code by which `detect` knows a language; "" for one that it does not."""
    known = "no" if code == "nb" else code  # the model calls Bokmål what most call it: Norwegian
    return known if known in model().labels else ""


def detect(text: str, among: tuple[str, ...] = (), least: float = 0.0) -> str:
    """The language of a text as a two-letter code, or "" where nobody could tell.

    One of `among` (a site's languages). Without them one of the fifteen of `LANGUAGES`, unless it
    is clearly another one. A text of fewer than twenty letters, or in a script that none of them
    is written in, has no answer, and neither has one whose language is less probable than `least`.
    """
    sample = text[:_SAMPLE]
    letters = sum(map(str.isalpha, sample))
    if letters < _FEWEST_LETTERS:
        return ""
    possible = _written_so(sample, letters, tuple(map(primary, among or LANGUAGES)))
    code, probability = _likeliest(sample, possible)
    if not among and (probability < _CERTAIN or _doubtful(sample, code)):
        code, probability = _another(sample) or (code, probability)
    return code if probability >= least else ""


def _written_so(sample: str, letters: int, among: tuple[str, ...]) -> tuple[str, ...]:
    for script, codes in _SCRIPTS if _OF_A_SCRIPT.search(sample) else ():
        written = len(script.findall(sample))
        if written > _SCRIPT_SHARE * letters:
            if "zh" in codes and len(_KANA.findall(sample)) > _KANA_SHARE * written:
                return ("ja",) if "ja" in among else ()
            likely = tuple(code for code in codes if code in among)
            # Han without kana is Chinese wherever a site has Chinese at all.
            return likely[:1] if "zh" in codes else likely
    latin = tuple(code for code in among if code not in _NEVER_LATIN)
    return latin or (among if len(among) == 1 else ())  # one that is mostly code or names


def _likeliest(sample: str, possible: tuple[str, ...]) -> tuple[str, float]:
    if len(possible) <= 1:
        return "".join(possible), 1.0
    identifier = _identifier(possible)
    return identifier.classify(sample) if identifier.nb_classes else ("", 0.0)


def _doubtful(sample: str, code: str) -> bool:
    return code in _DOUBTS and bool(_DOUBTS[code].search(sample))


def _another(sample: str) -> tuple[str, float] | None:
    """The language of a text that is in none of the fifteen, where that is clear.

    Clear is that it is another one, not which: Indonesian and Malay, or Croatian and Bosnian,
    share their probability.
    """
    ranked = model().rank(sample[:_SHORT_SAMPLE])
    probability = sum(share for code, share in ranked if code in _OTHERS)
    code = ranked[0][0]
    return (code, probability) if code in _OTHERS and probability >= _CLEARLY else None


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
