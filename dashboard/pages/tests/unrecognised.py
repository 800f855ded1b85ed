"""Jobs that no rule knows: named, counted, never dropped."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from bumps.models import JobResult, Remote
from dashboard.pages.links import web

LIMIT = 200


@dataclass(frozen=True, slots=True)
class Unrecognised:
    """One name in one CI system, with the last job of that name."""

    name: str
    remote: str
    times: int
    last_at: datetime
    state: str
    url: str


def unrecognised(runs: Collection[int]) -> tuple[Unrecognised, ...]:
    """Of those runs; two queries."""
    jobs = JobResult.objects.filter(run__in=runs, kind=JobResult.Kind.UNRECOGNISED)
    names = jobs.order_by("name").values_list("name", "remote__kind").annotate(Count("pk"), last=Max("pk"))[:LIMIT]
    found = list(names)
    last = JobResult.objects.in_bulk([pk for *_, pk in found])
    kinds = dict(Remote.Kind.choices)
    return tuple(
        Unrecognised(name, str(kinds[kind]), times, last[pk].ran_at, last[pk].raw_state, web(last[pk].url))
        for name, kind, times, pk in found
    )
