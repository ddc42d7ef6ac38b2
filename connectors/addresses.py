"""An article's address, by a template that a site gives."""

from datetime import datetime
from string import Formatter
from urllib.parse import quote, unquote

PLACEHOLDERS = "slug", "path", "stem", "year", "month", "day"


def check(template: str) -> None:
    """Raise `ValueError` for a template that cannot work."""
    known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    try:
        parts = [part[1:] for part in Formatter().parse(template) if part[1] is not None]
    except ValueError as error:
        raise ValueError(f"url_template: {error}; it may hold {known}") from error
    for name, form, conversion in parts:
        if name not in PLACEHOLDERS or form or conversion:
            raise ValueError(f"url_template: {{{name}}} is unknown; it may hold {known}")


def filled(template: str, day: datetime | None, **parts: str) -> str:
    """The address; "" where there is no template, or no day that it wants."""
    if not template:
        return ""
    if day:
        parts |= {"year": f"{day:%Y}", "month": f"{day:%m}", "day": f"{day:%d}"}
    try:
        # Unquoted first: in some files the slug is written as it stands in the address.
        return template.format_map({name: quote(unquote(part)) for name, part in parts.items()})
    except KeyError:
        return ""
