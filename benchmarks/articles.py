"""Posts to measure with: as many as wanted, always the same, no two alike."""

import random
from pathlib import Path

SENTENCES = 48  # about 6,000 characters, the median of 7,000 posts of public sites


def _words(listed: str) -> list[str]:
    return listed.split()


NOUNS = _words(
    "harbour mill bakery ferry library market bridge orchard station theatre lighthouse quarry "
    "garden museum workshop reservoir tramway brewery vineyard observatory canal archive school "
    "chapel forge greenhouse nursery pier sawmill tannery dockyard railway meadow monastery "
    "foundry pavilion cinema hospital kiln stable"
)
QUALITIES = _words(
    "old northern restored quiet narrow municipal wooden flooded famous modest abandoned sunken "
    "coastal private temporary crowded frozen painted distant hidden busy empty golden eastern "
    "rural modern ancient western public southern"
)
DEEDS = _words(
    "opened welcomed counted repaired painted borrowed collected shipped planted measured sorted "
    "printed carried bottled catalogued dried weighed stored mended traded delivered inspected "
    "recorded rented harvested loaded polished insured sketched auctioned"
)
THINGS = _words(
    "barrels boats books apples lanterns bricks ledgers carpets maps clocks violins letters "
    "bicycles sacks benches chairs windows tickets stamps plates baubles ropes sails nets tools "
    "shelves lamps baskets portraits keys coins kettles saddles drums candles"
)
PLACES = _words(
    "Ormsby Tartu Larvik Hirtshals Bergen Visby Ribe Turku Narva Skagen Pori Lund Halden Mandal "
    "Kalmar Odense Vejle Horsens Arendal Porvoo Rauma Lysekil Marstal Grenaa Nykobing Ystad"
)
MONTHS = _words(
    "January February March April May June July August September October November December"
)


def write(folder: Path, count: int) -> Path:
    """A configured site's folder of so many posts; the folder itself."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"post-{number:05}.md").write_text(post(number), encoding="utf-8")
    return folder


def post(number: int) -> str:
    """One post with its front matter. Its first paragraph would do as its description."""
    chance = random.Random(number)  # noqa: S311 - the same posts in every run
    lead, *rest = [sentence(chance) for _ in range(SENTENCES)]
    paragraphs = [" ".join(rest[start : start + 6]) for start in range(0, len(rest), 6)]
    body = "\n\n".join(
        f"## {part.split('.')[0][:40].strip()}\n\n{part}" if place % 3 == 0 else part
        for place, part in enumerate(paragraphs)
    )
    return (
        f"---\ntitle: {title(chance, number)}\ndate: 2026-11-{15 + number % 6:02}\n"
        f"tags: [{chance.choice(NOUNS)}, {chance.choice(THINGS)}]\nauthor: A. Writer\n---\n\n"
        f"{lead}\n\n{body}\n"
    )


def title(chance: random.Random, number: int) -> str:
    """What the post is called."""
    place, noun = chance.choice(PLACES), chance.choice(NOUNS)
    return f"Report {number} about a {chance.choice(QUALITIES)} {noun} near {place}"


def sentence(chance: random.Random) -> str:
    """A plain statement of 100 to 130 characters with a name and two numbers."""
    first, second, third = chance.sample(QUALITIES, 3)
    things, others = chance.sample(THINGS, 2)
    place, source = chance.sample(NOUNS, 2)
    did, also = chance.sample(DEEDS, 2)
    return (
        f"The {first} {place} of {chance.choice(PLACES)} {did} {chance.randint(13, 999)} {things} "
        f"and {also} {second} {others} in {chance.choice(MONTHS)} {chance.randint(1900, 2026)}, "
        f"says the {third} {source}."
    )
