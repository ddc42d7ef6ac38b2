"""Whom we talk to. The content systems by the name that a configuration calls them."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the stand-in lives in this folder, and shares nothing with what it tests
    from connectors.cms import CMS
    from schemas.config import SiteSettings


def open_cms(site: "SiteSettings", folder: Path) -> "CMS":
    """The site's content system. Raises `ValueError` where its settings cannot work."""
    from connectors.markdown import Markdown  # noqa: PLC0415 - a system is loaded when it is used
    from schemas.article import SiteName  # noqa: PLC0415

    return Markdown(
        SiteName(site.name),
        folder / site.path,
        glob=site.glob,
        description_field=site.description_field,
        keywords_field=site.keywords_field,
        window_by=site.window_by,
        url_template=site.url_template,
        languages=site.languages,
        timezone=site.zone,
    )
