"""One run of one site, from reading its articles to writing them back. Read this first.

articles -> selection -> candidates -> (ask -> check)* -> proposals -> receipts -> report
"""

from prefect import flow
from prefect.client.schemas.objects import State

from flows.context import Run
from flows.parameters import (
    Articles,
    Dollars,
    Earlier,
    Limit,
    Moment,
    Overwriting,
    Site,
    Working,
    wishes,
)
from flows.running import each_site, title
from flows.steps import account, ask, keep, publish, recall, select
from schemas.run import Mode, Report, Trigger


@flow(name="daily", flow_run_name=title)
def daily(  # noqa: PLR0913, PLR0917 - a form has as many fields
    site: Site = None,
    mode: Working = Mode.LIVE,
    since: Moment = None,
    until: Moment = None,
    limit: Limit = None,
    article: Articles = None,
    failed_of: Earlier = None,
    regenerate: bool = False,  # noqa: FBT001, FBT002 - a switch in a form
    max_usd: Dollars = None,
    overwrite: Overwriting = None,
    trigger: Trigger = Trigger.MANUAL,
) -> State:
    """Give each new or changed article five keywords and a meta description.

    A dry run does everything but write to the CMS. Nothing is paid for twice: a run that was
    stopped, or previewed, is continued by starting it again.

    Args:
        site: The name of the site to work on; empty for all of them.
        mode: live writes to the CMS, dry_run only previews.
        since: Articles published or changed from here on; empty for since the last run.
        until: Articles published or changed before this; empty for now.
        limit: At most so many articles; empty for all.
        article: The ids of the only articles to work on; empty for all.
        failed_of: The id of a run, as its report has it, to try again just what failed in it.
        regenerate: Ask anew, even where there is metadata of ours.
        max_usd: The most that each site's run may spend, in US dollars; empty for what is
            configured.
        overwrite: never fills only empty fields, ours replaces what Rubricator wrote, always
            what people wrote as well; empty for what the site is configured to.
        trigger: What the history says of how the run came about; leave it as it is.
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
