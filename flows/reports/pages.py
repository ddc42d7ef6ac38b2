"""What a run leaves in Prefect's pages, as Markdown: its report, and the table of its proposals."""

from collections.abc import Iterable, Sequence
from urllib.parse import quote

from flows.reports.results import web_address
from flows.reports.sentences import advice, headline, outcome, spending, stretch
from flows.reports.words import PROGRAM, REASONS, STAGES, STATUSES, cell, plain, seconds, why
from schemas.article import Field
from schemas.proposal import Status
from schemas.run import Proposed, Report, Trigger

MOST = 200  # articles in a table; `--json` has them all
# Prefect keeps each table three times over, and an archive has many shards: so 20,000 articles
# add less than ten megabytes to its database.
OF_A_SHARD = 100
WORST = (Status.FAILED, Status.REJECTED, Status.STALE)
OF_ADDRESSES = ":/?#@!$&'*+,;=%~"  # what stays as it is in an address between brackets


def summary(report: Report) -> str:
    """A run: how it ended, what comes next, what failed, its articles, its spend."""
    sentences = [report.reason, *outcome(report), *(found.message for found in report.findings)]
    parts = [
        *_head(report),
        " ".join(cell(sentence) for sentence in sentences if sentence),
        _next(report),
        _failures(report),
        "## Articles",
        _counts(report),
        "## Spend",
        "\n".join(f"- {sentence}" for sentence in spending(report)),
    ]
    return "\n\n".join(filter(None, parts))


def proposals(report: Report) -> str:
    """The proposals, those first that a person has to look at."""
    first = _first(report)
    left_out = len(report.proposals) - len(first)
    more = f"These are the first {len(first)} of {len(report.proposals):,}." if left_out else ""
    lines = (
        (_article(one.article_id, one.title, one.url), _fields(one), _standing(one))
        for one in first
    )
    table = _table(("article", "description and keywords", "status"), lines)
    return "\n\n".join(filter(None, [*_head(report), more, table]))


def rows(report: Report) -> list[dict[str, str]]:
    """The same proposals as a table, a text in each cell."""
    return [
        {
            "article": plain(one.article_id),
            "url": one.url if web_address(one.url) else "",
            "title": plain(one.title),
            "description": _offered(one, Field.DESCRIPTION, one.meta_description),
            "keywords": _offered(one, Field.KEYWORDS, ", ".join(one.keywords)),
            "before": plain(one.before.description or ""),
            "status": one.status,
            "findings": " ".join(plain(finding.message) for finding in one.findings),
        }
        for one in _first(report)
    ]


def link(text: str, url: str) -> str:
    """The text, leading to the address if that is one of the web."""
    address = quote(url.strip(), safe=OF_ADDRESSES)
    return f"[{cell(text)}]({address})" if web_address(url) else cell(text)


def _head(report: Report) -> list[str]:
    facts = [f"Run `{report.run_id}`", seconds(report.duration_s), stretch(report)]
    return [f"# {cell(report.site)}: {headline(report)}", ", ".join(filter(None, facts)) + "."]


def _next(report: Report) -> str:
    wanted = advice(report)
    steps = [f"- {step.sentence}{f' `{step.command}`' if step.command else ''}" for step in wanted]
    deployed = {f"{PROGRAM} {name} {report.run_id}" for name in ("apply", "revert")}
    if deployed & {step.command for step in wanted}:
        steps.append("- In these pages: run the deployment of that name, with this `run_id`.")
    return "\n".join(steps)


def _failures(report: Report) -> str:
    if not report.failures:
        return ""
    rows = (
        (
            _article(one.article_id, one.title, one.url),
            STAGES.get(one.stage, cell(one.stage)),
            cell(one.reason),
        )
        for one in report.failures[:MOST]
    )
    more = len(report.failures) - MOST
    told = f"\n\nAnd {more:,} more." if more > 0 else ""
    return f"## Failures\n\n{_table(('article', 'when', 'why'), rows)}{told}"


def _counts(report: Report) -> str:
    counted = [(name.replace("_", " "), n) for name, n in report.counts if n or name == "listed"]
    reasons = sorted(report.skipped.items(), key=lambda pair: -pair[1])
    counted += [(f"skipped: {REASONS[reason]}", n) for reason, n in reasons]
    return _table(("", "articles"), ((name, f"{n:,}") for name, n in counted))


def _first(report: Report) -> list[Proposed]:
    most = OF_A_SHARD if report.trigger is Trigger.BACKFILL else MOST
    return sorted(report.proposals, key=_urgency)[:most]


def _offered(proposal: Proposed, field: Field, text: str) -> str:
    return plain(text) if field in proposal.targets else "(kept as it is)"


def _urgency(proposal: Proposed) -> tuple[bool, int]:
    """The most urgent sorts first: what came to nothing, then what has most to be looked at."""
    return proposal.status not in WORST, -len(proposal.findings)


def _article(article_id: str, title: str, url: str) -> str:
    named = [link(title or article_id, url), *([cell(article_id)] if title else [])]
    return "<br>".join(named)


def _fields(proposal: Proposed) -> str:
    fields = {
        Field.DESCRIPTION: proposal.meta_description,
        Field.KEYWORDS: ", ".join(proposal.keywords),
    }
    told = [
        cell(text) if field in proposal.targets else f"({field}: kept as it is)"
        for field, text in fields.items()
    ]
    if before := proposal.before.description:
        told.append(f"*Before:* {cell(before)}")
    return "<br>".join(told)


def _standing(proposal: Proposed) -> str:
    status = f"**{STATUSES[proposal.status]}**"
    reason = [cell(why(proposal.reason))] if proposal.reason else []
    return "<br>".join([status, *reason, *(cell(found.message) for found in proposal.findings)])


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A column named for what it counts is one of numbers."""
    marks = ["---:" if name == "articles" else "---" for name in head]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, marks, *rows))
