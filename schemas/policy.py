"""What a site and a run allow."""

from enum import StrEnum

from schemas.article import ArticleId, Field
from schemas.base import Frozen


class Trust(StrEnum):
    """How much of a site's publishing is left to the program."""

    MANUAL = "manual"  # a run only proposes
    SUPERVISED = "supervised"  # what has a grounding warning waits for a person
    AUTOPILOT = "autopilot"


class Overwrite(StrEnum):
    """Whose words may be replaced."""

    NEVER = "never"  # only empty fields are filled
    OURS = "ours"  # and what Rubricator wrote itself
    ALWAYS = "always"


class Policy(Frozen):
    """What a site and a run allow."""

    overwrite: Overwrite = Overwrite.OURS
    fields: frozenset[Field] = frozenset(Field)
    exclude: tuple[str, ...] = ()
    protected: tuple[str, ...] = ()
    named: frozenset[ArticleId] = frozenset()
    regenerate: bool = False
    limit: int | None = None
    prompt_digest: str
    ladder: str
