"""What CI says of each branch and variant, for the overview: failing tests, new or known, and whether a run is on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bumps.models import Repository, Run, Status, Variant
from dashboard.pages.newest import Newest, newest_runs
from dashboard.pages.tests.failing import Failing, failing_now
from dashboard.pages.tests.scope import tested_variants

Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class CiSays:
    """Tests by platform, of both CI systems together."""

    failing: int
    new: int
    is_running: bool

    @property
    def words(self) -> str:
        """`all new`, `2 new`, `known`."""
        if not self.failing:
            return ""
        if self.new == self.failing:
            return "all new" if self.failing > 1 else "new"
        return f"{self.new:,} new" if self.new else "known"


@dataclass(frozen=True, slots=True)
class _Seen:
    """Which environments ran on a branch lately, and whether something runs."""

    environments: frozenset[str]
    is_running: bool


def ci_says(repositories: Sequence[Repository], now: datetime) -> dict[Key, CiSays]:
    """Per branch and variant that has results; four queries."""
    newest = newest_runs([repository.pk for repository in repositories])
    seen = _seen(newest)
    failing: dict[int, list[Failing]] = {}
    branch_of = {(one.remote, one.name): one.branch for one in newest}
    for one in failing_now([run for branch in newest for run in branch.runs]):
        failing.setdefault(branch_of.get((one.where.remote, one.baseline), 0), []).append(one)
    by_repository = {repository.pk: tested_variants(repository) for repository in repositories}
    return {
        (one.branch, variant.pk): _says(failing.get(one.branch, []), variant, by_repository[one.repository], found, now)
        for one in newest
        for variant in by_repository[one.repository]
        if (found := seen[one.branch]).environments & _names(variant, by_repository[one.repository], found)
    }


def _says(
    failing: Sequence[Failing], variant: Variant, variants: Sequence[Variant], seen: _Seen, now: datetime
) -> CiSays:
    names = _names(variant, variants, seen) | {one.where.environment for one in failing if variant == variants[0]}
    others = {v.name for v in variants if v != variant}
    mine = [one for one in failing if one.where.environment in names - others]
    lines = {(one.where.test, one.where.platform) for one in mine}
    new = {(one.where.test, one.where.platform) for one in mine if one.is_new(now)}
    return CiSays(len(lines), len(new), seen.is_running)


def _names(variant: Variant, variants: Sequence[Variant], seen: _Seen) -> frozenset[str]:
    """The environments of a variant: its own, and for the first one whatever is no other's."""
    if variant == variants[0]:
        return seen.environments - {v.name for v in variants[1:]}
    return frozenset({variant.name})


def _seen(newest: Sequence[Newest]) -> Mapping[int, _Seen]:
    """From the newest two runs of each: the very newest may have no job yet."""
    branch_of = {run: one.branch for one in newest for run in one.runs[:2]}
    rows = Run.objects.filter(pk__in=branch_of).order_by().values_list("pk", "status", "jobs__environment").distinct()
    environments: dict[int, set[str]] = {one.branch: set() for one in newest}
    running: set[int] = set()
    for run, status, environment in rows:
        if environment is not None:
            environments[branch_of[run]].add(environment)
        if status == Status.RUNNING:
            running.add(branch_of[run])
    return {branch: _Seen(frozenset(names), branch in running) for branch, names in environments.items()}
