"""What a configuration says of a WordPress site."""

from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field, StringConstraints

from schemas.config import SiteSettings
from schemas.web_address import has_user, is_web_address

Slug = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


def _an_address(url: str) -> str:
    if not is_web_address(url) or has_user(url):  # which are settings of their own
        raise ValueError("this is no address of a site; write one like https://magazine.example")
    return url.rstrip("/")


def _without_colon(username: str) -> str:
    if ":" in username:  # where it would end, as the password is sent
        raise ValueError("no name of a user has a colon; write it as WordPress lists it")
    return username


class KeywordsTo(StrEnum):
    """Where a WordPress site keeps keywords."""

    FOCUS_KEYPHRASE = "focus_keyphrase"  # the SEO plugin's, which no reader sees
    EXISTING_TAGS = "existing_tags"  # those of the site's tags that they name
    NEW_TAGS = "new_tags"  # and tags made for them: each is a page of the site
    NONE = "none"


class WordPressSettings(SiteSettings):
    """A WordPress site, spoken to through its REST API with an application password."""

    secrets: ClassVar[tuple[str, ...]] = ("password",)

    connector: Literal["wordpress"]
    base_url: Annotated[str, AfterValidator(_an_address)]
    username: Annotated[str, Field(min_length=1), AfterValidator(_without_colon)]
    password_env: str = ""
    password_file: str = ""
    password_block: str = ""
    post_types: Annotated[tuple[Slug, ...], Field(min_length=1)] = ("posts",)
    keywords_to: KeywordsTo = KeywordsTo.FOCUS_KEYPHRASE
    new_tags_per_run: Annotated[int, Field(ge=0, le=1_000)] = 10
