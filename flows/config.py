"""rubricator.toml and the environment: the settings, or which field is wrong and what to do."""

import json
import os
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, reduce
from operator import or_
from pathlib import Path
from typing import Annotated, Any

from dotenv import load_dotenv
from pydantic import Field, ValidationError, create_model
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

import connectors
from flows.config_sentences import SECTIONS, nearest, sentences
from schemas.config import ClaudeSettings, Settings, SiteSettings
from schemas.models import successor_of_retired
from schemas.prices import PRICES
from schemas.request import ESCALATE_EFFORT

DEFAULT = "rubricator.toml"
PREFIX = "RUBRICATOR_"


class ConfigError(Exception):
    """The configuration cannot be used; each problem names its field and the fix."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Configuration:
    """The settings, and the folder that their relative paths start from."""

    settings: Settings
    folder: Path

    def chosen(self, site: str | None) -> list[SiteSettings]:
        """The named site, or all of them. Raises `ConfigError`."""
        if site is None:
            return list(self.settings.sites)
        named = [settings for settings in self.settings.sites if settings.name == site]
        if not named:
            known = ", ".join(settings.name for settings in self.settings.sites)
            raise ConfigError(f"--site: there is no site {site!r}; the file has: {known}")
        return named


def path_of(given: str | None = None) -> Path:
    """The file that is meant: what was given, else RUBRICATOR_CONFIG, else ./rubricator.toml."""
    return Path(given or os.environ.get(PREFIX + "CONFIG") or DEFAULT).absolute()


def load(given: str | None = None) -> Configuration:
    """The configuration. Raises `ConfigError` with every problem that can be seen at once."""
    path = path_of(given)
    read_env_file(path)
    try:
        text = path.read_text(encoding="utf-8-sig")  # some editors begin a file with a mark
        raw = tomllib.loads(text, parse_float=Decimal)
    except FileNotFoundError:
        raise ConfigError(
            f"{path}: there is no such file; run rubricator init, or name one with --config"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"{path}: it cannot be read ({error}); name another with --config"
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: this is not TOML ({error}); mend that line") from None
    return Configuration(settings=_settings(raw), folder=path.parent)


def read_env_file(beside: Path) -> None:
    """Let the .env file beside the configuration feed the environment. Raises `ConfigError`."""
    path = beside.with_name(".env")
    try:
        load_dotenv(path)
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: it cannot be read ({error}); save it as UTF-8") from None


class _Environment(BaseSettings):
    """What RUBRICATOR_DATABASE_URL, RUBRICATOR_CLAUDE_MODEL and their like say."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="_",
        env_nested_max_split=1,
        env_ignore_empty=True,
        extra="ignore",
    )

    database_url: str | None = None
    claude: dict[str, Any] | None = None
    budget: dict[str, Any] | None = None


def _settings(raw: dict[str, Any]) -> Settings:
    kinds = _kinds(raw)
    try:
        settings = _shape(*kinds.values()).model_validate(_overridden(raw))
    except ValidationError as error:
        told = sentences(error.errors(), kinds)
        raise ConfigError(*told, *_strange_variables()) from None
    problems = [*_site_problems(settings), *_model_problems(settings.claude)]
    if problems := [*problems, *_strange_variables()]:
        raise ConfigError(*problems)
    return settings


def _kinds(raw: dict[str, Any]) -> dict[str, type[SiteSettings]]:
    """The settings of the systems that can be meant: ours, and those that are installed."""
    sites = raw.get("sites")
    named = [site.get("connector") for site in sites or () if isinstance(site, dict)]
    try:
        return connectors.kinds([name for name in named if isinstance(name, str)])
    except connectors.BrokenConnectorError as error:
        raise ConfigError(f"sites: {error}") from None


@cache
def _shape(*kinds: type[SiteSettings]) -> type[Settings]:
    """The shape of the file, each site being of its system's kind."""
    one: Any = Annotated[reduce(or_, kinds), Field(discriminator="connector")]
    several: Any = Annotated[tuple[one, ...], Field(min_length=1)]
    return create_model("Settings", __base__=Settings, sites=(several, ...))


def _overridden(raw: dict[str, Any]) -> dict[str, Any]:
    """The file's values, and the environment's in their place."""
    try:
        overriding = _Environment().model_dump(exclude_none=True)
    except (ValidationError, SettingsError):
        raise ConfigError(
            f"{PREFIX}CLAUDE, {PREFIX}BUDGET: a section is not set as a whole; "
            f"set its values, like {PREFIX}CLAUDE_MODEL"
        ) from None
    merged = {**raw, **overriding}
    for section in set(SECTIONS) & set(overriding):
        stands = raw.get(section, {})  # a doubled underscore is a habit that does no harm
        named = {name.lstrip("_"): _value(text) for name, text in overriding[section].items()}
        merged[section] = {**stands, **named} if isinstance(stands, dict) else stands
    return merged


def _value(text: Any) -> Any:  # noqa: ANN401 - a list where the field is one
    try:
        return json.loads(text) if str(text).startswith("[") else text
    except ValueError:
        return text


def _strange_variables() -> list[str]:
    """The variables that would be overlooked: a mistyped cap must not be no cap."""
    names = ["config", "database_url", "to_url", *SECTIONS]
    for section, model in SECTIONS.items():
        names += [f"{section}_{field}" for field in model.model_fields]
    known = {f"{PREFIX}{name}".upper(): name for name in names}
    sections = tuple(f"{PREFIX}{section}_".upper() for section in SECTIONS)  # looked at above
    strange = sorted(
        name
        for name, value in os.environ.items()
        if name.upper().startswith(PREFIX)
        and value
        and name.upper() not in known
        and not name.upper().startswith(sections)
    )
    return [
        f"{name}: there is no such setting; "
        + (f"did you mean {near}?" if (near := nearest(name, known)) else "unset it")
        for name in strange
    ]


def _site_problems(settings: Settings) -> list[str]:
    names = [site.name for site in settings.sites]
    return [
        f"sites[{index}].name: {name!r} is taken by another site; name each site once"
        for index, name in enumerate(names)
        if name in names[:index]
    ]


def _model_problems(claude: ClaudeSettings) -> list[str]:
    escalate = [model for model in claude.escalate if model != ESCALATE_EFFORT]
    of_escalate = [_model_problem("claude.escalate", model) for model in escalate]
    of_fallback = _model_problem("claude.fallback", claude.fallback) if claude.fallback else ""
    if claude.fallback == claude.model:
        of_fallback = f"claude.fallback: {claude.fallback} is claude.model too; name another"
    replaced = bool(claude.fallback) and not of_fallback and successor_of_retired(claude.model)
    of_model = "" if replaced else _model_problem("claude.model", claude.model)
    return [problem for problem in (of_model, *of_escalate, of_fallback) if problem]


def _model_problem(field: str, model: str) -> str:
    """Why a model cannot be asked; "" where it can."""
    if successor := successor_of_retired(model):
        return f"{field}: {model} is retired; use {successor}"
    if model in PRICES:
        return ""
    near = nearest(model, PRICES)
    return (
        f"{field}: {model or 'no model'} has no known price, so no budget could hold; "
        f"use {near or 'one of ' + ', '.join(PRICES)}"
    )
