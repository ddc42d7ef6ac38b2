"""The steps that a run is written in. Each fetches, lets `schemas` decide, and records."""

from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from typing import ParamSpec, TypeVar

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.context import TagsContext

from connectors.errors import ConnectorError, Malformed, NotFound, Refused, Unsupported
from flows.accounting import conclude
from flows.brakes import BrakedPurse, kept_back, paused
from flows.context import Run
from flows.events import WatchedPurse
from flows.log import LOG
from flows.publishing import TOGETHER, publish_some, recover
from flows.waiting import publishing
from prompts import render
from schemas.article import Article, ArticleId, Revision, SkipReason
from schemas.call import Course, Reply, Trouble
from schemas.candidate import Candidate, too_many_failed
from schemas.money import shown
from schemas.proposal import WAITING, Proposal, Status
from schemas.publication import Publication, Result, dealt_with
from schemas.redaction import SlowPatternError
from schemas.request import Attempt, Request
from schemas.run import Mode, Report
from schemas.selection import Selection
from schemas.selection import select as decide

P = ParamSpec("P")
T = TypeVar("T")


def step(function: Callable[P, T]) -> Callable[P, T]:
    """A Prefect task by the name of the function, which sees nothing of what it is given or gives.

    A task looks for states in its arguments, however deep: over a second for a hundred
    articles; and it remembers each article of its result. Without NO_CACHE it would try,
    loudly and in vain, to hash the live run. With the tags of its flow run it would first ask
    the server, for each of them, whether it may run.
    """

    @task(name=function.__name__, cache_policy=NO_CACHE)
    def doing(work: Callable[[], None]) -> None:
        work()

    @wraps(function)
    def stepped(*args: P.args, **kwargs: P.kwargs) -> T:
        results: list[T] = []
        with TagsContext(current_tags=set()):
            doing(lambda: results.append(function(*args, **kwargs)))
        return results.pop()

    return stepped


@step
def select(run: Run) -> tuple[Selection, list[Candidate]]:
    """Which articles this run works on, each claimed; and why not the others."""
    if run.writer is not None:
        with publishing(run):
            recover(run, run.writer)
    run.listener.step(run.name, "reading")
    try:
        policy = run.policy
        articles = list({article.id: article for article in _listed(run)}.values())
    except ConnectorError as error:
        run.failed = str(error)
        return Selection(), []
    if run.wishes.articles:  # by whatever name a person gave them
        policy = policy.model_copy(update={"named": frozenset(a.id for a in articles)})
    selection = run.ledger.claim(
        run.id,
        run.name,
        [article.id for article in articles],
        lambda memory, claimed: decide(articles, memory, policy, claimed),
        simulated=run.simulated,
    )
    run.read.update((c.article.id, c.article) for c in selection.candidates)
    for article in articles:
        if article.description:
            run.known.neighbours.add(article.id, article.description)
    LOG.info(
        "articles.selected run=%s of=%d n=%d", run.id, len(articles), len(selection.candidates)
    )
    run.selection, run.candidates = selection.without_candidates(), list(selection.candidates)
    return run.selection, run.candidates


@step
def recall(run: Run, candidates: list[Candidate]) -> list[Candidate]:
    """The candidates with what is paid for already: proposals, and stored replies."""
    proposals = run.ledger.recallable(
        run.id,
        [candidate.article for candidate in candidates],
        simulated=run.simulated,
        of_crashed_only=run.wishes.regenerate,
    )
    candidates = [
        candidate.reusing(proposals.get(candidate.article.id), run.prompt.digest, run.ladder_key)
        for candidate in candidates
    ]
    open_ones = [candidate for candidate in candidates if not candidate.valid]
    if open_ones:
        _meet_neighbours(run)
    replies = run.ledger.replies(open_ones, run.prompt.digest, simulated=run.simulated)
    run.candidates = [
        _met(run, candidate.recalling(run.ladder, replies.get(candidate.article.id, {}), run.known))
        for candidate in candidates
    ]
    return run.candidates


@step
def ask(run: Run, attempt: Attempt, candidates: list[Candidate]) -> list[Candidate]:
    """One round of requests, judged, in the places of the candidates that needed one.

    A judged one is lighter: it does not wait for the others to let go of its text.
    """
    places = {c.article.id: place for place, c in enumerate(candidates) if c.needs(attempt)}
    if not places:
        return candidates
    heard: set[ArticleId] = set()

    def hear(article_id: ArticleId, candidate: Candidate) -> None:
        heard.add(article_id)
        candidates[places[article_id]] = candidate
        if candidate.trouble and too_many_failed(
            [candidates[places[id_]] for id_ in heard], run.site.failure_share
        ):
            reason = f"too many articles failed before it, the last so: {candidate.trouble}"
            run.claude.stop(Trouble(reason=reason, course=Course.STOP))

    run.listener.step(run.name, attempt.kind, len(places))
    purse = WatchedPurse(run, BrakedPurse(run))
    requests = _requests(run, attempt, [candidates[place] for place in places.values()], hear)
    for request, outcome in run.claude.deliver(requests, purse):
        _stop_where_too_dear(run, request, outcome)
        candidate = candidates[places[request.article_id]]
        hear(request.article_id, _heard(run, candidate, request, outcome))
        run.listener.advance()
    run.stopped = run.claude.stopped
    for article_id in places.keys() - heard:
        place = places[article_id]
        candidates[place] = _unheard(candidates[place], run.stopped)
    return candidates


@step
def keep(run: Run, candidates: list[Candidate]) -> list[Proposal]:
    """What survived, in the ledger with its findings; what failed is remembered there too."""
    offered = [
        proposal
        for candidate in candidates
        if (
            proposal := candidate.proposed(run.id, run.prompt.digest, run.ladder_key)
            or candidate.proposal
        )
    ]
    simulated = run.simulated or run.queries.spend_of(run.id)[2]
    kept = run.ledger.keep(run.id, offered, simulated=simulated)
    return [proposal for proposal in kept if proposal.status is not Status.FAILED]


@step
def publish(run: Run, proposals: list[Proposal]) -> list[Publication]:
    """What became of each proposal; a dry run holds no writer."""
    writer = run.writer
    if writer is None:
        return [Publication(proposal=p, result=Result.PREVIEWED) for p in proposals]
    held = {p.id: p for p in proposals if run.mode is Mode.LIVE and _held(run, p)}
    results = [Publication(proposal=p, result=Result.HELD) for p in held.values()]
    with publishing(run):
        if not paused(run):
            recover(run, writer)
        now = run.ledger.statuses(run.of_run)
        others = [p for p in proposals if p.id not in held]
        free = [p for p in others if now[p.id] in WAITING]
        results += [dealt_with(p, now[p.id]) for p in others if now[p.id] not in WAITING]
        run.listener.step(run.name, "publishing", len(free))
        for some in together(free):
            going_on = not paused(run)
            results += publish_some(run, writer, some) if going_on else kept_back(run, some)
            run.listener.advance(len(some))
    return results


@step
def account(
    run: Run,
    selection: Selection,
    candidates: list[Candidate],
    publications: Sequence[Publication],
) -> Report:
    """The run's report, in the ledger; the last thing a run does."""
    return conclude(run, selection, candidates, publications)


def together(many: Sequence[T]) -> Iterator[Sequence[T]]:
    """As many at a time as share a transaction."""
    return (many[start : start + TOGETHER] for start in range(0, len(many), TOGETHER))


def _listed(run: Run) -> Iterator[Article]:
    """The articles of the window; the named ones alone, where some are named."""
    if not run.wishes.articles:
        if run.window is not None:
            yield from run.reader.articles(run.window)
        return
    for article_id in dict.fromkeys(run.wishes.articles):
        try:
            yield run.reader.article(article_id)
        except NotFound:
            yield _unread(run, article_id, SkipReason.NOT_FOUND)
        except (Malformed, Refused, Unsupported) as error:  # of this one; the others may be well
            yield _unread(run, article_id, SkipReason.UNREADABLE, str(error))


def _unread(run: Run, article_id: ArticleId, obstacle: SkipReason, detail: str = "") -> Article:
    return Article(
        site=run.name,
        id=article_id,
        revision=Revision(""),
        obstacle=obstacle,
        obstacle_detail=detail,
    )


def _requests(
    run: Run,
    attempt: Attempt,
    asking: list[Candidate],
    hear: Callable[[ArticleId, Candidate], None],
) -> Iterator[Request]:
    """The round's requests, rendered when they are about to be sent: texts are large."""
    asking.reverse()
    while asking:
        candidate = asking.pop()
        if run.claude.stopped:
            return
        try:
            request = render(run.prompt, candidate, attempt, run.claude_settings.max_article_tokens)
        except SlowPatternError as error:  # not masked, so not sent
            trouble = Trouble(reason=str(error), course=Course.GIVE_UP, sent=False)
            hear(candidate.article.id, candidate.unanswered(trouble))
        else:
            yield request


def _heard(
    run: Run, candidate: Candidate, request: Request, outcome: Reply | Trouble | None
) -> Candidate:
    if isinstance(outcome, Reply):
        return _met(run, candidate.judged(request.attempt, outcome, run.known))
    return _unheard(candidate, outcome)


def _stop_where_too_dear(run: Run, request: Request, outcome: Reply | Trouble | None) -> None:
    """Ask nothing more where an answer has cost more than it could: no cap would hold."""
    if not isinstance(outcome, Reply):
        return
    cost = outcome.cost()
    if cost is None or cost <= request.worst_case:
        return
    reason = (
        f"an answer of {outcome.model} cost {shown(cost)}, and one of {request.attempt.model} "
        f"can cost {shown(request.worst_case)} at most; see who answers at claude.base_url"
    )
    run.claude.stop(Trouble(reason=reason, course=Course.STOP))


def _unheard(candidate: Candidate, trouble: Trouble | None) -> Candidate:
    spent = trouble is not None and trouble.course is Course.STOP_SPENDING
    return candidate.unanswered(None if spent else trouble)


def _meet_neighbours(run: Run) -> None:
    """Know what the ledger has of the site's pages, where the site itself has not said it."""
    for article_id, description in run.ledger.descriptions(run.name, simulated=run.simulated):
        if article_id not in run.known.neighbours:
            run.known.neighbours.add(article_id, description)


def _met(run: Run, candidate: Candidate) -> Candidate:
    """The candidate as it is kept: no other page may have its description from now on."""
    if candidate.description:
        run.known.neighbours.add(candidate.article.id, candidate.description)
    if not candidate.valid:
        return candidate
    light = candidate.article.lightened()
    run.read[light.id] = light
    return candidate.model_copy(update={"article": light})


def _held(run: Run, proposal: Proposal) -> bool:
    return proposal.status is Status.PROPOSED and proposal.held_at(run.site.trust)
