"""Prompt versions: loaded from their files, rendered for one article."""

import hashlib
import json
import re
from functools import cache
from importlib.resources import files

import yaml

from prompts.cutting import cut
from schemas.article import Article
from schemas.base import Frozen
from schemas.candidate import Candidate, Judgement
from schemas.languages import name
from schemas.metadata import Answer
from schemas.models import thinks
from schemas.redaction import Redaction
from schemas.request import Attempt, Kind, Request
from schemas.rules.thresholds import limits

CURRENT = "metadata-1"
THINKING_ROOM = 1024  # tokens; a first ask never reserves more

# What an article could end its own frame with.
FRAME = re.compile(r"<(?=\s*/?\s*(?:article|title|text)\b)", re.IGNORECASE)


class Prompt(Frozen):
    """One released version of what we ask, and what a site has masked before it is sent.

    `digest` identifies the words, the settings and what is masked: metadata made under another
    digest is not what this prompt would have given.
    """

    name: str
    digest: str
    max_tokens: dict[Kind, int]
    system: str
    user: str
    repair: str
    unwanted: str
    redaction: Redaction = Redaction()


@cache
def load(version: str = CURRENT, redact: tuple[str, ...] = ()) -> Prompt:
    """The prompt of this name, for a site that has this masked.

    Raises `FileNotFoundError`, `ValueError` where it is not whole.
    """
    source = files("prompts").joinpath(f"{version}.md").read_text(encoding="utf-8")
    _, settings, words = source.split("---\n", 2)
    sections = dict(section.split("\n", 1) for section in words.split("# ")[1:])
    return Prompt(
        name=version,
        digest=_digest(settings, words, *redact),
        redaction=Redaction(patterns=redact),
        **yaml.safe_load(settings),
        **{title: text.strip() for title, text in sections.items()},
    )


def render(
    prompt: Prompt, candidate: Candidate, attempt: Attempt, max_article_tokens: int
) -> Request:
    """The request for one article in one attempt; nothing in it that is to be masked.

    Raises `KeyError` for an unknown placeholder, `SlowPatternError`.
    """
    article = candidate.article
    parts = [_article(prompt, article, max_article_tokens)]
    if words := [word for word in candidate.unwanted if prompt.redaction.mask(word) == word]:
        parts.append(prompt.unwanted.format_map({"unwanted": ", ".join(words)}))
    if candidate.last and candidate.last.findings:
        parts.append(_repair(prompt, candidate.last))
    return Request(
        site=article.site,
        article_id=article.id,
        content_hash=article.content_hash,
        prompt=prompt.name,
        prompt_digest=prompt.digest,
        attempt=attempt,
        max_tokens=_room(prompt, attempt),
        system=prompt.system,
        user="\n".join(parts),
        answer_schema=Answer.schema_for_claude(),
    )


def _room(prompt: Prompt, attempt: Attempt) -> int:
    """The most tokens of an answer; thoughts that cannot be turned off need some as well."""
    kind = Kind.ASK if attempt.kind is Kind.FALLBACK else attempt.kind  # the same, of another
    thinking = thinks(attempt.model, wanted=attempt.thinks)
    return max(prompt.max_tokens[kind], THINKING_ROOM if thinking else 0)


def _article(prompt: Prompt, article: Article, max_tokens: int) -> str:
    length = limits(article.language).target
    return prompt.user.format_map(
        {
            "language": _framed(name(article.language)) or "the text's own",
            "least": length[0],
            "most": length[1],
            "title": _framed(prompt.redaction.mask(article.title)),
            "text": _framed(cut(prompt.redaction.mask(article.text), max_tokens)),
        }
    )


def _repair(prompt: Prompt, last: Judgement) -> str:
    mask = prompt.redaction.mask  # also what an answer has guessed
    previous = mask(Answer.of(last.metadata).model_dump_json() if last.metadata else "(unreadable)")
    findings = mask("\n".join(f"- {finding.message}" for finding in last.findings))
    return prompt.repair.format_map({"previous": _framed(previous), "findings": _framed(findings)})


def _framed(text: str) -> str:
    """The text with nothing in it that could be taken for our tags."""
    return FRAME.sub("‹", text)


def _digest(*parts: str) -> str:
    canonical = json.dumps([*parts, Answer.schema_for_claude()], sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]
