"""A workflow run or a pipeline, with its newest attempt's state."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q


class Status(models.TextChoices):
    """Where work stands, in words both CI systems share. Waiting (approval, runner) is not running."""

    QUEUED = "queued", "queued"
    WAITING = "waiting", "waiting"
    RUNNING = "running", "running"
    COMPLETED = "completed", "completed"
    UNKNOWN = "unknown", "unknown"


class Conclusion(models.TextChoices):
    """How completed work ended."""

    SUCCESS = "success", "passed"
    FAILURE = "failure", "failed"
    TIMED_OUT = "timed_out", "timed out"
    CANCELLED = "cancelled", "cancelled"
    SKIPPED = "skipped", "skipped"
    NEUTRAL = "neutral", "neutral"
    UNKNOWN = "unknown", "unknown"


FAILED = (Conclusion.FAILURE, Conclusion.TIMED_OUT)


class RunQuerySet(models.QuerySet["Run"]):
    def baseline(self, remotes: Collection[int], branch: str) -> Self:
        """What stands for the branch itself, newest first: main's merge-queue runs, nightly runs, …"""
        return self.filter(remote__in=remotes, baseline=branch).order_by("-created_at", "-pk")

    def of_pull_request(self, remotes: Collection[int], number: int) -> Self:
        """Runs of one pull request on those remotes, newest first."""
        return self.filter(remote__in=remotes, pull_request=number).order_by("-created_at", "-pk")

    def unsettled(self) -> Self:
        """Not known to its end yet, or its jobs are not."""
        return self.filter(is_settled=False, gone_at=None)


class Run(models.Model):
    """One run. `baseline` names the branch it stands for; empty: it stands for a pull request or nothing tracked.

    `is_settled`: it is completed, and so are all its jobs as they are stored. A re-run unsettles it.
    """

    remote = models.ForeignKey("bumps.Remote", models.CASCADE, related_name="runs")
    external_id = models.CharField(max_length=40)
    attempt = models.PositiveIntegerField(default=1, help_text="the newest")
    name = models.CharField(max_length=200, blank=True)
    event = models.CharField(max_length=50, blank=True)
    ref = models.CharField(max_length=300, blank=True)
    baseline = models.CharField(max_length=250, blank=True)
    pull_request = models.PositiveIntegerField(null=True)
    head_sha = models.CharField(max_length=64, blank=True)
    status = models.CharField(max_length=10, choices=Status)
    conclusion = models.CharField(max_length=10, choices=Conclusion, blank=True)
    raw_state = models.CharField(max_length=60, blank=True, help_text="the remote's own words: status/conclusion")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(null=True)
    url = models.CharField(max_length=500, blank=True)

    images = models.JSONField(default=dict, help_text="variant to the image it built on")
    image = models.CharField(max_length=300, blank=True, help_text="that of the first variant")
    image_inferred = models.BooleanField(default=False, help_text="from head merged into base, not from the commit")

    is_settled = models.BooleanField(default=False)
    read_at = models.DateTimeField(null=True, help_text="last time the remote told of it")
    gone_at = models.DateTimeField(null=True, help_text="deleted there; its last known state stays")

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["remote", "external_id"], name="one_run_of_an_id")]
        indexes = [
            # the newest runs of a branch: tests grid, overview
            models.Index(fields=["remote", "baseline", "-created_at"], name="run_baseline"),
            # runs of a bump's pull request: bump page, tests grid
            models.Index(fields=["remote", "pull_request"], name="run_pull_request", condition=Q(pull_request__gt=0)),
            # what the next poll reads again
            models.Index(fields=["remote", "created_at"], name="run_unsettled", condition=Q(is_settled=False)),
            # which runs of a listing are known, and which are missing from it
            models.Index(fields=["remote", "-created_at"], name="run_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.external_id}"

    @property
    def failed(self) -> bool:
        return self.conclusion in FAILED

    def settle(self) -> None:
        """Completed, and every job stored as it ended."""
        self.is_settled = True
        Run.objects.filter(pk=self.pk).update(is_settled=True)

    def gone(self, now: datetime) -> None:
        """Deleted on the remote."""
        self.gone_at = now
        Run.objects.filter(pk=self.pk, gone_at=None).update(gone_at=now)
