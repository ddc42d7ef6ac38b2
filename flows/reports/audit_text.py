"""What a terminal shows of an audit: the numbers, the rules, the worst, and what to do next."""

from collections.abc import Iterable, Sequence
from textwrap import wrap

from flows.reports.audit_sentences import advice, broken, headline, on_keywords, parts, percent
from flows.reports.words import PROGRAM, REASONS, SEVERITIES, counted, plain
from schemas.article import SkipReason
from schemas.audit import Audit, Broken, Judged
from schemas.finding import Severity

MOST_LISTED = 10  # the page and `--json` have them all
MOST_WARNINGS = 3  # of one article
_INDENT = "      "


def summary(audit: Audit, *, worst: int, width: int, program: str = PROGRAM) -> str:
    """One site, with so many of its worst articles, their findings in lines of this width."""
    paragraphs = [
        _opening(audit),
        _left_alone(audit),
        *(_rules(audit, severity) for severity in Severity),
        _duplicates(audit),
        _worst(audit, worst, width),
        _next(audit, program),
    ]
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _opening(audit: Audit) -> str:
    lines = [f"{audit.site}: {headline(audit)}"]
    if audit.judged:
        lines += ["", *(_row(one.articles, one.share, one.label) for one in parts(audit))]
        lines += ["", *told] if (told := on_keywords(audit)) else []
    return "\n".join(lines)


def _left_alone(audit: Audit) -> str:
    if not audit.left_alone:
        return ""
    lines = [f"{number:>6,}  {REASONS[reason]}" for reason, number in audit.reasons.items()]
    broken_ones = [
        f"{_INDENT}  {plain(one.article_id)}: {plain(one.detail)}"
        for one in audit.left_alone
        if one.detail and one.reason is SkipReason.BROKEN_FRONT_MATTER
    ]
    return "\n".join(["Not judged:", *lines, *_first(broken_ones, f"{_INDENT}  ")])


def _rules(audit: Audit, severity: Severity) -> str:
    found = [_rule(rule) for rule in broken(audit) if rule.severity is severity]
    if not found:
        return ""
    title = f"{SEVERITIES[severity]} (of the articles that have the field):"
    return "\n".join([title, *_first(found, _INDENT)])


def _rule(rule: Broken) -> str:
    return _row(rule.articles, rule.share, f"{rule.sentence} ({rule.rule})")


def _row(number: int, share: float, words: str) -> str:
    return f"{number:>6,} {percent(share):>6}  {words}"


def _worst(audit: Audit, most: int, width: int) -> str:
    shown = audit.worst[:most]
    if not shown:
        return ""
    title = f"The worst {len(shown):,} of {len(audit.worst):,}:" if len(shown) > 1 else "The worst:"
    blocks = ["\n".join(_article(place, one, width)) for place, one in enumerate(shown, start=1)]
    return "\n".join([title, *blocks])


def _article(place: int, one: Judged, width: int) -> Iterable[str]:
    yield f"{place:>4}  {plain(one.article_id)}"
    yield from _wrapped(f"“{plain(one.title)}”", width)
    for severity in Severity:
        messages = [finding.message for finding in one.findings if finding.severity is severity]
        if messages:
            yield from _wrapped(f"{SEVERITIES[severity]}: {_told(messages, severity)}", width)


def _told(messages: Sequence[str], severity: Severity) -> str:
    most = MOST_WARNINGS if severity is Severity.WARNING else len(messages)
    more = len(messages) - most
    rest = [f"And {more} more."] if more > 0 else []
    return " ".join([*map(plain, messages[:most]), *rest])


def _wrapped(text: str, width: int) -> list[str]:
    return wrap(
        text,
        width,
        initial_indent=_INDENT,
        subsequent_indent=_INDENT,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _duplicates(audit: Audit) -> str:
    if not audit.duplicates:
        return ""
    lines = []
    for group in audit.duplicates[:MOST_LISTED]:
        lines.append(f"{len(group):>6,}  {plain(group[0])}")
        lines += _first([f"{_INDENT}  {plain(one)}" for one in group[1:]], f"{_INDENT}  ")
    more = len(audit.duplicates) - MOST_LISTED
    rest = [f"{_INDENT}  and {counted(more, 'group')} more"] if more > 0 else []
    return "\n".join(["The same description, or nearly, on several pages:", *lines, *rest])


def _first(lines: Sequence[str], indent: str) -> list[str]:
    more = len(lines) - MOST_LISTED
    return [*lines[:MOST_LISTED], *([f"{indent}and {more:,} more"] if more > 0 else [])]


def _next(audit: Audit, program: str) -> str:
    lines = []
    for step in advice(audit, program):
        lines += [step.sentence, f"  {step.command}"]
    return "\n".join(lines)
