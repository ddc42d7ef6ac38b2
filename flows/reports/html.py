"""The preview: one page for editors, with everything on it and nothing loaded from elsewhere."""

from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from flows.reports.view import view
from flows.reports.words import PROGRAM
from schemas.run import Report


def page(reports: Sequence[Report], program: str = PROGRAM) -> str:
    """The reports as one HTML page, whose commands call `program`."""
    return whole_page("preview", page=view(reports, program))


def whole_page(name: str, **values: object) -> str:
    """The page of a name's three templates: its markup, with its style and its script."""
    template = _environment().get_template(f"{name}.html.jinja")
    return template.render(values, policy=_policy(name))


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _policy(name: str) -> str:
    """A content security policy: our style and our script, and nothing else at all.

    Titles and keywords are other people's text. They are escaped; this is the second lock.
    """
    style, script = _digest(f"{name}.css.jinja"), _digest(f"{name}.js.jinja")
    return (
        f"default-src 'none'; style-src '{style}'; script-src '{script}';"
        " base-uri 'none'; form-action 'none'"
    )


def _digest(name: str) -> str:
    included = _environment().get_template(name).render()
    return f"sha256-{b64encode(sha256(included.encode()).digest()).decode()}"
