"""Whether a live run would start: one check, one line, and what to do where it fails."""

import os
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import httpx

from connectors.cms import CMS
from connectors.errors import ConnectorError, NotFound
from connectors.ledger.database import HEAD
from connectors.ledger.errors import LedgerError
from flows.cli.exits import CONFIGURATION, UNREACHABLE
from flows.config import ConfigError, Configuration, load, path_of
from flows.context import Desk, SystemClock, origin
from flows.secrets import BlockLoader, claude_key
from flows.sites import opened
from schemas.article import Article, ArticleId, Field
from schemas.budget import Budget
from schemas.config import ClaudeSettings, SiteSettings
from schemas.finding import Severity
from schemas.models import Described, ending, instead, successor_of_retired
from schemas.money import shown
from schemas.prices import PRICES_AS_OF
from schemas.request import ESCALATE_EFFORT
from schemas.run import EXIT_CODES, RunStatus
from schemas.web_address import without_secrets
from schemas.window import EVER

A_FEW = 20  # articles are enough to see whether the fields are those of the site
RESETS = {"per_day_usd": "tomorrow", "per_month_usd": "next month"}


class Check(NamedTuple):
    """One line of the doctor's; `code` is what the command exits with where it is not `ok`.

    One that is `ok` may still warn: of what will stand in the way one day, or is no good sign.
    """

    subject: str
    ok: bool
    sentence: str
    code: int = 0
    warns: bool = False


def examine(load_block: BlockLoader) -> Iterator[Check]:
    """All checks, in the order in which they depend on each other. None asks what is billed."""
    try:
        configuration = load()
    except ConfigError as error:
        for problem in error.problems:
            yield Check("configuration", ok=False, sentence=problem, code=CONFIGURATION)
        return
    yield Check("configuration", ok=True, sentence=f"{path_of()} is sound")
    yield _time_zones()
    yield from _ledger(configuration)
    yield from _sites(configuration, load_block)
    yield from _claude(configuration, load_block)
    yield _prefect()


def _time_zones() -> Check:
    try:
        ZoneInfo("Europe/Berlin")
    except ZoneInfoNotFoundError:
        sentence = "this machine has no time zones; run pip install tzdata"
        return Check("time zones", ok=False, sentence=sentence, code=CONFIGURATION)
    return Check("time zones", ok=True, sentence="they are known")


def _ledger(configuration: Configuration) -> Iterator[Check]:
    try:
        desk = Desk(configuration, key=None)
    except LedgerError as error:
        yield Check("ledger", ok=False, sentence=str(error), code=CONFIGURATION)
        return
    sentence = f"{desk.database.place} can be used and is up to date (revision {HEAD})"
    yield Check("ledger", ok=True, sentence=sentence)
    yield _brake(desk)
    yield _budget(desk)
    desk.close()


def _brake(desk: Desk) -> Check:
    pause = desk.brake.pulled()
    if pause:
        code = EXIT_CODES[RunStatus.CANCELLED]
        return Check("brake", ok=False, sentence=pause.sentence, code=code)
    return Check("brake", ok=True, sentence="nothing is paused")


def _sites(configuration: Configuration, load_block: BlockLoader) -> Iterator[Check]:
    for site in configuration.settings.sites:
        try:
            cms = opened(configuration, site, load_block, SystemClock())
        except ConfigError as error:
            sentence = "; ".join(error.problems)
            yield Check(f"site {site.name}", ok=False, sentence=sentence, code=CONFIGURATION)
        else:
            yield _site(cms, site)


def _site(cms: CMS, site: SiteSettings) -> Check:
    subject = f"site {site.name}"
    try:
        findings = cms.probe()
        if problems := [f.message for f in findings if f.severity is Severity.REJECT]:
            return Check(subject, ok=False, sentence=" ".join(problems), code=CONFIGURATION)
        if findings:
            warnings = " ".join(finding.message for finding in findings)
            return Check(subject, ok=True, sentence=warnings, warns=True)
        some = list(islice(cms.articles(EVER), A_FEW))
        standing = _standing(cms.fields(), some)
        strays = [article_id for article_id in site.protected if not _has(cms, article_id)]
    except ConnectorError as error:
        return Check(subject, ok=False, sentence=str(error), code=UNREACHABLE)
    if strays:
        return Check(subject, ok=True, sentence=_stray(strays, some), warns=True)
    return Check(subject, ok=True, sentence=f"it can be read and written; {standing}")


def _has(cms: CMS, article_id: str) -> bool:
    """Whether there is an article with just this id: by another name of it none is protected."""
    try:
        return cms.article(ArticleId(article_id)).id == article_id
    except NotFound:
        return False


def _stray(protected: list[str], articles: list[Article]) -> str:
    """What is wrong with ids that protect nothing, by what the ids of the site look like."""
    example = f", such as {articles[0].id}" if articles else ""
    ids = " or ".join(protected)
    return f"protected: no article has the id {ids}; give the id that reports show{example}"


def _standing(fields: frozenset[Field], articles: list[Article]) -> str:
    """How many of some articles have each field: none may well be a field of another name."""
    having = [
        f"{sum(bool(getattr(article, field)) for article in articles)} have {what}"
        for field, what in ((Field.DESCRIPTION, "a description"), (Field.KEYWORDS, "keywords"))
        if field in fields
    ]
    sample = "the first " if len(articles) == A_FEW else ""
    return f"of {sample}{len(articles)} articles, {' and '.join(having)}"


def _claude(configuration: Configuration, load_block: BlockLoader) -> Iterator[Check]:
    claude = configuration.settings.claude
    try:
        key = claude_key(configuration, load_block)
    except ConfigError as error:
        yield Check("key", ok=False, sentence=str(error), code=CONFIGURATION)
        return
    yield Check("key", ok=True, sentence="it is set")
    from connectors.claude.catalogue import described  # noqa: PLC0415 - the SDK takes a second
    from connectors.claude.client import Claude, UnavailableError  # noqa: PLC0415

    client, place = Claude(claude.base_url, key), origin(claude.base_url)
    try:
        for subject, model in _models(claude):
            if successor_of_retired(model):  # known here, and there is a fallback: `load` saw to it
                sentence = f"{model} is retired; claude.fallback answers in its place"
                yield Check(subject, ok=True, sentence=sentence, warns=True)
                continue
            try:
                said = described(client, model)
            except UnavailableError as error:
                sentence = f"{place}: {error}"
                yield Check(subject, ok=False, sentence=sentence, code=UNREACHABLE)
                continue
            yield _model(subject, f"{model} at {place}", model, said)
    finally:
        client.close()


def _models(claude: ClaudeSettings) -> list[tuple[str, str]]:
    """Every model that a run may ask, each once, by what it is for."""
    named = [("claude", claude.model)]
    named += [("claude.escalate", model) for model in claude.escalate if model != ESCALATE_EFFORT]
    if claude.fallback:
        named.append(("claude.fallback", claude.fallback))
    first = {model: subject for subject, model in reversed(named)}
    return [(subject, model) for subject, model in named if first[model] == subject]


def _model(subject: str, title: str, model: str, said: Described) -> Check:
    """One model, by what the API says of it, and by what is known here."""
    if said.lifecycle == "retired":
        sentence = f"{title} is retired; {instead(model)}"
        return Check(subject, ok=False, sentence=sentence, code=CONFIGURATION)
    if said.lacks:
        sentence = f"{title} does not support {' and '.join(said.lacks)}; {instead(model)}"
        return Check(subject, ok=False, sentence=sentence, code=CONFIGURATION)
    if ends := ending(model, said):
        return Check(subject, ok=True, sentence=f"{title} {ends}; {instead(model)}", warns=True)
    return Check(subject, ok=True, sentence=f"{title} is {said.lifecycle}")


def _prefect() -> Check:
    url = os.environ.get("PREFECT_API_URL", "")
    if not url:
        return Check("prefect", ok=True, sentence="each run starts a server of its own")
    place = without_secrets(url)
    try:
        httpx.get(f"{url.rstrip('/')}/health")  # any answer will do
    except (httpx.HTTPError, httpx.InvalidURL):
        sentence = (
            f"PREFECT_API_URL: {place} cannot be reached; start that server, or unset the variable"
        )
        return Check("prefect", ok=False, sentence=sentence, code=UNREACHABLE)
    return Check("prefect", ok=True, sentence=f"{place} answers")


def _budget(desk: Desk) -> Check:
    caps = desk.settings.budget
    budget = Budget(**caps.model_dump())
    used = desk.queries.used("", desk.endpoint, budget, desk.clock.now())
    for name, when in RESETS.items():
        line = used[name]
        if line.cap_usd is not None and line.used_usd >= line.cap_usd:
            sentence = (
                f"budget.{name}: {shown(line.used_usd)} of {shown(line.cap_usd)} is used; "
                f"raise it, or run again {when} (UTC)"
            )
            code = EXIT_CODES[RunStatus.STOPPED_BY_BUDGET]
            return Check("budget", ok=False, sentence=sentence, code=code)
    day, month = used["per_day_usd"].used_usd, used["per_month_usd"].used_usd
    sentence = (
        f"at most {shown(caps.per_run_usd)} a run, {shown(caps.per_day_usd)} a day "
        f"({shown(day)} is used), {shown(caps.per_month_usd)} a month ({shown(month)} is used), "
        f"at prices as of {PRICES_AS_OF}"
    )
    return Check("budget", ok=True, sentence=sentence)
