"""Values for tests, each whole and unremarkable until a test changes what it is about."""

from datetime import UTC, datetime
from typing import Any

from schemas.article import Article, ArticleId, Field, Fields, Revision, SiteName
from schemas.call import Reply
from schemas.candidate import Candidate
from schemas.ledger import RunRow
from schemas.metadata import Answer, Metadata
from schemas.proposal import Proposal
from schemas.request import Attempt, Ladder, Request, ladder, ladder_key
from schemas.usage import Usage

SITE = SiteName("journal")
MODEL = "claude-haiku-5-5"
LADDER: Ladder = ladder(MODEL, ("effort",))
ASK, REPAIR, ESCALATION = LADDER
DIGEST = "digest-1"
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)

TEXT = """\
The night ferries between Hirtshals and Larvik sail again from 3 November, after two winters
in dock. Both ships carry lorries and cars, and cabins cost less than in 2023.

## The winter timetable

Departures are at 21:45 from either harbour, every day but Sunday.
"""

METADATA = Metadata(
    keywords=("night ferries", "Hirtshals", "Larvik", "winter timetable", "cabins"),
    meta_description=(
        "From 3 November two ships again sail overnight between Hirtshals and Larvik, "
        "with cheaper cabins and a winter timetable for night ferries."
    ),
)


def an_article(number: int = 1, **changes: Any) -> Article:
    """An article about ferries, with neither description nor keywords."""
    values: dict[str, Any] = {
        "site": SITE,
        "id": ArticleId(f"post-{number}.md"),
        "revision": Revision(f"revision-{number}"),
        "url": f"https://journal.example/post-{number}/",
        "title": "Night ferries return to the Skagerrak",
        "text": TEXT,
        "evidence": f"Night ferries return to the Skagerrak\n{TEXT}",
        "language": "en",
    }
    return Article(**{**values, **changes})


def a_candidate(number: int = 1, **changes: Any) -> Candidate:
    """A selected article whose two fields are ours to write."""
    values: dict[str, Any] = {"article": an_article(number), "targets": frozenset(Field)}
    return Candidate(**{**values, **changes})


def a_request(number: int = 1, attempt: Attempt = ASK, **changes: Any) -> Request:
    """A request for an article. It can cost at most $0.000412 on the first attempt."""
    article = an_article(number)
    values: dict[str, Any] = {
        "site": SITE,
        "article_id": article.id,
        "content_hash": article.content_hash,
        "prompt": "metadata-1",
        "prompt_digest": DIGEST,
        "attempt": attempt,
        "max_tokens": 600,
        "system": "s" * 400,
        "user": "u" * 180,
        "answer_schema": Answer.schema_for_claude(),
    }
    return Request(**{**values, **changes})


def a_reply(metadata: Metadata = METADATA, **changes: Any) -> Reply:
    """A complete reply that used 1,600 tokens in and 110 out: $0.000215."""
    values: dict[str, Any] = {
        "text": Answer.of(metadata).model_dump_json(),
        "stop_reason": "end_turn",
        "model": MODEL,
        "usage": Usage(input_tokens=1600, output_tokens=110),
        "request_id": "req_1",
    }
    return Reply(**{**values, **changes})


def a_proposal(number: int = 1, **changes: Any) -> Proposal:
    """A proposal that waits to be published."""
    article = an_article(number)
    values: dict[str, Any] = {
        "run_id": "run-1",
        "site": SITE,
        "article_id": article.id,
        "content_hash": article.content_hash,
        "revision": article.revision,
        "prompt_digest": DIGEST,
        "ladder": ladder_key(LADDER),
        "url": article.url,
        "title": article.title,
        "language": article.language,
        "targets": frozenset(Field),
        "before": Fields(description="", keywords=()),
        "metadata": METADATA,
    }
    return Proposal(**{**values, **changes})


def a_run_row(run_id: str = "run-1", **changes: Any) -> RunRow:
    """A run that has just begun."""
    values: dict[str, Any] = {
        "id": run_id,
        "site": SITE,
        "mode": "live",
        "trigger": "manual",
        "status": "running",
        "endpoint": "http://claude.test",
        "started_at": NOON,
    }
    return RunRow(**{**values, **changes})
