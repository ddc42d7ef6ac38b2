"""What Claude must return, and the metadata that is made of it."""

from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from schemas.article import Field, Fields
from schemas.base import Frozen

KEYWORDS = 5  # asked for and checked; the answer's shape below has as many fields


class Metadata(Frozen):
    """Five keywords and one meta description for an article."""

    keywords: tuple[str, ...]
    meta_description: str

    def as_fields(self, targets: frozenset[Field]) -> Fields:
        """The values to write into the fields of a CMS that are ours to write."""
        return Fields(description=self.meta_description, keywords=self.keywords).only(targets)


class Answer(BaseModel):
    """Claude's answer as the API's grammar forces it.

    A JSON schema for the API cannot say "exactly five items" (`minItems` is 0 or 1 at most),
    so each keyword is a required property of its own.
    """

    model_config = ConfigDict(extra="forbid")

    keyword_1: str
    keyword_2: str
    keyword_3: str
    keyword_4: str
    keyword_5: str
    meta_description: str

    def metadata(self) -> Metadata:
        """The answer as metadata, untouched."""
        keywords = tuple(getattr(self, f"keyword_{n}") for n in range(1, KEYWORDS + 1))
        return Metadata(keywords=keywords, meta_description=self.meta_description)

    @classmethod
    def of(cls, metadata: Metadata) -> Self:
        """The answer that would have meant this metadata: what a repair shows to Claude."""
        keywords = {f"keyword_{n}": word for n, word in enumerate(metadata.keywords, start=1)}
        return cls(**keywords, meta_description=metadata.meta_description)

    @classmethod
    def schema_for_claude(cls) -> dict[str, Any]:
        """The JSON schema to send: bare, because every character of it is paid for as input."""
        return {
            "type": "object",
            "properties": {name: {"type": "string"} for name in cls.model_fields},
            "required": list(cls.model_fields),
            "additionalProperties": False,
        }
