"""The sentences of an article that order about whoever describes it.

What stands in them alone is no evidence: an article tells of its subject, and an order of what
somebody wants to be written. Readers are ordered about as well; those sentences stay, unless they
speak of keywords and descriptions as these do.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from schemas.stems import words_as_written

_MODEL = (
    r"(?:ais?\b|a\.i\.|llms?\b|(?:large )?language models?|chat-?bots?|gpt\b|claude\b|bots?\b"
    r"|ki\b|sprachmodell\w*|ia\b|modèles? de langage|modelos? de lenguaje)"
    r"(?:[ -](?:assistants?|models?|systems?|agents?|bots?|assistent\w*|modelle?))?"
)
_GAP = r"\W+(?:[\w'’]+\W+){0,%d}?"  # at most so many words between two
_FEW, _MORE = _GAP % 3, _GAP % 8
_KEYWORD = (
    r"(?:meta ?)?key ?(?:words?|phrases?)|schlüsselw[oö]rt\w*|schlagw[oö]rt\w*|stichw[oö]rt\w*"
    r"|suchbegriff\w*|mots?[- ]cl(?:és?|efs?)|palabras? (?:clave|llave)s?"
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
# From these on, a whole paragraph is meant for a machine.
_OVERRIDING = re.compile(
    rf"\b(?:ignore|disregard|forget|override){_FEW}(?:previous|prior|above|earlier|preceding|your"
    rf"|system){_FEW}(?:instructions?|prompts?|rules|directions|guidelines|orders)\b"
    rf"|\b(?:ignore|disregard|forget){_FEW}(?:above|previous text)\b"
    rf"|\b(?:ignorier\w*|vergiss|vergesst|vergessen sie|missachte\w*){_FEW}(?:vorher|bisher|vorig"
    rf"|obig|früher|dein|eur|ihr|all)\w*{_FEW}(?:anweisung|instruktion|vorgabe|regel|prompt)\w*"
    rf"|\b(?:ignorez?|oubliez?){_FEW}(?:instructions|consignes|directives|règles){_FEW}"
    r"(?:précédent|antérieur|ci-dessus|reçu)\w*"
    rf"|\b(?:ignorez?|oubliez?){_FEW}(?:toutes|tes|vos){_FEW}(?:instructions|consignes)\b"
    rf"|\b(?:ignor[ae]|olvid[ae]|omit[ae]){_FEW}(?:instrucciones|indicaciones|reglas|órdenes){_FEW}"
    r"(?:anterior|previa|de arriba|recibida)\w*"
    rf"|\b(?:note|message|attention|instructions?|hint|memo|hinweis|notiz|achtung|nota|atención"
    rf"|hey|dear)\b{_FEW}{_MODEL}\W*[:,!]"
    rf"|\b(?:if you are|as|falls du|als|si tu es|si vous êtes|si eres) (?:an?|une?|eine?|una?)"
    rf" {_MODEL}[,:]"
    rf"|^\W*{_MODEL}\s*:",
    re.IGNORECASE,
)
_ORDER = re.compile(
    rf"\b(?:{_COMMAND}){_FEW}(?:{_KEYWORD})\b"
    rf"|\b(?:{_COMMAND}|contact|visit|link|call)\b.{{1,200}}?\b(?:{_INTO}) (?:[\w'’]+ )?{_TEXT}\b"
    rf"|\bin (?:die|der|deine[rn]?|ihre[rn]?) {_TEXT}\b"
    rf"|\b(?:{_KEYWORD}|{_TEXT})\W+(?:must|should|shall|has to|have to|muss|müssen|soll\w*|doit"
    r"|doivent|debe\w*)\b"
    rf"|^\W*(?:{_KEYWORD})\s*[:=]"
    r"|\btell (?:the |all |your |every ?)?(?:readers?|users?|people|visitors?|one)\b",
    re.IGNORECASE,
)
# Without one of these no pattern can match; few paragraphs have one.
_MARKED = re.compile(
    r"ignor|disregard|forget|override|verg[ie]ss|missachte|oubli|olvid|omit[ae]\b"
    r"|key ?(?:word|phrase)|(?:schlüssel|schlag|stich)w|suchbegriff|mots?[- ]cl|palabra"
    r"|description|summary|metadat|answer|repl(?:y|ies)\b|response|output|beschreibung"
    r"|zusammenfassung|antwort|réponse|résumé|descripci|respuesta|resumen|métadonn"
    r"|\btell |\b(?:ais?|a\.i|llms?|ki|ia|gpt|claude|(?:chat-?)?bots?)\b"
    r"|language model|sprachmodell|modèles? de|modelos? de"
)
# And none of it without one of these in a word. Words recur, so that few have to be looked at.
_SIGN = re.compile(
    r"ignor|disregard|forget|override|verg[ie]ss|missachte|oubli|olvid|omit[ae]|keyw|keyp"
    r"|(?:schlüssel|schlag|stich)w|suchbegriff|palabra|descri|summary|etadat|answer|repl(?:y|ies)"
    r"|response|output|beschreibung|zusammenfassung|antwort|réponse|résumé|respuesta|resumen"
    r"|métadonn|sprachmodell|gpt|claude"
    r"|\b(?:key|mots?|tell|language|modèles?|modelos?|ais?|ki|ia|llms?|(?:chat)?bots?)\b"
)
_BLOCK = re.compile(r"\n[ \t]*\n")
_SENTENCE = re.compile(
    r"(?<=[.!?])[\"'”»’*_)]*\s+(?=[^\sa-zà-ÿ])|[。！？]"
    r"|\n(?=[ \t]*(?:[-*+] |[>#|]|\d+[.)]|[\w-]+:))"
)


class Parted(NamedTuple):
    """A text in two: what it tells, and what it orders."""

    told: str
    ordered: str


def parted(text: str) -> Parted:
    """The text without its orders, and the orders, in their sequence."""
    if not _is_marked(text.lower()):
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


def _is_marked(block: str) -> bool:
    signs = "a.i" in block or any(map(_is_sign, set(words_as_written(block))))
    return signs and bool(_MARKED.search(block))


@lru_cache(maxsize=16384)
def _is_sign(word: str) -> bool:
    return bool(_SIGN.search(word))


def _sentences(block: str) -> Iterator[tuple[bool, str]]:
    """The sentences of a paragraph, and whether each is an order."""
    if not _is_marked(block.lower()):
        yield False, block
        return
    overridden, start = False, 0
    for end in (*(cut.end() for cut in _SENTENCE.finditer(block)), len(block)):
        sentence = block[start:end]
        flat = " ".join(sentence.split())
        marked = not overridden and _is_marked(flat.lower())
        overridden = overridden or (marked and bool(_OVERRIDING.search(flat)))
        yield overridden or (marked and bool(_ORDER.search(flat))), sentence
        start = end
