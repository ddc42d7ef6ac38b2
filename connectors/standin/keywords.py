"""Five keywords: position x term frequency x title bonus over phrases of one to three words."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from connectors.standin.reading import CJK, Reading
from connectors.standin.words import function_words

COUNT = 5
_LONGEST = 40
_LETTER = r"[^\W_\u3040-\u9fff\uac00-\ud7a3]"
# Python takes the vowel signs of Hindi and its neighbours for no letters.
_SIGN = r"[\u0300-\u036f\u0900-\u0903\u093a-\u094f\u0981-\u0983\u09bc-\u09cd]"
_LETTERS = rf"{_LETTER}(?:{_LETTER}|{_SIGN})*"
_TOKEN = re.compile(
    r"(?:[cdjlmnst]|qu|un|all|dall|dell|nell|sull|quell)['’](?=[^\W_])"  # French, Italian
    r"|[\u3040-\u9fff\uac00-\ud7a3]+"
    rf"|{_LETTERS}(?:[-'’.&]{_LETTERS})*"
    r"|[^\s\w]+|\n",
)
_ASCII_TOKEN = re.compile(  # the same for plain text, in less time
    r"(?:[cdjlmnst]|qu|un|all|dall|dell|nell|sull|quell)'(?=[a-z0-9])"
    r"|[a-z0-9]+(?:[-'.&][a-z0-9]+)*"
    r"|[^\sa-z0-9_]+|\n",
)
_RUN = re.compile(
    r"[\u3400-\u9fff々]+|[\u30a1-\u30fa\u30fc]+|[\uac00-\ud7a3]+|[a-z0-9][a-z0-9+.-]+"
)
_WIDE_LOOKED_AT = 4_000  # characters: each of them begins three phrases
# Characters that stand between Chinese words more often than in them.
_BETWEEN = frozenset(
    "的了是在和与與及也都就而把被对對为為从從到等我你他她它们們这這那有不之以其个個会會能要将將并或一上下"
    "中来來去很更最还還后後前时時年月日出推于於所可用向后让讓给給",
)
_PARTICLE = re.compile(
    r"(에서|으로|에게|까지|부터|(?<=[\uac00-\ud7a3]{2})[은는이가을를의에와과도로만])$",
)
_LENGTH = {1: 1.0, 2: 2.4, 3: 2.6, 4: 2.6}  # phrases say more, and are counted less often
_TITLE = 3.0
_SPARE = ("untitled", "placeholder", "sample", "blank page", "no text")  # for pages without words


def rank(reading: Reading) -> list[str]:
    """The phrases of an article that could be its keywords, best first."""
    weights = _wide_weights(reading) if reading.wide else _weights(reading)
    title = spaced(reading.title)
    scores = {
        phrase: weight * (_TITLE if occurs(phrase, title) else 1.0)
        for phrase, weight in weights.items()
    }
    return sorted(scores, key=scores.__getitem__, reverse=True)


def choose(reading: Reading, ranked: list[str], description: str, shift: int) -> list[str]:
    """Five of the ranked phrases, one of the description and one of the title among them.

    A shift passes over that many phrases after the two best, for an answer that differs. What the
    request says outside of the article comes last: keywords given before, or not wanted.
    """
    order = [*ranked[:2], *ranked[2 + shift :], *ranked[2 : 2 + shift], *_SPARE]
    said = spaced(reading.around) if reading.around else ""
    fresh = [phrase for phrase in order if not occurs(phrase, said)] if said else order
    texts = spaced(description), spaced(reading.title)
    wanted = _first(fresh, *texts) or [*_first(fresh, texts[0]), *_first(fresh, texts[1])]
    chosen = islice(_apart([*wanted, *fresh, *order]), COUNT)
    return sorted(chosen, key=order.index)


def spaced(text: str) -> str:
    """A text in lower case with a space around each word and mark: what `occurs` looks in."""
    return f" {' '.join(_tokens(text))} "


def occurs(phrase: str, text: str) -> bool:
    """Whether a phrase stands in a spaced text as whole words; Chinese knows no such limits."""
    return f" {phrase} " in text or (phrase in text and bool(CJK.match(phrase)))


def _weights(reading: Reading) -> dict[str, float]:
    """Frequency x position x length of each phrase; longer ones must recur."""
    tokens = _tokens("\n".join([reading.title, *reading.blocks]))
    words = {token for token in set(tokens) if _is_word(token)}
    ends = words - function_words(tokens)
    ends -= {word for word in ends if len(word) == 1 or word[0].isdigit()}
    found: dict[str, float] = {}
    for size in (1, 2, 3):
        grams = Counter(zip(*(tokens[start:] for start in range(size)), strict=False))
        recurring = [
            (place, gram, count)
            for place, (gram, count) in enumerate(grams.items())
            if count > 1 or size == 1
        ]
        for place, gram, count in recurring:
            if gram[0] in ends and gram[-1] in ends and words.issuperset(gram):
                found[" ".join(gram)] = count * _LENGTH[size] * (1.5 - place / len(grams))
    return {phrase: weight for phrase, weight in found.items() if len(phrase) <= _LONGEST}


def _tokens(text: str) -> list[str]:
    """The words and marks of a text, in lower case."""
    pattern = _ASCII_TOKEN if text.isascii() else _TOKEN
    return pattern.findall(text.lower())


def _is_word(token: str) -> bool:
    """Whether a token is no mark, and reads well alone: "l'eau" and "agency's" do not."""
    return token[0].isalnum() and "'" not in token and "’" not in token


def _wide_weights(reading: Reading) -> dict[str, float]:
    """The same for scripts without spaces: runs of characters, and pieces of the Chinese ones."""
    text = "\n".join([reading.title, *reading.blocks])[:_WIDE_LOOKED_AT].lower()
    counts = Counter(piece for run in _RUN.findall(text) for piece in _pieces(run))
    within = {
        part
        for piece, count in counts.items()
        for part in (piece[:-1], piece[1:])
        if counts.get(part) == count
    }
    return {
        piece: count * _LENGTH.get(len(piece) - 1, 2.6) * (1.5 - place / len(counts))
        for place, (piece, count) in enumerate(counts.items())
        if piece not in within and not piece.isdigit()
    }


def _pieces(run: str) -> Iterator[str]:
    if "\uac00" <= run[0] <= "\ud7a3":
        run = _PARTICLE.sub("", run)
    if not "\u3400" <= run[:1] <= "\u9fff":
        yield from [run] if 1 < len(run) <= _LONGEST else []
        return
    for size in (2, 3, 4):
        for start in range(len(run) - size + 1):
            piece = run[start : start + size]
            if _BETWEEN.isdisjoint(piece):
                yield piece


def _first(phrases: Iterable[str], *texts: str) -> list[str]:
    """The first phrase that occurs in all the spaced texts, if any."""
    found = (phrase for phrase in phrases if all(occurs(phrase, text) for text in texts))
    return list(islice(found, 1))


def _apart(phrases: Iterable[str]) -> Iterator[str]:
    """The phrases without those that say what an earlier one says."""
    kept: list[str] = []
    for phrase in phrases:
        if not any(_alike(phrase, other) for other in kept):
            kept.append(phrase)
            yield phrase


def _alike(one: str, other: str) -> bool:
    if CJK.match(one) and CJK.match(other):
        return any(one[start : start + 2] in other for start in range(len(one) - 1))
    short, long = sorted((one.split(), other.split()), key=len)
    return all(any(_akin(word, among) for among in long) for word in short)


def _akin(one: str, other: str) -> bool:
    """Whether two words share a stem, as far as their first letters tell."""
    stem = max(3, round(0.6 * max(len(one), len(other))))
    return one == other or (min(len(one), len(other)) > stem - 1 and one[:stem] == other[:stem])
