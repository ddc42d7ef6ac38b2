"""rubricator.toml and the environment: the settings, or which field is wrong and what to do."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from dotenv import load_dotenv
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

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
    load_dotenv(path.with_name(".env"))
    try:
        text = path.read_text(encoding="utf-8")
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


class _Environment(BaseSettings):
    """What RUBRICATOR_DATABASE_URL, RUBRICATOR_CLAUDE_MODEL and their like say."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="_", env_nested_max_split=1, extra="ignore"
    )

    database_url: str | None = None
    claude: dict[str, str] | None = None
    budget: dict[str, str] | None = None


def _settings(raw: dict[str, Any]) -> Settings:
    overriding = _Environment().model_dump(exclude_none=True)
    merged = dict(raw)
    for key, value in overriding.items():
        if isinstance(value, dict):  # a doubled underscore is a habit that does no harm
            named = {name.lstrip("_"): text for name, text in value.items()}
            merged[key] = {**raw.get(key, {}), **named}
        else:
            merged[key] = value
    try:
        settings = Settings.model_validate(merged)
    except ValidationError as error:
        raise ConfigError(*(_sentence(details) for details in error.errors())) from None
    if problems := [*_site_problems(settings), *_model_problems(settings.claude)]:
        raise ConfigError(*problems)
    return settings


def _site_problems(settings: Settings) -> list[str]:
    names = [site.name for site in settings.sites]
    return [
        f"sites[{index}].name: {name!r} is taken by another site; name each site once"
        for index, name in enumerate(names)
        if name in names[:index]
    ]


def _model_problems(claude: ClaudeSettings) -> list[str]:
    named = [("claude.model", claude.model)]
    named += [("claude.escalate", model) for model in claude.escalate if model != ESCALATE_EFFORT]
    problems = []
    for field, model in named:
        if successor := successor_of_retired(model):
            problems.append(f"{field}: {model} is retired; use {successor}")
        elif model not in PRICES:
            near = _nearest(model, PRICES)
            problems.append(
                f"{field}: {model} has no known price, so no budget could hold; "
                f"use {near or 'one of ' + ', '.join(PRICES)}"
            )
    return problems


def _sentence(details: ErrorDetails) -> str:
    """One problem as `field: what is, what was expected; what to do`."""
    field = _field(details["loc"])
    if details["type"] == "extra_forbidden":
        near = _nearest(str(details["loc"][-1]), _keys_beside(details["loc"]))
        return f"{field}: there is no such key; " + (
            f"did you mean {near}?" if near else "remove it"
        )
    if details["type"] == "missing":
        return f"{field}: it is missing; add it"
    message = details["msg"].removeprefix("Value error, ")
    return f"{field}: {message[0].lower()}{message[1:]}; it is {details['input']!r}"


def _field(location: tuple[int | str, ...]) -> str:
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)
    return path.lstrip(".")


def _keys_beside(location: tuple[int | str, ...]) -> Mapping[str, object]:
    """The keys that are known where an unknown one stands."""
    sections: dict[str, type[BaseModel]] = {"sites": SiteSettings}
    first = str(location[0])
    if len(location) == 1:
        return Settings.model_fields
    nested = Settings.model_fields[first].annotation
    section = sections.get(first) or nested
    return section.model_fields if isinstance(section, type) else {}


def _nearest(word: str, known: Mapping[str, object]) -> str:
    return next(iter(get_close_matches(word, known, n=1, cutoff=0.5)), "")
