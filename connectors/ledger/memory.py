"""What the ledger remembers of articles: what was proposed and written, and what is paid for."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from sqlalchemy import func
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, or_, select

from connectors.ledger.rows import proposal_of, reply_of
from schemas.article import Article, ArticleId, Revision, SiteName
from schemas.call import Reply
from schemas.candidate import Candidate
from schemas.ledger import CallRow, ProposalRow, ReceiptRow, RunRow
from schemas.proposal import WAITING, Failure, Proposal, Status
from schemas.receipt import STANDING, Act, Receipt, Verdict
from schemas.run import RunId, RunStatus
from schemas.selection import SETTLED, Remembered

DECIDED = (Status.APPROVED, Status.EDITED, Status.REJECTED, Status.REVERTED)
BROKEN_OFF = (RunStatus.CRASHED, RunStatus.CANCELLED)  # killed, or ended by a person
EACH_ARTICLE = (col(ProposalRow.article_id),)
EACH_CONTENT = (*EACH_ARTICLE, col(ProposalRow.content_hash))
T = TypeVar("T")
NEIGHBOURS = 10_000  # pages that a new description is compared with: about 10 MB
MANY = 500  # ids in one query, well below what databases allow


def chunks(many: Sequence[T]) -> Iterator[Sequence[T]]:
    """Ids, or what has one each, in portions that fit into one query."""
    for start in range(0, len(many), MANY):
        yield many[start : start + MANY]


def knows_as_simulated(session: Session, endpoint: str) -> bool:
    """Whether this endpoint has ever named itself a stand-in."""
    seen = select(CallRow.id).where(CallRow.endpoint == endpoint, col(CallRow.simulated))
    return session.exec(seen.limit(1)).first() is not None


def remembered(
    session: Session, site: SiteName, ids: Sequence[ArticleId], *, simulated: bool
) -> dict[ArticleId, Remembered]:
    """What is known of those of the articles that were ever worked on."""
    memory: dict[ArticleId, Remembered] = {}
    for some in chunks(ids):
        written = _written(session, site, some)
        settled = _latest(session, site, some, simulated=simulated, of=tuple(SETTLED))
        earlier = {row.article_id: row for row in settled}
        for row in _latest(session, site, some, simulated=simulated):
            article_id = ArticleId(row.article_id)
            receipts = written.get(article_id, [])
            memory[article_id] = _remember(row, receipts)
            if (before := earlier.get(article_id)) and before.id != row.id:
                also = {"settled": _remember(before, receipts)}
                memory[article_id] = memory[article_id].model_copy(update=also)
        if not simulated:
            memory |= _pretended(session, site, written.keys() - memory.keys(), written)
    return memory


def _pretended(
    session: Session,
    site: SiteName,
    ids: Collection[ArticleId],
    written: Mapping[ArticleId, list[ReceiptRow]],
) -> dict[ArticleId, Remembered]:
    """Articles that a stand-in alone has worked on: its words are ours to replace, and no more."""
    return {
        (article_id := ArticleId(row.article_id)): _remember(row, written[article_id]).model_copy(
            update={"status": Status.STALE}
        )
        for row in _latest(session, site, list(ids), simulated=True)
    }


def recallable(
    session: Session,
    run_id: RunId,
    articles: Collection[Article],
    *,
    simulated: bool,
    of_crashed_only: bool,
) -> dict[ArticleId, Proposal]:
    """What was proposed for what the articles of a site say now, and this run may offer.

    `of_crashed_only` is for a run that is to ask anew: even then what a killed run has paid
    for is not paid for again.
    """
    found: dict[ArticleId, Proposal] = {}
    for some in chunks(list(articles)):
        for row, latest in _for_content(session, some, simulated=simulated):
            if of_crashed_only and not (latest and _was_broken_off(session, row)):
                continue
            if proposal := proposal_of(row).again(run_id, latest=latest):
                found[proposal.article_id] = proposal
    return found


def stored_replies(
    session: Session,
    candidates: Iterable[Candidate],
    prompt_digest: str,
    *,
    simulated: bool,
) -> dict[ArticleId, dict[str, Reply]]:
    """The replies that are paid for and led to nothing yet, by article and attempt."""
    contents = {c.article.id: c.article.content_hash for c in candidates}
    sites = {c.article.site for c in candidates}
    replies: dict[ArticleId, dict[str, Reply]] = {}
    for site in sites:
        for some in chunks(list(contents)):
            for row in _unspent(session, site, some, prompt_digest, simulated=simulated):
                article_id = ArticleId(row.article_id)
                if contents[article_id] == row.content_hash:
                    replies.setdefault(article_id, {})[row.attempt] = reply_of(row)
    return replies


def descriptions(
    session: Session, site: SiteName, *, simulated: bool
) -> Iterator[tuple[ArticleId, str]]:
    """What the latest proposals say of the site's articles, where they stand or may yet."""
    latest = (
        select(func.max(ProposalRow.id))
        .where(ProposalRow.site == site, ProposalRow.simulated == simulated)
        .where(col(ProposalRow.status).in_([*WAITING, Status.PUBLISHED]))
        .group_by(ProposalRow.article_id)
    )
    rows = select(ProposalRow.article_id, ProposalRow.value).where(col(ProposalRow.id).in_(latest))
    newest = rows.order_by(col(ProposalRow.id).desc()).limit(NEIGHBOURS)
    for article_id, value in session.exec(newest):
        metadata = json.loads(value)["metadata"]
        if metadata:
            yield ArticleId(article_id), metadata["meta_description"]


def _latest(
    session: Session,
    site: SiteName,
    ids: Sequence[ArticleId],
    *,
    simulated: bool,
    of: Collection[Status] = tuple(Status),
    each: Sequence[Mapped[str]] = EACH_ARTICLE,
) -> Iterable[ProposalRow]:
    """Each article's latest proposal of some statuses, or the latest for each of its contents.

    What a stand-in proposed counts for a stand-in alone; what people decided, for everybody.
    """
    decided = col(ProposalRow.status).in_(DECIDED)
    latest = (
        select(func.max(ProposalRow.id))
        .where(ProposalRow.site == site, col(ProposalRow.article_id).in_(ids))
        .where(or_(decided, ProposalRow.simulated == simulated))
        .where(col(ProposalRow.status).in_(of))
        .group_by(*each)
    )
    rows = select(ProposalRow).where(col(ProposalRow.id).in_(latest))
    return session.exec(rows.order_by(col(ProposalRow.id)))


def _for_content(
    session: Session, articles: Sequence[Article], *, simulated: bool
) -> Iterator[tuple[ProposalRow, bool]]:
    """The latest proposal for what each article says, and whether it is the article's latest.

    The articles are of one site.
    """
    site, now = articles[0].site, {article.id: article for article in articles}
    changed: list[ArticleId] = []
    for row in _latest(session, site, list(now), simulated=simulated):
        article = now[ArticleId(row.article_id)]
        if _is_for(row, article):
            yield row, True
        else:
            changed.append(article.id)
    if not changed:
        return
    earlier = _latest(session, site, changed, simulated=simulated, each=EACH_CONTENT)
    fitting = {r.article_id: r for r in earlier if _is_for(r, now[ArticleId(r.article_id)])}
    for row in fitting.values():
        yield row, False


def _is_for(row: ProposalRow, article: Article) -> bool:
    """Whether it was made for what the article says; a revision of then says the same as then."""
    return article.content_hash == row.content_hash or article.revision == row.revision


def _was_broken_off(session: Session, row: ProposalRow) -> bool:
    return session.get_one(RunRow, row.run_id).status in BROKEN_OFF


def _written(
    session: Session, site: SiteName, ids: Sequence[ArticleId]
) -> dict[ArticleId, list[ReceiptRow]]:
    """The receipts of these articles, oldest first; those not concluded may be written."""
    rows = session.exec(
        select(ReceiptRow)
        .where(ReceiptRow.site == site, col(ReceiptRow.article_id).in_(ids))
        .where(or_(col(ReceiptRow.verdict).is_(None), col(ReceiptRow.verdict).in_(STANDING)))
        .order_by(col(ReceiptRow.id))
    )
    by_article: dict[ArticleId, list[ReceiptRow]] = {}
    for row in rows:
        by_article.setdefault(ArticleId(row.article_id), []).append(row)
    return by_article


def _remember(row: ProposalRow, rows: list[ReceiptRow]) -> Remembered:
    after = [r.revision_after for r in rows if r.proposal_id == row.id and r.revision_after]
    return Remembered(
        status=Status(row.status),
        failure=Failure(row.failure) if row.failure else None,
        content_hash=row.content_hash,
        revisions=frozenset(Revision(text) for text in (row.revision, *after)),
        prompt_digest=row.prompt_digest,
        ladder=row.ladder,
        written=tuple(_read(receipt).after for receipt in rows if receipt.act == Act.WRITE),
        removed=tuple(_removed(rows)),
    )


def _read(row: ReceiptRow) -> Receipt:
    return Receipt.model_validate_json(row.value)


def _removed(rows: list[ReceiptRow]) -> Iterator[str]:
    """The keywords that we had left in an article and did not find there when we came again."""
    keywords: tuple[str, ...] = ()
    for receipt in (_read(row) for row in rows if row.verdict == Verdict.WRITTEN):
        if receipt.after.keywords is None or receipt.before.keywords is None:
            continue
        yield from (word for word in keywords if word not in receipt.before.keywords)
        keywords = receipt.after.keywords


def _unspent(
    session: Session,
    site: SiteName,
    ids: Sequence[ArticleId],
    prompt_digest: str,
    *,
    simulated: bool,
) -> Iterable[CallRow]:
    spent = (
        select(func.coalesce(func.max(ProposalRow.last_call), 0))
        .where(ProposalRow.site == site, ProposalRow.article_id == CallRow.article_id)
        .where(ProposalRow.simulated == simulated)  # a stand-in's proposal spends no real reply
        .correlate(CallRow)
        .scalar_subquery()
    )
    return session.exec(
        select(CallRow)
        .where(CallRow.site == site, col(CallRow.article_id).in_(ids))
        .where(CallRow.prompt_digest == prompt_digest, CallRow.simulated == simulated)
        .where(col(CallRow.reply).is_not(None), col(CallRow.id) > spent)
        .order_by(col(CallRow.id))
    )
