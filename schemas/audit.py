"""What the metadata that a site already has is worth: counted, and the worst of it first."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import islice

from pydantic import AwareDatetime

from schemas.article import Article, ArticleId, Field, SiteName, Skipped, SkipReason
from schemas.base import Frozen
from schemas.candidate import OF_BOTH_FIELDS
from schemas.finding import Finding, Severity
from schemas.groups import groups_of
from schemas.known import Known
from schemas.metadata import Metadata
from schemas.policy import Policy
from schemas.rules import FIXES, RULES, Profile, check, compared, names_something_new
from schemas.selection import fenced_off

NOTHING_THERE = "M01"  # the rule that there be a description
MOST_ALIKE = 200  # of one article: thousands with one description are linked through the first
OF_FORM = frozenset({"K02", "K03", "K05", "K05b"})  # the rules on keywords that hold of tags, too
LIKE_OURS = range(4, 7)  # keywords of an article whose site means what we do by them
SENTENCES = {rule.id: rule.sentence for rule in RULES} | {fix.id: fix.sentence for fix in FIXES}


class Judged(Frozen):
    """One article's metadata as it stands, and what the rules say of it.

    `alike` are other articles whose description says the same; `dated` is the latest date that
    the article has.
    """

    article_id: ArticleId
    url: str = ""
    title: str = ""
    language: str = ""
    dated: AwareDatetime | None = None
    description: str = ""
    keywords: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    alike: tuple[ArticleId, ...] = ()

    @property
    def badness(self) -> tuple[int, int]:
        """Findings that must be mended, and those that are worth a look."""
        rejects = sum(finding.severity is Severity.REJECT for finding in self.findings)
        return rejects, len(self.findings) - rejects


class Broken(Frozen):
    """One rule, and how many articles break it.

    `share` is of the articles that it speaks of: those with a description, those with keywords,
    or all, for the rule that there be a description.
    """

    rule: str
    severity: Severity
    sentence: str
    articles: int
    share: float


class Unread(Frozen):
    """A site that could not be read, and why."""

    site: SiteName
    reason: str


class Audit(Frozen):
    """One site's metadata.

    `judged` are the articles that are not in `left_alone`. `without_keywords` is `None` where
    the site has no field for them. `tagged` says that what it has there are tags by their number,
    and that they were judged by their form alone. `since` is the date from which on a run would
    find every article that lacks something, as far as they have dates. `found` are the articles
    with a finding, the worst first.
    """

    site: SiteName
    judged: int
    described: int
    without_keywords: int | None
    tagged: bool
    since: AwareDatetime | None
    left_alone: tuple[Skipped, ...]
    rules: tuple[Broken, ...]
    duplicates: tuple[tuple[ArticleId, ...], ...]
    found: tuple[Judged, ...]

    @property
    def articles(self) -> int:
        """How many articles were looked at."""
        return self.judged + len(self.left_alone)

    @property
    def undescribed(self) -> int:
        """How many articles have no description."""
        return self.judged - self.described

    @property
    def wrong(self) -> int:
        """How many descriptions or keywords must be mended."""
        return sum(one.badness[0] > 0 for one in self.worst)

    @property
    def doubtful(self) -> int:
        """How many are only worth a look."""
        return len(self.worst) - self.wrong

    @property
    def lacking(self) -> bool:
        """Whether any article has an empty field that a run would fill."""
        return bool(self.undescribed or self.without_keywords)

    @property
    def reasons(self) -> Mapping[SkipReason, int]:
        """How many articles were not judged for each reason, the most frequent first."""
        return dict(Counter(one.reason for one in self.left_alone).most_common())

    @property
    def worst(self) -> tuple[Judged, ...]:
        """Those whose description there is, and is wrong."""
        return tuple(one for one in self.found if one.description)


class Draft(Frozen):
    """What is said of an article before the others are known, and what of it is needed then."""

    judged: Judged
    article: Article

    def compared(self, known: Known) -> Judged:
        """The judgement by what is known of all the site's pages."""
        one = self.judged
        if not one.description:
            return one
        metadata = Metadata(keywords=one.keywords, meta_description=one.description)
        alike = known.neighbours.alike(one.article_id, one.description)
        return one.model_copy(
            update={
                "findings": compared(one.findings, metadata, self.article, known),
                "alike": tuple(islice(alike, MOST_ALIKE)),
            }
        )


def judge(article: Article, known: Known, policy: Policy) -> Judged | Skipped:
    """What the rules say of an article's own words, as they stand; or why nobody judges them."""
    draft = drafted(article, known.languages, policy)
    return draft.compared(known) if isinstance(draft, Draft) else draft


def drafted(article: Article, languages: tuple[str, ...], policy: Policy) -> Draft | Skipped:
    """What is said of an article by itself; its text is kept only where it is needed again."""
    reason = article.obstacle or fenced_off(article, policy)
    if reason:
        return Skipped(
            article_id=article.id,
            reason=reason,
            title=article.title,
            detail=article.obstacle_detail,
        )
    has_keywords = Field.KEYWORDS in policy.fields
    keywords = article.keywords if has_keywords else ()
    metadata = Metadata(keywords=keywords, meta_description=article.description)
    judged = Judged(
        article_id=article.id,
        url=article.url,
        title=article.title,
        language=article.language,
        dated=max(filter(None, (article.published, article.modified)), default=None),
        description=article.description,
        keywords=keywords,
        findings=check(metadata, article, Known(languages=languages), Profile.AUDIT),
    )
    if not names_something_new(judged.findings):
        article = article.model_copy(update={"text": "", "evidence": ""})
    return Draft(judged=judged, article=article)


def audit(site: SiteName, outcomes: Iterable[Judged | Skipped], policy: Policy) -> Audit:
    """The sum of a site's articles. What is right is counted on the way, and not kept."""
    count = _Count(has_keywords=Field.KEYWORDS in policy.fields)
    for one in outcomes:
        count.take(one)
    count.settle()
    return Audit(
        site=site,
        judged=count.judged,
        described=count.described,
        without_keywords=count.judged - count.keyworded if count.has_keywords else None,
        tagged=count.tagged,
        since=min(count.lacking, default=None),
        left_alone=tuple(count.left_alone),
        rules=count.rules(),
        duplicates=groups_of(count.alike),
        found=tuple(sorted(count.found, key=_worst_first)),
    )


class _Count:
    """What is known of the articles so far."""

    def __init__(self, *, has_keywords: bool) -> None:
        self.has_keywords = has_keywords
        self.judged = self.described = self.keyworded = self.like_ours = 0
        self.lacking: list[datetime] = []
        self.left_alone: list[Skipped] = []
        self.found: list[Judged] = []
        self.alike: dict[ArticleId, tuple[ArticleId, ...]] = {}

    def take(self, one: Judged | Skipped) -> None:
        """One more article."""
        if isinstance(one, Skipped):
            self.left_alone.append(one)
            return
        self.judged += 1
        self.described += bool(one.description)
        self.keyworded += bool(one.keywords)
        self.like_ours += len(one.keywords) in LIKE_OURS
        complete = one.description and (one.keywords or not self.has_keywords)
        if one.dated and not complete:
            self.lacking.append(one.dated)
        if one.alike:
            self.alike[one.article_id] = one.alike
        if one.findings:
            self.found.append(one)

    @property
    def tagged(self) -> bool:
        """Whether most of what it has for keywords are topic tags, by their number.

        Nine in ten sites' tags break the rules on keywords, and rightly: they file a page.
        """
        return 2 * self.like_ours < self.keyworded

    def settle(self) -> None:
        """Take back what holds of keywords and not of tags, once it is known which they are."""
        if self.tagged:
            found = (_as_tags(one) for one in self.found)
            self.found = [one for one in found if one.findings]

    def rules(self) -> tuple[Broken, ...]:
        """The rules that are broken: those that reject first, then by how often."""
        times = Counter((f.rule, f.severity) for one in self.found for f in one.findings)
        broken = [
            Broken(
                rule=rule,
                severity=severity,
                sentence=SENTENCES[rule],
                articles=articles,
                share=articles / self._spoken_of(rule),
            )
            for (rule, severity), articles in times.items()
        ]
        return tuple(sorted(broken, key=lambda one: (one.severity, -one.articles, one.rule)))

    def _spoken_of(self, rule: str) -> int:
        """How many articles a rule speaks of."""
        if rule == NOTHING_THERE:
            return self.judged
        return self.keyworded if rule.startswith("K") else self.described


def _as_tags(one: Judged) -> Judged:
    kept = (
        finding
        for finding in one.findings
        if finding.rule in OF_FORM or not (finding.rule[0] == "K" or finding.rule in OF_BOTH_FIELDS)
    )
    return one.model_copy(update={"findings": tuple(kept)})


def _worst_first(one: Judged) -> tuple[int, int, ArticleId]:
    rejects, warnings = one.badness
    return -rejects, -warnings, one.article_id
