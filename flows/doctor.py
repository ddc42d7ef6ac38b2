"""Whether a live run would start: one check, one line, and what to do where it fails."""

from collections.abc import Iterator
from typing import NamedTuple

from connectors.ledger.errors import LedgerError
from flows.cli.exits import CONFIGURATION, UNREACHABLE
from flows.config import ConfigError, Configuration, load, path_of
from flows.context import Desk, origin
from flows.ready import site_problems
from flows.secrets import BlockLoader, claude_key
from schemas.config import SiteSettings
from schemas.money import shown
from schemas.prices import PRICES_AS_OF


class Check(NamedTuple):
    """One line of the doctor's; `code` is what the command exits with where it is not `ok`."""

    subject: str
    ok: bool
    sentence: str
    code: int = 0


def examine(load_block: BlockLoader) -> Iterator[Check]:
    """All checks, in the order in which they depend on each other."""
    try:
        configuration = load()
    except ConfigError as error:
        for problem in error.problems:
            yield Check("configuration", ok=False, sentence=problem, code=CONFIGURATION)
        return
    yield Check("configuration", ok=True, sentence=f"{path_of()} is sound")
    yield _ledger(configuration)
    for site in configuration.settings.sites:
        yield _site(configuration, site)
    yield from _claude(configuration, load_block)
    yield _budget(configuration)


def _ledger(configuration: Configuration) -> Check:
    try:
        desk = Desk(configuration, key=None)
    except LedgerError as error:
        return Check("ledger", ok=False, sentence=str(error), code=CONFIGURATION)
    path = desk.database.path
    desk.close()
    return Check("ledger", ok=True, sentence=f"{path} can be used and is up to date")


def _site(configuration: Configuration, site: SiteSettings) -> Check:
    subject = f"site {site.name}"
    if problems := site_problems(configuration, site):
        sentence = "; ".join(problems).replace(f"{subject}: ", "")
        return Check(subject, ok=False, sentence=sentence, code=CONFIGURATION)
    return Check(subject, ok=True, sentence=f"{site.path} can be read and written")


def _claude(configuration: Configuration, load_block: BlockLoader) -> Iterator[Check]:
    claude = configuration.settings.claude
    try:
        key = claude_key(configuration, load_block)
    except ConfigError as error:
        yield Check("key", ok=False, sentence=str(error), code=CONFIGURATION)
        return
    yield Check("key", ok=True, sentence="it is set")
    from connectors.claude.client import Claude, UnavailableError  # noqa: PLC0415

    client = Claude(claude.base_url, key)
    try:
        lifecycle = client.lifecycle(claude.model)
    except UnavailableError as error:
        place = origin(claude.base_url)
        yield Check("claude", ok=False, sentence=f"{place}: {error}", code=UNREACHABLE)
        return
    finally:
        client.close()
    sentence = f"{claude.model} at {origin(claude.base_url)} is {lifecycle or 'there'}"
    yield Check("claude", ok=lifecycle != "retired", sentence=sentence, code=CONFIGURATION)


def _budget(configuration: Configuration) -> Check:
    budget = configuration.settings.budget
    sentence = (
        f"at most {shown(budget.per_run_usd)} a run, {shown(budget.per_day_usd)} a day, "
        f"{shown(budget.per_month_usd)} a month, at prices as of {PRICES_AS_OF}"
    )
    return Check("budget", ok=True, sentence=sentence)
