"""The sentences of an article that order about whoever describes it.

What stands in them alone is no evidence: an article tells of its subject, and an order of what
somebody wants to be written. Readers are ordered about as well; those sentences stay, unless they
speak of keywords and descriptions as these do.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from schemas import order_scripts
from schemas.order_words import FEW, MARKS, TONGUES, Tongue
from schemas.stems import CJK, IS_CJK, words_as_written

_MODEL = (
    r"(?:ais?\b|a\.i\.|llms?\b|(?:large )?language models?|chat-?bots?|gpt\b|claude\b|bots?\b"
    r"|ki\b|sprachmodell\w*|ia\b|modèles? de langage|modelos? de lenguaje)"
    r"(?:[ -](?:assistants?|models?|systems?|agents?|bots?|assistent\w*|modelle?))?"
)
_KEYWORD = (
    r"(?:meta ?)?key[ _-]?(?:words?|phrases?)|search (?:terms?|phrases?)|schlüsselw[oö]rt\w*"
    r"|schlagw[oö]rt\w*|stichw[oö]rt\w*|suchbegriff\w*|mots?[- ]cl(?:és?|efs?)"
    r"|palabras? (?:clave|llave)s?"
)
_TEXT = (
    r"(?:meta[ -]?)?(?:descriptions?|summary|metadata|answers?|replies|reply|responses?|output"
    r"|beschreibung\w*|zusammenfassung|antwort\w*|réponses?|résumé|descripci[oó]n|respuestas?"
    r"|resumen|metadat\w+|métadonnées)"
)
_COMMAND = (
    r"use|add|include|insert|write|put|append|mention|set|output|return|say|choose|give"
    r"|verwende[nt]?|benutzen?|nutzen?|nimm|nehmen|füg[et]n?|füge|schreibe?n?|setzen?|nennen?|gib"
    r"|geben|erwähnen?|ergänzen?"
    r"|utilise[zr]?|ajoute[zr]?|insère[zr]?|insérez|écris|écrivez|mentionne[zr]?|mets|mettez"
    r"|emploie|employez|inclus|incluez|choisis|choisissez"
    r"|usa|utiliza|utilice|añad[ae]|agrega|agregue|incluya?e?|insert[ae]|escrib[ae]|mencion[ae]"
    r"|pon|ponga"
)
_INTO = r"in|into|to|as|at|dans|à|en|al?"
# This very text: what others are like is nobody's order.
_THIS = r"(?:this|the present) (?:web ?)?(?:articles?|pages?|texts?|posts?|documents?|site|content)"
_FILE = r"tag|label|index|catalogu?e|classify|categori[sz]e"
_FILING = rf"{_FILE}|describe|summari[sz]e|tagging|(?:index|label|describ|summari[sz]|classify)ing"
_SET = r"(?:list|set) of (?:search )?(?:terms|tags|topics)"


def _overriding(tongue: Tongue) -> str:
    """The pattern of what a language's models are told to be from here on."""
    model = f"(?:{tongue.model}|{_MODEL})"
    return (
        rf"\b(?:{tongue.ignore}){FEW}(?:(?:{tongue.earlier}){FEW}(?:{tongue.rules})"
        rf"|(?:{tongue.rules}){FEW}(?:{tongue.earlier}))\b"
        rf"|\b(?:{tongue.greeting}){FEW}{model}\W*[:!]"
        rf"|\b(?:{tongue.if_you_are}) {model}(?: bent)?[,:]"
        rf"|^\W*{model}\s*:"
    )


def _order(tongue: Tongue) -> str:
    """The pattern of what is ordered in a language about keywords and descriptions."""
    return (
        rf"\b(?:{tongue.command}){FEW}(?:{tongue.keyword})\b"
        rf"|\b(?:{tongue.command})\b.{{1,120}}?\b(?:{tongue.into}) (?:[\w'’]+ )?"
        rf"(?:{tongue.keyword}|{tongue.text})\b"
        rf"|\b(?:{tongue.command}) (?:{tongue.into}) (?:[\w'’]+ )?(?:{tongue.text})\b"
        rf"|\b(?:{tongue.keyword}|{tongue.text})\W+(?:{tongue.must})\b"
        rf"|\b(?:{tongue.keyword}){FEW}(?:{tongue.must})\b"
        rf"|^\W*(?:{tongue.keyword})[\s_]*\d*\s*[:=]"
    )


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiled when first needed: most runs meet none of the other languages."""
    return re.compile(pattern, re.IGNORECASE)


# Patterns of the first languages, of the other tongues, and of other scripts.
# From these on, a whole paragraph is meant for a machine.
_OVERRIDING = (
    (
        rf"\b(?:ignore|disregard|forget|override){FEW}(?:previous|prior|above|earlier|preceding|your"
        rf"|system){FEW}(?:instructions?|prompts?|rules|directions|guidelines|orders)\b"
        rf"|\b(?:ignore|disregard|forget){FEW}(?:above|previous text)\b"
        rf"|\b(?:ignorier\w*|vergiss|vergesst|vergessen sie|missachte\w*){FEW}(?:vorher|bisher"
        rf"|vorig|obig|früher|dein|eur|ihr|all)\w*{FEW}(?:anweisung|instruktion|vorgabe|regel|prompt)\w*"
        rf"|\b(?:ignorez?|oubliez?){FEW}(?:instructions|consignes|directives|règles){FEW}"
        r"(?:précédent|antérieur|ci-dessus|reçu)\w*"
        rf"|\b(?:ignorez?|oubliez?){FEW}(?:toutes|tes|vos){FEW}(?:instructions|consignes)\b"
        rf"|\b(?:ignor[ae]|olvid[ae]|omit[ae]){FEW}(?:instrucciones|indicaciones|reglas|órdenes){FEW}"
        r"(?:anterior|previa|de arriba|recibida)\w*"
        rf"|\b(?:note|message|attention|instructions?|hint|memo|hinweis|notiz|achtung|nota|atención"
        rf"|hey|dear)\b{FEW}{_MODEL}\W*[:,!]"
        rf"|\b(?:if you are|as|falls du|als|si tu es|si vous êtes|si eres) (?:an?|une?|eine?|una?)"
        rf" {_MODEL}[,:]"
        rf"|^\W*{_MODEL}\s*:"
        rf"|\b(?:dear|hey|hello|note to the|message to the) (?:\w+ )?assistants?\W*[:,!]"
    ),
    "|".join(map(_overriding, TONGUES)),
    order_scripts.OVERRIDING,
)
_ORDER = (
    (
        rf"\b(?:{_COMMAND}){FEW}(?:{_KEYWORD})\b"
        rf"|\b(?:{_COMMAND}|contact|visit|link|call)\b.{{1,200}}?"
        rf"\b(?:(?:{_INTO}) (?:[\w'’]+ )?{_TEXT}"
        rf"|(?:in|into|to|as|among) (?:[\w'’]+ )?(?:{_KEYWORD}|{_SET}))\b"
        rf"|\b(?:make sure|ensure|see to it)\b.{{1,200}}?"
        rf"\b(?:in|into|to|as|among) (?:[\w'’]+ )?(?:{_KEYWORD}|{_SET})\b"
        rf"|\bin (?:die|der|deine[rn]?|ihre[rn]?) {_TEXT}\b"
        rf"|\b(?:{_KEYWORD}|{_TEXT})\W+(?:must|should|shall|has to|have to|muss|müssen|soll\w*|doit"
        r"|doivent|debe\w*)\b"
        rf"|^\W*(?:{_KEYWORD})(?:[\s_]*\d+|(?: to| for) \w+)?\s*[:=]"
        rf"|\bbelongs? (?:in|into|to|among) (?:[\w'’]+ )?(?:{_KEYWORD}|{_TEXT})\b"
        rf"|\b(?:when|while|before|after|if)(?: you)? (?:{_FILING}) {_THIS}\b.{{0,80}}?"
        rf"\b(?:{_COMMAND}|please|always|never|list|link|tell|make)\b"
        rf"|(?:^\W*|[,;:] |\b(?:please|always|must|then) )(?:{_FILE}|list|file) {_THIS}"
        r" (?:with|as|under|by)\b"
        r"|\btell (?:the |all |your |every ?)?(?:readers?|users?|people|visitors?|one)\b"
    ),
    "|".join(map(_order, TONGUES)),
    order_scripts.ORDER,
)
# No pattern can match without one of these in a word. Words recur, so that few are looked at.
_SIGN = re.compile(
    r"ignor|disregard|forget|override|verg[ie]ss|missachte|oubli|olvid|omit[ae]|keyw|keyp"
    r"|(?:schlüssel|schlag|stich)w|suchbegriff|palabra|descri(?:ption|pci|ç|zion)|summary|etadat"
    r"|answer|repl(?:y|ies)|response|output|beschreibung|zusammenfassung|antwort|réponse|résumé"
    r"|respuesta|resumen|métadonn|sprachmodell|gpt|claude|\b(?:ais?|ki|ia|llms?|(?:chat)?bots?)\b"
    rf"|{order_scripts.MARKS}"
)
_LATER_SIGN = re.compile(MARKS)
# Or without one of these phrases, of which a word in `_PART` is the rarest; or one of `_FILED`,
# of which a word in `_FILING_WORDS` is. "Tags" alone stands in the front matter of most posts.
_PHRASES = (
    *(f"key{sign}{word}" for sign in " _-" for word in ("word", "phrase")),
    *(f"mot{plural}{sign}cl" for plural in ("", "s") for sign in "- "),
    *(f"{model} de" for model in ("modèle", "modèles", "modelo", "modelos")),
    *(f"of {things}" for things in ("terms", "tags", "topics")),
    *("tell ", "language model", "search term", "search phrase"),
)
_PART = re.compile(r"\b(?:key|mots?|tell|language|modèles?|modelos?|terms?|tags|topics|phrases?)\b")
_FILED = re.compile(
    rf"\bassistants?\W*[:,!]|(?:tag|label|index|catalog|classif|categori|descri|summari)\w* {_THIS}"
)
_FILING_WORDS = re.compile(
    r"\b(?:assistants?|tag|tagging|label(?:ing)?|index(?:ing)?|catalogu?e|classify(?:ing)?"
    r"|categori[sz]e|summari[sz](?:e|ing)|describ(?:e|ing))\b"
)
_PHRASED, _FIRST, _LATER, _UNSPACED, _FILING_WORD = 1, 2, 4, 8, 16  # what a word may be a sign of
_UNSPACED_MARKED = re.compile(order_scripts.UNSPACED_MARKS)
_RUNS = re.compile(f"[{CJK}]+")
_BLOCK = re.compile(r"\n[ \t]*\n")
_SENTENCE = re.compile(
    r"(?<=[.!?؟])[\"'”»’*_)]*\s+(?=[^\sa-zà-ÿ])|[。！？।]"
    r"|\n(?=[ \t]*(?:[-*+] |[>#|]|\d+[.)]|[\w-]+:))"
)


class Parted(NamedTuple):
    """A text in two: what it tells, and what it orders."""

    told: str
    ordered: str


def parted(text: str) -> Parted:
    """The text without its orders, and the orders, in their sequence."""
    if not _marks(text.lower()):
        return Parted(text, "")
    told: list[str] = []
    ordered: list[str] = []
    for block in _BLOCK.split(text):
        for is_order, sentence in _sentences(block):
            (ordered if is_order else told).append(sentence)
        told.append("\n\n")
        ordered.append("\n\n")
    orders = "".join(ordered).strip()
    return Parted("".join(told) if orders else text, orders)


def _marks(block: str) -> int:
    """Of which languages a text in small letters may hold orders; 0 for nearly all texts."""
    marks, words = 0, set(words_as_written(block))
    letters = "".join(words)
    if not letters.isascii() and IS_CJK.search(letters):
        # Runs of Chinese hardly recur, and would drive the words from the cache.
        marks = _UNSPACED if _UNSPACED_MARKED.search(block) else 0
        words = set(words_as_written(_RUNS.sub(" ", block)))
    for mark in set(map(_mark, words)):
        marks |= mark
    if not marks & _FIRST and _is_phrased(block, marks):
        marks |= _FIRST
    return marks & ~(_PHRASED | _FILING_WORD)


def _is_phrased(block: str, marks: int) -> bool:
    if "a.i" in block or (marks & _PHRASED and any(phrase in block for phrase in _PHRASES)):
        return True
    return bool(marks & _FILING_WORD and _FILED.search(block))


@lru_cache(maxsize=16384)
def _mark(word: str) -> int:
    return (
        (_FIRST if _SIGN.search(word) else 0)
        | (_LATER if _LATER_SIGN.search(word) else 0)
        | (_PHRASED if _PART.search(word) else 0)
        | (_FILING_WORD if _FILING_WORDS.search(word) else 0)
    )


def _matches(patterns: tuple[str, str, str], sentence: str, marks: int) -> bool:
    first, later, scripts = patterns
    return bool(
        (marks & _FIRST and _compiled(first).search(sentence))
        or (marks & _LATER and _compiled(later).search(sentence))
        or (not sentence.isascii() and _compiled(scripts).search(sentence))
    )


def _sentences(block: str) -> Iterator[tuple[bool, str]]:
    """The sentences of a paragraph, and whether each is an order."""
    if not _marks(block.lower()):
        yield False, block
        return
    overridden, start = False, 0
    for end in (*(cut.end() for cut in _SENTENCE.finditer(block)), len(block)):
        sentence = block[start:end]
        flat = " ".join(sentence.split())
        marks = 0 if overridden else _marks(flat.lower())
        overridden = overridden or (marks > 0 and _matches(_OVERRIDING, flat, marks))
        yield overridden or (marks > 0 and _matches(_ORDER, flat, marks)), sentence
        start = end
