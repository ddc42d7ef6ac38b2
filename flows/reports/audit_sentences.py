"""What an audit says, in whole sentences: the terminal's and the page's alike."""

from dataclasses import dataclass
from datetime import timedelta
from shlex import quote

from flows.reports.sentences import Advice
from flows.reports.words import PROGRAM, counted, plain, series
from schemas.audit import NOTHING_THERE, Audit, Broken

_A_DAY = timedelta(days=1)  # a date is read in the site's zone, which may be behind UTC


# Where the site's field for keywords holds what it files its articles under.
_TAGGED = "Few have four to six, so they are taken for topic tags and judged by their form alone."


@dataclass(frozen=True)
class Part:
    """One of the four parts that the judged articles fall into."""

    kind: str
    label: str
    articles: int
    share: float


def headline(audit: Audit) -> str:
    """How the site stands, in one sentence."""
    if not audit.articles:
        return "There are no articles."
    if not audit.judged:
        return f"None of its {counted(audit.articles, 'article')} can be judged."
    of = counted(audit.judged, "article")
    if not audit.described:
        return f"None of its {of} has a description."
    if not audit.undescribed and not audit.wrong:
        return f"Each of its {of} has a description, and none must be mended."
    found = []
    if audit.undescribed:
        found.append(f"{_have(audit.undescribed, f' of its {of}')} no description")
    if audit.wrong and found:
        found.append(f"{_have(audit.wrong)} one that must be mended")
    elif audit.wrong:
        found.append(f"{_have(audit.wrong, f' of its {of}')} a description that must be mended")
    return f"{series(found)}."


def parts(audit: Audit) -> tuple[Part, ...]:
    """The judged articles, each in one part."""
    clean = audit.described - len(audit.worst)
    numbers = (
        ("missing", "without a description", audit.undescribed),
        ("wrong", "must be mended", audit.wrong),
        ("doubtful", "worth a look", audit.doubtful),
        ("clean", "nothing to say against", clean),
    )
    return tuple(
        Part(kind, label, number, number / (audit.judged or 1)) for kind, label, number in numbers
    )


def broken(audit: Audit) -> tuple[Broken, ...]:
    """The rules to be shown in a table; what is missing is said above it."""
    return tuple(rule for rule in audit.rules if rule.rule != NOTHING_THERE)


def on_keywords(audit: Audit) -> list[str]:
    """What an editor should know of the site's keywords, in sentences."""
    return [*filter(None, [_keywordless(audit), _TAGGED if audit.tagged else ""])]


def _keywordless(audit: Audit) -> str:
    """How many articles have no keywords, "" where the site has no such field, or all have."""
    if not audit.without_keywords:
        return ""
    if audit.without_keywords == audit.judged:
        return "None of them has keywords."
    return f"{_have(audit.without_keywords, ' of them')} no keywords."


def advice(audit: Audit, program: str = PROGRAM) -> list[Advice]:
    """What to do next, the most wanted first; `program` is how it is called where this is read."""
    return [*_fill(audit, program), *_replace(audit, program), *_mend(audit, program)]


def unlisted(audit: Audit, listed: int, program: str = PROGRAM) -> list[Advice]:
    """Where the articles are that a page with so many of the worst leaves out."""
    more = len(audit.worst) - listed
    if more <= 0:
        return []
    verb = "is" if more == 1 else "are"
    sentence = f"{counted(more, 'more article')} with less to say against {verb} counted above;"
    command = f"{program} audit --site {quote(audit.site)} --json > audit.json"
    return [Advice(f"{sentence} for each of them:", command)]


def percent(share: float) -> str:
    """`7 %`; a few are never none, and nearly all are never all."""
    rounded = round(100 * share)
    if share and not rounded:
        return "<1 %"
    return "99 %" if share < 1 and rounded == 100 else f"{rounded} %"  # noqa: PLR2004


def _have(number: int, of: str = "") -> str:
    return f"{number:,}{of} {'has' if number == 1 else 'have'}"


def _fill(audit: Audit, program: str) -> list[Advice]:
    if not audit.lacking:
        return []
    since = f" --since {audit.since - _A_DAY:%Y-%m-%d}" if audit.since else ""
    sentence = "To see what would fill the empty fields; a dry run writes nothing to the site:"
    return [Advice(sentence, _preview(audit, f"--overwrite never{since}", program))]


def _replace(audit: Audit, program: str) -> list[Advice]:
    if not audit.wrong:
        return []
    worst = quote(plain(audit.worst[0].article_id))
    command = _preview(audit, f"--overwrite always --article {worst}", program)
    return [Advice("To see what could stand in the place of the worst description:", command)]


def _mend(audit: Audit, program: str) -> list[Advice]:
    if audit.articles:
        return []
    sentence = "Correct the site's path or glob in the configuration, then look at it again:"
    return [Advice(sentence, f"{program} doctor")]


def _preview(audit: Audit, of: str, program: str) -> str:
    return f"{program} run --site {quote(audit.site)} --dry-run {of} --report preview.html"
