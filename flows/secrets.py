"""Secrets, looked up where the configuration says they are, and kept out of everything else."""

import os
import re
from collections.abc import Callable
from pathlib import Path

from pydantic import SecretStr

from flows.config import ConfigError, Configuration

BlockLoader = Callable[[str], str]
VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def claude_key(configuration: Configuration, load_block: BlockLoader) -> SecretStr:
    """The key of the Claude API, from a block, a file or the environment, in this order.

    Raises `ConfigError` where it is named but not to be had.
    """
    claude = configuration.settings.claude
    if claude.key_block:
        return SecretStr(load_block(claude.key_block))
    if claude.key_file:
        return _from_file("claude.key_file", configuration.folder / claude.key_file)
    if not VARIABLE.fullmatch(claude.key_env):  # which may well be the key itself: not repeated
        raise ConfigError(
            "claude.key_env: what stands there is not the name of a variable; write the name of "
            "the one that holds the key, like ANTHROPIC_API_KEY"
        )
    key = os.environ.get(claude.key_env, "").strip()
    if not key:
        raise ConfigError(
            f"claude.key_env: {claude.key_env} is not set; export it, or put it into a .env "
            "file beside the configuration"
        )
    return SecretStr(key)


def _from_file(field: str, path: Path) -> SecretStr:
    try:
        key = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text"
        raise ConfigError(f"{field}: {path} cannot be read ({reason}); name another") from None
    if not key:
        raise ConfigError(f"{field}: {path} is empty; put the key into it")
    return SecretStr(key)
