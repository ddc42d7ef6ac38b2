"""What the rules may know of a site besides the article that they judge."""

from dataclasses import dataclass, field

from schemas.neighbours import Neighbours


@dataclass(frozen=True)
class Known:
    """A site's languages, and the descriptions of its other pages; nothing where unknown."""

    languages: tuple[str, ...] = ()
    neighbours: Neighbours = field(default_factory=Neighbours)
