"""Background work that a person can see: what runs, how far it is, how it ended."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q


class JobRunQuerySet(models.QuerySet["JobRun"]):
    def running(self) -> Self:
        return self.filter(state=JobRun.State.RUNNING)

    def interrupt_silent(self, now: datetime, silence: timedelta) -> int:
        """Mark as interrupted what gave no sign of life: its worker is gone. Returns how many."""
        return (
            self.running()
            .filter(beat_at__lt=now - silence)
            .update(
                state=JobRun.State.INTERRUPTED,
                finished_at=now,
                error="The worker that ran it stopped. It is run again.",
            )
        )


class JobRun(models.Model):
    """One piece of background work. A quiet poll leaves none: a row appears when there is something to tell."""

    class State(models.TextChoices):
        RUNNING = "running", "running"
        SUCCEEDED = "succeeded", "succeeded"
        FAILED = "failed", "failed"
        INTERRUPTED = "interrupted", "interrupted"

    kind = models.CharField(max_length=40)
    repository = models.ForeignKey("bumps.Repository", models.CASCADE, null=True, related_name="job_runs")
    state = models.CharField(max_length=12, choices=State, default=State.RUNNING)
    message = models.CharField(max_length=300, blank=True)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0, help_text="0: not known")
    error = models.TextField(blank=True)
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    objects = JobRunQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]
        indexes = [
            # activity page, newest first
            models.Index(fields=["-started_at"], name="job_run_newest"),
            # running ones: progress bars on every page
            models.Index(fields=["beat_at"], name="job_run_running", condition=Q(state="running")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def percent(self) -> int | None:
        """Whole per cent done; None while the total is not known."""
        return min(100, self.done * 100 // self.total) if self.total else None

    def report(self, now: datetime, message: str, done: int, total: int) -> None:
        """How far it is; also its sign of life."""
        self.message, self.done, self.total, self.beat_at = message[:300], done, total, now
        self.save(update_fields=["message", "done", "total", "beat_at"])

    def succeed(self, now: datetime, message: str) -> None:
        """It ended well; `message` says what it did."""
        self.message = message[:300]
        self._finish(now, self.State.SUCCEEDED, "")

    def fail(self, now: datetime, error: str) -> None:
        """It ended badly; the last message stays: it says how far it was."""
        self._finish(now, self.State.FAILED, error)

    def _finish(self, now: datetime, state: State, error: str) -> None:
        self.state, self.error, self.finished_at, self.beat_at = state, error[:2000], now, now
        self.save(update_fields=["state", "message", "error", "finished_at", "beat_at"])
