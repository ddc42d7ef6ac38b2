"""Secrets, looked up where the configuration says they are, and kept out of everything else."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr

from flows.config import ConfigError, Configuration
from schemas.config import Section, SiteSettings

BlockLoader = Callable[[str], str]
VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def no_block(name: str) -> str:
    """For commands that look nothing up: a Secret block is asked for where Prefect is there."""
    raise ConfigError(f"the block {name} is not looked up here; run rubricator doctor")


def claude_key(configuration: Configuration, load_block: BlockLoader) -> SecretStr:
    """The key of the Claude API, from a block, a file or the environment, in this order.

    Raises `ConfigError` where it is named but not to be had.
    """
    place = Whereabouts("claude.key", configuration.folder, "ANTHROPIC_API_KEY")
    return place.found(configuration.settings.claude, load_block)


def site_secrets(
    configuration: Configuration, site: SiteSettings, load_block: BlockLoader
) -> dict[str, SecretStr]:
    """What must be known to open a site, by name. Raises as `claude_key`."""
    names = [settings.name for settings in configuration.settings.sites]
    where = f"sites[{names.index(site.name)}]"
    example = f"{re.sub('[^A-Z0-9]', '_', site.name.upper())}_PASSWORD"
    return {
        name: Whereabouts(f"{where}.{name}", configuration.folder, example).found(site, load_block)
        for name in site.secrets
    }


def found_webhook(option: str, address: str, variable: str, file: str) -> SecretStr:
    """An address to call, which may hold a secret: as it is, or in a file or a variable.

    Raises as `claude_key`.
    """
    place = Whereabouts(option, Path(), "SLACK_WEBHOOK")
    secret = SecretStr(address) if address else place.named(file, variable)
    if not host_of(secret):  # not repeated: most of it may be right, and secret
        raise ConfigError(f"{option}: it is no address; give one that begins with https://")
    return secret


def host_of(address: SecretStr) -> str:
    """The part of an address that may be shown; "" where it is none."""
    try:
        parts = urlsplit(address.get_secret_value())
    except ValueError:
        return ""
    return (parts.hostname or "") if parts.scheme in {"http", "https"} else ""


@dataclass(frozen=True)
class Whereabouts:
    """Where a secret is said to be: by the settings `..._block`, `..._file` and `..._env`.

    For an option of a command they are `...-file` and `...-env`.
    """

    field: str
    folder: Path
    example: str

    def found(self, settings: Section, load_block: BlockLoader) -> SecretStr:
        """The secret. Raises `ConfigError`."""
        name = self.field.rpartition(".")[2]
        if block := getattr(settings, f"{name}_block"):
            return SecretStr(load_block(block))
        return self.named(getattr(settings, f"{name}_file"), getattr(settings, f"{name}_env"))

    def named(self, file: str, variable: str) -> SecretStr:
        """The secret, from a file or the environment. Raises `ConfigError`."""
        return self._from_file(self.folder / file) if file else self._from_environment(variable)

    def _field(self, kind: str) -> str:
        return f"{self.field}{'-' if self.field.startswith('-') else '_'}{kind}"

    def _from_environment(self, variable: str) -> SecretStr:
        field = self._field("env")
        if not variable:
            raise ConfigError(f"{field}: it is missing; name a variable, like {self.example}")
        if not VARIABLE.fullmatch(variable):  # which may well be the secret itself: not repeated
            raise ConfigError(
                f"{field}: what stands there is not the name of a variable; write the name of "
                f"the one that holds it, like {self.example}"
            )
        secret = os.environ.get(variable, "").strip()
        if not secret:
            raise ConfigError(
                f"{field}: {variable} is not set; export it, or put it into a .env "
                "file beside the configuration"
            )
        return SecretStr(secret)

    def _from_file(self, path: Path) -> SecretStr:
        field, name = self._field("file"), self.field.rpartition(".")[2].lstrip("-")
        try:
            secret = path.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "it is not text"
            # What leads to no file may well be the secret itself: not repeated.
            seen = f"the file, as seen from {self.folder.absolute()},"
            file = path if os.path.lexists(path) else seen
            raise ConfigError(f"{field}: {file} cannot be read ({reason}); name another") from None
        if not secret:
            raise ConfigError(f"{field}: {path} is empty; put the {name} into it")
        return SecretStr(secret)
