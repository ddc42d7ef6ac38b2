"""Articles that are alike, as groups."""

from collections.abc import Mapping, Sequence

from schemas.article import ArticleId


def groups_of(alike: Mapping[ArticleId, Sequence[ArticleId]]) -> tuple[tuple[ArticleId, ...], ...]:
    """The articles that are alike, directly or through others, the largest group first."""
    above: dict[ArticleId, ArticleId] = {}

    def top(one: ArticleId) -> ArticleId:
        while (higher := above.setdefault(one, one)) != one:
            above[one] = above.setdefault(higher, higher)  # half the way for who comes next
            one = higher
        return one

    for article_id, others in alike.items():
        for other in others:
            above[top(other)] = top(article_id)
    groups: dict[ArticleId, list[ArticleId]] = {}
    for one in sorted(above):
        groups.setdefault(top(one), []).append(one)
    return tuple(sorted(map(tuple, groups.values()), key=lambda group: (-len(group), group)))
