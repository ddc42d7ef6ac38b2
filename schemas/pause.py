"""The brake that a person has pulled: while it stands, no run goes on and none starts."""

from pydantic import AwareDatetime

from schemas.base import Frozen


class Pause(Frozen):
    """Since when everything is paused, by whom and why, as far as it was said."""

    since: AwareDatetime
    by: str = ""
    reason: str = ""

    @property
    def sentence(self) -> str:
        """What a run that is stopped by it says."""
        by = f" by {self.by}" if self.by else ""
        why = f" ({self.reason})" if self.reason else ""
        since = f"{self.since:%Y-%m-%d %H:%M} UTC"
        return f"paused since {since}{by}{why}; rubricator resume lets runs go on"
