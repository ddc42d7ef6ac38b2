"""What one write to a CMS did: written down before it, completed after it."""

from enum import StrEnum
from typing import NewType

from schemas.article import Article, ArticleId, Fields, Revision, SiteName
from schemas.base import Frozen

ReceiptId = NewType("ReceiptId", int)


class Act(StrEnum):
    """Whether new values are written, or the old ones put back."""

    WRITE = "write"
    RESTORE = "restore"


class Verdict(StrEnum):
    """What reading back showed."""

    WRITTEN = "written"
    IGNORED = "ignored"  # the CMS said yes and kept the old values
    ALTERED = "altered"  # the CMS keeps something else than what was sent
    STALE = "stale"  # somebody was there before us; nothing was written


STANDING = (Verdict.WRITTEN, Verdict.ALTERED)  # what was written, in its way, is there


class Receipt(Frozen):
    """One write, as intent (`verdict` is None) and then as outcome.

    `raw` holds the connector's own bytes of the fields as they were before our first write,
    opaque to everyone else, so that putting them back is exact.
    """

    site: SiteName
    article_id: ArticleId
    act: Act = Act.WRITE
    before: Fields
    after: Fields
    raw: bytes = b""
    revision_before: Revision
    revision_after: Revision | None = None
    verdict: Verdict | None = None
    detail: str = ""

    def undoing(self, now: Article) -> "Receipt":
        """The write that puts back what this one replaced, in the article as it is now."""
        return Receipt(
            site=self.site,
            article_id=self.article_id,
            act=Act.RESTORE,
            before=self.after,
            after=self.before,
            raw=self.raw,
            revision_before=now.revision,
        )

    def read_back(self, now: Fields, revision: Revision) -> "Receipt":
        """This receipt with what reading back shows: the two fields as they are after the write.

        Where the CMS keeps something else than was sent, that is what we left there.
        """
        verdict = self.verdict_of(now)
        left = now.only(self.after.meant) if verdict is Verdict.ALTERED else self.after
        return self.model_copy(update={"after": left}).concluded(verdict, revision)

    def verdict_of(self, now: Fields) -> Verdict:
        """What reading back shows."""
        if self.after.stand_in(now):
            return Verdict.WRITTEN
        return Verdict.IGNORED if self.before.stand_in(now) else Verdict.ALTERED

    def concluded(
        self, verdict: Verdict, revision: Revision | None = None, detail: str = ""
    ) -> "Receipt":
        """This receipt with what reading back showed."""
        done = {"verdict": verdict, "revision_after": revision, "detail": detail}
        return self.model_copy(update=done)


class Unfinished(StrEnum):
    """What became of a write whose outcome nobody recorded."""

    WRITTEN = "written"
    AGAIN = "again"
    STALE = "stale"


def unfinished(receipt: Receipt, now: Article | None) -> Unfinished:
    """What to do about a write that was begun before a kill, from the article as it is now.

    Equal to what was intended: it was written. Equal to what was before: write again.
    Anything else, or an article that is gone: somebody else was there.
    """
    if now is None:
        return Unfinished.STALE
    if receipt.after.stand_in(now.fields):
        return Unfinished.WRITTEN
    if receipt.before.stand_in(now.fields):
        return Unfinished.AGAIN
    return Unfinished.STALE
