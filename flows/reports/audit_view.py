"""The audit page's data: what its template prints, decided here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flows.reports.audit_sentences import (
    Part,
    advice,
    broken,
    headline,
    on_keywords,
    parts,
    percent,
    unlisted,
)
from flows.reports.results import Page as Target
from flows.reports.results import search_result
from flows.reports.sentences import Advice
from flows.reports.words import PROGRAM, REASONS, SEVERITIES, counted, plain
from schemas.article import ArticleId
from schemas.audit import Audit, Broken, Judged, Unread
from schemas.finding import Severity

OPEN = 10  # articles whose details are seen at once
MOST_CARDS = 500  # of a site; nobody reads on, and 5,000 are a page of 9 MB
FOLDED_FROM = 13  # ids; a longer list is folded
_ON_A_DESKTOP = ("", "wide")  # the pieces of a search result that one shows


@dataclass(frozen=True)
class Slice:
    """One part of the bar over all judged articles, in percent of its width."""

    part: Part
    start: float
    width: float
    percent: str


@dataclass(frozen=True)
class Row:
    """One broken rule."""

    rule: str
    severity: str
    rejects: bool
    sentence: str
    articles: int
    share: float
    percent: str


@dataclass(frozen=True)
class Remark:
    """One finding in words."""

    rule: str
    severity: str
    rejects: bool
    sentence: str


@dataclass(frozen=True)
class Card:
    """One article: `shown` is what a desktop shows of its description, `rest` what it cuts off."""

    number: int
    anchor: str
    article_id: str
    title: str
    link: str
    language: str
    wrong: int
    doubtful: int
    shown: str
    rest: str
    length: str
    keywords: tuple[str, ...]
    remarks: tuple[Remark, ...]

    @property
    def rules(self) -> str:
        """The rules that it breaks, for the page's filter."""
        return " ".join(remark.rule for remark in self.remarks)

    @property
    def opened(self) -> bool:
        """Whether its details are seen at once."""
        return self.number <= OPEN


@dataclass(frozen=True)
class Left:
    """One article that is only named."""

    article_id: str
    title: str
    detail: str = ""


@dataclass(frozen=True)
class Group:
    """Articles with one thing in common, folded where they are many."""

    heading: str
    articles: tuple[Left, ...]
    quoted: str = ""

    @property
    def folded(self) -> bool:
        """Whether the list is too long to be seen at once."""
        return len(self.articles) >= FOLDED_FROM


@dataclass(frozen=True)
class Section:
    """One site."""

    anchor: str
    site: str
    headline: str
    numbers: tuple[Slice, ...]
    on_keywords: str
    judged: int
    advice: tuple[Advice, ...]
    rows: tuple[Row, ...]
    duplicates: tuple[Group, ...]
    cards: tuple[Card, ...]
    unlisted: tuple[Advice, ...]
    undescribed: Group | None
    left_alone: tuple[Group, ...]


@dataclass(frozen=True)
class Page:
    """All that the template prints."""

    title: str
    sections: tuple[Section, ...]
    unread: tuple[str, ...]
    filters: tuple[tuple[str, str], ...]
    wrong: int
    doubtful: int


def view(audits: Sequence[Audit | Unread], program: str = PROGRAM) -> Page:
    """The page's data; its commands call `program`."""
    read = [one for one in audits if isinstance(one, Audit)]
    rules = {rule.rule: rule.sentence for one in read for rule in broken(one)}
    return Page(
        title=f"{', '.join(one.site for one in audits)}: audit",
        sections=tuple(_section(place, one, program) for place, one in enumerate(read, start=1)),
        unread=tuple(
            f"{one.site} could not be read: {plain(one.reason)}"
            for one in audits
            if isinstance(one, Unread)
        ),
        filters=tuple(rules.items()),
        wrong=sum(one.wrong for one in read),
        doubtful=sum(one.doubtful for one in read),
    )


def _section(place: int, audit: Audit, program: str) -> Section:
    known = {one.article_id: one for one in audit.found}
    undescribed = [one.article_id for one in audit.found if not one.description]
    return Section(
        anchor=f"s{place}",
        site=audit.site,
        headline=headline(audit),
        numbers=_slices(audit),
        on_keywords=" ".join(on_keywords(audit)),
        judged=audit.judged,
        advice=tuple(advice(audit, program)),
        rows=tuple(_row(rule) for rule in broken(audit)),
        duplicates=tuple(_alike(group, known) for group in audit.duplicates),
        cards=tuple(
            _card(f"s{place}-{number}", number, one)
            for number, one in enumerate(audit.worst[:MOST_CARDS], start=1)
        ),
        unlisted=tuple(unlisted(audit, MOST_CARDS, program)),
        undescribed=_group("article", undescribed, known) if undescribed else None,
        left_alone=_left_alone(audit),
    )


def _slices(audit: Audit) -> tuple[Slice, ...]:
    slices: list[Slice] = []
    start = 0.0
    for part in parts(audit):
        slices.append(Slice(part, round(start, 3), round(100 * part.share, 3), percent(part.share)))
        start += 100 * part.share
    return tuple(slices)


def _row(rule: Broken) -> Row:
    return Row(
        rule=rule.rule,
        severity=SEVERITIES[rule.severity],
        rejects=rule.severity is Severity.REJECT,
        sentence=rule.sentence,
        articles=rule.articles,
        share=round(rule.share, 4),
        percent=percent(rule.share),
    )


def _card(anchor: str, number: int, one: Judged) -> Card:
    result = search_result(Target(one.url, one.article_id, one.title), one.description)
    pieces = result.description
    wrong, doubtful = one.badness
    return Card(
        number=number,
        anchor=anchor,
        article_id=plain(one.article_id),
        title=plain(one.title) or "Without a title",
        link=result.link,
        language=one.language,
        wrong=wrong,
        doubtful=doubtful,
        shown="".join(piece.text for piece in pieces if piece.seen in _ON_A_DESKTOP),
        rest="".join(piece.text for piece in pieces if piece.seen not in _ON_A_DESKTOP),
        length=counted(len(plain(one.description)), "character"),
        keywords=tuple(word for keyword in one.keywords if (word := plain(keyword))),
        remarks=tuple(
            Remark(
                rule=finding.rule,
                severity=SEVERITIES[finding.severity],
                rejects=finding.severity is Severity.REJECT,
                sentence=plain(finding.message),
            )
            for finding in sorted(one.findings, key=lambda finding: finding.severity)
        ),
    )


def _alike(group: Sequence[ArticleId], known: Mapping[ArticleId, Judged]) -> Group:
    """The pages with one description, and what it says."""
    described = (known[one].description for one in group if one in known)
    return replace(_group("page", group, known), quoted=plain(next(described, "")))


def _group(noun: str, ids: Sequence[ArticleId], known: Mapping[ArticleId, Judged]) -> Group:
    named = (Left(plain(one), plain(known[one].title) if one in known else "") for one in ids)
    return Group(counted(len(ids), noun), tuple(named))


def _left_alone(audit: Audit) -> tuple[Group, ...]:
    return tuple(
        Group(
            f"{number:,} {REASONS[reason]}",
            tuple(
                Left(plain(one.article_id), plain(one.title), plain(one.detail))
                for one in audit.left_alone
                if one.reason is reason
            ),
        )
        for reason, number in audit.reasons.items()
    )
