"""Texts for a magazine: always the same, no two alike, in four languages."""

import random
import re
from html import escape
from pathlib import Path
from typing import NamedTuple

from benchmarks.articles import PLACES, post

POSTS = Path(__file__).parents[2] / "examples/journal/content/posts"
WHOLE = (  # posts that people wrote, in what a magazine is written in
    "2026-11-14-letters-of-skerry-light",
    "2026-11-15-night-rye-at-marsh-lane",
    "2026-11-16-quittenbrot-aus-dem-pfarrgarten",
    "2026-11-19-brueckenwaage-am-kornmarkt",
    "2026-11-15-tiroir-des-cartes-postales-perdues",
    "2026-11-20-douze-ruches-sur-le-toit",
)
TITLE = re.compile("^title: (.+)$", re.MULTILINE)
LEFT_OUT = re.compile(r"^(?:!\[|>|- |\{\{|<)", re.MULTILINE)
SENTENCES = 9
TITLES = {
    "de": "Bericht {n}: {noun} in {place}",
    "fr": "Enquête {n} : {noun}, à {place}",
    "es": "Crónica {n}: {noun} en {place}",
}
LEADS = {
    "de": (
        "{Noun} in {place} hat seit {year} genau {many} {things} gesammelt und sucht nun Helfer, "
        "die {other} aus dem Keller in die Werkstatt tragen."
    ),
    "fr": (
        "{Noun} de {place} garde depuis {year} pas moins de {many} {things}, que des bénévoles "
        "nettoient chaque hiver avec {other} et beaucoup de patience."
    ),
    "es": (
        "{Noun} de {place} guarda desde {year} unas {many} {things}, que los vecinos limpian cada "
        "invierno con {other} y mucha paciencia."
    ),
}
REST = {
    "de": (
        "Im Sommer {year} zählte man in {place} noch {many} {things} ohne Besitzer.",
        "Wer {other} reparieren will, bekommt dort {many} Mark und ein Frühstück.",
    ),
    "fr": (
        "En {year}, on comptait encore {many} {things} à {place}, sans propriétaire.",
        "Qui veut réparer {other} reçoit {many} francs et un déjeuner.",
    ),
    "es": (
        "En {year} se contaban todavía {many} {things} en {place}, sin dueño alguno.",
        "Quien quiera reparar {other} recibe {many} pesetas y un almuerzo.",
    ),
}
NOUNS = {
    "de": "das Hafenmuseum|die Bäckerei|die Sternwarte|der Wasserturm|die Gärtnerei|das Stadtkino",
    "fr": "le musée du port|la boulangerie|l’observatoire|le vieux moulin|la serre|le cinéma",
    "es": "el museo del puerto|la panadería|el observatorio|el molino viejo|el vivero|el cine",
}
THINGS = {
    "de": "Laternen|Glocken|Fahrräder|Landkarten|Fässer|Geigen|Stühle|Briefmarken|Körbe|Lampen",
    "fr": "lanternes|cloches|bicyclettes|cartes|barriques|chaises|corbeilles|lampes|clefs|horloges",
    "es": "linternas|campanas|bicicletas|tarjetas|barricas|sillas|cestas|lámparas|llaves|cajas",
}


class Text(NamedTuple):
    """What an editor pastes: a title, and a body as HTML."""

    title: str
    body: str


def texts(count: int) -> list[Text]:
    """So many: those that people wrote first, then reports, each seventh in another language."""
    whole = [_of((POSTS / f"{name}.md").read_text(encoding="utf-8")) for name in WHOLE]
    languages = list(LEADS)
    made = [
        _told(languages[n // 7 % 3], n) if n % 7 == 0 else _of(post(n))
        for n in range(count - len(whole))
    ]
    return [*whole, *made][:count]


def _of(written: str) -> Text:
    """A post of a folder as an editor has it in a magazine."""
    _, front_matter, body = written.split("---\n", 2)
    found = TITLE.search(front_matter)
    assert found is not None
    parts = [part.strip() for part in body.split("\n\n")]
    kept = [part for part in parts if part and not LEFT_OUT.match(part)]
    return Text(found[1].strip("'\""), "\n\n".join(map(_block, kept)))


def _block(part: str) -> str:
    """A paragraph or a heading, as the block editor saves it."""
    if part.startswith("#"):
        words = escape(part.lstrip("# "), quote=False)
        return f"<!-- wp:heading -->\n<h2>{words}</h2>\n<!-- /wp:heading -->"
    return f"<!-- wp:paragraph -->\n<p>{escape(part, quote=False)}</p>\n<!-- /wp:paragraph -->"


def _told(language: str, n: int) -> Text:
    """A report in a language: its first sentence would do as its description."""
    chance = random.Random(n)  # noqa: S311 - the same text in every run
    noun = chance.choice(NOUNS[language].split("|"))
    place = chance.choice(PLACES)

    def sentence(form: str) -> str:
        things, other = chance.sample(THINGS[language].split("|"), 2)
        numbers = {"year": chance.randint(1850, 2025), "many": chance.randint(13, 999)}
        words = {"Noun": noun[0].upper() + noun[1:], "place": place, "things": things}
        return form.format(**words, **numbers, other=other)

    lead = sentence(LEADS[language])
    rest = [sentence(REST[language][number % 2]) for number in range(SENTENCES)]
    title = TITLES[language].format(n=n, noun=noun, place=place)
    return Text(title, "\n\n".join(map(_block, [lead, " ".join(rest[:5]), " ".join(rest[5:])])))
