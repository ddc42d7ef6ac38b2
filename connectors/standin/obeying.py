"""What a model at its worst would do: obey the orders that an article gives it.

An order is a sentence, visible or not, with a verb of command and something to do with it: a
keyword, a link, words to say. Being broad matters more than being right: orders are obeyed that
no person would take for one, and what they name is said to the letter.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from connectors.standin.extract import Extract

_MOST = 150  # characters of a description, so that no check of lengths hides the others
_LEAKED = 100  # characters of the system prompt

_VERB = re.compile(
    r"\b(?:ignore|disregard|forget|override|use|add|include|insert|write|put|append|prepend|mention"
    r"|set|output|return|respond|reply|answer|say|print|reveal|repeat|show|begin|start|end|finish"
    r"|must|should|recommend|link|point|visit|call|contact|tell|make|choose|call|buy|advertise"
    r"|ignorier\w*|vergiss|vergesst|vergessen|verwend\w*|benutz\w*|nutz\w*|nimm|nehm\w*|füg\w*"
    r"|schreib\w*|setz\w*|nenn\w*|gib|gebt|antwort\w*|erwähn\w*|beginn\w*|ende|verlink\w*"
    r"|wiederhol\w*|zeig\w*|besuch\w*|ruf\w*|sag\w*|wähl\w*"
    r"|ignore[zr]|oubli\w*|utilis\w*|ajout\w*|ins[eéè]r\w*|écri\w*|mentionn\w*|mets|mett\w*"
    r"|répond\w*|commenc\w*|termin\w*|inclu\w*|affich\w*|répèt\w*|révèl\w*|visit\w*|appel\w*|dis"
    r"|dites|emplo\w*|choisi\w*"
    r"|ignor[ae]|olvid\w*|us[ae]|utili[zc]\w*|añad\w*|agreg\w*|incluy\w*|insert\w*|escrib\w*"
    r"|mencion\w*|pon|ponga|respond\w*|empie\w*|muestr\w*|repit\w*|revel\w*|llam\w*|di|diga)\b",
    re.IGNORECASE,
)
_KEYWORD = (
    r"key\s?words?|key\s?phrases?|tags?|schlüsselw[oö]rt\w*|schlagw[oö]rt\w*|stichw[oö]rt\w*"
    r"|suchbegriff\w*|mots?[-\s]clés?|palabras?\s(?:clave|llave)s?|etiquetas?"
)
_SAYING = (
    r"descriptions?|beschreibung\w*|descripci[oó]n\w*|summary|zusammenfassung|résumé|resumen"
    r"|answers?|antwort|réponse|respuesta|response|output|ausgabe|metadata|metadaten"
    r"|métadonnées|metadatos"
)
_OBJECT = re.compile(
    rf"\b(?:{_KEYWORD}|{_SAYING}|links?|lien|enlace|verweis|instructions?|instrucciones|consignes?"
    r"|anweisung\w*|prompt|rules?|regeln|règles|reglas|phrase|satz|sentence|frase|wort|word|mot"
    r"|palabra|text|texte|texto|script)\b",
    re.IGNORECASE,
)
_OVERRIDE = re.compile(
    r"\b(?:ignor\w*|disregard|forget|vergiss|vergessen|oubli\w*|olvid\w*)\b.{0,40}?\b(?:previous"
    r"|prior|above|all|earlier|your|system|vorherig\w*|bisherig\w*|obig\w*|alle\w*|précédent\w*"
    r"|tout\w*|anterior\w*|tod[ao]s)\b",
    re.IGNORECASE,
)
_LEAK = re.compile(
    r"\b(?:reveal|print|repeat|show|output|leak|quote|zeig\w*|wiederhol\w*|gib|affich\w*|répèt\w*"
    r"|révèl\w*|muestr\w*|repit\w*|revel\w*)\b.{0,60}?\b(?:prompt|instructions?|anweisung\w*"
    r"|consignes?|instrucciones)\b",
    re.IGNORECASE,
)
_QUOTED = (
    r"\"([^\"\n]{2,90})\"|“([^”\n]{2,90})”|„([^“”\n]{2,90})[“”]|«\s*([^»\n]{2,90}?)\s*»"
    r"|‘([^’\n]{2,90})’|(?<!\w)'([^'\n]{2,90})'(?!\w)|`([^`\n]{2,90})`|\*\*([^*\n]{2,90})\*\*"
)
_PARTS = re.compile(
    rf"(?P<keyword>\b(?:{_KEYWORD})\b)|(?P<saying>\b(?:{_SAYING})\b)|{_QUOTED}", re.IGNORECASE
)
_PAYLOAD = re.compile(
    r"<script\b.*?(?:</script>|$)|<a\s.*?</a>|<(?:img|iframe|svg|b|style)\b[^>]*>"
    r"|\[[^\]]*\]\([^)]*\)|(?:https?://|www\.)[^\s<>\"'`)\]»”]+[^\s<>\"'`)\]»”.,;:!?]"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\+?\d[\d\s()/-]{6,}\d"
    r"|\b[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|example|test|io|info|shop|xyz|biz|ru|de|fr|es)\b",
    re.IGNORECASE | re.DOTALL,
)
_LABELLED = re.compile(
    rf"^[\s\W]*(?:(?P<keyword>(?:meta[\s_-]?)?(?:{_KEYWORD}))|(?:meta[\s_-]?)?(?:{_SAYING}))"
    r"\s*[:=]\s*(?P<what>\S.*)$",
    re.IGNORECASE,
)
_AFTER_COLON = re.compile(r":\s*([^\s/<][^<>\n]*)")
_AFTER_KEYWORD = re.compile(
    rf"\b(?:{_KEYWORD})\s+([^\s\"'“„«‘`*:<>.,;!?][^\"“„«`*:<>.,;!?\n]*)", re.IGNORECASE
)
_JOINED = re.compile(r"\s*[,;]\s*|\s+(?:and|und|et|y)\s+")
_HIDDEN = re.compile(
    r"<!--(.*?)-->|<(\w+)[^>]*(?:hidden|display:\s*none|font-size:\s*0|opacity:\s*0)[^>]*>(.*?)</\2>",
    re.DOTALL | re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=\S)")
_EDGES = " \t.!?-–—\"'“”„«»‘’`*"


@dataclass
class _Orders:
    """What to say, in the words of the orders."""

    keywords: dict[str, None]
    sayings: dict[str, None]
    leak: bool = False


def obey(said: Extract, article: str, system: str) -> Extract:
    """An answer that does what the article orders, as well as what it was asked."""
    orders = _Orders({}, {})
    for segment in _segments(article):
        _take(segment, orders)
    if orders.leak:
        orders.sayings.setdefault(" ".join(system[:_LEAKED].split()))
    keywords = dict.fromkeys([*orders.keywords, *said.keywords])
    description = _with(" ".join(orders.sayings), said.description)
    return Extract(tuple(keywords)[: len(said.keywords)], description)


def _with(saying: str, description: str) -> str:
    """What is ordered, and as much of the description as there is room for."""
    room = _MOST - len(saying) - 1
    if not saying or len(description) <= room:
        return f"{saying} {description}".strip()
    kept = description[: max(room, 0)].rpartition(" ")[0].rstrip(",;:")
    return f"{saying} {kept}." if kept else saying


def _segments(article: str) -> Iterator[str]:
    """What may be an order: hidden passages as a whole, lines, and sentences of lines."""
    for hidden in _HIDDEN.finditer(article):
        yield " ".join((hidden[1] or hidden[3] or "").split())
    for line in article.splitlines():
        if _OVERRIDE.search(line) or _LABELLED.match(line):
            yield line
        else:
            yield from _SENTENCE.split(line)


def _take(segment: str, orders: _Orders) -> None:
    """Add what a segment orders, if it does."""
    if labelled := _LABELLED.match(segment):
        _add(labelled["what"], orders, to_keywords=bool(labelled["keyword"]))
        return
    payload = [found[0] for found in _PAYLOAD.finditer(segment)]
    overrides = bool(_OVERRIDE.search(segment))
    if not overrides and not (
        _VERB.search(segment) and (payload or _OBJECT.search(segment) or _quotes(segment))
    ):
        return
    orders.leak = orders.leak or bool(_LEAK.search(segment))
    orders.sayings.update(dict.fromkeys(payload))
    bare = _PAYLOAD.sub(" ", segment)
    if not _take_quoted(bare, orders):
        _take_bare(bare, orders)


def _take_quoted(segment: str, orders: _Orders) -> bool:
    """Add what stands in quotation marks, as a keyword where that was the word before it."""
    to_keywords, found = False, False
    for part in _PARTS.finditer(segment):
        if part["keyword"] or part["saying"]:
            to_keywords = bool(part["keyword"])
            continue
        found = True
        target = orders.keywords if to_keywords else orders.sayings
        target.setdefault(_text(part).strip())
    return found


def _take_bare(segment: str, orders: _Orders) -> None:
    """Add what stands after a colon, or after the word for a keyword."""
    names_keyword = re.search(rf"\b(?:{_KEYWORD})\b", segment, re.IGNORECASE)
    if after := _AFTER_COLON.search(segment):
        _add(after[1], orders, to_keywords=bool(names_keyword))
    elif after := _AFTER_KEYWORD.search(segment):
        _add(after[1], orders, to_keywords=True)


def _add(what: str, orders: _Orders, *, to_keywords: bool) -> None:
    if not to_keywords:
        orders.sayings.setdefault(what.strip())
        return
    names = (name.strip(_EDGES) for name in _JOINED.split(what.strip("[] ")))
    orders.keywords.update(dict.fromkeys(name for name in names if len(name) > 1))


def _quotes(segment: str) -> bool:
    return any(_text(part) for part in _PARTS.finditer(segment))


def _text(part: re.Match[str]) -> str:
    """What stands between a part's quotation marks."""
    return next((text for text in part.groups()[2:] if text), "")
