"""What runs offer: new proposals, and those that were found waiting."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, func, insert, select

from connectors.ledger.memory import chunks
from connectors.ledger.rows import values_of_offer, values_of_proposal
from connectors.ledger.tables import CALLS, OFFERS, PROPOSALS
from schemas.article import ArticleId
from schemas.proposal import Proposal, ProposalId, Status
from schemas.run import RunId

_ADDED = insert(PROPOSALS).returning(PROPOSALS.c.id, sort_by_parameter_order=True)


def keep(
    connection: Connection, run_id: RunId, proposals: Sequence[Proposal], *, simulated: bool
) -> list[Proposal]:
    """Store what a run offers; all of it, with ids. The calls of new ones are spent on them."""
    fresh = [proposal for proposal in proposals if not proposal.id]
    ids = iter(_added(connection, fresh, simulated=simulated))
    kept = [p if p.id else p.model_copy(update={"id": next(ids)}) for p in proposals]
    if kept:
        connection.execute(insert(OFFERS), [values_of_offer(run_id, p) for p in kept])
    return kept


def statuses(connection: Connection, run_id: RunId) -> dict[ProposalId, Status]:
    """How the proposals that a run offered stand now."""
    offered = (
        select(PROPOSALS.c.id, PROPOSALS.c.status)
        .join(OFFERS, OFFERS.c.proposal_id == PROPOSALS.c.id)
        .where(OFFERS.c.run_id == run_id)
    )
    return {ProposalId(row.id): Status(row.status) for row in connection.execute(offered)}


def _added(
    connection: Connection, proposals: Sequence[Proposal], *, simulated: bool
) -> Iterator[ProposalId]:
    for some in chunks(proposals):
        last = _last_calls(connection, some)
        rows = [
            values_of_proposal(p, simulated=simulated, last_call=last.get(p.article_id, 0))
            for p in some
        ]
        yield from (ProposalId(row.id) for row in connection.execute(_ADDED, rows))


def _last_calls(connection: Connection, proposals: Sequence[Proposal]) -> dict[ArticleId, int]:
    """The latest call of each article; a run's proposals are all of one site."""
    ids = [proposal.article_id for proposal in proposals]
    calls = (
        select(CALLS.c.article_id, func.max(CALLS.c.id).label("call"))
        .where(CALLS.c.site == proposals[0].site, CALLS.c.article_id.in_(ids))
        .group_by(CALLS.c.article_id)
    )
    return {ArticleId(row.article_id): row.call for row in connection.execute(calls)}
