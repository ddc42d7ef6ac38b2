"""Docstrings as help: a paragraph is a line there, which a terminal breaks where it ends itself."""

import re
from collections.abc import Callable
from inspect import cleandoc
from typing import Any, TypeVar

Command = TypeVar("Command", bound=Callable[..., Any])
BROKEN = re.compile(r"(?<=\S)\n(?: {8})?(?=\S)")  # in a paragraph, or in what an argument is


def in_paragraphs(command: Command) -> Command:
    """The command; the lines of each paragraph of its docstring are joined."""
    command.__doc__ = BROKEN.sub(" ", cleandoc(command.__doc__ or ""))
    return command
