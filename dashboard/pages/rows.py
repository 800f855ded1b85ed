"""The rows of the overview's table, grouped by repository, filtered and folded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bumps.models import Remote, Repository
from bumps.rules.desync import Verdict
from dashboard.pages.links import Links, links_of
from dashboard.pages.row import Row

Show = Literal["all", "desync", "behind"]


@dataclass(frozen=True, slots=True)
class Group:
    """One repository's rows."""

    repository: Repository
    links: Links
    remotes: tuple[Remote, ...]
    git: Remote | None
    rows: tuple[Row, ...]
    folded: int
    summary: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What the filter says beside its words."""

    all: int
    desync: int
    behind: int


def counts(rows: Sequence[Row]) -> Counts:
    return Counts(len(rows), sum(r.is_desync for r in rows), sum(bool(r.behind) for r in rows))


def groups(repositories: Sequence[Repository], rows: Sequence[Row], show: Show, unfolded: bool) -> tuple[Group, ...]:
    """The rows that the filter keeps, per repository; without a filter quiet branches fold."""
    of_repository: dict[int, list[Row]] = defaultdict(list)
    for item in rows:
        of_repository[item.comparison.repository.pk].append(item)
    found = []
    for repository in repositories:
        mine = of_repository[repository.pk]
        kept = [r for r in mine if _kept(r, show)]
        visible = [r for r in kept if unfolded or show != "all" or r.deserves_a_look]
        if show == "all" or visible:
            found.append(_group(repository, mine, visible, len(kept) - len(visible)))
    return tuple(found)


def _kept(row: Row, show: Show) -> bool:
    return show == "all" or (row.is_desync if show == "desync" else bool(row.behind))


def _group(repository: Repository, mine: list[Row], visible: list[Row], folded: int) -> Group:
    remotes = tuple(repository.remotes.all())
    git = next((r for r in remotes if r.kind == Remote.Kind.GIT), None)
    return Group(
        repository,
        links_of(repository),
        tuple(r for r in remotes if r.kind != Remote.Kind.GIT),
        git,
        tuple(_without_repeats(visible)),
        folded,
        _summary(mine),
    )


def _without_repeats(rows: list[Row]) -> list[Row]:
    """A branch's name stands out once; its further variants repeat it quietly."""
    marked, last = [], 0
    for item in rows:
        again = item.comparison.branch.pk == last
        last = item.comparison.branch.pk
        marked.append(replace(item, repeats=True) if again else item)
    return marked


def _summary(rows: list[Row]) -> str:
    verdicts = [r.comparison.verdict for r in rows]
    compared = sum(v is not Verdict.NOT_COMPARABLE for v in verdicts)
    if broken := verdicts.count(Verdict.DESYNC):
        return f"{broken} of {compared} out of sync"
    if unknown := verdicts.count(Verdict.UNKNOWN):
        return f"could not tell {unknown} of {compared}"
    return f"{compared} of {compared} in sync" if compared else "nothing to compare" if rows else "not read yet"
