"""The overview: the verdict, a row per repository × branch × variant, what happened lately.

The number of queries stays the same for any number of repositories, branches and years (see its test).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from bumps.models import Desync, JobRun, Repository
from bumps.rules.tags import ImageTag
from dashboard.pages.ci import ci_says
from dashboard.pages.comparisons import compare, tracked_repositories
from dashboard.pages.events import Event, events, recent_desyncs
from dashboard.pages.ladder import known_tags, shown_tags
from dashboard.pages.lanes import YEAR, lanes
from dashboard.pages.open_bumps import open_bumps
from dashboard.pages.row import Row
from dashboard.pages.rows import Counts, Group, Show, counts, groups
from dashboard.pages.skew import Skew, skew
from dashboard.pages.strip import Strip, strip
from dashboard.pages.verdict import OverviewVerdict, verdict

MAX_MARKS = 60


@dataclass(frozen=True, slots=True)
class Overview:
    """All that the page shows."""

    verdict: OverviewVerdict
    groups: tuple[Group, ...]
    counts: Counts
    show: Show
    unfolded: bool
    tags: tuple[ImageTag, ...]
    newest: ImageTag | None
    strip: Strip | None
    skew: Skew | None
    events: tuple[Event, ...]
    jobs: tuple[JobRun, ...]
    repositories: int
    branches: int

    @property
    def every(self) -> int:
        """Seconds between refreshes: often while something runs."""
        return 2 if self.jobs else 10


def overview(show: Show, unfolded: bool, now: datetime) -> Overview:
    """Reads everything once."""
    repositories = list(tracked_repositories())
    comparisons = compare(repositories)
    known = known_tags()
    newest = known[-1] if known else None
    jobs = tuple(JobRun.objects.running().select_related("repository")[:5])
    says, bumps = ci_says(repositories, now), open_bumps(repositories)
    rows = [
        Row(
            c,
            known,
            says.get((c.branch.pk, c.variant.pk)),
            bumps.get((c.repository.pk, c.branch.name, c.variant.pk)),
        )
        for c in comparisons
    ]
    year = lanes(repositories, now)
    return Overview(
        verdict(repositories, comparisons, jobs, now),
        groups(repositories, rows, show, unfolded),
        counts(rows),
        show,
        unfolded,
        tuple(shown_tags(known)),
        newest,
        strip(year, _desyncs_of_the_year(repositories, now), newest, now),
        skew(year, known),
        events(comparisons, recent_desyncs()),
        jobs,
        len(repositories),
        len({c.branch.pk for c in comparisons}),
    )


def _desyncs_of_the_year(repositories: Sequence[Repository], now: datetime) -> list[Desync]:
    """Those of default branches, of variants whose tags a strip shows."""
    touching = Q(closed_at=None) | Q(closed_at__gte=now - YEAR)
    found = Desync.objects.filter(
        touching, branch__is_default=True, variant__rule_kind="equal", branch__repository__in=repositories
    )
    return list(found.select_related("branch", "variant")[:MAX_MARKS])
