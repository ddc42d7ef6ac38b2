"""rubricator.toml and the environment: the settings, or which field is wrong and what to do."""

import json
import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dotenv import load_dotenv
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from schemas.config import BudgetSettings, ClaudeSettings, Settings, SiteSettings
from schemas.models import successor_of_retired
from schemas.prices import PRICES
from schemas.request import ESCALATE_EFFORT

DEFAULT = "rubricator.toml"
PREFIX = "RUBRICATOR_"
SECTIONS: dict[str, type[BaseModel]] = {"claude": ClaudeSettings, "budget": BudgetSettings}
WORDS = {  # where pydantic's own speak of Python
    "decimal_type": "it should be an amount, like 1.00",
    "decimal_parsing": "it should be an amount, like 1.00",
    "int_parsing": "it should be a whole number",
    "int_from_float": "it should be a whole number",
    "string_type": "it should be a text between quotes",
    "tuple_type": 'it should be a list, like ["one"]',
    "string_pattern_mismatch": "it should be up to 64 of a-z, 0-9, - and _",
    "too_long": "this version knows none",
    "model_type": "it should be a section of its own",
    "model_attributes_type": "it should be a section of its own",
    "dict_type": "it should be a section of its own",
}


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
    _load_env_file(path.with_name(".env"))
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


def _load_env_file(path: Path) -> None:
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
    try:
        settings = Settings.model_validate(_overridden(raw))
    except ValidationError as error:
        raise ConfigError(*_sentences(error.errors()), *_strange_variables()) from None
    problems = [*_site_problems(settings), *_claude_problems(settings.claude)]
    if problems := [*problems, *_strange_variables()]:
        raise ConfigError(*problems)
    return settings


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
    names = ["config", "database_url", *SECTIONS]
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
        + (f"did you mean {near}?" if (near := _nearest(name, known)) else "unset it")
        for name in strange
    ]


def _site_problems(settings: Settings) -> list[str]:
    names = [site.name for site in settings.sites]
    taken = [
        f"sites[{index}].name: {name!r} is taken by another site; name each site once"
        for index, name in enumerate(names)
        if name in names[:index]
    ]
    return taken + [
        f"sites[{index}].keywords_field: {site.keywords_field!r} is the description_field too; "
        'name another field, or "" where the site has no keywords'
        for index, site in enumerate(settings.sites)
        if site.keywords_field == site.description_field
    ]


def _claude_problems(claude: ClaudeSettings) -> list[str]:
    parts = urlsplit(claude.base_url)
    if parts.scheme in {"https", "http"} and parts.netloc:
        return _model_problems(claude)
    return [
        f"claude.base_url: {claude.base_url!r} is no address; write one like https://...",
        *_model_problems(claude),
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
    near = _nearest(model, PRICES)
    return (
        f"{field}: {model or 'no model'} has no known price, so no budget could hold; "
        f"use {near or 'one of ' + ', '.join(PRICES)}"
    )


def _sentences(errors: Iterable[ErrorDetails]) -> list[str]:
    """Each problem once: of a tuple with a faulty item pydantic also says that it is too short."""
    told = list(errors)
    return [
        _sentence(details)
        for details in told
        if details["type"] != "too_short" or details["loc"][0] not in _faulty_lists(told)
    ]


def _faulty_lists(errors: Iterable[ErrorDetails]) -> set[int | str]:
    return {details["loc"][0] for details in errors if len(details["loc"]) > 1}


def _sentence(details: ErrorDetails) -> str:
    """One problem as `field: what is, what was expected; what to do`."""
    field = _field(details["loc"])
    if field == "sites":
        return "sites: there is no site; write [[sites]] above the settings of each"
    if details["type"] == "extra_forbidden":
        near = _nearest(str(details["loc"][-1]), _keys_beside(details["loc"]))
        return f"{field}: there is no such key; " + (
            f"did you mean {near}?" if near else "remove it"
        )
    if details["type"] == "missing":
        return f"{field}: it is missing; add it"
    message = WORDS.get(details["type"]) or details["msg"].removeprefix("Value error, ")
    message = message.replace("Input should", "it should", 1)
    given = details["input"]
    shown = f"{given}" if isinstance(given, Decimal) else repr(given)
    return f"{field}: {message[0].lower()}{message[1:]}; it is {shown}"


def _field(location: tuple[int | str, ...]) -> str:
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)
    return path.lstrip(".")


def _keys_beside(location: tuple[int | str, ...]) -> Mapping[str, object]:
    """The keys that are known where an unknown one stands."""
    sections: dict[str, type[BaseModel]] = {**SECTIONS, "sites": SiteSettings}
    section = sections[str(location[0])] if len(location) > 1 else Settings
    return section.model_fields


def _nearest(word: str, known: Mapping[str, object]) -> str:
    return next(iter(get_close_matches(word, known, n=1, cutoff=0.5)), "")
