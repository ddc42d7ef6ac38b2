"""A configuration file for a test, and what is said of it."""

from pathlib import Path

import pytest

from flows.config import ConfigError, Configuration, load

SITE = '[[sites]]\nname = "journal"\nconnector = "markdown"\npath = "content/posts"\n'


def loaded(folder: Path, text: str = SITE) -> Configuration:
    """The configuration of a file with this text."""
    path = folder / "rubricator.toml"
    path.write_text(text, encoding="utf-8")
    return load(str(path))


def problems(folder: Path, text: str) -> list[str]:
    """What is said of such a file."""
    with pytest.raises(ConfigError) as caught:
        loaded(folder, text)
    return list(caught.value.problems)
