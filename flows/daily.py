"""One run of one site, from reading its articles to writing them back. Read this first.

articles -> selection -> candidates -> (ask -> check)* -> proposals -> receipts -> report
"""

from datetime import datetime

from prefect import flow
from prefect.client.schemas.objects import State

from flows.context import Run
from flows.parameters import Articles, Dollars, Limit, wishes
from flows.running import each_site, title
from flows.steps import account, ask, keep, publish, recall, select
from schemas.policy import Overwrite
from schemas.run import Mode, Report, Trigger


@flow(name="daily", flow_run_name=title)
def daily(  # noqa: PLR0913, PLR0917 - a form has as many fields
    site: str | None = None,
    mode: Mode = Mode.LIVE,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: Limit = None,
    article: Articles = None,
    failed_of: str | None = None,
    regenerate: bool = False,  # noqa: FBT001, FBT002 - a switch in a form
    max_usd: Dollars = None,
    overwrite: Overwrite | None = None,
    trigger: Trigger = Trigger.MANUAL,
) -> State:
    """Give each new or changed article five keywords and a meta description.

    A dry run does everything but write to the CMS. Nothing is paid for twice: a run that was
    stopped, or previewed, is continued by starting it again.

    Args:
        site: The site to work on; empty for all of them.
        mode: live writes to the CMS, dry_run only previews.
        since: Articles published or changed from here on; empty for since the last run.
        until: Articles published or changed before this; empty for now.
        limit: At most so many articles.
        article: The ids of the only articles to work on.
        failed_of: The id of a run, to work on the articles alone that failed in it.
        regenerate: Ask anew, even where there is metadata of ours.
        max_usd: The most that each site's run may spend, in US dollars.
        overwrite: Whose words may be replaced; empty for what the site is configured to.
        trigger: What set the run off.
    """
    return each_site(site, wishes(locals()), enrich)


def enrich(run: Run) -> Report:
    """The whole story: everything Rubricator does is one of these lines."""
    selection, candidates = select(run)  # which articles, and why not the others; claimed
    candidates = recall(run, candidates)  # what is paid for already is free
    for attempt in run.ladder:  # ask, then repair, then escalate
        candidates = ask(run, attempt, candidates)  # reserve, send, record, check
    proposals = keep(run, candidates)  # what survived, with its findings
    receipts = publish(run, proposals)  # a dry run holds no writer
    return account(run, selection, candidates, receipts)
