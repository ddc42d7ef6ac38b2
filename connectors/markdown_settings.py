"""What a configuration says of a folder of Markdown files."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, ValidationInfo, field_validator

from schemas.config import SiteSettings


class MarkdownSettings(SiteSettings):
    """A folder of posts with front matter."""

    on_this_machine: ClassVar[bool] = True

    connector: Literal["markdown"]
    path: Annotated[str, Field(min_length=1)]
    glob: str = "**/*.md"
    description_field: Annotated[str, Field(min_length=1)] = "description"
    keywords_field: str = "keywords"
    window_by: Literal["front_matter", "mtime"] = "front_matter"
    url_template: str = ""

    @field_validator("keywords_field")
    @classmethod
    def _is_another_field(cls, name: str, known: ValidationInfo) -> str:
        if name == known.data.get("description_field"):
            raise ValueError(
                "this is the description_field too; "
                'name another field, or "" where the site has no keywords'
            )
        return name
