"""The list of repositories: where each lives, how many of its branches agree, when it was asked last."""

from __future__ import annotations

from dataclasses import dataclass

from bumps.models import JobRun
from dashboard.pages.comparisons import compare, tracked_repositories
from dashboard.pages.ladder import known_tags
from dashboard.pages.row import Row
from dashboard.pages.rows import Group, groups


@dataclass(frozen=True, slots=True)
class Entry:
    """One repository."""

    group: Group
    branches: int
    desyncs: int
    unknown: int
    job: JobRun | None

    @property
    def sign(self) -> str:
        if self.desyncs:
            return "desync"
        if self.unknown:
            return "unknown"
        return "sync" if self.branches else "running" if self.job else "none"


def repositories() -> tuple[Entry, ...]:
    """A constant number of queries."""
    tracked = list(tracked_repositories())
    known = known_tags()
    rows = [Row(comparison, known) for comparison in compare(tracked)]
    jobs = {job.repository_id: job for job in JobRun.objects.running()[:50]}
    return tuple(
        Entry(
            group,
            len({r.comparison.branch.pk for r in group.rows}),
            sum(r.sign == "desync" for r in group.rows),
            sum(r.sign == "unknown" for r in group.rows),
            jobs.get(group.repository.pk),
        )
        for group in groups(tracked, rows, "all", unfolded=True)
    )
