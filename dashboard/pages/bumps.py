"""Bump pull requests: what each changes, whether it forgets a twin, and what both CI systems say of its head."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Q

from bumps.models import Bump, PullRequest, Repository
from bumps.rules.tags import short
from dashboard.pages.bump_changes import Change, changes_of
from dashboard.pages.bump_ci import CiState, ci_state, counts_of, newest_runs_of, statuses_of
from dashboard.pages.comparisons import tracked_repositories
from dashboard.pages.sides import CI_NAMES
from dashboard.pages.words import listed, plural

PER_PAGE = 20
# More open bumps than anyone has; a list that long is cut, and says so.
MAX_OPEN = 100


@dataclass(frozen=True, slots=True)
class BumpRow:
    bump: Bump
    changes: tuple[Change, ...]
    ci: tuple[CiState, ...]

    @property
    def has_runs(self) -> bool:
        return any(state.run for state in self.ci)

    @property
    def forgets(self) -> bool:
        return not self.bump.agrees

    @property
    def both(self) -> bool:
        """It changes several sites, and they agree afterwards."""
        return self.bump.agrees and sum(not change.stays for change in self.changes) > 1

    @property
    def forgotten(self) -> str:
        """`GitLab dev stays on 26.04`."""
        left = [f"{change.name} stays on {short(change.after)}" for change in self.changes if change.stays]
        return listed(left) if left else "its pins differ afterwards"

    @property
    def tag(self) -> str:
        """The newest value it brings: `26.06`."""
        return max((short(change.after) for change in self.changes if not change.stays and change.after), default="")


@dataclass(frozen=True, slots=True)
class BumpsPage:
    open: tuple[BumpRow, ...]
    total: int
    past: Page[Bump]
    past_rows: tuple[BumpRow, ...]

    @property
    def forgetful(self) -> tuple[BumpRow, ...]:
        return tuple(row for row in self.open if row.forgets)

    @property
    def headline(self) -> str:
        if len(self.forgetful) == 1:
            row = self.forgetful[0]
            return f"#{row.bump.pull_request.number} forgets a pin: {row.forgotten}"
        if self.forgetful:
            return f"{len(self.forgetful)} of {plural(self.total, 'open bump')} forget a pin"
        return plural(self.total, "open bump") if self.total else "No bump is open"


def bumps_page(past_page: int) -> BumpsPage:
    """A constant number of queries."""
    repositories = {repository.pk: repository for repository in tracked_repositories()}
    is_open = Q(pull_request__state=PullRequest.State.OPEN)
    found = list(Bump.objects.open()[: MAX_OPEN + 1])
    over = Paginator(Bump.objects.listed().exclude(is_open), PER_PAGE).get_page(past_page)
    every = [*found[:MAX_OPEN], *over]
    rows = bump_rows(every, repositories)
    total = len(found) if len(found) <= MAX_OPEN else Bump.objects.open().count()
    return BumpsPage(rows[: len(every) - len(over)], total, over, rows[len(every) - len(over) :])


def bump_rows(bumps: Sequence[Bump], repositories: Mapping[int, Repository]) -> tuple[BumpRow, ...]:
    """Three queries: runs, their results, statuses on the heads."""
    runs = newest_runs_of(bumps)
    counts = counts_of(runs)
    statuses = statuses_of(bumps)
    rows = []
    for bump in bumps:
        repository = repositories[bump.repository_id]
        remotes = [r for r in repository.remotes.all() if r.kind in CI_NAMES]
        ci = tuple(ci_state(bump, remote, runs, counts, statuses) for remote in remotes)
        rows.append(BumpRow(bump, changes_of(bump, repository), ci))
    return tuple(rows)
