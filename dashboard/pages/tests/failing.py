"""What fails now: of each test, platform and CI system the newest word, since when, and whether that is new.

A failure is new for three days: long enough for a weekend, short enough that somebody still asks who brought it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.db.models.query import QuerySet

from bumps.models import Conclusion, JobResult
from bumps.rules.failures import Where

NEW_FOR = timedelta(days=3)
EVER = datetime(1970, 1, 1, tzinfo=UTC)
_SAME = {name: OuterRef(name) for name in ("test", "platform", "environment", "remote", "baseline")}


@dataclass(frozen=True, slots=True)
class Failing:
    """One test on one platform of one CI system whose newest word is a failure."""

    pk: int
    where: Where
    run: int
    kind: str
    since: datetime
    baseline: str

    def is_new(self, now: datetime) -> bool:
        return now - self.since < NEW_FOR


def failing_now(runs: Collection[int], belongs: Q | None = None) -> list[Failing]:
    """From the newest `runs` of their branches; two queries. `belongs` narrows, to a variant for example."""
    newest = newest_failures(runs, belongs or Q())
    since = _since([one.pk for one in newest])
    return sorted((replace(one, since=since[one.pk]) for one in newest), key=lambda one: (one.since, one.pk))


def newest_failures(runs: Collection[int], belongs: Q) -> list[Failing]:
    """Failures of those runs that no later pass answers, the newest of each; one query. `since` is when it ran."""
    newest: dict[tuple[Where, str], Failing] = {}
    for pk, test, platform, environment, remote, run, kind, at, baseline in _unanswered(runs, belongs):
        where = Where(test, platform, environment, remote)
        newest.setdefault((where, baseline), Failing(pk, where, run, kind, at, baseline))
    return list(newest.values())


def _unanswered(runs: Collection[int], belongs: Q) -> QuerySet[JobResult, tuple[Any, ...]]:
    later = JobResult.objects.counting().filter(**_SAME, run__in=runs, ran_at__gt=OuterRef("ran_at"))
    passed = later.filter(conclusion=Conclusion.SUCCESS)
    failed = JobResult.objects.counting().failed().filter(belongs, run__in=runs, test__isnull=False)
    return (
        failed.filter(~Exists(passed))
        .order_by("-ran_at", "-pk")
        .values_list(
            "pk", "test_id", "platform", "environment", "remote_id", "run_id", "failure_kind", "ran_at", "baseline"
        )
    )


def _since(pks: list[int]) -> dict[int, datetime]:
    """When the streak that ends in each result began: its first failure after the last pass. One query."""
    same = JobResult.objects.counting().filter(**_SAME)
    last_pass = same.filter(conclusion=Conclusion.SUCCESS, ran_at__lt=OuterRef("ran_at")).order_by("-ran_at")
    begun = Coalesce(OuterRef("passed_at"), Value(EVER), output_field=DateTimeField())
    streak = same.failed().filter(ran_at__gt=begun).order_by("ran_at")
    found = (
        JobResult.objects.filter(pk__in=pks)
        .order_by()
        .annotate(passed_at=Subquery(last_pass.values("ran_at")[:1]))
        .annotate(since=Coalesce(Subquery(streak.values("ran_at")[:1]), F("ran_at")))
        .values_list("pk", "since")
    )
    return dict(found)


def streaks(job: JobResult) -> tuple[datetime | None, datetime | None]:
    """When the failures that this one is part of began, and the pass that ended them; two queries."""
    known = {"test": job.test_id, "platform": job.platform, "environment": job.environment, "remote": job.remote_id}
    same = JobResult.objects.counting().filter(**known, baseline=job.baseline)
    if not job.baseline or job.test_id is None:
        return job.ran_at, None
    passed = same.filter(conclusion=Conclusion.SUCCESS)
    return _since([job.pk]).get(job.pk), passed.filter(ran_at__gt=job.ran_at).order_by("ran_at").values_list(
        "ran_at", flat=True
    ).first()
