"""One job of one run: a test on a platform, and why it failed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import F, Max, Min, Q

from bumps.models.run import FAILED, Conclusion, Status

Streak = dict[str, Any]


class JobResultQuerySet(models.QuerySet["JobResult"]):
    def counting(self) -> Self:
        """The last attempt of each test; earlier ones are history."""
        return self.filter(counts=True)

    def failed(self) -> Self:
        return self.filter(conclusion__in=FAILED)

    def grid(self, runs: Collection[int]) -> models.QuerySet[JobResult, tuple[Any, ...]]:
        """The cells of those runs as tuples: one query however many tests there are. See GRID for the columns."""
        return self.counting().filter(run__in=runs, test__isnull=False).values_list(*GRID)

    def of_test(self, test: int) -> Self:
        """A test's own history, newest first."""
        return self.filter(test=test).select_related("run", "run__remote").order_by("-ran_at", "-pk")

    def baseline_of(self, tests: Collection[int], branch: str) -> Self:
        """What those tests said on the branch itself."""
        return self.counting().filter(test__in=tests, baseline=branch)

    def last_passed(self, tests: Collection[int], branch: str) -> models.QuerySet[JobResult, Streak]:
        """Per (test, platform, environment, remote): when it last passed on the branch."""
        passed = self.baseline_of(tests, branch).filter(conclusion=Conclusion.SUCCESS).order_by()
        found: models.QuerySet[JobResult, Streak] = passed.values(*KEY).annotate(at=Max("ran_at"))
        return found

    def first_failed(self, tests: Collection[int], branch: str) -> models.QuerySet[JobResult, Streak]:
        """Per (test, platform, environment, remote): when it first failed on the branch, ever."""
        failed = self.baseline_of(tests, branch).failed().order_by()
        found: models.QuerySet[JobResult, Streak] = failed.values(*KEY).annotate(at=Min("ran_at"))
        return found

    def triage_due(self, now: datetime) -> Self:
        """Failures whose cause is not known yet and that nobody is reading."""
        return self.filter(triage=JobResult.Triage.PENDING, triage_at__lte=now).filter(_free(now))


def _free(now: datetime) -> Q:
    return Q(triage_lease_until=None) | Q(triage_lease_until__lte=now)


KEY = ("test_id", "platform", "environment", "remote_id")
GRID = (
    "pk", "run_id", *KEY, "status", "conclusion", "allow_failure", "failure_kind", "failure_metrics", "failure_line",
    "url",
)  # fmt: skip


class JobResult(models.Model):
    """A job, keyed as its CI keys it. `remote`, `baseline` and `ran_at` repeat the run's, for the indexes below."""

    class Kind(models.TextChoices):
        FUNCTIONAL = "functional", "functional test"
        INTEGRATION = "integration", "integration test"
        UNIT = "unit", "unit tests"
        AGGREGATE = "aggregate", "aggregate"
        PLACEHOLDER = "placeholder", "placeholder"
        BUILD = "build", "build and housekeeping"
        UNRECOGNISED = "unrecognised", "not recognised"

    class Triage(models.TextChoices):
        NONE = "", "nothing to explain"
        PENDING = "pending", "to be read"
        DONE = "done", "read"
        UNAVAILABLE = "unavailable", "no log to read"

    run = models.ForeignKey("bumps.Run", models.CASCADE, related_name="jobs")
    remote = models.ForeignKey("bumps.Remote", models.CASCADE, related_name="+", db_index=False)
    test = models.ForeignKey("bumps.TestCase", models.SET_NULL, null=True, related_name="results", db_index=False)
    baseline = models.CharField(max_length=250, blank=True)
    ran_at = models.DateTimeField()
    external_id = models.CharField(max_length=40)
    attempt = models.PositiveIntegerField(default=1)
    counts = models.BooleanField(default=True, help_text="the last attempt of this job in its run")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.UNRECOGNISED)
    name = models.CharField(max_length=300)
    stage = models.CharField(max_length=100, blank=True)
    bridge = models.CharField(max_length=200, blank=True, help_text="the job of the parent pipeline that started it")
    runner_labels = models.JSONField(default=list)
    platform = models.CharField(max_length=40, blank=True)
    environment = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=10, choices=Status)
    conclusion = models.CharField(max_length=10, choices=Conclusion, blank=True)
    raw_state = models.CharField(max_length=60, blank=True)
    allow_failure = models.BooleanField(default=False)
    started_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    url = models.CharField(max_length=500, blank=True)

    triage = models.CharField(max_length=12, choices=Triage, blank=True, default=Triage.NONE)
    triage_at = models.DateTimeField(null=True, help_text="when the sweep sends it (again)")
    triage_lease_until = models.DateTimeField(null=True)
    triage_tries = models.PositiveIntegerField(default=0)
    failure_kind = models.CharField(max_length=20, blank=True)
    failure_line = models.CharField(max_length=500, blank=True, help_text="the line that proves it")
    failure_line_number = models.PositiveIntegerField(default=0)
    failure_excerpt = models.JSONField(default=list, help_text="the lines around it")
    failure_metrics = models.JSONField(default=list)
    failure_source = models.CharField(max_length=200, blank=True, help_text="annotation, log, or the artifact's file")
    failure_note = models.CharField(max_length=300, blank=True, help_text="what was not read, and why")

    objects = JobResultQuerySet.as_manager()

    class Meta:
        ordering = ["-ran_at", "name"]
        constraints = [
            models.UniqueConstraint(fields=["run", "attempt", "external_id"], name="one_result_of_a_job"),
        ]
        indexes = [
            # a test's history, and since when it fails: test page, tests grid
            models.Index(fields=["test", "baseline", "-ran_at"], name="job_of_test"),
            # failures to be explained: the sweep
            models.Index(fields=["triage_at"], name="job_to_triage", condition=Q(triage="pending")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def has_failed(self) -> bool:
        return self.conclusion in FAILED

    def sent_to_triage(self, now: datetime, patience: timedelta) -> bool:
        """Its reading was sent to the queue: not sent again until `patience` is over."""
        return bool(JobResult.objects.triage_due(now).filter(pk=self.pk).update(triage_at=now + patience))

    def claim_triage(self, now: datetime, lease: timedelta) -> bool:
        """Take the failure for one reading; False when another worker does, or did."""
        pending = JobResult.objects.filter(_free(now), pk=self.pk, triage=self.Triage.PENDING)
        return bool(pending.update(triage_lease_until=now + lease, triage_tries=F("triage_tries") + 1))

    def renew_triage(self, now: datetime, lease: timedelta) -> None:
        """A sign of life while a long log is read."""
        JobResult.objects.filter(pk=self.pk, triage=self.Triage.PENDING).update(triage_lease_until=now + lease)

    def postpone_triage(self, until: datetime, why: str) -> None:
        """The log could not be had now: again then."""
        JobResult.objects.filter(pk=self.pk, triage=self.Triage.PENDING).update(
            triage_at=until, triage_lease_until=None, failure_note=why[:300]
        )

    def explained(self, cause: Mapping[str, Any], *, source: str, note: str = "", available: bool = True) -> None:
        """The cause (`kind`, `line`, …: the failure_ fields), stored once: whoever comes second changes nothing."""
        JobResult.objects.filter(pk=self.pk, triage=self.Triage.PENDING).update(
            triage=self.Triage.DONE if available else self.Triage.UNAVAILABLE,
            triage_lease_until=None,
            failure_source=source[:200],
            failure_note=note[:300],
            **{f"failure_{name}": value for name, value in cause.items()},
        )
